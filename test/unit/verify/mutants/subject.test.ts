import {
  explainWeakness,
  nextMutant,
  notePlay,
  openSubject,
  type Play,
  type SubjectState,
} from '../../../../src/verify/mutants/subject.js';

const range = { start: { line: 1, column: 0 }, end: { line: 3, column: 1 } };
const subject = { key: 'a.test.js\nf', file: 'a.js', range, isNotice: () => false };
const target = { number: 4, range, hasValue: true };
const mutants = new Map(
  ['0', '1', '2'].map((id) => [id, { id, file: 'a.js', line: 1, isBlock: id === '0' }]),
);
const opaque = { given: [{ type: 'opaque' as const }], canMake: false };
const text = { given: [{ type: 'string' as const, value: 'a' }], canMake: true };

function play(state: SubjectState, answer: (mutant: string) => Play): string[] {
  const tried: string[] = [];
  for (let mutant = nextMutant(state); mutant !== undefined; mutant = nextMutant(state)) {
    tried.push(mutant);
    notePlay(state, mutant, answer(mutant));
  }
  return tried;
}

const openWith = (calls: typeof text | typeof opaque | undefined): SubjectState =>
  openSubject(
    subject,
    { mutants: ['0', '1', '2'], returns: calls ? { 4: calls } : {} },
    {
      mutants,
      functions: [target],
    },
  );

test('a test that notices its emptied target goes on to other mutants', () => {
  const state = openWith(text);
  expect(play(state, () => 'noticed')).toEqual(['empty:4:other:value', '0', '2']);
  expect([state.outcome.target, explainWeakness(state)]).toEqual(['noticed', undefined]);
});

test('a test that passes with its target emptied in both ways is given up', () => {
  const state = openWith(text);
  expect(play(state, (mutant) => (mutant.startsWith('empty') ? 'unnoticed' : 'noticed'))).toHaveLength(2);
  expect(explainWeakness(state)).toMatch('still passes when its target does nothing');
});

test('where a value cannot be made, the results that the target gives are replaced', () => {
  const state = openWith(opaque);
  expect(play(state, () => 'unnoticed')).toEqual(['value:4:other', 'value:4:empty']);
  expect(state.outcome.target).toBe('unnoticed');
});

test('where the test breaks off, a small mutant of the target has to be noticed', () => {
  const answer = (mutant: string): Play => (mutant === '2' ? 'noticed' : 'unclear');
  expect(explainWeakness(playedWith(answer))).toBeUndefined();
  expect(explainWeakness(playedWith((mutant) => (mutant === '0' ? 'noticed' : 'unclear')))).toMatch(
    'no expectation notices',
  );
});

const playedWith = (answer: (mutant: string) => Play): SubjectState => {
  const state = openWith(text);
  play(state, answer);
  return state;
};

describe('a test that calls what its target gave', () => {
  const at = (line: number): typeof range => ({
    start: { line, column: 4 },
    end: { line, column: 40 },
  });
  const made = { number: 5, range: at(2), hasValue: false };
  const beside = { number: 6, range: at(4), hasValue: false };
  const open = (returns: Record<string, typeof text>): SubjectState =>
    openSubject({ ...subject }, { mutants: [], returns }, { mutants, functions: [target, made, beside] });
  const ofMade = { given: [], canMake: true };

  test('is asked whether it notices that function emptied, where it stops without its target', () => {
    const state = open({ 4: text, 5: ofMade, 6: ofMade });
    expect(play(state, (mutant) => (mutant.startsWith('empty:5') ? 'noticed' : 'unclear'))).toContain(
      'empty:5:other:nothing',
    );
    expect([state.outcome.target, explainWeakness(state)]).toEqual(['noticed', undefined]);
  });

  test('is weak where it does not notice that either', () => {
    const state = open({ 4: text, 5: ofMade });
    play(state, (mutant) => (mutant.startsWith('empty:5') ? 'unnoticed' : 'unclear'));
    expect(explainWeakness(state)).toMatch('still passes with the code broken');
  });

  test('is not asked about functions that it did not run, or that stand beside its target', () => {
    const state = open({ 4: text, 6: ofMade });
    expect(play(state, () => 'unclear').filter((mutant) => !mutant.includes(':4:'))).toEqual([]);
  });

  test('is given up where it passes with its target emptied', () => {
    const state = open({ 4: text, 5: ofMade });
    expect(play(state, (mutant) => (mutant.startsWith('empty:4') ? 'unnoticed' : 'noticed'))).toHaveLength(2);
    expect(state.outcome.target).toBe('unnoticed');
  });
});

test('breaking off kills no mutant', () => {
  const state = openWith(undefined);
  play(state, () => 'unclear');
  expect([state.outcome.killed.size, explainWeakness(state)]).toEqual([
    0,
    'it still passes with the code broken in 3 ways',
  ]);
});

test('nothing more is tried once a failure was swallowed', () => {
  expect(play(openWith(text), () => 'swallowed')).toHaveLength(1);
});
