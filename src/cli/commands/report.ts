/** `nightshift report`: the last run's report again, in another format. */
import path from 'node:path';
import { NightshiftError } from '../../domain/errors.js';
import { replaceBelow } from '../../io/files/below.js';
import { ensureStateFolder } from '../../io/git/state-folder.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { FinishedRun } from '../../ledger/rows.js';
import { renderPage } from '../../report/html/page.js';
import { renderJson } from '../../report/json.js';
import { renderMarkdown } from '../../report/markdown.js';
import { renderReport } from '../../report/terminal.js';
import { findDelivery } from '../setup/find-delivery.js';
import { findLedger } from '../setup/find-ledger.js';
import { gatherPage } from '../setup/gather-page.js';
import { resolveDir } from '../setup/pass-setup.js';
import { openJsonOutput } from '../terminal/json-output.js';
import { shelter } from '../terminal/shelter.js';
import { usesColor, type OutputOptions, type Terminal } from '../terminal/terminal.js';

export const reportFormats = ['terminal', 'markdown', 'json', 'html'] as const;
export type ReportFormat = (typeof reportFormats)[number];

export interface ReportOptions extends OutputOptions {
  format: ReportFormat;
  output?: string;
}

interface ReportRequest {
  dir: string;
  options: ReportOptions;
  terminal: Terminal;
}

/** Whether the format is for programs, which need every sign as it is. */
const isData = (format: ReportFormat): boolean => format === 'json' || format === 'html';

async function render(
  { dir, options, terminal }: ReportRequest,
  ledger: Ledger,
  last: FinishedRun,
): Promise<string> {
  if (options.format === 'json') return renderJson(last.report);
  if (options.format === 'html') return renderPage(await gatherPage(dir, ledger, last));
  const delivery = await findDelivery(dir, last.report);
  if (options.format === 'markdown') return renderMarkdown(last.report, delivery);
  const color = options.output === undefined && usesColor(terminal, 'out', options);
  return renderReport(last.report, delivery, { color, width: terminal.columns() });
}

/** Writes a page to the file that was asked for, or beside the ledger where a terminal is no place for it. */
async function print({ dir, options, terminal }: ReportRequest, text: string): Promise<void> {
  if (options.output !== undefined) {
    const output = await openJsonOutput(options.output, { dir, terminal, option: '--output' });
    await output?.write(text);
    if (options.output !== '-') terminal.err(`wrote ${path.resolve(terminal.cwd, options.output)}\n`);
  } else if (options.format === 'html' && terminal.outIsTty) {
    const state = await ensureStateFolder(dir);
    const file = path.join(state.path, 'report.html');
    await replaceBelow(state.path, file, text);
    terminal.out(`wrote ${file}\n`);
  } else (isData(options.format) ? terminal : shelter(terminal)).out(text);
}

/** Prints the newest report of the ledger and returns the exit code. */
export async function reportCommand(
  dirArgument: string | undefined,
  options: ReportOptions,
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
    const request = { dir, options, terminal };
    await print(request, await render(request, ledger, last));
    return 0;
  } finally {
    ledger.close();
  }
}
