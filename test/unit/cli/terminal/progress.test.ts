/** What a person sees while a pass works. */
import { createProgress, type ProgressOptions } from '../../../../src/cli/terminal/progress.js';
import { usesColor, usesStatusLine } from '../../../../src/cli/terminal/terminal.js';
import type { Candidate } from '../../../../src/domain/candidate.js';
import type { PassEvent } from '../../../../src/domain/events.js';
import type { Verdict } from '../../../../src/domain/verdict.js';
import { recordTerminal } from '../support.js';

function show(overrides: Partial<ProgressOptions> = {}) {
  let written = '';
  let ms = 0;
  const timers = new Set<() => void>();
  const progress = createProgress({
    write: (text) => (written += text),
    hasStatusLine: false,
    color: false,
    level: 'normal',
    columns: () => 60,
    clock: {
      now: () => ms,
      every: (_, action) => {
        timers.add(action);
        return () => timers.delete(action);
      },
    },
    ...overrides,
  });
  const pass = (seconds: number): void => {
    for (let second = 0; second < seconds; second++) {
      ms += 1000;
      for (const timer of timers) timer();
    }
  };
  const tell = (...events: PassEvent[]): void => events.forEach(progress.observer);
  return { ...progress, tell, pass, text: () => written, timers };
}

const candidate: Candidate = {
  id: 'c1',
  target: 'src/a.js#parse',
  file: 'src/a.js',
  author: 'explorer',
  kind: 'unit',
  group: 'parse',
  title: 'reads\u001B[31m a date',
  body: 'expect(1).toBe(1);',
  isAsync: false,
  imports: [],
};
const accepted: Verdict = {
  status: 'accepted',
  evidence: { runs: 3, gain: { statements: 2, branches: 1 }, mutants: { killed: 4, tried: 5 } },
};
const verdict = (value: Verdict): PassEvent => ({ type: 'verdict', candidate, verdict: value });
const file: PassEvent = { type: 'file', file: 'src/a.js', targets: 5 };
const totals = { covered: 1, total: 4 };
const coverage = { statements: totals, branches: totals, functions: totals, lines: totals };
const progressed = (done: number, kept: number, secondsLeft: number | null = null): PassEvent => ({
  type: 'progress',
  progress: { targets: { done, running: 2, waiting: 12 - done }, kept, coverage, secondsLeft },
});
const rejected = verdict({ status: 'rejected', reason: 'weak', detail: 'no mutant\ndied' });

test('without a status line steps are lines, and each file that is through says what was kept', () => {
  const shown = show();
  shown.tell(
    { type: 'step', text: 'running the tests' },
    file,
    { type: 'step', file: 'src/a.js', text: 'exploring' },
    verdict(accepted),
    rejected,
    { type: 'file-done', file: 'src/a.js', index: 3, of: 14, proposed: 2, kept: 1 },
    { type: 'file-done', file: 'src/b.js', index: 4, of: 14, proposed: 0, kept: 0 },
  );
  shown.stop();
  expect(shown.text()).toBe('running the tests\nkept 1 of 2 proposed tests for src/a.js [3/14]\n');
});

test('with --verbose the steps of each file are lines as well', () => {
  const shown = show({ level: 'verbose' });
  shown.tell({ type: 'step', file: 'src/a.js', text: 'exploring' });
  expect(shown.text()).toBe('src/a.js: exploring\n');
});

test('a long step is never silent for more than about ten seconds, and a lively one needs no reminder', () => {
  const shown = show();
  shown.tell({ type: 'step', text: 'running the tests' });
  shown.pass(25);
  expect(shown.text().match(/… running the tests · \d+ s\n/g)).toHaveLength(2);
  shown.tell({ type: 'note', level: 'info', text: 'on we go' });
  shown.pass(9);
  expect(shown.text().endsWith('on we go\n')).toBe(true);
});

test('the reminder counts what is done, kept, covered and left of the time, in one short line', () => {
  const shown = show();
  shown.tell(progressed(3, 1), { type: 'step', file: 'src/a.js', text: 'exploring' }, progressed(4, 7, 90));
  shown.pass(12);
  expect(shown.text()).toBe(
    '… 4 of 14 targets · 2 running · 7 kept · 25.0 % covered · 1 min 20 s left · 10 s\n',
  );
  shown.pass(10);
  expect(shown.text().split('\n')[1]).toBe(
    '… 4 of 14 targets · 2 running · 7 kept · 25.0 % covered · 1 min 10 s left · 20 s · src/a.js: exploring',
  );
});

test('a step of the whole pass ends the counting', () => {
  const shown = show();
  shown.tell(progressed(14, 7), { type: 'step', text: 'measuring the whole suite' });
  shown.pass(12);
  expect(shown.text()).toContain('… measuring the whole suite · 10 s');
});

test('on a terminal one line is written over, fits, and is gone at the end', () => {
  const shown = show({ hasStatusLine: true, columns: () => 40 });
  shown.tell(progressed(3, 1), { type: 'note', level: 'warning', text: 'careful' });
  shown.pass(1);
  const frames = shown.text().split('\r\u001B[2K');
  expect(frames).toContain('careful\n');
  expect(frames.at(-1)).toBe('3 of 14 targets · 2 running · 1 kept ·…');
  for (const frame of frames) expect(frame.trimEnd().length).toBeLessThan(40);
  shown.stop();
  expect(shown.text().split('\r\u001B[2K').at(-1)).toBe('');
  expect(shown.timers.size).toBe(0);
});

test('--quiet tells warnings only', () => {
  const shown = show({ level: 'quiet' });
  shown.tell(file, verdict(accepted), { type: 'note', level: 'info', text: 'info' });
  shown.tell({ type: 'note', level: 'warning', text: 'sandbox reduced' });
  shown.pass(60);
  shown.stop();
  expect(shown.text()).toBe('sandbox reduced\n');
});

test('--verbose tells each verdict with its evidence, free of control characters', () => {
  const shown = show({ level: 'verbose' });
  shown.tell(verdict(accepted), rejected);
  expect(shown.text()).toContain(
    'kept src/a.js#parse “reads[31m a date” by explorer: +2 statements, +1 branches, 4 of 5 mutants, 3 runs',
  );
  expect(shown.text()).toContain('weak, no mutant died');
});

test('a failing test file of the host and a finding are told at once', () => {
  const shown = show();
  shown.tell(
    {
      type: 'baseline',
      coverage,
      testFiles: 2,
      failingFiles: ['src/b.test.js'],
    },
    {
      type: 'finding',
      finding: { kind: 'hang', target: 'src/a.js#spin', title: 'spin(0) does not end', detail: '' },
    },
  );
  expect(shown.text()).toContain('before: 25.0 % of statements, 25.0 % of branches, from 2 test files');
  expect(shown.text()).toContain('set aside, because it fails: src/b.test.js');
  expect(shown.text()).toContain('finding spin(0) does not end (src/a.js#spin)');
});

test.each([
  [{}, {}, true, true],
  [{ NO_COLOR: '1' }, {}, false, false],
  [{ CI: 'true' }, {}, false, false],
  [{ CI: 'true', FORCE_COLOR: '1' }, {}, true, false],
  [{ TERM: 'dumb' }, {}, false, false],
  [{}, { color: false }, false, false],
  [{}, { quiet: true }, true, false],
])('environment %j with options %j: colour %s, status line %s', (env, options, color, statusLine) => {
  const { terminal } = recordTerminal({ env, errIsTty: true });
  expect(usesColor(terminal, 'err', options)).toBe(color);
  expect(usesStatusLine(terminal, options)).toBe(statusLine);
});
