/** Steps agree in what they call by the same name, and functions in several places are one. */
import { agree } from '../../../../../../src/author/explorer/in-host/inputs/agree.cjs';
import { execute } from '../../../../../../src/author/explorer/in-host/run/execute.cjs';
import { placesOfShared } from '../../../../../../src/author/explorer/notation/algebra.cjs';
import type { Case, Step } from '../../../../../../src/author/explorer/notation/case.js';
import type { Expression } from '../../../../../../src/author/explorer/notation/expression.js';
import type { TypeShape } from '../../../../../../src/domain/type-shape.js';
import { contextFor, generatorFor, param, unitOf } from '../../support.js';

const text = { kind: 'string' } as const;
const listener = { kind: 'function', params: [], returns: { kind: 'unknown' } } satisfies TypeShape;
const member = (name: string, params: ReturnType<typeof param>[]) => ({
  target: `bell.js#Bell.${name}`,
  name,
  kind: 'call' as const,
  params,
  isAsync: false,
});
const unit = unitOf({
  id: 'bell.js#Bell',
  access: { module: 'bell.js', export: { kind: 'named', name: 'Bell' }, members: [] },
  isClass: true,
  constructorParams: [],
  members: [
    member('on', [param('event', text), param('listener', listener)]),
    member('off', [param('listener', listener), param('event', text)]),
    member('has', [param('name', text)]),
  ],
});
const lit = (v: string): Expression => ({ k: 'lit', v });
const fn = (): Expression => ({ k: 'fn', returns: { k: 'undef' } });
const step = (name: string, ...args: Expression[]): Step => ({ member: name, kind: 'call', args });

test('arguments of the same name become the same, whatever their order', () => {
  const scenario: Case = {
    construct: [],
    steps: [step('on', lit('ring'), fn()), step('off', fn(), lit('stop'))],
  };
  const agreeing = agree(generatorFor(unit), scenario);
  expect(agreeing.steps[1]?.args[1]).toEqual(lit('ring'));
  expect(placesOfShared(agreeing).map(({ length }) => length)).toEqual([2]);
});

test('arguments of other names stay as they are', () => {
  const scenario: Case = { construct: [], steps: [step('on', lit('ring'), fn()), step('has', lit('stop'))] };
  expect(agree(generatorFor(unit), scenario).steps[1]).toEqual(step('has', lit('stop')));
});

test('functions of one id are one function within a run, and another one in the next', async () => {
  const given: unknown[] = [];
  class Bell {
    on(_event: string, one: unknown): void {
      given.push(one);
    }
    off(one: unknown): void {
      given.push(one);
    }
  }
  const shared: Expression = { k: 'fn', returns: { k: 'undef' }, id: 1 };
  const scenario: Case = {
    construct: [],
    steps: [step('on', lit('ring'), shared), step('off', { ...shared })],
  };
  for (let run = 0; run < 2; run++) await execute(contextFor(unit, { 'bell.js': { Bell } }), scenario);
  expect(given[0]).toBe(given[1]);
  expect(given[2]).toBe(given[3]);
  expect(given[0]).not.toBe(given[2]);
});
