/** How a recorded case reads as the body of a test. */
import type { Expression } from '../../../../../src/author/explorer/notation/expression.js';
import type { RecordedCase } from '../../../../../src/author/explorer/notation/recorded-case.js';
import { printRecordedCase } from '../../../../../src/author/explorer/print/print-test.js';
import { instanceName } from '../../../../../src/author/explorer/print/print-steps.js';
import type { Host } from '../../../../../src/domain/host.js';
import type { Access } from '../../../../../src/domain/target.js';
import { conventions, param, unitOf } from '../support.js';

const lit = (v: string | number | boolean | null): Expression => ({ k: 'lit', v });
const named = (name: string): Access => ({ module: 'err.ts', export: { kind: 'named', name }, members: [] });

const unit = unitOf({
  id: 'err.ts#Err',
  access: named('Err'),
  isClass: true,
  constructorParams: [],
  members: [{ target: 'err.ts#Err.map', name: 'map', kind: 'call', params: [], isAsync: false }],
});

test.each([
  ['UTF8Decoder', 'utf8Decoder'],
  ['URLParser', 'urlParser'],
  ['XML', 'xml'],
  ['BoxOffice', 'boxOffice'],
  ['plain', 'instance'],
])('an object of %s is called %s', (callee, name) => {
  expect(instanceName(callee, [])).toBe(name);
});

test.each([
  ['err', 'const instance = new Err();', 'instance.map(err)'],
  ['wrap', 'const err = new Err();', 'err.map(wrap)'],
])('the object under test does not hide the imported `%s` that it is given', (name, made, call) => {
  const recorded: RecordedCase = {
    unit: unit.id,
    target: 'err.ts#Err.map',
    case: {
      construct: [],
      steps: [{ member: 'map', kind: 'call', args: [{ k: 'ref', access: named(name) }] }],
    },
    outcome: { kind: 'returns', value: { k: 'lit', v: 1 } },
    observations: [],
    owns: [],
    pins: { clock: false, random: false },
    awaitsCallback: null,
  };
  const host = { conventions } as Host;
  expect(printRecordedCase(host, recorded, { unit, units: [unit] }).body).toBe(
    `${made}\nexpect(${call}).toBe(1);`,
  );
});

/** The body of a test of `order(id, callback)` with this end. */
function bodyOf(changes: Partial<RecordedCase>, decided?: ReadonlySet<string>): string {
  const order = unitOf({
    id: 'order.js#order',
    access: { module: 'order.js', export: { kind: 'named', name: 'order' }, members: [] },
    isClass: false,
    constructorParams: [],
    members: [
      {
        target: 'order.js#order',
        name: null,
        kind: 'call',
        params: [param('id', { kind: 'string' }), param('callback', { kind: 'unknown' })],
        isAsync: false,
      },
    ],
  });
  const recorded: RecordedCase = {
    unit: order.id,
    target: 'order.js#order',
    case: { construct: null, steps: [{ member: null, kind: 'call', args: [lit('A-1')] }] },
    outcome: { kind: 'returns', value: lit(1) },
    observations: [],
    owns: [],
    pins: { clock: false, random: false },
    awaitsCallback: null,
    ...changes,
  };
  const parts = { unit: order, units: [order], ...(decided ? { decided } : {}) };
  return printRecordedCase({ conventions } as Host, recorded, parts).body;
}

describe('an error', () => {
  test.each([
    ['RangeError', "new RangeError('No line 1')"],
    ['SyntaxError', "new SyntaxError('No line 1')"],
    ['TypeError', "new TypeError('No line 1')"],
    ['Error', "'No line 1'"],
    // A class of the code's own may not be exported.
    ['ValidationError', "'No line 1'"],
  ])('of class %s is asserted as %s', (name, expected) => {
    const outcome = { kind: 'throws' as const, name, message: 'No line 1', isNative: false };
    expect(bodyOf({ outcome })).toBe(`expect(() => order('A-1')).toThrow(${expected});`);
  });

  test('of the engine, or without a message, is asserted by its class', () => {
    const error = { kind: 'throws' as const, name: 'TypeError', message: 'x is not a function' };
    expect(bodyOf({ outcome: { ...error, isNative: true } })).toContain('toThrow(TypeError)');
    expect(bodyOf({ outcome: { ...error, message: '', isNative: false } })).toContain('toThrow(TypeError)');
  });
});

describe('a long object', () => {
  const props: [string, Expression][] = [
    ['number', lit('A-1')],
    ['note', lit('')],
    ['country', lit('DE, the country of the seller')],
    ['terms', lit('net 30, or 14 days with 2 percent off')],
    ['currency', lit('EUR, as the country of the seller has it')],
    ['buyer', lit(null)],
    ['lines', { k: 'arr', items: [] }],
    ['isPaid', lit(false)],
  ];
  const outcome = { kind: 'returns' as const, value: { k: 'obj' as const, props } };

  test('is asserted by a few members that hold something', () => {
    const body = bodyOf({ outcome });
    expect(body.split('\n')).toHaveLength(5);
    expect(body).toMatch(/toMatchObject\(\{\n {2}number: .*\n {2}country: .*\n {2}terms: /);
  });

  test('is asserted by the members that set the case apart', () => {
    const body = bodyOf({ outcome }, new Set(['isPaid', 'buyer']));
    expect(body).toMatch(/toMatchObject\(\{[^]*buyer: null,[^]*isPaid: false/);
    expect(body).not.toContain('currency');
  });

  test('is asserted as a whole where that takes no more than five lines', () => {
    const short = { k: 'obj' as const, props: props.slice(0, 3) };
    expect(bodyOf({ outcome: { kind: 'returns', value: short } })).toContain('toEqual({');
  });
});

test.each([
  [0.1 + 0.2, 'toBeCloseTo(0.3, 6)'],
  [-2 / 3, 'toBeCloseTo(-0.6666667, 6)'],
  [12.75, 'toBe(12.75)'],
  [1e-9, 'toBe(1e-9)'],
  [3, 'toBe(3)'],
])('the number %p is asserted with %s', (value, matcher) => {
  expect(bodyOf({ outcome: { kind: 'returns', value: lit(value) } })).toContain(`.${matcher};`);
});

describe('what a callback gives back is no result of the code', () => {
  const list = (...items: Expression[]): Expression => ({ k: 'arr', items });
  const answering = (callback: Expression, calls: Expression): Partial<RecordedCase> => ({
    case: { construct: null, steps: [{ member: null, kind: 'call', args: [lit('A-1'), callback] }] },
    outcome: { kind: 'returns', value: lit(false) },
    observations: [{ of: { kind: 'calls', index: 1 }, value: calls }],
  });
  const no: Expression = { k: 'fn', returns: lit(false) };
  const calls = list(list(lit(null), lit('ready')));

  test('so only its calls are asserted', () => {
    expect(bodyOf(answering(no, calls))).toBe(
      "const callback = jest.fn();\norder('A-1', callback);\nexpect(callback).toHaveBeenCalledWith(null, 'ready');",
    );
  });

  test('unless the function gives something else, or never called it', () => {
    const yes: Expression = { k: 'fn', returns: lit(true) };
    expect(bodyOf(answering(yes, calls))).toContain("expect(order('A-1', callback)).toBe(false);");
    expect(bodyOf(answering(no, list()))).toContain("expect(order('A-1', callback)).toBe(false);");
  });
});
