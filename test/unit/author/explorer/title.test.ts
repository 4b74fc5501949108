/** Titles say what happens and the condition of the source under which it does. */
import type { BranchPlace, RecordedCase } from '../../../../src/author/explorer/expression.js';
import { createSourceView, type LineRange, titleCase } from '../../../../src/author/explorer/title.js';

const source = `function price(order, isMember) {
  if (order.total > 100) {
    return 'free';
  }
  if (!isMember) return 'full';
  const kind = order.gift ?? isMember ? 'gift' : 'plain';
  switch (order.size) {
    case 'xl':
      return kind;
    case 7: return 'odd';
    default:
      return 'none';
  }
}
function other(list) {
  if (
    list.length > 0 && // not the empty one
    list[0] === ')'
  ) return 1;
  if (list.some((item) => item.price > 10 && item.name.startsWith('very long name of a thing'))) return 2;
}
`;

/** Where a branch stands: the text is looked up in the source. */
function place(type: string, text: string, paths: string[] = []): BranchPlace {
  const at = (part: string): { line: number; column: number } => {
    const before = source.slice(0, source.indexOf(part)).split('\n');
    return { line: before.length, column: before.at(-1)?.length ?? 0 };
  };
  return { type, ...at(text), paths: paths.map((part) => ({ start: at(part), end: {} })) };
}

const branches: Record<string, BranchPlace> = {
  0: place('if', 'if (order.total'),
  1: place('if', 'if (!isMember)'),
  2: place('cond-expr', 'order.gift ??'),
  3: place('switch', 'switch (order.size)', [`case 'xl'`, 'case 7', 'default:']),
  4: place('if', 'if (\n'),
  5: place('if', 'if (list.some'),
  6: place('binary-expr', 'list.length > 0'),
};
const view = createSourceView(source, branches, null);
const price: LineRange = { first: 1, last: 14 };

function recorded(owns: string[], changes: Partial<RecordedCase> = {}): RecordedCase {
  return {
    unit: 'a.js#price',
    target: 'a.js#price',
    case: { construct: null, steps: [{ member: null, kind: 'call', args: [{ k: 'lit', v: 5 }] }] },
    outcome: { kind: 'returns', value: { k: 'lit', v: 'free' } },
    observations: [],
    owns,
    pins: { clock: false, random: false },
    awaitsCallback: null,
    ...changes,
  };
}
const titleOf = (kase: RecordedCase, range: LineRange | null = null): string =>
  titleCase(kase, view, new Set(), new Set(), range);

describe('the condition of the branch', () => {
  test.each([
    ['if', 'b0.0', 'returns "free" when order.total > 100'],
    ['else', 'b0.1', 'returns "free" unless order.total > 100'],
    ['a negated if', 'b1.0', 'returns "free" without isMember'],
    ['the else of a negated if', 'b1.1', 'returns "free" with isMember'],
    ['a ternary behind ??', 'b2.0', 'returns "free" when order.gift ?? isMember'],
    ['the other side of a ternary', 'b2.1', 'returns "free" unless order.gift ?? isMember'],
    ['a case', 'b3.0', `returns "free" when order.size is 'xl'`],
    ['another case', 'b3.1', 'returns "free" when order.size is 7'],
    ['the default case has none', 'b3.2', 'returns "free" for 5'],
    ['over several lines with a comment', 'b4.0', `returns "free" when list.length > 0 && list[0] === ')'`],
    ['one too long to read is left out', 'b5.0', 'returns "free" for 5'],
    ['part of a logical expression has none', 'b6.1', 'returns "free" for 5'],
    ['a branch that nobody knows', 'b99.0', 'returns "free" for 5'],
    ['a statement has none', 's3', 'returns "free" for 5'],
  ])('%s', (_, counter, title) => {
    expect(titleOf(recorded([counter]))).toBe(title);
  });

  test('of another function is no part of the title', () => {
    expect(titleOf(recorded(['b4.0']), price)).toBe('returns "free" for 5');
    expect(titleOf(recorded(['b4.0', 'b0.1']), price)).toBe('returns "free" unless order.total > 100');
  });
});

describe('titles of one target', () => {
  test('take a condition that no earlier title took', () => {
    const [taken, used] = [new Set<string>(), new Set<string>()];
    const titles = [
      ['b0.0', 'b1.0'],
      ['b0.0', 'b1.0'],
      ['b0.0', 'b1.0'],
    ].map((owns) => titleCase(recorded(owns), view, taken, used, price));
    expect(titles).toEqual([
      'returns "free" when order.total > 100',
      'returns "free" without isMember',
      'returns "free" for 5',
    ]);
  });

  test('are unique however alike the cases are', () => {
    const [taken, used] = [new Set<string>(), new Set<string>()];
    const titles = Array.from({ length: 8 }, () => titleCase(recorded(['b0.0']), view, taken, used, price));
    expect(new Set(titles).size).toBe(8);
    for (const title of titles) expect(title).toMatch(/^returns "free" /);
  });
});

describe('what happens', () => {
  test.each<[string, Partial<RecordedCase>, string]>([
    [
      'an own error by its message',
      { outcome: { kind: 'throws', name: 'Error', message: 'no total', isNative: false } },
      'throws "no total" when order.total > 100',
    ],
    [
      "an error of the engine by its class, whose message is not the host's",
      { outcome: { kind: 'throws', name: 'TypeError', message: 'x is not a function', isNative: true } },
      'throws a TypeError when order.total > 100',
    ],
    [
      'a rejection',
      { outcome: { kind: 'rejects', name: 'Error', message: '', isNative: false } },
      'rejects with an Error when order.total > 100',
    ],
    [
      'a promise',
      { outcome: { kind: 'resolves', value: { k: 'arr', items: [] } } },
      'resolves to an empty list when order.total > 100',
    ],
    [
      'an iterator',
      { outcome: { kind: 'yields', value: { k: 'arr', items: [{ k: 'undef' }] } } },
      'yields a list of 1 when order.total > 100',
    ],
    [
      'nothing',
      { outcome: { kind: 'returns', value: { k: 'undef' } } },
      'returns nothing when order.total > 100',
    ],
    [
      'an empty text',
      { outcome: { kind: 'returns', value: { k: 'lit', v: '' } } },
      'returns an empty string when order.total > 100',
    ],
    [
      'a change of the instance',
      {
        outcome: { kind: 'returns-this' },
        observations: [{ of: { kind: 'property', name: 'size' }, value: { k: 'lit', v: 2 } }],
      },
      'sets size to 2 when order.total > 100',
    ],
    [
      'a callback',
      { outcome: { kind: 'returns', value: { k: 'undef' } }, awaitsCallback: 0 },
      'answers through the callback when order.total > 100',
    ],
  ])('%s', (_, changes, title) => {
    expect(titleOf(recorded(['b0.0'], changes))).toBe(title);
  });

  test('without a condition the arguments tell the cases apart', () => {
    const withArgs = (...args: RecordedCase['case']['steps'][0]['args']): RecordedCase =>
      recorded([], { case: { construct: null, steps: [{ member: null, kind: 'call', args }] } });
    expect(titleOf(withArgs())).toBe('returns "free" without arguments');
    expect(titleOf(withArgs({ k: 'lit', v: '' }, { k: 'obj', props: [['a', { k: 'undef' }]] }))).toBe(
      'returns "free" for an empty string and an object with a',
    );
  });
});
