/** `nightshift targets`: the ranked gaps; writes nothing to the host. */
import { NightshiftError } from '../../domain/errors.js';
import type { RankedTarget } from '../../pipeline/list-targets.js';
import { formatPercent } from '../../report/numbers.js';
import { oneLine } from '../../report/words.js';
import { setUpPass, type PassOptions } from '../setup/pass-setup.js';
import { formatTable } from '../terminal/table.js';
import type { Terminal } from '../terminal/terminal.js';

const defaultLimit = 50;

function readLimit(text: string | undefined): number | null {
  if (text === undefined) return null;
  const limit = Number(text);
  if (Number.isInteger(limit) && limit > 0) return limit;
  throw new NightshiftError('usage', `--limit must be a whole number above 0; got "${text}"`);
}

/** The gaps as JSON: `{ version, targets: [{ id, file, line, worth, before }] }`, best first. */
function toJson(ranked: readonly RankedTarget[]): string {
  const targets = ranked.map(({ target, worth, before }) => ({
    id: target.id,
    file: target.file,
    line: target.range.start.line,
    worth,
    before,
  }));
  return `${JSON.stringify({ version: 1, targets }, null, 2)}\n`;
}

function toTable(ranked: readonly RankedTarget[]): string {
  const uncovered = ({ covered, total }: { covered: number; total: number }): string =>
    String(total - covered);
  const rows = ranked.map(({ target, before, worth }) => [
    worth.toFixed(1),
    `${oneLine(target.file)}:${target.range.start.line}`,
    oneLine(target.name),
    formatPercent(before.statements),
    uncovered(before.statements),
    formatPercent(before.branches),
    uncovered(before.branches),
  ]);
  const head = ['worth', 'where', 'target', 'statements', 'open', 'branches', 'open'];
  return formatTable([head, ...rows], [0, 3, 4, 5, 6]);
}

/** Prints the ranked gaps and returns the exit code. Throws NightshiftError as a pass does. */
export async function targetsCommand(
  dirArgument: string | undefined,
  options: PassOptions & { limit?: string },
  terminal: Terminal,
): Promise<number> {
  const limit = readLimit(options.limit);
  const { dir, config, progress, json } = await setUpPass(dirArgument, options, terminal);
  try {
    const { listTargets } = await import('../../pipeline/list-targets.js');
    const all = await listTargets({ dir, config, observer: progress.observer, signal: terminal.signal });
    progress.stop();
    await json?.write(toJson(limit === null ? all : all.slice(0, limit)));
    if (json?.isStandardOutput === true) return 0;
    const shown = all.slice(0, limit ?? defaultLimit);
    if (all.length === 0) terminal.out('no gaps: every statement and branch of the targets is covered\n');
    else terminal.out(toTable(shown));
    if (shown.length < all.length) terminal.out(`… and ${all.length - shown.length} more (--limit N)\n`);
    return 0;
  } finally {
    progress.stop();
  }
}
