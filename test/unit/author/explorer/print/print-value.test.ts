/** Printed values mean what the explorer tried, and look as the host would write them. */
import fc from 'fast-check';
import type { Act, Expression } from '../../../../../src/author/explorer/notation/expression.js';
import {
  printCall,
  type PrintContext,
  printMatcher,
  printValue,
} from '../../../../../src/author/explorer/print/print-value.js';
import type { TestConventions } from '../../../../../src/domain/host.js';
import type { Access } from '../../../../../src/domain/target.js';
import { plainContext, conventions } from '../support.js';
import { build } from '../../../../../src/author/explorer/in-host/values/build.cjs';

const contextOf = (changes: Partial<TestConventions> = {}, mocksFunctions = false): PrintContext => {
  const nameOf = ({ export: from, members }: Access): string =>
    [from.kind === 'named' ? from.name : from.kind, ...members].join('.');
  const names = { nameOf, typeNameOf: nameOf, typeTextOf: () => '' };
  return { conventions: { ...conventions, ...changes }, ...names, mocksFunctions };
};
const single = contextOf();
const double = contextOf({ quotes: 'double' });

/** What the source evaluates to, in the classes of this context. */
function evaluate(source: string): unknown {
  const read = Reflect.construct(Function, [`return (${source});`]) as () => unknown;
  return read();
}

const text = fc.oneof(
  fc.constantFrom(
    '',
    '__proto__',
    'toString',
    "it's",
    'say "hi"',
    `'"`,
    '\\',
    "\\'",
    '\n',
    '\r\n',
    '\u2028\u2029',
  ),
  fc.constantFrom('a b', 'class', '1', '-0', '${x}', '`', '\0', '\ud800', 'é', '</script>', '*/', 'naïve 🙂'),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0));
