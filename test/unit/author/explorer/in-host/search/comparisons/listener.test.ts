/** Rewritten code behaves as before, and each comparison reports its operands and outcome. */
import { createListener } from '../../../../../../../src/author/explorer/in-host/search/comparisons/listener.cjs';

interface Met {
  kind: string;
  left: unknown;
  right: unknown;
  outcome: boolean;
}

function listen(): { met: Met[]; listener: ReturnType<typeof createListener> } {
  const met: Met[] = [];
  const listener = createListener(
    (_, kind, left, right, outcome) => void met.push({ kind, left, right, outcome }),
  );
  return { met, listener };
}
const number = (value: unknown): number => value as number;

test.each([
  ['===', 1, 1, true],
  ['!==', 1, 1, false],
  ['==', 1, '1', true],
  ['!=', 1, '2', true],
  ['<', 1, 2, true],
  ['>=', 1, 2, false],
])('%s of %p and %p gives what the language gives', (operator, left, right, expected) => {
  const { listener } = listen();
  expect(listener.compare('p', operator, number(left), number(right))).toBe(expected);
});

test('inequality reports whether the operands were equal', () => {
  const { met, listener } = listen();
  listener.compare('p', '!==', number('a'), number('b'));
  expect(met).toEqual([{ kind: 'equal', left: 'a', right: 'b', outcome: false }]);
});

test.each<[string, unknown, string, unknown[], unknown, Partial<Met>[]]>([
  ['startsWith', 'abc', 'startsWith', ['ab'], true, [{ kind: 'text', right: 'ab', outcome: true }]],
  ['test', /b/g, 'test', ['abc'], true, [{ kind: 'regex', left: 'abc', outcome: true }]],
  [
    'includes',
    ['x', 'y'],
    'includes',
    ['y'],
    true,
    [
      { right: 'x', outcome: false },
      { right: 'y', outcome: true },
    ],
  ],
  ['has', new Set(['k']), 'has', ['k'], true, [{ kind: 'equal', right: 'k', outcome: true }]],
  ['hasOwnProperty', { a: 1 }, 'hasOwnProperty', ['b'], false, [{ kind: 'key', left: 'b', outcome: false }]],
])('%s is carried out and reports what it looked for', (_, holder, name, args, result, reports) => {
  const { met, listener } = listen();
  expect(listener.call('p', holder, name, args)).toBe(result);
  expect(met).toMatchObject(reports);
});

test('typeof, in, instanceof, length, truth and keys report too', () => {
  const { met, listener } = listen();
  expect(listener.type('p', '===', 5, 'number')).toBe(true);
  expect(listener.has('p', 'a', { a: 1 })).toBe(true);
  expect(listener.instance('p', [], Array)).toBe(true);
  expect(listener.length('p', '>', [1, 2], 1)).toBe(true);
  expect(listener.truth('p', 0)).toBe(0);
  expect(listener.key('p', { a: 1 }, 'b')).toBe('b');
  expect(met.map(({ kind, outcome }) => [kind, outcome])).toEqual([
    ['type', true],
    ['key', true],
    ['instance', true],
    ['length', true],
    ['truth', false],
    ['key', false],
  ]);
});

test('a switch reports each of its cases, and one that throws ends the reporting only', () => {
  const { met, listener } = listen();
  expect(listener.cases('p', 'b', () => ['a', 'b'])).toBe('b');
  expect(met.map(({ outcome }) => outcome)).toEqual([false, true]);
  const fail = (): unknown[] => {
    throw new Error('not yet');
  };
  expect(listener.cases('p', 'b', fail)).toBe('b');
});
