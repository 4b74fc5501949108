/** Functions are made to do what they were seen to be fit for. */
import { createActingFunctions } from '../../../../../../src/author/explorer/in-host/inputs/vary-functions.cjs';
import { build, isStub } from '../../../../../../src/author/explorer/in-host/values/build.cjs';
import { takeMisuse } from '../../../../../../src/author/explorer/in-host/values/function-uses.cjs';
import {
  allFunctions,
  type FunctionExpression,
} from '../../../../../../src/author/explorer/notation/algebra.cjs';
import type { Case } from '../../../../../../src/author/explorer/notation/case.js';
import type { Act } from '../../../../../../src/author/explorer/notation/expression.js';
import { generatorFor, plainContext, unitOf } from '../../support.js';

const unit = unitOf({
  id: 'a.js#run',
  access: { module: 'a.js', export: { kind: 'named', name: 'run' }, members: [] },
  isClass: false,
  constructorParams: [],
  members: [],
});
const plain = (): FunctionExpression => ({ k: 'fn', returns: { k: 'undef' } });

/** The acts that are tried for a function after it was called with these. */
function actsAfter(...args: unknown[]): Act[] {
  const given = plain();
  const stub = build(given, plainContext) as (...args: unknown[]) => unknown;
  stub(...args);
  const acting = createActingFunctions(generatorFor(unit));
  const scenario: Case = { construct: null, steps: [{ member: null, kind: 'call', args: [given] }] };
  acting.look(scenario);
  const acts: Act[] = [];
  for (let next = acting.next(); next; next = acting.next())
    acts.push(...allFunctions(next).flatMap((one) => one.acts ?? []));
  return acts;
}

const has = (acts: readonly Act[], part: object): boolean =>
  acts.some((act) => Object.entries(part).every(([key, value]) => act[key as keyof Act] === value));

test('a function that is given two functions settles with either, at once and later', () => {
  const acts = actsAfter(
    () => undefined,
    () => undefined,
  );
  expect(has(acts, { kind: 'calls', at: 0, settles: true })).toBe(true);
  expect(has(acts, { kind: 'calls', at: 1, settles: true, isLater: true })).toBe(true);
});

test('a function that is given a function after a value calls it', () => {
  const acts = actsAfter('a', () => undefined);
  expect(has(acts, { kind: 'calls', at: 1 })).toBe(true);
  expect(has(acts, { kind: 'calls', at: 0 })).toBe(false);
  expect(has(acts, { kind: 'gives-back' })).toBe(true);
});

test('a function that is given nothing can only fail', () => {
  expect(new Set(actsAfter().map(({ kind }) => kind))).toEqual(new Set(['fails']));
});

test('a function that was never called is left as it is', () => {
  const acting = createActingFunctions(generatorFor(unit));
  acting.look({ construct: null, steps: [{ member: null, kind: 'call', args: [plain()] }] });
  expect(acting.next()).toBeNull();
});

const live = (acts: Act, ...args: unknown[]): unknown => {
  const stub = build({ k: 'fn', returns: { k: 'undef' }, acts }, plainContext);
  return isStub(stub) ? stub(...args) : null;
};

test('acts are carried out', async () => {
  const answer = (value: unknown): string => `answered ${String(value)}`;
  expect(live({ kind: 'calls', at: 1, args: [{ k: 'lit', v: 7 }] }, 'a', answer)).toBe('answered 7');
  expect(() => live({ kind: 'fails', message: 'sold out' })).toThrow('sold out');
  await expect(live({ kind: 'fails', message: 'sold out', isAsync: true })).rejects.toThrow('sold out');
  expect(live({ kind: 'gives-back' }, 3)).toBe(3);
  await expect(live({ kind: 'gives-back', isAsync: true }, 3)).resolves.toBe(3);
});

test('to call what is no function is noted as a misuse, once', () => {
  const given: FunctionExpression = { ...plain(), acts: { kind: 'calls', at: 0, args: [] } };
  const scenario: Case = { construct: null, steps: [{ member: null, kind: 'call', args: [given] }] };
  const stub = build(given, plainContext) as (...args: unknown[]) => unknown;
  expect(() => stub('no function')).toThrow(Error);
  expect(takeMisuse(scenario)).toBe(true);
  expect(takeMisuse(scenario)).toBe(false);
});
