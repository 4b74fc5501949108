/** Titles say what happens and the condition of the source under which it does. */
import type { Expression } from '../../../../../src/author/explorer/notation/expression.js';
import type { RecordedCase } from '../../../../../src/author/explorer/notation/recorded-case.js';
import { createSourceView } from '../../../../../src/author/explorer/title/conditions/branch-condition.js';
import { titleCase } from '../../../../../src/author/explorer/title/title.js';
import {
  viewOf,
  target,
  unknown,
  called,
  lit,
  obj,
  recorded,
  nothing,
  view,
  context,
  titleOf,
} from './titled.js';

describe('the condition of the branch, in words', () => {
  test.each([
    ['n > 3', 'when n is above 3', 'when n is at most 3'],
    ['3 < n', 'when n is above 3', 'when n is at most 3'],
    ['n < 0', 'when n is negative', 'when n is at least 0'],
    ['n % 2 === 0', 'when n is even', 'when n is odd'],
    ['order == null', 'when order is missing', 'when order is given'],
    ['order === null || order === undefined', 'when order is missing', 'when order is given'],
    ["typeof text === 'string'", 'when text is a string', 'when text is not a string'],
    ['order instanceof Date', 'when order is a Date', 'when order is not a Date'],
    ["text === ''", 'when text is empty', 'when text is not empty'],
    ['list.length === 0', 'when list is empty', 'when list is not empty'],
    ['list.length > 0', 'when list is not empty', 'when list is empty'],
    ['!list.length', 'when list is empty', 'when list is not empty'],
    ['text.length > 21', 'when text is longer than 21', 'when text is no longer than 21'],
    ['Array.isArray(list)', 'when list is an array', 'when list is not an array'],
    ['!Number.isInteger(n)', 'when n is not a whole number', 'when n is a whole number'],
    ['isNaN(n)', 'when n is not a number', 'when n is a number'],
    ['text.startsWith("#")', 'when text starts with "#"', 'when text does not start with "#"'],
    ['text.charAt(0) === "-"', 'when text starts with "-"', 'when text does not start with "-"'],
    ['list.indexOf(n) >= 0', 'when list contains n', 'when list does not contain n'],
    ['EU.has(text)', 'when text is in EU', 'when text is not in EU'],
    ['/^\\d+$/.test(text)', 'when text has digits only', 'when text does not have digits only'],
    ['/^(?:net\\s*)?(\\d+)$/.test(text)', null, 'when text does not match'],
    ['ISO_DATE.test(text)', 'when text matches ISO_DATE', 'when text does not match ISO_DATE'],
    ['isLeapYear(n)', 'when n is a leap year', 'when n is not a leap year'],
    ['order.isPaid()', 'when order is paid', 'when order is not paid'],
    ['!isMember', 'when not member', 'when member'],
    ['order.discount', 'with order.discount', 'without order.discount'],
    ['options.strict', 'with the strict option', 'without the strict option'],
    ['options && options.strict', 'with the strict option', null],
    ['options && n > 3', 'when n is above 3', null],
    ['"id" in order', 'when order has "id"', 'when order does not have "id"'],
    ['n > 3 && !text', 'when n is above 3 and text is not set', null],
    ['order.total === n', 'when order.total equals n', 'when order.total differs from n'],
    // What only the author of the code understands is left out.
    ['n > 3 && n < 9 && text && list', null, null],
    ['hit', null, null],
    ['weigh(order, n) + 2 > list[n + 1]', null, null],
  ])('%s', (condition, yes, no) => {
    const [given, otherwise] = ['b0.0', 'b0.1'].map((counter) => {
      return titleOf(recorded([counter], called(...unknown)), viewOf(condition));
    });
    const plain = 'is "free" for an order, a list and a text';
    expect(given).toBe(yes === null ? plain : `is "free" ${yes}`);
    expect(otherwise).toBe(no === null ? plain : `is "free" ${no}`);
  });

  test('of a match by the name of its variable', () => {
    const matched = viewOf('!hit', { before: 'const hit = ISO_DATE.exec(text);' });
    const given = { ...called(...unknown), outcome: recorded([]).outcome };
    expect(titleOf(recorded(['b0.0'], given), matched)).toBe('is "free" when text does not match ISO_DATE');
  });

  test('of a loop may hold and not hold in one call, so it is not told', () => {
    const looped = createSourceView(
      'function f(n) {\n while (n--) {\n  if (n > 3) { a(); }\n }\n}',
      {
        0: { type: 'if', line: 3, column: 2, paths: [] },
      },
      null,
    );
    expect(titleOf(recorded(['b0.0']), looped)).toBe('is "free" for order 5');
  });

  test('of another function is no part of the title', () => {
    const elsewhere = { ...target, range: { first: 9, last: 12 } };
    expect(titleCase(recorded(['b0.0']), { ...context, taken: nothing(), target: elsewhere })).toBe(
      'is "free" for order 5',
    );
  });

  test('of a guard that was passed does not decide what is thrown', () => {
    const thrown: RecordedCase['outcome'] = { kind: 'throws', name: 'Error', message: 'no', isNative: false };
    const guard = viewOf('n > 3', { then: "throw new Error('no');", after: 'go();' });
    const changes = { outcome: thrown, ...called(...unknown) };
    expect(titleOf(recorded(['b0.0'], changes), guard)).toBe('throws "no" when n is above 3');
    expect(titleOf(recorded(['b0.1'], changes), guard)).toBe('throws "no"');
  });

  test('of a switch is the case, unless the case above may have led there', () => {
    const source = [
      'function price(order) {',
      '  switch (order.size) {',
      "    case 'xl':",
      '      return 1;',
      '    case 7:',
      '    case 8:',
      '      return 2;',
      '  }',
      '}',
    ];
    const sized = createSourceView(
      source.join('\n'),
      { 0: { type: 'switch', line: 2, column: 2, paths: [] } },
      null,
    );
    const titles = ['b0.0', 'b0.1', 'b0.2'].map((counter) => titleOf(recorded([counter]), sized));
    expect(titles).toEqual([
      'is "free" when order.size is "xl"',
      'is "free" when order.size is 7',
      'is "free" for order 5',
    ]);
  });
});

