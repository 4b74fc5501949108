/** Shows a pass while it works: one status line on a terminal, plain lines elsewhere. */
import pc from 'picocolors';
import type { Observer, PassEvent, PassProgress } from '../../domain/events.js';
import { formatDuration, formatPercent, plural } from '../../report/numbers.js';
import { oneLine } from '../../report/words.js';

export interface ProgressClock {
  /** Milliseconds. */
  now: () => number;
  /** Calls `action` about every `ms` milliseconds until the returned function is called. */
  every: (ms: number, action: () => void) => () => void;
}

export interface ProgressOptions {
  write: (text: string) => void;
  /** Whether a line may be written over. */
  hasStatusLine: boolean;
  color: boolean;
  level: 'quiet' | 'normal' | 'verbose';
  columns: () => number;
  clock: ProgressClock;
}

export interface ProgressView {
  observer: Observer;
  /** Removes the status line until the next event, so that something else can be printed. */
  pause: () => void;
  /** Begins to count anew, for the next pass. */
  restart: () => void;
  /** Removes the status line and stops the timer. Safe to call twice. */
  stop: () => void;
}

type ProgressColors = ReturnType<typeof pc.createColors>;

/** Without a status line, silence ends after this long. */
const heartbeatMs = 10_000;
const redrawMs = 120;
const clearLine = '\r\u001B[2K';

interface State {
  startedAt: number;
  step: string;
  /** Nothing is going on, so that nothing need be said. */
  isIdle: boolean;
  /** How far the work on files has come, and when that was said; null before and after it. */
  progress: (PassProgress & { saidAt: number }) | null;
  /** The last reminder, without the time spent. */
  reminder: string;
}

const shortTest = (title: string): string => `“${oneLine(title)}”`;

/** Lines that stay, for one event. */
function linesFor(event: PassEvent, level: ProgressOptions['level'], colors: ProgressColors): string[] {
  if (level === 'quiet') {
    return event.type === 'note' && event.level === 'warning' ? [colors.yellow(oneLine(event.text))] : [];
  }
  switch (event.type) {
    case 'note':
      return [event.level === 'warning' ? colors.yellow(oneLine(event.text)) : oneLine(event.text)];
    case 'finding':
      return [
        `${colors.yellow('finding')} ${oneLine(event.finding.title)} (${oneLine(event.finding.target)})`,
      ];
    case 'host':
      return hostLines(event);
    case 'sandbox':
      return [sandboxLine(event, colors)];
    case 'baseline':
      return baselineLines(event, colors);
    case 'selected':
      return [
        `${plural(event.targets, 'target')}, ${event.withGaps} with gaps, in ${plural(event.files, 'file')}`,
      ];
    case 'delivered':
      return [
        colors.dim(
          `  ${plural(event.tests, 'test')} in ${oneLine(event.testFile)}${event.commit === null ? '' : `, commit ${event.commit.slice(0, 12)}`}`,
        ),
      ];
    case 'verdict':
      return level === 'verbose' ? [verdictLine(event, colors)] : [];
    case 'idle':
      return [colors.dim('waiting for changes')];
    case 'file-done':
      return fileDoneLines(event, colors);
    case 'step':
    case 'file':
    case 'progress':
      return [];
  }
}

function sandboxLine({ tier, detail }: PassEvent & { type: 'sandbox' }, colors: ProgressColors): string {
  const line = `sandbox ${tier}: ${oneLine(detail)}`;
  return tier === 'full' ? line : colors.yellow(line);
}

/** Files that nothing was proposed for are counted by the heartbeat alone. */
function fileDoneLines(event: PassEvent & { type: 'file-done' }, colors: ProgressColors): string[] {
  const { file, index, of, kept, proposed } = event;
  if (proposed === 0) return [];
  const proposals = plural(proposed, 'proposed test');
  return [`${colors.green('kept')} ${kept} of ${proposals} for ${oneLine(file)} [${index}/${of}]`];
}

/** The host, and by which command its tests are run. */
function hostLines({ host }: PassEvent & { type: 'host' }): string[] {
  const { jest, runner, moduleSystem, typescript } = host;
  const language = typescript === null ? '' : `, TypeScript ${typescript}`;
  return [
    `${oneLine(host.name)}: Jest ${jest.version}${jest.origin === 'host' ? '' : ' (of Nightshift)'}, ${moduleSystem}${language}`,
    `tests: ${oneLine(runner.why)}`,
  ];
}

function baselineLines(event: PassEvent & { type: 'baseline' }, colors: ProgressColors): string[] {
  const { statements, branches } = event.coverage;
  const lines = [
    `before: ${formatPercent(statements)} of statements, ${formatPercent(branches)} of branches, from ${plural(event.testFiles, 'test file')}`,
  ];
  for (const file of event.failingFiles)
    lines.push(colors.yellow(`set aside, because it fails: ${oneLine(file)}`));
  return lines;
}

