/** The demonstration: a pass over a copy of a sample repository, and where to look afterwards. */
import { existsSync } from 'node:fs';
import { appendFile, cp, mkdtemp, realpath, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { NightshiftError } from '../domain/errors.js';
import { git } from '../io/git/run-git.js';
import { shellWord } from '../report/delivery.js';
import { printError } from './terminal/errors.js';
import { readOwnManifest } from './own-manifest.js';
import { runCli } from './run-cli.js';
import type { Terminal } from './terminal/terminal.js';

const require = createRequire(import.meta.url);
/** Which sample is shown is said in our package.json, so that the program knows none by name. */
const samplePath = fileURLToPath(new URL(`../../${readOwnManifest().config.demo}`, import.meta.url));
const sampleName = path.basename(samplePath);

/** The folder that our own Jest was installed to, which serves the sample as its own. */
function ownDependencies(): string {
  const jest = require.resolve('jest/package.json');
  return path.dirname(path.dirname(jest));
}

/** Copies the sample to a temp folder and makes it a repository with one commit. */
async function prepareSample(): Promise<string> {
  if (!existsSync(samplePath)) {
    throw new NightshiftError('usage', `the sample ${sampleName} is not part of this installation`, {
      remedy: 'name a folder: npm start -- path/to/repository',
    });
  }
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'nightshift-demo-')));
  const dir = path.join(folder, sampleName);
  await cp(samplePath, dir, { recursive: true, filter: (file) => path.basename(file) !== 'node_modules' });
  await symlink(ownDependencies(), path.join(dir, 'node_modules'), 'junction');
  await git(dir, ['init', '--quiet', '--template=', '--initial-branch=main']);
  await git(dir, ['config', 'user.name', 'Nightshift demonstration']);
  await git(dir, ['config', 'user.email', 'demo@localhost']);
  const folderOfGit = await git(dir, ['rev-parse', '--absolute-git-dir']);
  await git(dir, ['config', 'core.excludesFile', path.join(folderOfGit.trim(), 'demo-exclude')]);
  await appendFile(path.join(folderOfGit.trim(), 'demo-exclude'), 'node_modules\n');
  await git(dir, ['add', '--all']);
  await git(dir, ['commit', '--quiet', '-m', 'chore: the sample as it was found']);
  return dir;
}

function closingWords(dir: string): string {
  const place = shellWord(dir);
  return `
The sample is in ${dir}. Look at
  the commits     git -C ${place} log --stat main..nightshift/main
  the tests       git -C ${place} diff main nightshift/main
  the reasons     node ${shellWord(fileURLToPath(new URL('main.js', import.meta.url)))} log ${place}
and run them with plain Jest
  cd ${place} && git switch nightshift/main && npx jest --coverage
`;
}

/** Runs the demonstration with the explorer, which needs no key and no network; returns the exit code. */
export async function runDemo(options: readonly string[], terminal: Terminal): Promise<number> {
  if (options.includes('--help') || options.includes('--version')) return runCli([...options], terminal);
  try {
    const dir = await prepareSample();
    terminal.err(`a copy of the sample ${sampleName}, which has no tests, is in ${dir}\n`);
    const author = options.some((option) => option.startsWith('--author')) ? [] : ['--author', 'explorer'];
    const exitCode = await runCli(['run', dir, ...author, ...options], terminal);
    if (exitCode === 0) terminal.err(closingWords(dir));
    return exitCode;
  } catch (error) {
    return printError(error, terminal, options.includes('--verbose'));
  }
}