describe('a name that no reader of the test knows', () => {
  test.each([
    ['late > 3', 'const late = order.today - order.due;', null],
    ['comma === -1', "const comma = text.lastIndexOf(',');", null],
    ['month === -1', 'const month = MONTHS.indexOf(text);', null],
    ['seen', 'let seen = n > 3;\n  seen = false;', null],
    ['month === n', 'const month = parseMonth(text);', null],
    ['open < 0', 'const open = order.balance();', 'when the balance is negative'],
    ['sum === 0', 'const sum = getTotal(list);', 'when the total is 0'],
    ['total > 3', 'const total = order.total;', 'when order.total is above 3'],
    ['isBig', 'const isBig = n > 3;', 'when n is above 3'],
    ['n > LIMIT', 'n = n / 2;', null],
    ["text === ''", 'text = text.trim();', 'when text is empty'],
    ['options.strict', 'options = options || {};', 'with the strict option'],
  ])('%s after %s', (condition, before, clause) => {
    const title = titleOf(recorded(['b0.0'], called(...unknown)), viewOf(condition, { before }));
    expect(title).toBe(`is "free" ${clause ?? 'for an order, a list and a text'}`);
  });
});

describe('of two operands of which one is enough', () => {
  const undef: Expression = { k: 'undef' };
  const order = obj({ vip: lit(true), total: lit(0) });
  const args = [order, { k: 'arr', items: [] } satisfies Expression, lit(''), lit(2)];
  test.each([
    ['isOdd(order) || n < 3', 0, 'when n is below 3'],
    ['n > 3 || order.total <= 0', 0, 'when order.total is at most 0'],
    ['order.business && order.vip', 1, 'without order.business'],
    ['!list || list.length === 0', 0, 'when list is empty'],
    ["typeof n !== 'number' || typeof text !== 'number'", 0, 'when text is not a number'],
    ['!(text !== "" && n)', 0, 'when text is empty'],
    ['n === 5 || Array.isArray(list)', 0, 'when list is an array'],
    ['options.strict && n > 1', 1, 'without the strict option'],
    // Nobody can know which of them it was.
    ['weigh(order) > 3 || measure(order) > 3', 0, null],
    ['this.paid || this.lines.length === 0', 0, null],
    // The arguments contradict it: the code looked at something else.
    ['n > 3', 0, null],
  ])('%s names the one that decided', (condition, path, clause) => {
    const title = titleOf(recorded([`b0.${path}`], called(...args, undef)), viewOf(condition));
    const plain = 'is "free" for no list and an empty text';
    expect(title?.replace(/^is "free" for .*/, plain)).toBe(clause === null ? plain : `is "free" ${clause}`);
  });
});

