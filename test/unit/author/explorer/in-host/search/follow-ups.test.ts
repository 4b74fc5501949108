/** What a call gave is gone on with: a returned function is called, a returned object's methods are used. */
import type { Parameter } from '../../../../../../src/domain/target.js';
import type { Case } from '../../../../../../src/author/explorer/notation/case.js';
import type { Execution } from '../../../../../../src/author/explorer/in-host/run/execute.cjs';
import { createFollowUps } from '../../../../../../src/author/explorer/in-host/search/follow-ups.cjs';
import { generatorFor, unitOf } from '../../support.js';

const unit = unitOf({
  id: 'a.js#make',
  access: { module: 'a.js', export: { kind: 'named', name: 'make' }, members: [] },
  isClass: false,
  constructorParams: [],
  members: [],
});
const scenario: Case = { construct: null, steps: [{ member: null, kind: 'call', args: [] }] };
const entry = { scenario: scenario, cost: 1, touched: [], reached: [] };
const returned = (value: unknown, changes: Partial<Execution> = {}): Execution =>
  ({ ended: 'returned', shape: 'plain', value, instance: null, isHeld: false, ...changes }) as Execution;
const textParam: Parameter = {
  name: 'name',
  type: { kind: 'string' },
  declared: null,
  optional: false,
  rest: false,
};
const followUps = () => createFollowUps(generatorFor(unit, { without: ['held-results'] }), () => -1);

test('a returned function is called in the next step', () => {
  const open = followUps();
  expect(
    open.look(
      entry,
      returned((n: number) => n),
    ),
  ).toBe(true);
  const further = open.goOn();
  expect(further.steps).toHaveLength(2);
  expect(further.steps[1]).toMatchObject({ member: null, kind: 'call', on: 'result' });
});

test('a method of a returned object is called in the next step', () => {
  const open = followUps();
  open.look(entry, returned({ total: () => 5 }));
  expect(open.goOn().steps[1]).toMatchObject({ member: 'total', on: 'result' });
});

test('what is like something seen before is no news', () => {
  const open = followUps();
  expect([
    open.look(entry, returned({ total: () => 5 })),
    open.look(entry, returned({ total: () => 6 })),
  ]).toEqual([true, false]);
});

test.each([
  ['plain data', returned({ cents: 5 })],
  ['an error', returned(() => 1, { ended: 'threw' })],
])('%s offers nothing', (_, done) => {
  const open = followUps();
  expect(open.look(entry, done)).toBe(false);
  expect(open.isEmpty()).toBe(true);
});

test('a held result is used several times', () => {
  const open = createFollowUps(generatorFor(unit, { seed: 4 }), () => -1);
  open.look(entry, returned({ push: () => 1, size: () => 2 }));
  const cases = Array.from({ length: 40 }, () => open.goOn());
  const held = cases.filter(({ steps }) => steps.some(({ on }) => on === 'held'));
  expect(held.some(({ steps }) => steps.length > 2)).toBe(true);
});

test('a returned function is given what it is known to take', () => {
  const middleware = (name: string) => name;
  const made = [
    { name: '', start: { line: 1, column: 0 }, body: { line: 1, column: 20 }, params: [textParam] },
  ];
  const generator = generatorFor({ ...unit, made }, { without: ['held-results'] });
  const open = createFollowUps(generator, (value) => (value === middleware ? 0 : -1));
  open.look(entry, returned(middleware));
  const steps = Array.from({ length: 30 }, () => open.goOn().steps[1]);
  const texts = steps.filter((step) => typeof (step?.args[0] as { v?: unknown } | undefined)?.v === 'string');
  expect(texts.length).toBeGreaterThan(20);
  expect(steps.every((step) => step?.takes === 0)).toBe(true);
});
