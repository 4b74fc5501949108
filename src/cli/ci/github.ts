/** Speaks to GitHub Actions: annotations on lines, the summary of the job, outputs for later steps. */
import { appendFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Report } from '../../domain/report.js';
import type { DeliveryView } from '../../report/delivery.js';
import { renderMarkdown } from '../../report/markdown.js';
import { formatPercent } from '../../report/numbers.js';
import { renderSummary } from '../../report/terminal.js';
import { findingWords, printable } from '../../report/words.js';
import type { Terminal } from '../terminal/terminal.js';

/** GitHub shows no more of a step. */
const maxAnnotations = 10;
/** GitHub refuses a summary of more than 1 MiB. */
const maxSummaryBytes = 1_000_000;

const data = (text: string): string =>
  printable(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** Where a finding is, from the top of the checkout. */
function placeOf(target: string, report: Report, prefix: string): string {
  const known = report.targets.find(({ id }) => id === target);
  const file = known?.file ?? target.split('#')[0] ?? target;
  const line = known === undefined ? '' : `,line=${known.line}`;
  return `file=${property(path.posix.join(prefix, file))}${line}`;
}

/** The workflow commands for a report: a notice with the result, and a warning for each of the first findings. */
export function annotationsOf(report: Report, prefix: string): string {
  const warnings = report.findings.slice(0, maxAnnotations).map((finding) => {
    const title = property(`Nightshift: ${findingWords[finding.kind]}`);
    return `::warning ${placeOf(finding.target, report, prefix)},title=${title}::${data(`${finding.title}\n${finding.detail}`.trim())}`;
  });
  const rest = report.findings.length - warnings.length;
  const more = rest > 0 ? ` (${rest} more findings are in the summary of the job)` : '';
  const notice = `::notice title=Nightshift::${data(renderSummary(report) + more)}`;
  return [...warnings, notice].map((line) => `${line}\n`).join('');
}

/** The Markdown in at most so many bytes, cut after a line. */
function fitting(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  const cut = Buffer.from(text).toString('utf8', 0, maxBytes);
  return `${cut.slice(0, cut.lastIndexOf('\n'))}\n\n… cut; \`nightshift report --format markdown\` has all.\n`;
}

async function writeSummary(file: string, report: Report, delivery: DeliveryView | null): Promise<void> {
  const used = (await stat(file).catch(() => null))?.size ?? 0;
  const room = maxSummaryBytes - used;
  if (room > 1000) await appendFile(file, `${fitting(renderMarkdown(report, delivery), room - 200)}\n`);
}

const outputsOf = (report: Report, delivery: DeliveryView | null): Record<string, string> => ({
  branch: delivery?.branch ?? '',
  tests: String(report.funnel.delivered),
  findings: String(report.findings.length),
  statements: formatPercent(report.coverage.after.statements).replace(' %', ''),
  branches: formatPercent(report.coverage.after.branches).replace(' %', ''),
});

/** Prints annotations on `terminal`, which must not filter them, and appends to the files that GitHub names in the environment. */
export async function reportToGithub(
  { report, delivery, dir }: { report: Report; delivery: DeliveryView | null; dir: string },
  terminal: Pick<Terminal, 'err' | 'env'>,
): Promise<void> {
  const { GITHUB_WORKSPACE: top, GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: output } = terminal.env;
  const prefix = top === undefined ? '' : path.relative(top, dir).split(path.sep).join('/');
  terminal.err(annotationsOf(report, prefix.startsWith('..') ? '' : prefix));
  if (summary !== undefined && summary !== '') await writeSummary(summary, report, delivery);
  if (output === undefined || output === '') return;
  const lines = Object.entries(outputsOf(report, delivery)).map(([name, value]) => `${name}=${value}\n`);
  await appendFile(output, lines.join(''));
}
