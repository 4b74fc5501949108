/** The trend over the runs of the ledger. */
import type { Count } from '../../domain/coverage.js';
import { formatDuration, formatPercent } from '../numbers.js';
import { htmlLine } from './escape.js';
import type { PageData, PageRun } from './page-data.js';
import { formatTime, section, share, short } from './section.js';

const [left, right, top, bottom] = [44, 690, 12, 190];

function series(
  runs: readonly PageRun[],
  of: (run: PageRun) => Count,
  name: 'statements' | 'branches',
): string {
  const points = runs.map((run, index) => {
    const x = left + ((right - left) * index) / Math.max(1, runs.length - 1);
    return [short(x), short(bottom - ((bottom - top) * share(of(run))) / 100)] as const;
  });
  const dots = points.map(([x, y]) => `<circle class="dot-${name.charAt(0)}" cx="${x}" cy="${y}" r="3.5"/>`);
  return `<polyline class="${name}" points="${points.map((point) => point.join(',')).join(' ')}"/>${dots.join('')}`;
}

function chart(runs: readonly PageRun[]): string {
  const grid = [0, 50, 100].map((percent) => {
    const y = short(bottom - ((bottom - top) * percent) / 100);
    return `<line class="grid" x1="${left}" x2="${right}" y1="${y}" y2="${y}"/><text x="${left - 8}" y="${Number(y) + 4}" text-anchor="end">${percent} %</text>`;
  });
  const lines =
    series(runs, ({ coverage }) => coverage.after.statements, 'statements') +
    series(runs, ({ coverage }) => coverage.after.branches, 'branches');
  return `<svg class="chart" viewBox="0 0 700 204" role="img" aria-label="Coverage after each run; the table below has the numbers">${grid.join('')}${lines}</svg>
<p class="faint">Solid: statements. Dashed: branches.</p>`;
}

function row({ run, coverage, findings, kept }: PageRun): string {
  const cells = [
    formatPercent(coverage.after.statements),
    formatPercent(coverage.after.branches),
    String(kept),
    String(findings.length),
    formatDuration(run.seconds),
  ].map((cell) => `<td class="n">${cell}</td>`);
  return `<tr><td>${htmlLine(formatTime(run.startedAt))}</td><td><code>${htmlLine(run.commit?.slice(0, 10) ?? '–')}</code></td>${cells.join('')}<td>${run.outcome}</td></tr>`;
}

/** The section of the runs. */
export function renderRuns({ runs }: PageData): string {
  const intro =
    runs.length < 2
      ? '<p>This is the first run that ended with a report. The trend begins with the next one.</p>'
      : chart(runs);
  const head = ['Started', 'Commit', 'Statements', 'Branches', 'Kept', 'Findings', 'Time', 'Outcome'];
  const heads = head.map((name, index) => `<th${index > 1 && index < 7 ? ' class="n"' : ''}>${name}</th>`);
  const table = `<div class="scroll" tabindex="0" role="group" aria-label="Runs"><table><thead><tr>${heads.join('')}</tr></thead><tbody>${[...runs].reverse().map(row).join('\n')}</tbody></table></div>`;
  return section('runs', 'Runs', `${intro}${table}`);
}
