/** Running a process: how it ends, and that nothing of it stays. */
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { runProcess, type ProcessOptions } from '../../src/io/system/process.js';

const runNode = (code: string, more: Partial<ProcessOptions> = {}) =>
  runProcess({ file: process.execPath, args: ['-e', code], env: {}, cwd: '/', timeoutMs: 20_000, ...more });

/** A dead process that nobody has waited for yet is dead. */
const isAlive = (pid: number) => {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
};

test('a process that ignores SIGTERM is killed all the same', async () => {
  const code = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log(process.pid)";
  const result = await runNode(code, { timeoutMs: 500 });
  expect(result).toMatchObject({ timedOut: true, exitCode: null, signal: 'SIGKILL' });
  expect(isAlive(Number(result.stdout))).toBe(false);
});

test('a child that was left behind with our pipes is killed and not waited for', async () => {
  const code = `
    const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
    console.log(child.pid);
    process.exit(3);`;
  const started = Date.now();
  const result = await runNode(code);
  expect(result).toMatchObject({ exitCode: 3, timedOut: false });
  expect(Date.now() - started).toBeLessThan(5000);
  await wait(50);
  expect(isAlive(Number(result.stdout))).toBe(false);
});

test('an abort kills the process and throws', async () => {
  const controller = new AbortController();
  const running = runNode('setInterval(() => {}, 1000)', { signal: controller.signal });
  setTimeout(() => controller.abort(), 200);
  await expect(running).rejects.toMatchObject({ code: 'interrupted' });
  await expect(runNode('0', { signal: controller.signal })).rejects.toMatchObject({ code: 'interrupted' });
});

test('the environment is not inherited, and output survives a quick exit', async () => {
  const result = await runNode("process.stdout.write('x'.repeat(300000) + JSON.stringify(process.env))", {
    env: { ONLY: '1' },
  });
  expect(result.stdout).toBe(`${'x'.repeat(300_000)}{"ONLY":"1"}`);
});

test('a program that does not exist is an error with its name', async () => {
  const missing = { file: '/nowhere/program', args: [], env: {}, cwd: '/', timeoutMs: 1000 };
  await expect(runProcess(missing)).rejects.toThrow('/nowhere/program');
});
