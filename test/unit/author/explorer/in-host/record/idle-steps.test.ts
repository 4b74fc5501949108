/** A step on which no assertion depends is no part of a test. */
import type { Case, Step } from '../../../../../../src/author/explorer/notation/case.js';
import type { Expression } from '../../../../../../src/author/explorer/notation/expression.js';
import { withoutIdleSteps } from '../../../../../../src/author/explorer/in-host/record/idle-steps.cjs';
import { contextFor, unitOf } from '../../support.js';

class Cart {
  items: string[] = [];
  code = '';
  add(item: string): this {
    this.items.push(item);
    return this;
  }
  use(code: string): void {
    this.code = code;
  }
  count(): number {
    return this.code === 'double' ? this.items.length * 2 : this.items.length;
  }
}

const unit = unitOf({
  id: 'cart.js#Cart',
  access: { module: 'cart.js', export: { kind: 'named', name: 'Cart' }, members: [] },
  isClass: true,
  constructorParams: [],
  members: [],
});
const lit = (v: string): Expression => ({ k: 'lit', v });
const step = (member: string, ...args: string[]): Step => ({ member, kind: 'call', args: args.map(lit) });

test.each<[string, Step[], string[]]>([
  ['a call that changes nothing', [step('add', 'pen'), step('use', 'none'), step('count')], ['add', 'count']],
  ['a look at the object', [step('count'), step('add', 'pen'), step('count')], ['add', 'count']],
  ['nothing', [step('add', 'pen'), step('use', 'double'), step('count')], ['add', 'use', 'count']],
  ['nothing of a single step', [step('count')], ['count']],
])('%s is taken away', async (_, steps, left) => {
  const scenario: Case = { construct: [], steps };
  const shorter = await withoutIdleSteps(
    contextFor(unit, { 'cart.js': { Cart } }),
    { scenario, owns: [] },
    false,
  );
  expect(shorter.steps.map(({ member }) => member)).toEqual(left);
});

test('a step stays without which the last one would not run the code that the case was chosen for', async () => {
  const CACHED = 1;
  const touched = new Set<number>();
  class Squares {
    #known = new Map<string, number>();
    of(text: string): number {
      const known = this.#known.get(text);
      touched.add(known === undefined ? 0 : CACHED);
      this.#known.set(text, text.length ** 2);
      return text.length ** 2;
    }
  }
  const context = contextFor(unit, { 'cart.js': { Cart: Squares } });
  const acted = (): number[] => [...touched];
  const counters = { ...context.counters, reset: () => touched.clear(), acted };
  const scenario: Case = { construct: [], steps: [step('of', 'abc'), step('of', 'abc')] };
  const stepsFor = async (owns: number[]): Promise<number> =>
    (await withoutIdleSteps({ ...context, counters }, { scenario, owns }, false)).steps.length;
  expect([await stepsFor([CACHED]), await stepsFor([0]), await stepsFor([])]).toEqual([2, 1, 1]);
});
