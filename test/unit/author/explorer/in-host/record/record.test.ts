/** A recording says how a case ends, and what else it changed. */
import type { Case } from '../../../../../../src/author/explorer/notation/case.js';
import type { Expression } from '../../../../../../src/author/explorer/notation/expression.js';
import type { Unit } from '../../../../../../src/author/explorer/notation/plan.js';
import { recordOnce, sameRecording } from '../../../../../../src/author/explorer/in-host/record/record.cjs';
import { unitOf, contextFor } from '../../support.js';

const unit = (isClass = false): Unit =>
  unitOf({
    id: 'a.js#run',
    access: { module: 'a.js', export: { kind: 'named', name: 'run' }, members: [] },
    isClass,
    constructorParams: [],
    members: [],
  });
const call = (...args: Expression[]): Case => ({
  construct: null,
  steps: [{ member: null, kind: 'call', args }],
});
const record = (run: unknown, scenario = call(), isTyped = false) =>
  recordOnce(contextFor(unit(scenario.construct !== null), { 'a.js': { run } }), scenario, isTyped);
const list: Expression = { k: 'arr', items: [{ k: 'lit', v: 1 }] };

test.each<[string, unknown, unknown]>([
  ['a value', () => 5, { kind: 'returns', value: { k: 'lit', v: 5 } }],
  ['a promise', () => Promise.resolve('done'), { kind: 'resolves', value: { k: 'lit', v: 'done' } }],
  [
    'an iterator',
    function* () {
      yield 1;
    },
    { kind: 'yields', value: list },
  ],
  [
    'an error',
    () => {
      throw new Error('sold out');
    },
    { kind: 'throws', name: 'Error', message: 'sold out', isNative: false },
  ],
])('%s is the outcome', async (_, run, outcome) => {
  expect((await record(run))?.outcome).toEqual(outcome);
});

test('an argument that the call changed is observed, one that it left alone is not', async () => {
  const push = (items: number[]): void => void items.push(2);
  const changed = await record(push, call(list));
  const after = {
    k: 'arr',
    items: [
      { k: 'lit', v: 1 },
      { k: 'lit', v: 2 },
    ],
  };
  expect(changed?.observations).toEqual([{ of: { kind: 'argument', index: 0 }, value: after }]);
  expect((await record((items: number[]) => items.length, call(list)))?.observations).toEqual([]);
});

test('an argument that the call gives back is not observed a second time', async () => {
  const push = (items: number[]): number[] => {
    items.push(2);
    return items;
  };
  const recorded = await record(push, call(list));
  expect(recorded?.outcome).toMatchObject({ kind: 'returns', value: { k: 'arr' } });
  expect(recorded?.observations).toEqual([]);
});

test('the calls of a function argument are observed', async () => {
  const each = (visit: (n: number) => void): void => visit(7);
  const done = await record(each, call({ k: 'fn', returns: { k: 'undef' } }));
  const calls = { k: 'arr', items: [{ k: 'arr', items: [{ k: 'lit', v: 7 }] }] };
  expect(done?.observations).toContainEqual({ of: { kind: 'calls', index: 0 }, value: calls });
});

class Till {
  total = 0;
  _log = 'x';
  add(): void {
    this.total += 5;
  }
}

test('a public property that a step changed is observed, unless types are declared', async () => {
  const adding: Case = { construct: [], steps: [{ member: 'add', kind: 'call', args: [] }] };
  const total = { of: { kind: 'property', name: 'total' }, value: { k: 'lit', v: 5 } };
  expect((await record(Till, adding))?.observations).toEqual([total]);
  expect((await record(Till, adding, true))?.observations).toEqual([]);
});

test('a bare construction is looked at by the public state of the instance', async () => {
  const done = await record(Till, { construct: [], steps: [] });
  const state = { k: 'obj', props: [['total', { k: 'lit', v: 0 }]], partial: true };
  expect(done?.outcome).toEqual({ kind: 'returns', value: state });
});

test('a case that never ends is not recorded', async () => {
  expect(await record(() => new Promise(() => undefined))).toBeNull();
});

test('recordings are the same when their outcomes are', async () => {
  const [five, again, six] = [await record(() => 5), await record(() => 5), await record(() => 6)];
  if (!five || !again || !six) throw new Error('not recorded');
  expect([sameRecording(five, again), sameRecording(five, six)]).toEqual([true, false]);
});

describe('a function that an earlier step hands over', () => {
  const listen = {
    member: 'on',
    kind: 'call' as const,
    args: [{ k: 'fn' as const, returns: { k: 'undef' as const } }],
  };
  const fire = { member: 'fire', kind: 'call' as const, args: [{ k: 'lit' as const, v: 7 }] };
  class Bell {
    #listeners: ((value: unknown) => void)[] = [];
    on(listener: (value: unknown) => void): void {
      this.#listeners.push(listener);
    }
    fire(value: unknown): void {
      for (const listener of this.#listeners) listener(value);
    }
    fireLater(value: unknown): void {
      void Promise.resolve().then(() => this.fire(value));
    }
  }

  test('is observed when the last step calls it', async () => {
    const recorded = await record(Bell, { construct: [], steps: [listen, fire] });
    const calls = { k: 'arr', items: [{ k: 'arr', items: [{ k: 'lit', v: 7 }] }] };
    expect(recorded?.observations).toContainEqual({ of: { kind: 'heard', at: 0 }, value: calls });
  });

  test('is told apart from another one, although both are the same expression', async () => {
    const recorded = await record(Bell, { construct: [], steps: [listen, fire, listen, fire] });
    expect(recorded?.observations.map(({ of }) => of)).toEqual([
      { kind: 'heard', at: 0 },
      { kind: 'heard', at: 1 },
    ]);
  });

  test('is not observed when it was called before, or is called when the step is over', async () => {
    const early = await record(Bell, { construct: [], steps: [listen, fire, listen] });
    const late = await record(Bell, { construct: [], steps: [listen, { ...fire, member: 'fireLater' }] });
    for (const recorded of [early, late])
      expect(recorded?.observations.filter(({ of }) => of.kind === 'heard')).toEqual([]);
  });
});

test('of the state of an object, what is private is left out; where nothing else is, nothing is said', async () => {
  class Account {
    _rate = 3;
    constructor(readonly owner: string) {}
  }
  class Sealed {
    _rate = 3;
  }
  const recorded = await record(Account, { construct: [{ k: 'lit', v: 'Ada' }], steps: [] });
  expect(recorded?.outcome).toEqual({
    kind: 'returns',
    value: { k: 'obj', props: [['owner', { k: 'lit', v: 'Ada' }]], partial: true },
  });
  expect((await record(Sealed, { construct: [], steps: [] }))?.outcome.kind).toBe('opaque');
});
