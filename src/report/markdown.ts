/** The report as Markdown, for the description of a pull request or the summary of a CI job. */
import type { Totals } from '../domain/coverage.js';
import type { Report } from '../domain/report.js';
import { describeDelivery, type DeliveryView } from './delivery.js';
import { formatDelta, formatPercent, plural, rowsOfFiles } from './numbers.js';
import {
  findingWords,
  keptLine,
  modelLine,
  oneLine,
  figuresNote,
  outcomeLine,
  printable,
  rejections,
  sandboxWords,
  settingsLine,
  skippedLines,
} from './words.js';

const maxRows = 200;

/** Text that Markdown shows as it is, also inside a table. */
const plain = (text: string): string =>
  oneLine(text)
    .replace(/[\\`*_[\]|~#]/g, (sign) => `\\${sign}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');

/** The longest run of backticks in a text. */
const longestFence = (text: string): number =>
  Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));

/** A code span, fit for a table. */
function code(text: string): string {
  const line = oneLine(text).replaceAll('|', '\\|');
  const fence = '`'.repeat(longestFence(line) + 1);
  return fence.length === 1 ? `\`${line}\`` : `${fence} ${line} ${fence}`;
}

function codeBlock(text: string, language = ''): string[] {
  const body = printable(text).trimEnd();
  const fence = '`'.repeat(Math.max(3, longestFence(body) + 1));
  return [`${fence}${language}`, body, fence];
}

function cells(before: Totals, after: Totals): string {
  return (['statements', 'branches'] as const)
    .map((what) => {
      const delta = formatDelta(before[what], after[what]);
      return `${formatPercent(before[what])} | ${formatPercent(after[what])}${delta === '' ? '' : ` (${delta})`}`;
    })
    .join(' | ');
}

const tableHead = (first: string): string[] => [
  `| ${first} | statements before | after | branches before | after |`,
  '| --- | ---: | ---: | ---: | ---: |',
];

const folded = (summary: string, lines: string[]): string[] =>
  lines.length === 0
    ? []
    : ['<details>', `<summary>${summary}</summary>`, '', ...lines, '', '</details>', ''];

function fileLines(report: Report): string[] {
  const rows = rowsOfFiles(report).filter(({ gained }) => gained !== 0);
  if (rows.length === 0) return [];
  const lines = rows
    .slice(0, maxRows)
    .map(({ file, before, after }) => `| ${code(file)} | ${cells(before, after)} |`);
  const rest = rows.length - lines.length;
  return folded(`${plural(rows.length, 'file')} improved`, [
    ...tableHead('file'),
    ...lines,
    ...(rest > 0 ? ['', `… and ${plural(rest, 'more file')}`] : []),
  ]);
}

function testLines(report: Report): string[] {
  const lines = report.tests.slice(0, maxRows).map((test) => {
    const gain = `${plural(test.gain.statements, 'statement')}, ${test.gain.branches === 1 ? '1 branch' : `${test.gain.branches} branches`}`;
    return `| ${plain(test.title)} | ${code(test.target)} | ${test.kind}, ${plain(test.author)} | ${gain} | ${test.mutants.killed} of ${test.mutants.tried} |`;
  });
  if (lines.length === 0) return [];
  const rest = report.tests.length - lines.length;
  return folded(`${plural(report.tests.length, 'kept test')}, with the evidence`, [
    '| test | target | kind, author | gain | mutants killed |',
    '| --- | --- | --- | --- | ---: |',
    ...lines,
    ...(rest > 0 ? ['', `… and ${plural(rest, 'more test')}`] : []),
  ]);
}

function rejectedLines(report: Report): string[] {
  const rows = rejections(report);
  if (rows.length === 0) return [];
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  return folded(`${plural(total, 'rejected proposal')}, by reason`, [
    '| reason | count | meaning |',
    '| --- | ---: | --- |',
    ...rows.map(({ reason, count, words }) => `| ${code(reason)} | ${count} | ${words} |`),
  ]);
}

function findingLines(report: Report): string[] {
  if (report.findings.length === 0) return [];
  const lines = ['### Findings', ''];
  for (const finding of report.findings) {
    lines.push(`**${plain(finding.title)}** (${findingWords[finding.kind]}), in ${code(finding.target)}`, '');
    if (finding.detail.trim() !== '') lines.push(...codeBlock(finding.detail), '');
    if (finding.reproduce !== undefined) lines.push('See it again:', '', ...codeBlock(finding.reproduce), '');
  }
  return lines;
}

function deliveryLines(report: Report, delivery: DeliveryView | null): string[] {
  const { where, see, run } = describeDelivery(report, delivery);
  const commands = [see, run].filter((command) => command !== null);
  const sentence = `${where.charAt(0).toUpperCase()}${where.slice(1)}.`;
  return [
    plain(sentence),
    '',
    ...(commands.length === 0 ? [] : [...codeBlock(commands.join('\n'), 'sh'), '']),
  ];
}

/** The report as GitHub-flavoured Markdown, ending with a line break. */
export function renderMarkdown(report: Report, delivery: DeliveryView | null): string {
  const { before, after } = report.coverage;
  const model = modelLine(report);
  const sandbox = sandboxWords(report.run.sandbox);
  const skipped = skippedLines(report);
  const figures = figuresNote(report);
  return [
    '## Nightshift',
    '',
    `Nightshift ${outcomeLine(report)} and ${keptLine(report)}.`,
    '',
    ...(report.nothing === undefined ? [] : [`> No test: ${plain(report.nothing)}`, '']),
    ...tableHead(''),
    `| **All files** | ${cells(before, after)} |`,
    '',
    ...(figures === null ? [] : [`> ${figures}`, '']),
    ...deliveryLines(report, delivery),
    ...findingLines(report),
    ...fileLines(report),
    ...testLines(report),
    ...rejectedLines(report),
    ...(skipped.length === 0 ? [] : ['Left out:', '', ...skipped.map((line) => `- ${plain(line)}`), '']),
    ...(model === null ? [] : [`Model: ${model}.`, '']),
    ...(sandbox === null ? [] : [`> ${sandbox}`, '']),
    `${settingsLine(report)} · run ${code(report.run.id)} · Jest ${plain(report.host.jest)}, Node ${plain(report.host.node)}`,
    '',
  ].join('\n');
}
