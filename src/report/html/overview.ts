/** The beginning of the page: the result in a sentence, its figures, and what to do next. */
import type { Count } from '../../domain/coverage.js';
import { describeDelivery } from '../delivery.js';
import { formatDelta, formatDuration, formatPercent, plural } from '../numbers.js';
import { figuresNote, findingWords, keptLine, outcomeLine, printable, sandboxWords } from '../words.js';
import { html, htmlLine } from './escape.js';
import type { PageData } from './page-data.js';
import { createAllowance, formatTime, section } from './section.js';

const findingBytes = 200_000;

function figure(name: string, before: Count, after: Count): string {
  const delta = formatDelta(before, after);
  const was = `from ${formatPercent(before)}${delta === '' ? ', unchanged' : ` (${delta} points)`}`;
  return `<div><dt>${name}</dt><dd>${formatPercent(after)}<small>${was}</small></dd></div>`;
}

function faults({ report }: PageData): { killed: number; tried: number } {
  let [killed, tried] = [0, 0];
  for (const { mutants } of report.tests) {
    killed += mutants.killed;
    tried += mutants.tried;
  }
  return { killed, tried };
}

function figures(data: PageData): string {
  const { report } = data;
  const { before, after } = report.coverage;
  const { killed, tried } = faults(data);
  const files = new Set(report.tests.map(({ file }) => file)).size;
  return `<dl class="figures">${figure('Statements covered', before.statements, after.statements)}${figure(
    'Branches covered',
    before.branches,
    after.branches,
  )}<div><dt>Tests kept</dt><dd>${report.funnel.accepted}<small>of ${report.funnel.proposed} proposed, in ${plural(files, 'file')}</small></dd></div>
<div><dt>Deliberate faults noticed</dt><dd>${killed}<small>of ${tried} that were tried</small></dd></div></dl>`;
}

function why({ report, tests }: PageData): string {
  if (report.tests.length === 0) return '';
  const runs = report.tests.flatMap(({ id }) => tests.get(id)?.runs ?? []);
  const repeats = runs.length === 0 ? 'every repeat' : `at least ${Math.min(...runs)} runs`;
  return `<p>Why you can trust them: each kept test passed ${repeats} in changed order, time and time zone, covers code that no test covered before, and fails when the code under test is broken. They record what the code does now; whether that is right is for you to say.</p>\n`;
}

function next({ report, delivery }: PageData): string {
  const { where, see, run } = describeDelivery(report, delivery);
  const line = `<p>${htmlLine(where.charAt(0).toUpperCase() + where.slice(1))}.</p>\n`;
  const commands = [
    ['Read them', see],
    ['Run them', run],
  ].filter(([, command]) => command !== null);
  if (commands.length === 0) return line;
  const items = commands.map(
    ([name, command]) =>
      `<li><span class="label">${name ?? ''}</span><pre tabindex="0" aria-label="${name ?? ''}"><code>${html(printable(command ?? ''))}</code></pre></li>`,
  );
  return `${line}<ul class="steps">${items.join('\n')}</ul>\n`;
}

/** The head of the page. */
export function renderHeader({ name, report }: PageData): string {
  const { run } = report;
  const commit = run.commit === null ? '' : ` · commit <code>${htmlLine(run.commit.slice(0, 12))}</code>`;
  return `<header><p class="kicker">Nightshift report</p><h1>${htmlLine(name)}</h1>
<p class="faint">${htmlLine(formatTime(run.startedAt))} · ${htmlLine(outcomeLine(report))}${commit}</p></header>\n`;
}

/** The result at a glance. */
export function renderOverview(data: PageData): string {
  const { report } = data;
  const { findings } = report;
  const decision =
    findings.length === 0
      ? '<p>Nothing needs a decision from you.</p>'
      : `<p class="decision"><a href="#findings">${findings.length === 1 ? '1 finding needs' : `${findings.length} findings need`} your decision</a></p>`;
  const nothing =
    report.nothing === undefined ? '' : `<p class="decision">No test: ${htmlLine(report.nothing)}</p>\n`;
  const notes = [figuresNote(report), sandboxWords(report.run.sandbox)].filter((note) => note !== null);
  const body = `<p class="lead">Nightshift ${htmlLine(keptLine(report))}.</p>
${nothing}${decision}
${figures(data)}
${notes.map((note) => `<p class="faint">${htmlLine(note)}</p>\n`).join('')}${why(data)}${next(data)}`;
  return section('overview', 'Overview', body);
}

/** Everything that a person should look at. */
export function renderFindings({ report }: PageData, linkTo: (target: string) => string): string {
  const { findings } = report;
  if (findings.length === 0)
    return section('findings', 'Findings', '<p>Nothing needs a decision from you.</p>');
  const room = createAllowance(findingBytes);
  const items = findings.map(({ kind, target, title, detail, reproduce }) => {
    const shown =
      detail.trim() === '' ? '' : `<pre tabindex="0" aria-label="Details">${html(detail.trim())}</pre>\n`;
    const again =
      reproduce === undefined
        ? ''
        : `<span class="label">See it again</span><pre tabindex="0" aria-label="See it again"><code>${html(reproduce)}</code></pre>\n`;
    return `<article class="finding"><h3>${htmlLine(title)}</h3>
<p><span class="badge">${findingWords[kind]}</span> in ${linkTo(target)}</p>
${shown}${again}</article>`;
  });
  const shown = items.filter((item) => room.take(item));
  const rest = items.length - shown.length;
  const more =
    rest === 0
      ? ''
      : `<p>… and ${plural(rest, 'more finding')}; <code>nightshift report --format markdown</code> lists all.</p>`;
  const intro = `<p>Each of these is a decision for you: either the code is wrong, or the expectation is. Nightshift changed neither.</p>\n`;
  return section('findings', `Findings`, intro + shown.join('\n') + more);
}

/** Where time and money went. */
export function renderCosts({ report }: PageData): string {
  const { run, model, host, tests } = report;
  const usd = model.usd === null ? 'price unknown' : `$${model.usd.toFixed(model.usd < 0.1 ? 4 : 2)}`;
  const tokens = model.inputTokens + model.outputTokens;
  const rows: [string, string][] = [
    ['Time', formatDuration(run.seconds)],
    ...(tests.length === 0
      ? []
      : [['Time for each kept test', formatDuration(run.seconds / tests.length)] as [string, string]]),
    [
      'Model',
      model.requests === 0
        ? 'not asked; no money was spent'
        : `${plural(model.requests, 'request')}, ${model.inputTokens} tokens in, ${model.outputTokens} out, ${usd}`,
    ],
    ...(model.requests > 0 && (model.accepted ?? 0) > 0
      ? [
          ['Tokens for each of its kept tests', String(Math.round(tokens / (model.accepted ?? 1)))] as [
            string,
            string,
          ],
        ]
      : []),
    ...(model.problem === undefined ? [] : [['Model stopped', model.problem] as [string, string]]),
    ['Authors', run.authors.join(' and ')],
    ['Sandbox', run.sandbox],
    ['Seed', String(run.seed)],
    ['Run', run.id],
    ['Jest, Node', `${host.jest}, ${host.node}`],
  ];
  const list = rows.map(([name, value]) => `<dt>${name}</dt><dd>${htmlLine(value)}</dd>`).join('\n');
  return section('costs', 'Time and money', `<dl class="evidence">${list}</dl>`);
}
