/** A second interrupt ends the program at once, whatever it is doing, and the process that analyses with it. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const dist = fileURLToPath(new URL('../../../../dist', import.meta.url));
const moduleAt = (file: string): string => pathToFileURL(path.join(dist, file)).href;
const dir = mkdtempSync(path.join(tmpdir(), 'second-interrupt-'));
afterAll(() => rmSync(dir, { recursive: true }));

/** A program that has had a repository analysed, says so, and never comes to its end. */
const program = path.join(dir, 'program.mjs');
writeFileSync(path.join(dir, 'package.json'), '{"name":"sample"}');
writeFileSync(
  program,
  `import { readFileSync } from 'node:fs';
import { readHost } from '${moduleAt('analyze/process/read-host.js')}';
import { runInProcess } from '${moduleAt('cli/terminal/process-terminal.js')}';
await runInProcess(async () => {
  await readHost(${JSON.stringify(dir)}, new AbortController().signal);
  const child = readFileSync('/proc/' + process.pid + '/task/' + process.pid + '/children', 'utf8').trim();
  process.stderr.write('analysed by ' + child + '.');
  return new Promise(() => setInterval(() => undefined, 1000));
});
`,
);

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux.each([
  ['SIGINT', 'SIGINT'],
  ['SIGINT', 'SIGTERM'],
  ['SIGTERM', 'SIGINT'],
  ['SIGHUP', 'SIGINT'],
] as const)('%s, then %s', async (first, second) => {
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  const sent: string[] = [];
  const send = (name: 'SIGINT' | 'SIGTERM' | 'SIGHUP'): void => {
    sent.push(name);
    child.kill(name);
  };
  child.stderr.on('data', (text: Buffer) => {
    said += text.toString();
    if (sent.length === 0 && /analysed by \d+\./.test(said)) send(first);
    if (sent.length === 1 && said.includes('once more ends at once')) send(second);
  });
  const exitCode = await new Promise((resolve) => child.on('close', resolve));
  expect(exitCode).toBe(130);
  expect(sent).toEqual([first, second]);
  const analyst = /analysed by (\d+)\./.exec(said)?.[1] ?? '';
  while (existsSync(`/proc/${analyst}`)) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(analyst).not.toBe('');
});