describe('titles of one target', () => {
  test('are unique, and none is left for a case that words cannot set apart', () => {
    const taken = nothing();
    const titles = Array.from({ length: 8 }, () => titleCase(recorded(['b0.0']), { ...context, taken }));
    const said = titles.filter((title) => title !== null);
    expect(said.length).toBeGreaterThan(2);
    expect(new Set(said).size).toBe(said.length);
    for (const title of said) expect(title).toMatch(/^is "free"[^()]*$/);
    expect(titles.at(-1)).toBeNull();
  });

  test('are told apart by their arguments and by what came before, without numbers', () => {
    const taken = nothing();
    const redeem = (code: string): RecordedCase['case']['steps'][number] => ({
      member: 'redeem',
      kind: 'call',
      args: [{ k: 'lit', v: code }],
    });
    const total = { member: 'total', kind: 'get' as const, args: [] };
    const titles = ['P4', 'F8'].map((code) =>
      titleCase(recorded([], { case: { construct: [], steps: [redeem(code), total] } }), {
        ...context,
        taken,
      }),
    );
    expect(titles).toEqual(['is "free" after redeeming', 'is "free"']);
  });
});

const throwing = viewOf('order.total > 100', { then: 'throw order;' });

describe('what happens', () => {
  test.each<[string, Partial<RecordedCase>, string]>([
    [
      'an own error by its message',
      { outcome: { kind: 'throws', name: 'Error', message: 'no total', isNative: false } },
      'throws "no total" when order.total is above 100',
    ],
    [
      "an error of the engine by its class, whose message is not the host's",
      { outcome: { kind: 'throws', name: 'TypeError', message: 'x is not a function', isNative: true } },
      'throws a TypeError when order.total is above 100',
    ],
    [
      'a rejection',
      { outcome: { kind: 'rejects', name: 'Error', message: '', isNative: false } },
      'rejects with an Error when order.total is above 100',
    ],
    [
      'a promise',
      { outcome: { kind: 'resolves', value: { k: 'arr', items: [] } } },
      'resolves to an empty list when order.total is above 100',
    ],
    [
      'an iterator',
      { outcome: { kind: 'yields', value: { k: 'arr', items: [{ k: 'undef' }] } } },
      'returns the price when order.total is above 100',
    ],
    [
      'nothing',
      { outcome: { kind: 'returns', value: { k: 'undef' } } },
      'returns nothing when order.total is above 100',
    ],
    [
      'an empty text',
      { outcome: { kind: 'returns', value: { k: 'lit', v: '' } } },
      'is an empty string when order.total is above 100',
    ],
    [
      'a change of the instance',
      {
        outcome: { kind: 'returns-this' },
        observations: [{ of: { kind: 'property', name: 'size' }, value: { k: 'lit', v: 2 } }],
      },
      'sets size to 2 when order.total is above 100',
    ],
    [
      'a callback',
      { outcome: { kind: 'returns', value: { k: 'undef' } }, awaitsCallback: 0 },
      'answers through the callback when order.total is above 100',
    ],
  ])('%s', (_, changes, title) => {
    expect(titleOf(recorded(['b0.0'], changes), /throws|rejects/.test(title) ? throwing : view)).toBe(title);
  });

  test('without a condition the arguments tell the cases apart', () => {
    const withArgs = (...args: RecordedCase['case']['steps'][0]['args']): RecordedCase =>
      recorded([], { case: { construct: null, steps: [{ member: null, kind: 'call', args }] } });
    expect(titleOf(withArgs({ k: 'lit', v: '' }, { k: 'obj', props: [['a', { k: 'lit', v: 1 }]] }))).toBe(
      'is "free" for an empty order',
    );
  });
});
