/** Code that asks the process about its machine is answered as if it ran on another one. */
import { goElsewhere } from '../../../../../../src/io/jest/in-host/guard/elsewhere.cjs';

test('arguments, home and terminal are those of another machine until it is undone', () => {
  const machine = {
    argv: ['node', 'jest'],
    execArgv: ['--inspect'],
    env: { CI: '1', NO_COLOR: '1', LANG: 'C' },
    pid: 40,
    uptime: () => 5,
  };
  const before = { ...machine };
  const comeBack = goElsewhere(machine);
  expect(machine.argv).toEqual(['node', '/elsewhere/program.js', 'elsewhere', '--verbose']);
  expect(machine.execArgv).toEqual([]);
  expect([machine.pid, machine.uptime() > 3600]).toEqual([41, true]);
  expect(machine.env).toMatchObject({ HOME: '/home/elsewhere', LANG: 'C' });
  expect(Object.keys(machine.env)).not.toContain('CI');
  comeBack();
  expect(machine).toEqual(before);
});
