/** Finds out where the tests of an earlier run are now. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Report } from '../../domain/report.js';
import { runGit } from '../../io/git/run-git.js';
import type { DeliveryView } from '../../report/delivery.js';

async function branchesWith(dir: string, commit: string): Promise<string[]> {
  const format = '--format=%(refname:short)';
  const { exitCode, stdout } = await runGit(dir, [
    'for-each-ref',
    format,
    '--contains',
    commit,
    'refs/heads',
  ]);
  return exitCode === 0 ? stdout.toString('utf8').split('\n').filter(Boolean) : [];
}

/** The delivery of a run over the repository in `dir`; null when nothing was delivered. */
export async function findDelivery(dir: string, report: Report): Promise<DeliveryView | null> {
  const testFiles = [...new Set(report.tests.map((test) => test.file))].sort();
  if (testFiles.length === 0 || report.funnel.delivered === 0) return null;
  const base = { branch: null, patch: null, testFiles };
  const commit = report.tests.findLast((test) => test.commit !== null)?.commit;
  if (commit === undefined || commit === null) {
    const patch = `.nightshift/patches/${report.run.id}.patch`;
    return existsSync(path.join(dir, patch))
      ? { ...base, mode: 'patch', patch }
      : { ...base, mode: 'worktree' };
  }
  const branches = await branchesWith(dir, commit);
  const branch = branches.find((name) => name.startsWith('nightshift/')) ?? branches[0];
  return branch === undefined ? { ...base, mode: 'commit' } : { ...base, mode: 'branch', branch };
}
