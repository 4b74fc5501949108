/** A case is recorded under the fewest pins that make it repeatable. */
import type { Case } from '../../../../../../src/author/explorer/notation/case.js';
import {
  holdsInUse,
  recordStable,
  type Recorder,
} from '../../../../../../src/author/explorer/in-host/record/stability.cjs';
import { plainContext, unitOf, contextFor } from '../../support.js';

const unit = unitOf({
  id: 'a.js#run',
  access: { module: 'a.js', export: { kind: 'named', name: 'run' }, members: [] },
  isClass: false,
  constructorParams: [],
  members: [],
});
const scenario: Case = { construct: null, steps: [{ member: null, kind: 'call', args: [] }] };

/** `load` makes the function as the module does when it is loaded. */
function recorderOf(load: () => unknown): Recorder {
  const modules = () => new Map([['a.js', { run: load() }]]);
  return {
    unit,
    scratch: plainContext.scratch,
    isTyped: false,
    reload: () => Promise.resolve(modules()),
    used: modules(),
    contextOf: (loaded) => ({ ...contextFor(unit), modules: loaded }),
  };
}

beforeAll(() => {
  Object.assign(globalThis, { __nightshift__: { setTimeZone: () => undefined } });
});

test.each<[string, () => unknown, object]>([
  ['nothing', () => 5, { clock: false, random: false }],
  ['the clock', () => new Date().getFullYear(), { clock: true, random: false }],
  ['chance', () => Math.random(), { clock: false, random: true }],
  ['both', () => `${Date.now()}-${Math.random()}`, { clock: true, random: true }],
])('a case that depends on %s gets the pins for that', async (_, run, pins) => {
  expect(
    (
      await recordStable(
        recorderOf(() => run),
        scenario,
      )
    )?.pins,
  ).toEqual(pins);
});

test('a case that gives something else each time is not recorded', async () => {
  let count = 0;
  expect(
    await recordStable(
      recorderOf(() => () => ++count),
      scenario,
    ),
  ).toBeNull();
});

test('a module that remembers calls shows when it was used before', async () => {
  const load = () => {
    let calls = 0;
    return () => ++calls;
  };
  const recorder = recorderOf(load);
  const stable = await recordStable(recorder, scenario);
  if (!stable) throw new Error('not recorded');
  expect(await holdsInUse(recorder, scenario, stable)).toBe(true);
  expect(await holdsInUse(recorder, scenario, stable)).toBe(false);
});
