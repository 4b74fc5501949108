/** The facts about the delivery that a renderer uses, and the commands it shows. */
import type { DeliveryMode } from '../domain/config.js';
import type { Report } from '../domain/report.js';

/** Where the accepted tests of a run went. */
export interface DeliveryView {
  mode: DeliveryMode;
  /** The branch that holds the commits, or null. */
  branch: string | null;
  /** Path of the patch, or null. */
  patch: string | null;
  /** Host-relative paths of the test files. */
  testFiles: readonly string[];
  /** How the host starts Jest, when it is known better than from the report: `npx jest`, with Node's options. */
  jestCommand?: string;
}

export interface DeliveryWords {
  /** One sentence: where the tests are. */
  where: string;
  /** Shows what was delivered; null when there is nothing to show. */
  see: string | null;
  /** Runs the delivered tests with the host's Jest. */
  run: string | null;
}

/** A word for a POSIX shell, quoted only where it must be. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

const maxNamedFiles = 4;

function jestOn(report: Report, delivery: DeliveryView): string {
  const esm = report.host.moduleSystem === 'esm' ? 'NODE_OPTIONS=--experimental-vm-modules ' : '';
  const jest = delivery.jestCommand ?? `${esm}npx jest`;
  const files = delivery.testFiles;
  // A pattern stands for many files; the dots keep it from matching a folder of the same name.
  const pattern = report.host.runner?.name === 'vitest' ? '.nightshift' : String.raw`'\.nightshift\.'`;
  const which = files.length <= maxNamedFiles ? files.map(shellWord).join(' ') : pattern;
  return `${jest} ${which}`;
}

/** Says where the tests of a run are, how to look at them and how to run them. */
export function describeDelivery(report: Report, delivery: DeliveryView | null): DeliveryWords {
  if (delivery === null || delivery.testFiles.length === 0) {
    return { where: 'no test was delivered', see: null, run: null };
  }
  const count = delivery.testFiles.length === 1 ? '1 test file' : `${delivery.testFiles.length} test files`;
  const jest = jestOn(report, delivery);
  const files = delivery.testFiles.map(shellWord).join(' ');
  if (delivery.patch !== null) {
    const patch = shellWord(delivery.patch);
    return {
      where: `${count} in the patch ${delivery.patch}`,
      see: `git apply --stat ${patch}`,
      run: `git apply ${patch} && ${jest}`,
    };
  }
  if (delivery.mode === 'branch' && delivery.branch !== null) {
    const branch = shellWord(delivery.branch);
    return {
      where: `${count} on the branch ${delivery.branch}; your own branch and work tree are as they were`,
      see: `git log --patch ${report.run.commit?.slice(0, 12) ?? 'HEAD'}..${branch}`,
      run: `git switch ${branch} && ${jest}`,
    };
  }
  if (delivery.mode === 'commit') {
    const commits = new Set(report.tests.flatMap((test) => test.commit ?? [])).size;
    return {
      where: `${count}, committed on the current branch`,
      see: `git log --patch -${commits || 1}`,
      run: jest,
    };
  }
  if (delivery.mode === 'none') return { where: 'no test was delivered', see: null, run: null };
  const see =
    delivery.testFiles.length <= maxNamedFiles ? `git status --short -- ${files}` : 'git status --short';
  return { where: `${count} in the work tree, not committed`, see, run: jest };
}
