/** SIGKILL at a few moments of a run: the next one loses nothing, delivers nothing twice and leaves nothing behind. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const bench = fileURLToPath(new URL('../../bench/kill.mjs', import.meta.url));

test('three kills leave every promise kept', async () => {
  const args = [bench, '--times', '3', '--seed', '5', '--group', '0.5'];
  const { stdout } = await promisify(execFile)(process.execPath, args).catch(
    (error: unknown) => error as { stdout: string },
  );
  const lines = stdout.trim().split('\n');
  expect(lines.filter((line) => /^\d+: /.test(line))).toEqual(
    [1, 2, 3].map(() => expect.stringMatching(/: ok$/) as string),
  );
}, 600_000);
