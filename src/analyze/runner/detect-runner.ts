/** Reads from the files of a host how its tests are run. */
import path from 'node:path';
import { isShowable } from '../../io/sandbox/copy/host-text.js';
import { readPlainText } from '../reading/readable.js';
import type { PackageFile } from '../files/package-file.js';
import { isCode, isTestFile } from '../files/source-files.js';
import { findRunner, type FoundRunner } from './find-runner.js';
import { readScriptWorld } from './script-world.js';

/** The user's choice in place of the scripts' own. */
export interface RunnerChoice {
  jestConfig?: string | null;
  projects?: readonly string[];
}

const MOST_READ = 20;

function importsNodeTest(root: string, files: readonly string[]): boolean {
  const tests = files.filter((file) => isCode(file) && isTestFile(file)).slice(0, MOST_READ);
  return tests.some((file) => /['"]node:test['"]/.test(readPlainText(path.join(root, file)) ?? ''));
}

/** The runner of the host at `root`; `files` are those that git tracks or would offer to track. */
export function detectRunner(question: {
  root: string;
  packageFile: PackageFile;
  files: readonly string[];
  tracked: ReadonlySet<string>;
  choice: RunnerChoice;
}): FoundRunner {
  const { root, packageFile, files, tracked, choice } = question;
  // Tracked files belong to the repository, whatever their names.
  const isWithheld = (file: string): boolean => !tracked.has(file) && !isShowable(root, file);
  return findRunner({
    root,
    packageFile,
    world: readScriptWorld(root, files, isWithheld),
    jestConfig: choice.jestConfig ?? null,
    projects: choice.projects ?? [],
    usesNodeTest: () => importsNodeTest(root, files),
  });
}
