/** The kept tests with their code and their evidence. */
import type { ReportTest } from '../../domain/report.js';
import { plural } from '../numbers.js';
import { attribute, html, htmlLine } from './escape.js';
import type { PageData, PageTest } from './page-data.js';
import { clip, createAllowance, section } from './section.js';

/** Bytes for the list of the tests, and for their code and evidence, of the 3 MB that a page may have. */
const [listBytes, insideBytes] = [350_000, 500_000];

const branches = (count: number): string => (count === 1 ? '1 branch' : `${count} branches`);

function evidence(test: ReportTest, runs: number | undefined, linkTo: LinkTo): string {
  const { gain, mutants } = test;
  const rows: [string, string][] = [
    ['Checks', linkTo(test.target)],
    [
      'Adds',
      `${plural(gain.statements, 'statement')} and ${branches(gain.branches)} that nothing covered before`,
    ],
    ['Notices', `${mutants.killed} of ${plural(mutants.tried, 'deliberate fault')} in that code`],
    ...(runs === undefined ? [] : [['Passed', plural(runs, 'run')] as [string, string]]),
    ['Proposed by', `the ${htmlLine(test.author)}, as a ${test.kind} test`],
    ...(test.commit === null
      ? []
      : [['Commit', `<code>${htmlLine(test.commit.slice(0, 12))}</code>`] as [string, string]]),
  ];
  return `<dl class="evidence">${rows.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('')}</dl>`;
}

type LinkTo = (target: string) => string;

function summaryOf({ title, kind, mutants }: ReportTest): string {
  const badge = kind === 'property' ? '<span class="badge">property</span>' : '';
  const numbers = `${badge}<span>${mutants.killed}/${mutants.tried} faults</span>`;
  return `<summary><span class="name">${htmlLine(clip(title, 400))}</span><span class="numbers">${numbers}</span></summary>`;
}

function renderInside(test: ReportTest, known: PageTest | undefined, linkTo: LinkTo): string {
  const code =
    known === undefined
      ? ''
      : `<pre tabindex="0" aria-label="Code of the test"><code>${html(known.code.trim())}</code></pre>`;
  return code + evidence(test, known?.runs, linkTo);
}

const isLeftOut = '<p class="faint">Not shown, so that the page stays small.</p>';

export interface TestList {
  /** The id of the part of each test that is shown, by the test's id. */
  ids: Map<string, string>;
  /** The parts, by test file. */
  byFile: Map<string, string[]>;
}

/** The tests as they are shown, as many as there is room for. */
export function listTests({ report, tests }: PageData, linkTo: LinkTo): TestList {
  const [list, inside] = [createAllowance(listBytes), createAllowance(insideBytes)];
  const ids = new Map<string, string>();
  const byFile = new Map<string, string[]>();
  for (const [index, test] of report.tests.entries()) {
    const id = `test-${index}`;
    const find = attribute(
      clip(`${test.title} ${test.target} ${test.kind} ${test.author}`.replace(/\s+/g, ' '), 400),
    );
    const head = `<details class="test" id="${id}" data-find="${find}">${summaryOf(test)}<div class="inner">`;
    if (!list.take(head)) break;
    const shown = renderInside(test, tests.get(test.id), linkTo);
    const part = `${head}${inside.take(shown) ? shown : isLeftOut}</div></details>`;
    ids.set(test.id, id);
    byFile.set(test.file, [...(byFile.get(test.file) ?? []), part]);
  }
  return { ids, byFile };
}

/** The section of the tests. */
export function renderTests({ report }: PageData, { ids, byFile }: TestList): string {
  if (report.tests.length === 0) return section('tests', 'Tests', '<p>No test was kept in this run.</p>');
  const groups = [...byFile].map(
    ([file, parts]) =>
      `<details class="group"><summary><span class="name"><code>${htmlLine(clip(file, 300))}</code></span><span class="numbers">${plural(parts.length, 'test')}</span></summary><div class="inner">${parts.join('\n')}</div></details>`,
  );
  const filter = `<form class="filter" id="filter" role="search" hidden><label for="filter-text">Filter by title, function or kind</label><input id="filter-text" type="search" autocomplete="off"><span id="filter-count" role="status"></span></form>`;
  const rest = report.tests.length - ids.size;
  const more = rest === 0 ? '' : `<p class="faint">… and ${plural(rest, 'more test')}.</p>`;
  const hint = `<p>By test file. Open a test for its code and its evidence; <code>nightshift log &lt;test file&gt;</code> explains what else was tried and rejected.</p>`;
  return section('tests', 'Tests', `${hint}${filter}${groups.join('\n')}${more}`);
}
