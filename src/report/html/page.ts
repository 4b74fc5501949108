/** The report as one page that needs nothing else: no network, no other file, no code but its own. */
import { createHash } from 'node:crypto';
import { rowsOfFiles } from '../numbers.js';
import { settingsLine } from '../words.js';
import { htmlLine } from './escape.js';
import { numberFiles, renderFiles } from './files.js';
import { renderCosts, renderFindings, renderHeader, renderOverview } from './overview.js';
import type { PageData } from './page-data.js';
import { renderProposals } from './proposals.js';
import { renderRuns } from './runs.js';
import { script } from './script.js';
import { style } from './style.js';
import { clip } from './section.js';
import { listTests, renderTests } from './tests.js';

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Only the page's own style and script are allowed, so that nothing in a report could act even if it became markup. */
const policy = `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'`;

function head(name: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">
<title>Nightshift report: ${htmlLine(name).replace(/<\/?b[^>]*>/g, '')}</title><style>${style}</style></head>`;
}

function navigation({ report }: PageData, files: number): string {
  const links: [string, string, number | null][] = [
    ['findings', 'Findings', report.findings.length],
    ['files', 'Files', files],
    ['tests', 'Tests', report.tests.length],
    ['proposals', 'Proposals', report.funnel.proposed],
    ['costs', 'Time and money', null],
    ['runs', 'Runs', null],
  ];
  const items = links.map(
    ([id, name, count]) => `<li><a href="#${id}">${name}${count === null ? '' : ` <b>${count}</b>`}</a></li>`,
  );
  return `<nav aria-label="Sections"><ul>${items.join('')}</ul></nav>\n`;
}

/** The report as HTML, below 3 MB whatever the size of the repository. */
export function renderPage(data: PageData): string {
  const { report } = data;
  const rows = rowsOfFiles(report);
  const files = numberFiles(rows);
  const fileIds = new Map(files.map(({ file, id }) => [file, id]));
  const linkTo = (target: string): string => {
    const id = fileIds.get(target) ?? fileIds.get(target.split('#')[0] ?? '');
    const name = `<code>${htmlLine(clip(target, 400))}</code>`;
    return id === undefined ? name : `<a href="#${id}">${name}</a>`;
  };
  const tests = listTests(data, linkTo);
  const places = { files: fileIds, tests: tests.ids };
  const sections = [
    renderOverview(data),
    renderFindings(data, linkTo),
    renderFiles(data, { files, places, left: rows.length - files.length }),
    renderTests(data, tests),
    renderProposals(data),
    renderCosts(data),
    renderRuns(data),
  ];
  return `${head(data.name)}
<body><a class="skip" href="#overview">Skip to the report</a>
${renderHeader(data)}${navigation(data, rows.length)}<main>
${sections.join('')}</main>
<footer><p>${htmlLine(settingsLine(report))} · run ${htmlLine(report.run.id)} · <code>nightshift log</code> explains every decision.</p></footer>
<script>${script}</script></body></html>
`;
}
