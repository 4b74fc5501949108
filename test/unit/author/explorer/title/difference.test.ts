/** A title says what sets a case apart from the others of its function. */
import type { Expression } from '../../../../../src/author/explorer/notation/expression.js';
import type { RecordedCase } from '../../../../../src/author/explorer/notation/recorded-case.js';
import { titleCase } from '../../../../../src/author/explorer/title/title.js';
import { param } from '../support.js';
import { target, called, lit, obj, recorded, nothing, view, viewOf, context } from './titled.js';

describe('a title names what sets a case apart', () => {
  /** Titles of the calls of one function, each with its result. */
  function titlesOf(
    name: string,
    params: string[],
    calls: [Expression[], Expression][],
    doc: string | null = null,
  ) {
    const taken = nothing();
    const of = { ...target, name, doc, params: params.map((param_) => param(param_, { kind: 'unknown' })) };
    const siblings = calls.map(([args, value]) =>
      recorded([], { ...called(...args), outcome: { kind: 'returns', value } }),
    );
    return siblings.map((one) => titleCase(one, { view, taken, target: of, siblings }));
  }
  const day = (y: number, m: number, d: number): Expression => obj({ y: lit(y), m: lit(m), d: lit(d) });
  const due = obj({ due: day(2024, 3, 31) });

  test('by the argument that differs, and not by the ones that do not', () => {
    const calls = ['eom', 'net 30'].map((terms): [Expression[], Expression] => [
      [day(2024, 3, 15), lit(terms)],
      due,
    ]);
    expect(titlesOf('applyTerms', ['date', 'terms'], calls)).toEqual([
      'applies terms "eom"',
      'applies terms "net 30"',
    ]);
  });

  test('by the option that is given, and not by an argument that nearly all have, nor by an option that is not', () => {
    const options = [{ path: lit('/') }, { domain: lit('example.com') }, { secure: lit(true) }, {}];
    const calls = options.map((given): [Expression[], Expression] => [
      [lit('foo'), obj(given)],
      lit('foo=bar'),
    ]);
    expect(titlesOf('serialize', ['name', 'options'], calls)).toEqual([
      'returns "foo=bar" with path',
      'returns "foo=bar" with domain example.com',
      'returns "foo=bar" with secure',
      'returns "foo=bar"',
    ]);
  });

  test('by a day and a code of its own kind', () => {
    const calls: [Expression[], Expression][] = [
      [[day(2024, 12, 25), lit('AT')], lit(true)],
      [[day(2024, 3, 15), lit('GB')], lit(false)],
      [[day(2023, 6, 30), lit('GB')], lit(false)],
    ];
    expect(titlesOf('isHoliday', ['date', 'country'], calls)).toEqual([
      'is true for 2024-12-25 and country AT',
      'is false for 2024-03-15 and country GB',
      'is false for 2023-06-30 and country GB',
    ]);
  });

  test('by the plain fault of the input, in one phrase with the deed', () => {
    const calls: [Expression[], Expression][] = [
      [[lit('a\nb')], due],
      [[lit('')], due],
      [[lit('a')], due],
    ];
    expect(titlesOf('parse', ['text'], calls)).toEqual([
      'parses a text of several lines',
      'parses an empty text',
      'parses "a"',
    ]);
  });

  test('by plain values in and out, where there are enough for a table', () => {
    const calls = ['1', '2', '3', '4'].map((text): [Expression[], Expression] => [
      [lit(text)],
      lit(Number(text)),
    ]);
    expect(titlesOf('parseAmount', ['text'], calls)[3]).toBe('parses "4" as 4');
    expect(titlesOf('rateFor', ['text'], calls)[3]).toBe('is 4 for "4"');
    expect(titlesOf('countWords', ['text'], calls)[3]).toBe('returns 4 for "4"');
  });

  test.each([
    ['VAT of a net amount. `tax(100)` is 19.', 'tax', 'returns VAT of a net amount'],
    ['Who owes the tax: the buyer or the seller.', 'assess', 'says who owes the tax'],
    ['Splits an amount so that the parts add up.', 'allot', 'splits an amount'],
    ['31 January plus one month is the last of February.', 'addMonths', 'adds months'],
    ['1 = Monday, 7 = Sunday', 'weekday', 'is 5 for 3'],
  ])('or by the doc comment %p', (doc, name, title) => {
    expect(titlesOf(name, ['n'], [[[lit(3)], /^a/.test(name) ? due : lit(5)]], doc)).toEqual([title]);
  });
});