function verdictLine(
  { candidate, verdict }: PassEvent & { type: 'verdict' },
  colors: ProgressColors,
): string {
  const what = `${oneLine(candidate.target)} ${shortTest(candidate.title)} ${colors.dim(`by ${candidate.author}`)}`;
  if (verdict.status === 'rejected') {
    return `  ${colors.red('rejected')} ${what}: ${verdict.reason}, ${oneLine(verdict.detail).slice(0, 200)}`;
  }
  const { gain, mutants, runs } = verdict.evidence;
  const evidence = `+${gain.statements} statements, +${gain.branches} branches, ${mutants.killed} of ${mutants.tried} mutants, ${plural(runs, 'run')}`;
  return `  ${colors.green('kept')} ${what}: ${evidence}`;
}

function follow(state: State, event: PassEvent, now: number): void {
  state.isIdle = event.type === 'idle';
  if (event.type === 'progress') state.progress = { ...event.progress, saidAt: now };
  if (event.type !== 'step') return;
  if (event.file === undefined) state.progress = null;
  state.step =
    event.file === undefined ? oneLine(event.text) : `${oneLine(event.file)}: ${oneLine(event.text)}`;
}

function progressParts(progress: NonNullable<State['progress']>, now: number): string[] {
  const { targets, kept, coverage, secondsLeft, saidAt } = progress;
  const { done, running, waiting } = targets;
  const left = secondsLeft === null ? [] : [Math.max(0, Math.round(secondsLeft - (now - saidAt) / 1000))];
  return [
    `${done} of ${plural(done + running + waiting, 'target')}`,
    `${running} running`,
    `${kept} kept`,
    `${formatPercent(coverage.statements)} covered`,
    ...left.map((seconds) => `${formatDuration(seconds)} left`),
  ];
}

function statusText(state: State, now: number): string {
  const parts = [
    ...(state.progress === null ? [] : progressParts(state.progress, now)),
    formatDuration((now - state.startedAt) / 1000),
    ...(state.isIdle ? ['waiting for changes'] : [state.step || 'starting']),
  ];
  return parts.join(' · ');
}

/** One short line: the step where it is all that there is to say, or where nothing else has changed. */
function heartbeatText(state: State, now: number): string {
  const spent = formatDuration((now - state.startedAt) / 1000);
  const step = state.step || 'starting';
  if (state.progress === null) return `… ${step} · ${spent}`;
  const parts = progressParts(state.progress, now);
  const reminder = parts.slice(0, 4).join();
  const isNews = state.reminder !== reminder;
  state.reminder = reminder;
  return `… ${[...parts, spent, ...(isNews ? [] : [step])].join(' · ')}`;
}

/** An observer that shows the events of a pass; call `stop` when the pass is over. */
export function createProgress(options: ProgressOptions): ProgressView {
  const { write, hasStatusLine, level, columns, clock } = options;
  const colors = pc.createColors(options.color);
  const fresh = (): State => ({
    startedAt: clock.now(),
    step: '',
    isIdle: false,
    progress: null,
    reminder: '',
  });
  const state = fresh();
  let lastLineAt = clock.now();
  const draw = (): void => {
    const text = statusText(state, clock.now());
    const width = Math.max(20, columns() - 1);
    write(clearLine + colors.dim(text.length > width ? `${text.slice(0, width - 1)}…` : text));
  };
  const print = (lines: string[]): void => {
    if (lines.length === 0) return;
    lastLineAt = clock.now();
    write(`${hasStatusLine ? clearLine : ''}${lines.join('\n')}\n`);
  };
  const beat = (): void => {
    if (hasStatusLine) draw();
    else if (!state.isIdle && clock.now() - lastLineAt >= heartbeatMs)
      print([heartbeatText(state, clock.now())]);
  };
  const stopTimer = level === 'quiet' ? () => undefined : clock.every(hasStatusLine ? redrawMs : 1000, beat);
  let isStopped = false;
  return {
    observer: (event) => {
      follow(state, event, clock.now());
      const plain = hasStatusLine ? [] : plainLines(event, level);
      print([...plain, ...linesFor(event, level, colors)]);
      if (hasStatusLine && !isStopped) draw();
    },
    pause: () => {
      if (hasStatusLine) write(clearLine);
    },
    restart: () => void Object.assign(state, fresh()),
    stop: () => {
      if (isStopped) return;
      isStopped = true;
      stopTimer();
      if (hasStatusLine) write(clearLine);
    },
  };
}

/** Where nothing can be written over, steps are lines of their own; those on single files would be too many. */
function plainLines(event: PassEvent, level: ProgressOptions['level']): string[] {
  if (event.type !== 'step' || level === 'quiet') return [];
  if (event.file === undefined) return [oneLine(event.text)];
  return level === 'verbose' ? [`${oneLine(event.file)}: ${oneLine(event.text)}`] : [];
}

/** The clock of the process; its timers do not keep it alive. */
export const processClock: ProgressClock = {
  now: () => performance.now(),
  every: (ms, action) => {
    const timer = setInterval(action, ms).unref();
    return () => clearInterval(timer);
  },
};
