/** `nightshift report`: the last run's report again, in another format. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { NightshiftError } from '../../domain/errors.js';
import type { Report } from '../../domain/report.js';
import { runGit } from '../../io/git/run-git.js';
import type { DeliveryView } from '../../report/delivery.js';
import { renderJson } from '../../report/json.js';
import { renderMarkdown } from '../../report/markdown.js';
import { renderReport } from '../../report/terminal.js';
import { findLedger } from '../setup/find-ledger.js';
import { resolveDir } from '../setup/pass-setup.js';
import { usesColor, type OutputOptions, type Terminal } from '../terminal/terminal.js';

export const reportFormats = ['terminal', 'markdown', 'json'] as const;
export type ReportFormat = (typeof reportFormats)[number];

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

/** Finds out where the tests of an earlier run are now. */
async function findDelivery(dir: string, report: Report): Promise<DeliveryView | null> {
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

/** Prints the newest report of the ledger and returns the exit code. */
export async function reportCommand(
  dirArgument: string | undefined,
  options: OutputOptions & { format: ReportFormat },
  terminal: Terminal,
): Promise<number> {
  const dir = resolveDir(dirArgument, terminal);
  const ledger = await findLedger(dir);
  try {
    const last = ledger.lastRun();
    if (last === null) {
      throw new NightshiftError('usage', `no run of ${dir} has ended with a report`, {
        remedy: 'nightshift run',
      });
    }
    const delivery = await findDelivery(dir, last.report);
    const style = { color: usesColor(terminal, 'out', options), width: terminal.columns() };
    switch (options.format) {
      case 'terminal':
        terminal.out(renderReport(last.report, delivery, style));
        break;
      case 'markdown':
        terminal.out(renderMarkdown(last.report, delivery));
        break;
      case 'json':
        terminal.out(renderJson(last.report));
    }
    return 0;
  } finally {
    ledger.close();
  }
}