const regex = fc
  .constantFrom(/a\/b/g, /[/"']+/, /\n/, new RegExp(''), /\u2028/u, /^\\$/im, /(?<y>\d{4})\/\k<y>/)
  .map(({ source, flags }): Expression => ({ k: 'regex', source, flags }));
const leaf: fc.Arbitrary<Expression> = fc.oneof(
  fc
    .oneof(text, finite, fc.integer(), fc.boolean(), fc.constant(null))
    .map((v): Expression => ({ k: 'lit', v })),
  fc.constantFrom('NaN', 'Infinity', '-Infinity', '-0').map((v): Expression => ({ k: 'num', v: v as 'NaN' })),
  fc.bigInt().map((v): Expression => ({ k: 'big', v: String(v) })),
  // Invalid dates have a test of their own: Jest does not find them equal.
  fc.integer({ min: -8.64e15, max: 8.64e15 }).map((ms): Expression => ({ k: 'date', ms })),
  fc.constant<Expression>({ k: 'undef' }),
  regex,
);
const { value } = fc.letrec<{ value: Expression }>((tie) => {
  const many = fc.array(tie('value'), { maxLength: 5 });
  const pairs = <T>(key: fc.Arbitrary<T>): fc.Arbitrary<[T, Expression][]> =>
    fc.array(fc.tuple(key, tie('value')), { maxLength: 5 });
  return {
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      many.map((items): Expression => ({ k: 'arr', items })),
      many.map((items): Expression => ({ k: 'set', items })),
      pairs(text).map((props): Expression => ({ k: 'obj', props })),
      pairs(tie('value')).map((entries): Expression => ({ k: 'map', entries })),
    ),
  };
});

const str = (v: string): Expression => ({ k: 'lit', v });
const words = (count: number): Expression => ({
  k: 'arr',
  items: Array.from({ length: count }, (_, index) => str(`word number ${index}`)),
});

describe('a printed value', () => {
  test.each([
    ['single', single],
    ['double', double],
    ['tab-indented', contextOf({ indent: '\t', trailingCommas: false })],
  ])('evaluates to what the explorer built, in %s style', (_, context) => {
    fc.assert(
      fc.property(value, (expression) => {
        expect(evaluate(printValue(expression, context))).toStrictEqual(build(expression, plainContext));
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  test('keeps its own property __proto__ and the prototype of plain objects', () => {
    const expression: Expression = { k: 'obj', props: [['__proto__', { k: 'arr', items: [] }]] };
    const evaluated = evaluate(printValue(expression, single)) as object;
    expect(Object.keys(evaluated)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(evaluated)).toBe(Object.prototype);
  });

  test.each([null, 8.64e15 + 1])('of an invalid date (%p) is an invalid date', (ms) => {
    const expression: Expression = { k: 'date', ms };
    for (const date of [evaluate(printValue(expression, single)), build(expression, plainContext)]) {
      expect(date).toBeInstanceOf(Date);
      expect((date as Date).getTime()).toBeNaN();
    }
  });

  test('of a function returns what the explorer let it return', () => {
    fc.assert(
      fc.property(value, (returns) => {
        const printed = evaluate(printValue({ k: 'fn', returns }, single)) as () => unknown;
        const built = build({ k: 'fn', returns }, plainContext) as () => unknown;
        expect(printed()).toStrictEqual(built());
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  test('of bytes, addresses and promises are of the same class with the same content', async () => {
    const list: Expression = { k: 'arr', items: [1, 255].map((v): Expression => ({ k: 'lit', v })) };
    const made: Expression[] = [
      { k: 'builtin', name: 'Uint8Array', args: [list] },
      { k: 'builtin', name: 'Buffer', args: [str("it's")] },
      { k: 'builtin', name: 'URL', args: [str('https://example.org/a?b=1')] },
      { k: 'promise', value: list },
    ];
    for (const expression of made) {
      const [printed, built] = [evaluate(printValue(expression, single)), build(expression, plainContext)];
      expect(Object.getPrototypeOf(printed)).toBe(Object.getPrototypeOf(built));
      expect(await printed).toEqual(await built);
    }
  });
});

describe('in the style of the host', () => {
  test.each<[string, Expression, PrintContext, string]>([
    ['single quotes', str('plain'), single, `'plain'`],
    ['double quotes', str('plain'), double, `"plain"`],
    ['the other quotes where they save escapes', str("it's"), single, `"it's"`],
    ['the other quotes where they save escapes', str('say "hi"'), double, `'say "hi"'`],
    [
      'keys without quotes where that is possible',
      {
        k: 'obj',
        props: [
          ['a', str('x')],
          ['b c', str('y')],
        ],
      },
      single,
      `{ a: 'x', 'b c': 'y' }`,
    ],
    [
      'nothing between empty brackets',
      {
        k: 'obj',
        props: [
          ['list', { k: 'arr', items: [] }],
          ['map', { k: 'map', entries: [] }],
        ],
      },
      single,
      '{ list: [], map: new Map() }',
    ],
    [
      'dates without idle milliseconds',
      { k: 'date', ms: Date.UTC(2024, 0, 15, 12) },
      single,
      `new Date('2024-01-15T12:00:00Z')`,
    ],
    [
      'what a short function returns',
      { k: 'fn', returns: { k: 'obj', props: [['ok', { k: 'lit', v: true }]] } },
      single,
      '() => ({ ok: true })',
    ],
    [
      'a mock where calls are looked at',
      { k: 'fn', returns: { k: 'undef' } },
      contextOf({}, true),
      'jest.fn()',
    ],
    [
      'the member of an enum',
      {
        k: 'lit',
        v: 2,
        access: { module: 'a.ts', export: { kind: 'named', name: 'Color' }, members: ['Red'] },
      },
      single,
      'Color.Red',
    ],
    [
      'a cast to a branded type',
      {
        k: 'lit',
        v: 'u1',
        brand: { module: 'a.ts', export: { kind: 'named', name: 'UserId' }, members: [] },
      },
      single,
      `'u1' as UserId`,
    ],
    [
      'what exported functions and their results give',
      {
        k: 'method',
        of: {
          k: 'call',
          access: { module: 'a.ts', export: { kind: 'named', name: 'list' }, members: [] },
          args: [
            { k: 'ref', access: { module: 'a.ts', export: { kind: 'named', name: 'p' }, members: ['text'] } },
          ],
        },
        member: 'min',
        args: [{ k: 'lit', v: 2 }],
      },
      single,
      'list(p.text).min(2)',
    ],
  ])('%s', (_, expression, context, printed) => {
    expect(printValue(expression, context)).toBe(printed);
  });

  test('a list that does not fit on a line stands one item to a line', () => {
    expect(printValue(words(6), single)).toBe(
      `[\n${[0, 1, 2, 3, 4, 5].map((index) => `  'word number ${index}',\n`).join('')}]`,
    );
    expect(printValue(words(6), contextOf({ trailingCommas: false, indent: '\t' }))).toMatch(
      /^\[\n\t'word number 0',\n(\t.*,\n)+\t'word number 5'\n\]$/,
    );
  });

  test('what is nested in a long list is indented with it', () => {
    expect(printValue({ k: 'obj', props: [['list', words(6)]] }, single)).toMatch(
      /^\{\n {2}list: \[\n {4}'word number 0',\n[^]+\n {2}\],\n\}$/,
    );
  });

  test('a call with long arguments has them on lines of their own', () => {
    const long = str('x'.repeat(60));
    expect(printCall('join', [str('a'), str('b')], single)).toBe(`join('a', 'b')`);
    expect(printCall('join', [long, long], single)).toBe(
      `join(\n  '${'x'.repeat(60)}',\n  '${'x'.repeat(60)}',\n)`,
    );
  });
});

describe('a matcher', () => {
  test.each<[Expression, string]>([
    [{ k: 'undef' }, 'toBeUndefined()'],
    [{ k: 'lit', v: null }, 'toBeNull()'],
    [{ k: 'num', v: 'NaN' }, 'toBeNaN()'],
    [{ k: 'num', v: '-0' }, 'toBe(-0)'],
    [{ k: 'lit', v: false }, 'toBe(false)'],
    [{ k: 'big', v: '3' }, `toBe(BigInt('3'))`],
    [{ k: 'arr', items: [] }, 'toEqual([])'],
    [{ k: 'obj', props: [['a', str('b')]], partial: true }, `toMatchObject({ a: 'b' })`],
    [
      {
        k: 'obj',
        props: [
          ['a', str('b')],
          ['c', { k: 'undef' }],
        ],
      },
      `toEqual({ a: 'b' })`,
    ],
    [{ k: 'obj', props: [['c', { k: 'undef' }]], partial: true }, `toMatchObject({ c: undefined })`],
    [
      { k: 'arr', items: [{ k: 'obj', props: [['c', { k: 'undef' }]] }, { k: 'undef' }] },
      'toEqual([{}, undefined])',
    ],
  ])('of %j is %s', (expected, matcher) => {
    expect(printMatcher(expected, single)).toBe(matcher);
  });
});

test.each<[Act, string]>([
  [{ kind: 'calls', at: 0, args: [] }, '(next) => next()'],
  [{ kind: 'calls', at: 1, args: [{ k: 'lit', v: 1 }] }, '(value, done) => done(1)'],
  [{ kind: 'calls', at: 1, args: [{ k: 'lit', v: 1 }], settles: true }, '(resolve, reject) => reject(1)'],
  [{ kind: 'calls', at: 0, args: [], isLater: true }, '(next) => {\n  setTimeout(() => next());\n}'],
  [{ kind: 'fails', message: "can't" }, '() => {\n  throw new Error("can\'t");\n}'],
  [{ kind: 'fails', message: 'no', isAsync: true }, "async () => {\n  throw new Error('no');\n}"],
  [{ kind: 'gives-back' }, '(value) => value'],
  [{ kind: 'gives-back', isAsync: true }, 'async (value) => value'],
])('a function that acts reads as a person would write it: %j', (acts, printed) => {
  const given: Expression = { k: 'fn', returns: { k: 'undef' }, acts };
  expect(printValue(given, single)).toBe(printed);
  const isMocked = printValue(given, contextOf({}, true)).startsWith('jest.fn(');
  expect(isMocked).toBe(acts.kind === 'fails');
});

test('a member that is held in a variable of its name is written once', () => {
  const onOpen: Expression = { k: 'fn', returns: { k: 'undef' } };
  const context = { ...single, named: new Map([[onOpen, 'onOpen']]) };
  expect(printValue({ k: 'obj', props: [['onOpen', onOpen]] }, context)).toBe('{ onOpen }');
  expect(printValue({ k: 'obj', props: [['onShut', onOpen]] }, context)).toBe('{ onShut: onOpen }');
});

test('of an object with members that are not spoken of, the others are matched', () => {
  const value: Expression = { k: 'obj', props: [['owner', { k: 'lit', v: 'Ada' }]], partial: true };
  expect(printMatcher(value, single)).toBe("toMatchObject({ owner: 'Ada' })");
});

test.each<[string, Expression]>([
  ['', { k: 'lit', v: '' }],
  ['null', { k: 'lit', v: null }],
  ['true', { k: 'lit', v: true }],
  ['a b', { k: 'lit', v: 'a b' }],
])('a member whose name is printed as its value is: %j', (name, value) => {
  const object: Expression = { k: 'obj', props: [[name, value]] };
  expect(evaluate(printValue(object, single))).toEqual(build(object, plainContext));
});
