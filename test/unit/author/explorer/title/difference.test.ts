/** A title says what sets a case apart from the others of its function. */
import type { Expression } from '../../../../../src/author/explorer/notation/expression.js';
import type { RecordedCase } from '../../../../../src/author/explorer/notation/recorded-case.js';
import { titleCase } from '../../../../../src/author/explorer/title/title.js';
import { param } from '../support.js';
import { target, called, lit, obj, recorded, nothing, view, context } from './titled.js';

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
