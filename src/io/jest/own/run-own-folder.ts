/** Runs tests by the small configuration that is delivered with them, as their printed command does. */
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { lacksCompiler, ownConfigFile, supportFiles } from '../../../test-file/own-folder.js';
import { readBelow, replaceBelow } from '../../files/below.js';
import { ownEnvironment } from '../config/own-config.js';
import { jestStart } from '../config/jest-start.js';
import { jestWords } from '../config/jest-words.js';
import type { JestSession } from '../run/jest-session.js';
import { parseRunOutput } from '../run/read-run.js';
import type { OwnRun, OwnRunRequest } from './own-run.js';

const require = createRequire(import.meta.url);

const mostBytes = 64 * 1024 * 1024;

/** A folder of modules with the compiler that we have, in place of the one that the printed command installs. */
async function ownCompiler(scratch: string): Promise<string> {
  const common = createRequire(require.resolve('ts-morph')).resolve('@ts-morph/common');
  const compiler = path.join(path.dirname(common), 'typescript.js');
  const folder = path.join(scratch, 'modules');
  const text = `module.exports = require(${JSON.stringify(compiler)});\n`;
  await replaceBelow(scratch, path.join(folder, 'typescript', 'index.js'), text);
  return folder;
}

export async function runOwnFolder(
  { host, box }: JestSession,
  { testFiles, timeoutMs, signal }: OwnRunRequest,
): Promise<OwnRun> {
  for (const { path: file, content } of supportFiles(host))
    await replaceBelow(box.root, path.join(box.root, file), content);
  const outputFile = path.join(box.scratch, 'own-folder-results.json');
  await rm(outputFile, { force: true });
  const result = await box.run({
    argv: [
      ...host.nodeOptions,
      ...[...jestStart(host.jest), '--config', ownConfigFile, '--ci', '--runInBand', '--watchman=false'],
      ...(host.jest.isShadowed === true ? [`--env=${ownEnvironment()}`] : []),
      ...['--forceExit', '--json', `--outputFile=${outputFile}`],
      `--cacheDirectory=${path.join(box.scratch, 'own-folder-cache')}`,
      ...['--runTestsByPath', ...testFiles.map((file) => path.join(box.root, file))],
    ],
    env: lacksCompiler(host) ? { NODE_PATH: await ownCompiler(box.scratch) } : {},
    timeoutMs,
    writable: true,
    signal,
  });
  signal.throwIfAborted();
  const read = await readBelow(box.scratch, outputFile, mostBytes);
  const files = read.ok ? parseRunOutput(read.text, box.root) : null;
  const said = stripVTControlCharacters(result.stderr);
  return {
    isComplete: files !== null && !result.timedOut,
    files: files ?? [],
    message: jestWords(said, { copy: box.root, root: host.root }, 8),
  };
}
