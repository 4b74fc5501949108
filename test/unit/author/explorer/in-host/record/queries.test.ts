/** What a step changed is seen through the public readers of its object. */
import type { Case, Step } from '../../../../../../src/author/explorer/notation/case.js';
import type { Expression } from '../../../../../../src/author/explorer/notation/expression.js';
import type { Unit, UnitMember } from '../../../../../../src/author/explorer/notation/plan.js';
import { observeChanges, queriesFor } from '../../../../../../src/author/explorer/in-host/record/queries.cjs';
import { recordOnce } from '../../../../../../src/author/explorer/in-host/record/record.cjs';
import { contextFor, param, unitOf } from '../../support.js';

class Store {
  entries = new Map<string, string>();
  get size(): number {
    return this.entries.size;
  }
  get(key: string): string | undefined {
    return this.entries.get(key);
  }
  set(key: string, value: string): void {
    this.entries.set(key, value);
  }
  clear(): void {
    this.entries.clear();
  }
}

const text = { kind: 'string' as const };
const member = (name: string, ...params: string[]): UnitMember => ({
  target: `store.js#Store.${name}`,
  name,
  kind: 'call',
  params: params.map((of) => param(of, text)),
  isAsync: false,
});
const unit = {
  ...unitOf({
    id: 'store.js#Store',
    access: { module: 'store.js', export: { kind: 'named', name: 'Store' }, members: [] },
    isClass: true,
    constructorParams: [],
    members: [member('get', 'key'), member('set', 'key', 'value'), member('clear')],
  }),
  queries: [{ member: 'size', isCall: false }],
};
const lit = (v: string | number | boolean): Expression => ({ k: 'lit', v });
const step = (name: string, ...args: (string | number)[]): Step => ({
  member: name,
  kind: 'call',
  args: args.map(lit),
});
const observe = async (...steps: Step[]) => {
  const scenario: Case = { construct: [], steps };
  return (await recordOnce(contextFor(unit, { 'store.js': { Store } }), scenario, false))?.observations;
};
const size = { kind: 'query', member: 'size', isCall: false };

test('what was stored is read back by its key, before the object is asked for anything else', async () => {
  expect(await observe(step('set', 'color', 'red'))).toEqual([
    { of: { kind: 'query', member: 'get', isCall: true, args: [lit('color')] }, value: lit('red') },
    { of: size, value: lit(1) },
  ]);
});

test('a reader that says the same as before is no news, and none of the fields behind it is shown', async () => {
  expect(await observe(step('set', 'color', 'red'), step('clear'))).toEqual([{ of: size, value: lit(0) }]);
});

test('where nothing changed, the object is described as it is', async () => {
  expect(await observe(step('clear'))).toEqual([{ of: size, value: lit(0) }]);
});

test.each<[string, Step, boolean]>([
  ['a list that became longer', step('add', 'pen'), false],
  ['nothing', step('clear'), true],
])('a typed object shows %s, and whether that is a change', async (_, last, isUnchanged) => {
  class Basket {
    #items: string[] = [];
    add(item: string): void {
      this.#items.push(item);
    }
    clear(): void {
      this.#items = [];
    }
    items(): string[] {
      return this.#items;
    }
  }
  const basket = {
    ...unit,
    access: { ...unit.access, export: { kind: 'named' as const, name: 'Basket' } },
    members: [member('add', 'item'), member('clear')],
    queries: [{ member: 'items', isCall: true }],
  };
  const scenario: Case = { construct: [], steps: [last] };
  const recorded = await recordOnce(contextFor(basket, { 'store.js': { Basket } }), scenario, true);
  const items: Expression = { k: 'arr', items: last.args };
  expect(recorded?.observations).toEqual([
    { of: { kind: 'query', member: 'items', isCall: true }, value: items },
  ]);
  expect(recorded?.isUnchanged === true).toBe(isUnchanged);
});

describe('a reader that changes the object', () => {
  /** `toggle()` is among the readers, because of its name. */
  class Lamp {
    #isOn = false;
    #level = 0;
    dim(level: number): void {
      this.#level = level;
    }
    toggle(): boolean {
      this.#isOn = !this.#isOn;
      return this.#isOn;
    }
    get brightness(): number {
      return this.#isOn ? this.#level : 0;
    }
  }
  const toggle = { kind: 'query', member: 'toggle', isCall: true };
  const brightness = { kind: 'query', member: 'brightness', isCall: false };
  const observeLamp = async (queries: Unit['queries'], level: number) => {
    const lamp = {
      ...unit,
      access: { ...unit.access, export: { kind: 'named' as const, name: 'Lamp' } },
      members: [member('dim', 'level')],
      queries,
    };
    const scenario: Case = { construct: [], steps: [step('dim', level)] };
    return (await recordOnce(contextFor(lamp, { 'store.js': { Lamp } }), scenario, true))?.observations;
  };
  const [toggling, reading] = [
    { member: 'toggle', isCall: true },
    { member: 'brightness', isCall: false },
  ];

  test('has not been asked before the step in what is recorded', async () => {
    expect(await observeLamp([toggling], 3)).toEqual([{ of: toggle, value: lit(true) }]);
  });

  test('does not change what a later one says, where a test does not ask it', async () => {
    expect(await observeLamp([toggling, reading], 3)).toEqual([]);
    expect(await observeLamp([reading, toggling], 3)).toEqual([
      { of: brightness, value: lit(0) },
      { of: toggle, value: lit(true) },
    ]);
  });
});

test('a reader is asked for the first argument of the step, and only plain answers that changed are news', () => {
  const [read, ...more] = queriesFor(step('set', 'color', 'red'), unit);
  expect(read).toMatchObject({ member: 'get', args: [lit('color')] });
  expect(more).toEqual([size]);
  if (!read) throw new Error('there is no reader');
  const list: Expression = { k: 'arr', items: [] };
  expect(observeChanges(new Map([[read, null]]), new Map([[read, list]]))).toEqual([]);
  expect(observeChanges(new Map([[read, lit(1)]]), new Map([[read, lit(1)]]))).toEqual([]);
});