describe('what came of it', () => {
  const fn = (acts?: Extract<Expression, { k: 'fn' }>['acts']): Expression => ({
    k: 'fn',
    returns: { k: 'undef' },
    ...(acts ? { acts } : {}),
  });
  const titleOf = (name: string, changes: Partial<RecordedCase>): string | null =>
    titleCase(recorded([], changes), {
      ...context,
      taken: nothing(),
      target: { ...target, name, params: [param('component', { kind: 'unknown' })] },
    });

  test('is what an object reports as its error', () => {
    const value = obj({ host: lit('[a]'), error: lit('The host is malformed.') });
    const changes: Partial<RecordedCase> = { ...called(lit('[a]')), outcome: { kind: 'returns', value } };
    expect(titleOf('parse', changes)).toBe('reports "The host is malformed."');
  });

  test('is the result itself, where the function has no name', () => {
    const text = 'The quick brown fox jumps over\n the lazy dog, and sleeps.';
    const changes: Partial<RecordedCase> = {
      ...called(obj({ cut: lit(true) })),
      outcome: { kind: 'returns', value: lit(text) },
    };
    expect(titleOf('default', changes)).toBe('is a text of 2 lines for a cut component');
  });

  test('is said by the verb, where it stands last in the name', () => {
    const value = obj({ path: lit('a'), query: lit('b'), hash: lit('c') });
    const changes: Partial<RecordedCase> = {
      ...called(obj({ path: lit('x') })),
      outcome: { kind: 'returns', value },
    };
    expect(titleOf('mailtoParse', changes)).toBe('parses mailto');
    expect(titleOf('nextOrder', changes)).toBe('returns the next order');
  });

  test('is what a collaborator is given, by the name of its function', () => {
    const calls: Expression = { k: 'arr', items: [{ k: 'arr', items: [lit('data'), { k: 'undef' }] }] };
    const changes: Partial<RecordedCase> = {
      case: {
        construct: [obj({ digest: fn(), update: fn() })],
        steps: [{ member: 'add', kind: 'call', args: [lit('data')] }],
      },
      outcome: { kind: 'returns-this' },
      observations: [{ of: { kind: 'heard', at: 1 }, value: calls }],
    };
    expect(titleOf('Hash.add', changes)).toBe('passes "data" to update');
  });

  test('is what a function is given that the code took before, by the name of its parameter', () => {
    const calls: Expression = {
      k: 'arr',
      items: [
        { k: 'arr', items: [] },
        { k: 'arr', items: [] },
      ],
    };
    const changes: Partial<RecordedCase> = {
      case: {
        construct: null,
        steps: [
          { member: null, kind: 'call', args: [fn()] },
          { member: null, kind: 'call', args: [], on: 'held' },
        ],
      },
      outcome: { kind: 'returns', value: { k: 'undef' } },
      observations: [{ of: { kind: 'heard', at: 0 }, value: calls }],
    };
    expect(titleOf('memoize', changes)).toBe('calls component twice');
  });

  test('is the error that a function was made to fail with', () => {
    const failing = fn({ kind: 'fails', message: 'failed' });
    const changes: Partial<RecordedCase> = {
      ...called(obj({ open: failing })),
      outcome: { kind: 'throws', name: 'Error', message: 'failed', isNative: false },
    };
    expect(titleOf('connect', changes)).toBe('passes on the error of open');
  });

  test('is no option that the call leaves at its default', () => {
    const titled = (given: Expression): string | null =>
      titleCase(recorded(['b0.0'], called(lit('x'), given)), {
        ...context,
        taken: nothing(),
        view: viewOf('options.strict'),
        target: {
          ...target,
          params: [param('text', { kind: 'unknown' }), param('options', { kind: 'unknown' })],
        },
      });
    expect(titled(obj({ strict: lit(true) }))).toBe('is "free" with the strict option');
    expect(titled({ k: 'undef' })).toBe('is "free" for "x"');
  });
});

describe('the steps before', () => {
  const step = (member: string, ...args: Expression[]): RecordedCase['case']['steps'][number] => ({
    member,
    kind: 'call',
    args,
  });
  test.each([
    [[step('addLine', lit('a')), step('total')], 'is 5 with a line'],
    [
      [step('addLine', lit('a')), step('addLine', lit('b')), step('cancel'), step('total')],
      'is 5 with two lines after cancelling',
    ],
    [[step('total'), step('total')], 'is 5 the second time'],
  ])('give the object things, or happen to it', (steps, title) => {
    const changes: Partial<RecordedCase> = {
      case: { construct: [], steps },
      outcome: { kind: 'returns', value: lit(5) },
    };
    expect(
      titleCase(recorded([], changes), {
        ...context,
        taken: nothing(),
        target: { ...target, name: 'total', params: [] },
      }),
    ).toBe(title);
  });
});
