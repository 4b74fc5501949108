/** What calls of the repository gave is kept by its shape and handed on as the expression that makes it. */
import type { Case } from '../../../../../../src/author/explorer/notation/case.js';
import type { Expression } from '../../../../../../src/author/explorer/notation/expression.js';
import {
  createKeptResults,
  keepExports,
  resultOf,
} from '../../../../../../src/author/explorer/in-host/inputs/kept-results.cjs';
import { createRandom } from '../../../../../../src/author/explorer/in-host/values/random.cjs';
import { unitOf } from '../../support.js';

const access = { module: 'a.js', export: { kind: 'named' as const, name: 'open' }, members: [] };
const unit = (isClass: boolean) =>
  unitOf({ id: 'a.js#open', access, isClass, constructorParams: [], members: [] });
const lit = (v: number): Expression => ({ k: 'lit', v });
const made: Expression = { k: 'call', access, args: [lit(1)] };
const random = createRandom(1, 'x');

class Queue {
  push(): void {
    return undefined;
  }
}

test('a value with methods of its own is handed over, plain data is not', () => {
  const keptResults = createKeptResults();
  keptResults.keep(made, { cents: 5 });
  keptResults.keep(made, [1]);
  keptResults.keep(made, new Date(0));
  expect([keptResults.isEmpty(), keptResults.pick(random)]).toEqual([true, null]);
  keptResults.keep(made, new Queue());
  expect(keptResults.pick(random)).toEqual(made);
});

test('a value that takes too much to make is not kept', () => {
  const keptResults = createKeptResults();
  keptResults.keep(
    { k: 'call', access, args: Array.from({ length: 20 }, (_, index) => lit(index)) },
    new Queue(),
  );
  expect(keptResults.isEmpty()).toBe(true);
});

test('a call, a chain of calls and an instance are told in one expression', () => {
  const call: Case = { construct: null, steps: [{ member: null, kind: 'call', args: [lit(1)] }] };
  expect(resultOf(unit(false), call)).toEqual(made);
  const chain: Case = {
    ...call,
    steps: [...call.steps, { member: 'next', kind: 'call', args: [], on: 'result' }],
  };
  expect(resultOf(unit(false), chain)).toEqual({ k: 'method', of: made, member: 'next', args: [] });
  expect(resultOf(unit(true), { construct: [lit(2)], steps: [] })).toEqual({
    k: 'construct',
    access,
    args: [lit(2)],
  });
});

test('what takes several statements to make is not told', () => {
  const step = { member: 'add', kind: 'call' as const, args: [] };
  expect(resultOf(unit(true), { construct: [], steps: [step, step] })).toBeNull();
  expect(resultOf(unit(false), { construct: null, steps: [], files: [] })).toBeNull();
});

test('exported values are handed over by their names', () => {
  const keptResults = createKeptResults();
  keepExports(keptResults, 'a.js', new Map([['a.js', { open: new Queue(), limit: 5 }]]));
  expect(keptResults.pick(random)).toEqual({ k: 'ref', access });
});
