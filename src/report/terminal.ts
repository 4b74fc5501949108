/** The report for a person at a terminal. */
import pc from 'picocolors';
import type { Totals } from '../domain/coverage.js';
import type { Report } from '../domain/report.js';
import { describeDelivery, type DeliveryView } from './delivery.js';
import { formatDelta, formatPercent, plural, rowsOfFiles } from './numbers.js';
import {
  figuresNote,
  findingWords,
  keptLine,
  modelLine,
  oneLine,
  outcomeLine,
  printable,
  rejections,
  sandboxWords,
  settingsLine,
  skippedLines,
} from './words.js';

export interface TerminalStyle {
  color: boolean;
  /** Columns of the terminal. */
  width: number;
}

type Colors = ReturnType<typeof pc.createColors>;

const maxFiles = 30;
const maxFindings = 20;
const maxDetailLines = 6;
/** Two columns with `100.0 % → 100.0 %  +100.0` each, and the gaps. */
const numbersWidth = 54;

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Cuts from the left, where paths differ least. */
const fitPath = (text: string, width: number): string =>
  text.length <= width ? text.padEnd(width) : `…${text.slice(text.length - width + 1)}`;

function coverageCells(before: Totals, after: Totals, colors: Colors): string {
  return (['statements', 'branches'] as const)
    .map((what) => {
      const delta = formatDelta(before[what], after[what]).padStart(6);
      const from = formatPercent(before[what]).padStart(7);
      const to = formatPercent(after[what]).padStart(7);
      return `${from} → ${to} ${delta.includes('−') ? colors.red(delta) : colors.green(delta)}`;
    })
    .join('   ');
}

function coverageTable(report: Report, { width }: TerminalStyle, colors: Colors): string[] {
  const rows = rowsOfFiles(report);
  const shown = rows.filter((row) => row.gained !== 0).slice(0, maxFiles);
  const longest = Math.max(12, ...shown.map(({ file }) => oneLine(file).length));
  const nameWidth = Math.min(longest, Math.max(12, width - numbersWidth - 2));
  const head = `${'Coverage'.padEnd(nameWidth + 4)}${'statements'.padEnd(27)}branches`;
  const lines = [colors.bold(head)];
  for (const { file, before, after } of shown) {
    lines.push(`  ${fitPath(oneLine(file), nameWidth)} ${coverageCells(before, after, colors)}`);
  }
  const { before, after } = report.coverage;
  lines.push(colors.bold(`  ${fitPath('All files', nameWidth)} `) + coverageCells(before, after, colors));
  const note = figuresNote(report);
  if (note !== null) lines.push(colors.yellow(`  ${note}`));
  const rest = rows.length - shown.length;
  if (rest > 0)
    lines.push(
      colors.dim(`  ${plural(rest, 'other file')} not shown: ${restWords(rows.slice(shown.length))}`),
    );
  return lines;
}

const restWords = (rest: { gained: number }[]): string =>
  rest.every(({ gained }) => gained === 0) ? 'unchanged' : 'a smaller gain, or unchanged';

function funnelLines(report: Report, colors: Colors): string[] {
  const lines = [colors.bold(capitalized(keptLine(report)))];
  for (const { reason, count, words } of rejections(report)) {
    lines.push(`  ${String(count).padStart(5)} ${reason.padEnd(11)}${colors.dim(words)}`);
  }
  return lines;
}

function findingLines(report: Report, colors: Colors): string[] {
  const { findings } = report;
  if (findings.length === 0) return [];
  const lines = ['', colors.bold(`${plural(findings.length, 'finding')} for you to look at`)];
  for (const finding of findings.slice(0, maxFindings)) {
    lines.push(`  ${colors.yellow(oneLine(finding.title))} ${colors.dim(`(${findingWords[finding.kind]})`)}`);
    lines.push(`    in ${oneLine(finding.target)}`);
    const detail = printable(finding.detail).trim().split('\n');
    for (const line of detail.slice(0, maxDetailLines)) if (line.trim() !== '') lines.push(`    ${line}`);
    if (detail.length > maxDetailLines)
      lines.push(colors.dim(`    … ${detail.length - maxDetailLines} more lines`));
    if (finding.reproduce !== undefined) lines.push(`    reproduce: ${oneLine(finding.reproduce)}`);
  }
  const rest = findings.length - maxFindings;
  if (rest > 0)
    lines.push(colors.dim(`  … and ${rest} more; \`nightshift report --format markdown\` lists all`));
  return lines;
}

function deliveryLines(report: Report, delivery: DeliveryView | null, colors: Colors): string[] {
  const { where, see, run } = describeDelivery(report, delivery);
  const lines = ['', colors.bold(capitalized(where))];
  if (see !== null) lines.push(`  read them  ${colors.cyan(see)}`);
  if (run !== null) lines.push(`  run them   ${colors.cyan(run)}`);
  return lines;
}

function closingLines(report: Report, colors: Colors): string[] {
  const lines: string[] = [];
  const skipped = skippedLines(report);
  if (skipped.length > 0)
    lines.push('', colors.bold('Skipped'), ...skipped.slice(0, 6).map((line) => `  ${oneLine(line)}`));
  const model = modelLine(report);
  if (model !== null) lines.push('', `Model: ${model}`);
  const sandbox = sandboxWords(report.run.sandbox);
  if (sandbox !== null) lines.push('', colors.yellow(sandbox));
  return lines;
}

/** The first line where there is no test: nobody should have to look for the reason. */
const nothingLines = ({ nothing }: Report, colors: Colors): string[] =>
  nothing === undefined ? [] : [colors.bold(colors.yellow(`No test: ${oneLine(nothing)}`)), ''];

/** The report as text for a terminal, ending with a line break. */
export function renderReport(report: Report, delivery: DeliveryView | null, style: TerminalStyle): string {
  const colors = pc.createColors(style.color);
  return [
    ...nothingLines(report, colors),
    `${colors.bold('Nightshift')} ${outcomeLine(report)} ${colors.dim(`· ${settingsLine(report)}`)}`,
    '',
    ...coverageTable(report, style, colors),
    '',
    ...funnelLines(report, colors),
    ...findingLines(report, colors),
    ...deliveryLines(report, delivery, colors),
    ...closingLines(report, colors),
    '',
  ].join('\n');
}

/** The report in one line, for quiet runs. */
export function renderSummary(report: Report): string {
  const { before, after } = report.coverage;
  const part = (what: 'statements' | 'branches'): string =>
    `${what} ${formatPercent(before[what])} → ${formatPercent(after[what])}`;
  const findings = report.findings.length === 0 ? '' : `; ${plural(report.findings.length, 'finding')}`;
  const why = report.nothing === undefined ? '' : ` (${oneLine(report.nothing)})`;
  return `nightshift ${outcomeLine(report)}: ${keptLine(report)}${why}; ${part('statements')}, ${part('branches')}${findings}`;
}
