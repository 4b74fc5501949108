/** Code that asks the process about its machine is answered as if it ran on another one. */
import { goElsewhere, watchPlace } from '../../../../../../src/io/jest/in-host/guard/elsewhere.cjs';

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

test('where no pipeline is around it, one is elsewhere, and the parent and the name of the process are others', () => {
  const machine = { argv: [], execArgv: [], env: {}, pid: 40, ppid: 4, title: 'node', uptime: () => 5 };
  goElsewhere(machine);
  expect(machine).toMatchObject({ env: { CI: 'true' }, ppid: 5, title: 'elsewhere' });
});

test('it is noted that somebody asks for the folder of the process, and the answer stays', () => {
  let reads = 0;
  const machine = { cwd: () => '/home/ada/shop' };
  watchPlace({ process: machine }, () => (reads += 1));
  watchPlace({ process: machine }, () => (reads += 1));
  expect(machine.cwd()).toBe('/home/ada/shop');
  expect(reads).toBe(1);
});
