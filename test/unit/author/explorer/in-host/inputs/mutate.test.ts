/** Cases are made and varied within what the unit declares. */
import { generateCase, mutateCase } from '../../../../../../src/author/explorer/in-host/inputs/mutate.cjs';
import { InputGenerator } from '../../../../../../src/author/explorer/in-host/inputs/generate.cjs';
import { poolsOf } from '../../../../../../src/author/explorer/in-host/inputs/pools.cjs';
import { caseViolations } from '../../../../../../src/author/explorer/in-host/values/conform.cjs';
import { createRandom } from '../../../../../../src/author/explorer/in-host/values/random.cjs';
import type { Technique } from '../../../../../../src/author/explorer/notation/techniques.js';
import { param, unitOf } from '../../support.js';

const items = { kind: 'array', of: { kind: 'string' } } as const;
const member = (name: string | null): Parameters<typeof unitOf>[0]['members'][number] => ({
  target: `cart.ts#${name ?? 'total'}`,
  name,
  kind: 'call',
  params: [param('items', items), param('rate', { kind: 'number' })],
  isAsync: false,
});
const unit = (isClass: boolean) =>
  unitOf({
    id: 'cart.ts#Cart',
    access: { module: 'cart.ts', export: { kind: 'named', name: 'Cart' }, members: [] },
    isClass,
    constructorParams: isClass ? [param('currency', { kind: 'string' })] : [],
    members: isClass ? [member('add'), member('remove')] : [member(null)],
  });
const typed = (isClass: boolean, without: readonly Technique[] = []): InputGenerator => {
  const of = unit(isClass);
  return new InputGenerator(of, poolsOf(of, { isTyped: true, without }), createRandom(3, 'mutate'));
};

test('a fresh case of a function is one call, of a class an instance with steps', () => {
  const call = generateCase(typed(false));
  expect([call.construct, call.steps.length]).toEqual([null, 1]);
  const made = Array.from({ length: 30 }, () => generateCase(typed(true)));
  expect(made.every(({ construct, steps }) => construct?.length === 1 && steps.length > 0)).toBe(true);
});

test.each([false, true])('neighbours are of the declared types, and many differ (class: %p)', (isClass) => {
  const generator = typed(isClass);
  let kept = generateCase(generator);
  const seen = new Set<string>();
  for (let round = 0; round < 300; round++) {
    const varied = mutateCase(generator, kept, generateCase(generator));
    expect(caseViolations(varied, generator.unit)).toBe(0);
    seen.add(JSON.stringify(varied));
    if (round % 10 === 0) kept = varied;
  }
  expect(seen.size).toBeGreaterThan(150);
});

test('an object that was only made is used as often as it is made in another way', () => {
  const generator = typed(true);
  const bare = { ...generateCase(generator), steps: [] };
  const varied = Array.from({ length: 200 }, () => mutateCase(generator, bare, bare));
  const used = varied.filter(({ steps }) => steps.length > 0).length;
  expect(used).toBeGreaterThan(60);
  expect(used).toBeLessThan(180);
});

test('without sequences an instance takes one step', () => {
  const generator = typed(true, ['sequences']);
  for (let round = 0; round < 60; round++) {
    const varied = mutateCase(generator, generateCase(generator), generateCase(generator));
    expect(varied.steps).toHaveLength(1);
  }
});

test('at times, arguments are those that people gave', () => {
  const given = [{ k: 'lit' as const, v: 'as documented' }];
  const of = { ...unit(false), members: [{ ...member(null), examples: [given] }] };
  const generator = new InputGenerator(of, poolsOf(of, { isTyped: true }), createRandom(1, 'examples'));
  const made = Array.from({ length: 40 }, () => generateCase(generator).steps[0]?.args);
  expect(made).toContainEqual(given);
});
