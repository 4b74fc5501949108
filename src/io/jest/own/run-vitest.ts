/** Starts the repository's own Vitest in the box and reads its results. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { readBelow } from '../../files/below.js';
import { inHostFile } from '../config/in-host-file.js';
import { jestWords } from '../config/jest-words.js';
import { parseRunOutput } from '../run/read-run.js';
import type { JestSession } from '../run/jest-session.js';
import type { OwnRun, OwnRunRequest } from './own-run.js';
import { vitestBinary, vitestOptions } from '../config/vitest-options.js';

const mostBytes = 64 * 1024 * 1024;

/** Runs the files by `vitest run` with the options of the repository's command. */
export async function runVitest(
  { host, box }: JestSession,
  { testFiles, timeoutMs, signal }: OwnRunRequest,
): Promise<OwnRun> {
  const binary = vitestBinary(host, box.root);
  if (binary === null) return { isComplete: false, files: [], message: 'Vitest is not installed' };
  const outputFile = path.join(box.scratch, 'vitest-results.json');
  await rm(outputFile, { force: true });
  const result = await box.run({
    argv: [
      ...['--require', inHostFile('config/read-only-packages.cjs')],
      ...[binary, 'run', ...vitestOptions(host.runner)],
      ...['--reporter=json', `--outputFile=${outputFile}`, '--coverage.enabled=false', '--watch=false'],
      ...testFiles.map((file) => path.join(box.root, file)),
    ],
    env: { ...host.runner.env, CI: '1' },
    timeoutMs,
    writable: true,
    signal,
  });
  signal.throwIfAborted();
  const read = await readBelow(box.scratch, outputFile, mostBytes);
  const output = read.ok ? parseRunOutput(read.text, box.root) : null;
  const said = stripVTControlCharacters(`${result.stderr}\n${result.stdout}`);
  return {
    isComplete: output !== null && !result.timedOut && result.exceeded === undefined,
    files: output ?? [],
    message: jestWords(said, { copy: box.root, root: host.root }, 8),
  };
}
