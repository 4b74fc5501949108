import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nightshift, tinyHost } from '../support/tiny-host.js';

const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const repo = tinyHost();
let child: ChildProcess | undefined;

afterAll(() => {
  child?.kill('SIGKILL');
  repo.remove();
});

/** Starts the daemon and gathers what it says. */
function startWatch(): {
  until(pattern: RegExp): Promise<void>;
  stop(): Promise<number | null>;
  temp: string;
} {
  const temp = join(repo.dir, '..', 'temp');
  mkdirSync(temp, { recursive: true });
  const started = spawn(process.execPath, [program, 'watch', repo.dir, '--target-seconds', '0.3'], {
    env: { PATH: process.env['PATH'] ?? '', HOME: temp, TMPDIR: temp },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child = started;
  let said = '';
  let seen = 0;
  const listen = (chunk: Buffer): void => void (said += chunk.toString());
  started.stdout.on('data', listen);
  started.stderr.on('data', listen);
  const ended = new Promise<number | null>((resolve) => started.on('close', resolve));
  return {
    temp,
    /** Waits for text that was not looked at before. */
    async until(pattern) {
      const deadline = Date.now() + 300_000;
      for (;;) {
        const match = pattern.exec(said.slice(seen));
        if (match) {
          seen += match.index + match[0].length;
          return;
        }
        if (Date.now() > deadline) throw new Error(`${String(pattern)} never came. It said:\n${said}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    stop() {
      started.kill('SIGINT');
      return ended;
    },
  };
}

const branchFile = (file: string): string =>
  repo.git('show', `nightshift/${repo.git('branch', '--show-current').trim()}:${file}`);

/** Saves a file and commits it. */
function commitFile(file: string, text: string): void {
  repo.write(file, text);
  repo.git('add', file);
  repo.git('commit', '-qm', `Add ${file}`);
}

/** Waits until a test is on the branch. */
async function delivered(file: string): Promise<string> {
  const deadline = Date.now() + 300_000;
  for (;;) {
    try {
      return branchFile(file);
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
}

test('three commits, one of them broken, lead to the right tests and a clean end', async () => {
  const watch = startWatch();
  await watch.until(/nightshift finished.*\n/);
  const status = nightshift(['status', repo.dir]);
  expect(status.out).toMatch(/^daemon +process \d+, running for/);
  expect(status.out).toMatch(/^now +waiting for changes$/m);
  expect(status.out).toMatch(/^kept +\d+ tests? since the start, 0 findings, after 1 pass$/m);
  expect(JSON.parse(nightshift(['status', repo.dir, '--json']).out)).toMatchObject({
    running: true,
    passes: 1,
  });
  const another = nightshift(['watch', repo.dir]);
  expect(another).toMatchObject({ exitCode: 2, out: '' });
  expect(another.err).toMatch(/a daemon works on this repository already: process \d+/);
  commitFile('double.js', 'exports.double = function double(n) {\n  return n > 100 ? 200 : n * 2;\n};\n');
  expect(await delivered('double.nightshift.test.js')).toMatch(/\.toBe\(200\)/);
  commitFile('broken.js', 'exports.broken = function (\n');
  await watch.until(/broken\.js/);
  commitFile('half.js', 'exports.half = function half(n) {\n  return n % 2 ? null : n / 2;\n};\n');
  expect(await delivered('half.nightshift.test.js')).toMatch(/\.toBeNull\(\)/);
  const head = repo.git('rev-parse', 'HEAD');
  expect(await watch.stop()).toBe(130);
  expect(nightshift(['status', repo.dir]).out).toMatch(/^no daemon works on /);
  expect(branchFile('sign.nightshift.test.js')).toMatch(/negative/);
  expect(() => branchFile('broken.nightshift.test.js')).toThrow();
  expect(repo.git('rev-parse', 'HEAD')).toBe(head);
  expect(repo.git('status', '--porcelain')).toBe('');
  expect(readdirSync(watch.temp).filter((name) => name.startsWith('nightshift-'))).toEqual([]);
}, 1_200_000);
