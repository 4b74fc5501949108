/** The files of the repository: the map, and for each its functions, the tests that check them, and its source. */
import type { Count } from '../../domain/coverage.js';
import type { ReportTarget, ReportTest } from '../../domain/report.js';
import { formatPercent, plural, type FileRow } from '../numbers.js';
import { html, htmlLine } from './escape.js';
import { renderMap, type MappedFile } from './map/file-map.js';
import type { PageData, PageSource } from './page-data.js';
import { bar, clip, createAllowance, section } from './section.js';

const maxFiles = 800;
/** Bytes for the list of the files, and for all functions and sources, of the 3 MB that a page may have. */
const [listBytes, insideBytes] = [350_000, 1_100_000];

/** Where the parts of the page are that others link to. */
export interface PagePlaces {
  /** The id of a file's part, by its path. */
  files: ReadonlyMap<string, string>;
  /** The id of a test's part, by the test's id. */
  tests: ReadonlyMap<string, string>;
}

const stateClasses: Readonly<Record<string, string>> = { b: 'b', n: 'n', p: 'p', o: 'o' };

function testLinks(tests: readonly ReportTest[], places: PagePlaces): string {
  const first = tests.find(({ id }) => places.tests.has(id));
  if (first === undefined) return '';
  return `<a href="#${places.tests.get(first.id) ?? ''}">${plural(tests.length, 'test')}</a>`;
}

/** The source with the state of each line; functions with tests link to them. */
function renderSource({ text, states }: PageSource, links: ReadonlyMap<number, string>): string {
  const lines = text.replace(/\n$/, '').split('\n');
  const rows = lines.map((line, index) => {
    const state = stateClasses[states[index] ?? ''];
    const link = links.get(index + 1) ?? '';
    return `<i${state === undefined ? '' : ` class="${state}"`}>${html(line)}${link}</i>`;
  });
  return `<pre class="source" tabindex="0" aria-label="Source">${rows.join('')}</pre>`;
}

interface FilePart {
  row: MappedFile;
  targets: readonly ReportTarget[];
  /** By target. */
  tests: ReadonlyMap<string, ReportTest[]>;
}

/** `0.0 % → 50.0 %`, or a dash where there is nothing to cover. */
const fromTo = (before: Count, after: Count): string =>
  after.total === 0 ? '–' : `${formatPercent(before)} → ${formatPercent(after)}`;

/** The tests of a function, or how it came to be covered without any. */
function testsOf({ id, before, after }: ReportTarget, tests: FilePart['tests'], places: PagePlaces): string {
  const links = testLinks(tests.get(id) ?? [], places);
  if (links !== '') return links;
  const isGain = after.statements.covered > before.statements.covered;
  return `<span class="faint">${isGain ? 'through others' : '–'}</span>`;
}

function functionTable({ targets, tests }: FilePart, places: PagePlaces): string {
  const rows = targets.map((target) => {
    const { id, line, before, after, reason } = target;
    const name = id.slice(id.indexOf('#') + 1);
    const left = reason === undefined ? '' : `<br><span class="faint">${htmlLine(reason)}</span>`;
    return `<tr><td class="n">${line}</td><td><code>${htmlLine(name)}</code>${left}</td><td class="n">${fromTo(before.statements, after.statements)}</td><td class="n">${fromTo(before.branches, after.branches)}</td><td>${testsOf(target, tests, places)}</td></tr>`;
  });
  return `<div class="scroll" tabindex="0" role="group" aria-label="Functions"><table><thead><tr><th class="n">Line</th><th>Function</th><th class="n">Statements</th><th class="n">Branches</th><th>Tests</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

function linksByLine({ targets, tests }: FilePart, places: PagePlaces): Map<number, string> {
  const links = new Map<number, string>();
  for (const { id, line } of targets) {
    const link = testLinks(tests.get(id) ?? [], places);
    if (link !== '') links.set(line, (links.get(line) ?? '') + link);
  }
  return links;
}

function summaryOf({ row, tests }: FilePart): string {
  const { file, before, after } = row;
  const count = [...tests.values()].reduce((sum, list) => sum + list.length, 0);
  const kept = `<span class="count">${count === 0 ? '' : plural(count, 'test')}</span>`;
  const numbers = `${bar(before.statements, after.statements)}<span class="percent">${formatPercent(before.statements)} → ${formatPercent(after.statements)}</span>${kept}`;
  return `<summary><span class="name"><code>${htmlLine(clip(file, 300))}</code></span><span class="numbers">${numbers}</span></summary>`;
}

const isLeftOut = '<p class="faint">Not shown, so that the page stays small.</p>';
const hasNoSource = '<p class="faint">The source is not shown, because it has changed since.</p>';

function renderInside(part: FilePart, places: PagePlaces, source: PageSource | undefined): string {
  const shown = source === undefined ? hasNoSource : renderSource(source, linksByLine(part, places));
  return `${functionTable(part, places)}\n${shown}`;
}

const sourceLegend = `<ul class="legend"><li><i class="key-was">✓</i>covered before</li><li><i class="key-now">+</i>covered now</li><li><i class="key-partly">±</i>runs, but a path of a branch on it does not</li><li><i class="key-open">!</i>not covered</li></ul>`;

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** The files that are shown, each with the id of its part. */
export const numberFiles = (rows: readonly FileRow[]): MappedFile[] =>
  rows.slice(0, maxFiles).map((row, index) => ({ ...row, id: `file-${index}` }));

/** The section of the files; `left` counts those without a part of their own. */
export function renderFiles(
  { report, sources }: PageData,
  { files, places, left }: { files: readonly MappedFile[]; places: PagePlaces; left: number },
): string {
  const targetsOf = groupBy(report.targets, ({ file }) => file);
  const testsByTarget = groupBy(report.tests, ({ target }) => target);
  const [list, inside] = [createAllowance(listBytes), createAllowance(insideBytes)];
  const parts: string[] = [];
  for (const row of files) {
    const targets = targetsOf.get(row.file) ?? [];
    const tests = new Map(targets.map(({ id }) => [id, testsByTarget.get(id) ?? []] as const));
    const part = { row, targets, tests };
    const summary = summaryOf(part);
    if (!list.take(summary)) break;
    const shown = renderInside(part, places, sources.get(row.file));
    const within = inside.take(shown) ? shown : isLeftOut;
    parts.push(`<details id="${row.id}">${summary}<div class="inner">\n${within}</div></details>`);
  }
  const hidden = left + files.length - parts.length;
  const rest = hidden === 0 ? '' : `<p class="faint">… and ${plural(hidden, 'more file')}.</p>`;
  const intro = `<h3 class="after">File by file</h3><p>Open a file to see its functions, the tests that check them, and its source.</p>${sourceLegend}`;
  return section('files', 'Files', `${renderMap(files)}${intro}${parts.join('\n')}${rest}`);
}
