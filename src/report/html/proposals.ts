/** The fate of the proposals, and of the targets that were left out. */
import { plural } from '../numbers.js';
import { rejections, skippedLines } from '../words.js';
import { htmlLine } from './escape.js';
import type { PageData } from './page-data.js';
import { section, short } from './section.js';

const track = (count: number, total: number, className: string): string =>
  `<svg class="track" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="${className}" width="${short(total === 0 ? 0 : (100 * count) / total)}" height="8"/></svg>`;

/** The section of the funnel. */
export function renderProposals({ report }: PageData): string {
  const { proposed, accepted, delivered } = report.funnel;
  if (proposed === 0) {
    return section('proposals', 'Proposals', `<p>No test was proposed in this run.</p>${skipped(report)}`);
  }
  const row = (name: string, count: number, className: string): string =>
    `<tr><td>${name}</td><td class="n">${count}</td><td>${track(count, proposed, className)}</td></tr>`;
  const rows = [
    row('proposed', proposed, 'was'),
    ...rejections(report).map(({ reason, count, words }) =>
      row(`rejected: ${htmlLine(words)} <code class="faint">${reason}</code>`, count, 'lost'),
    ),
    row('<b>kept</b>', accepted, 'kept'),
    row('<b>delivered</b>', delivered, 'kept'),
  ];
  const table = `<table class="wide"><caption>What became of ${plural(proposed, 'proposed test')}</caption><thead><tr><th>Step</th><th class="n">Tests</th><th><span class="faint">Share</span></th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
  return section('proposals', 'Proposals', `${table}${skipped(report)}`);
}

function skipped(report: PageData['report']): string {
  const lines = skippedLines(report);
  if (lines.length === 0) return '';
  return `<h3>Left out</h3><ul>${lines.map((line) => `<li>${htmlLine(line)}</li>`).join('')}</ul>`;
}
