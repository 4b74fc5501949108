/** The bound on coverage below which a command fails: `--fail-under`. */
import { NightshiftError, exitCodes } from '../../domain/errors.js';
import type { Report } from '../../domain/report.js';
import { formatPercent } from '../../report/numbers.js';
import type { Terminal } from '../terminal/terminal.js';

/**
 * The percentage that was asked for; null without the option.
 *
 * @throws NightshiftError `usage` for anything but a number from 0 to 100.
 */
export function readFailUnder(text: unknown): number | null {
  if (text === undefined) return null;
  const bound = typeof text === 'string' && text.trim() !== '' ? Number(text) : Number.NaN;
  if (bound >= 0 && bound <= 100) return bound;
  throw new NightshiftError(
    'usage',
    `--fail-under must be a number from 0 to 100; got ${JSON.stringify(text)}`,
  );
}

/** The exit code of a report: 0, or that of too little coverage, which is explained. */
export function judgeCoverage(report: Report, bound: number | null, terminal: Terminal): number {
  const { statements } = report.coverage.after;
  if (bound === null || statements.total === 0) return 0;
  if ((100 * statements.covered) / statements.total >= bound) return 0;
  terminal.err(
    `nightshift: ${formatPercent(statements)} of the statements are covered after the pass, less than --fail-under ${bound}\n`,
  );
  return exitCodes.coverage;
}
