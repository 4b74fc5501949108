/** Functions that a case hands over before its last step are heard while that lasts. */
import { listenTo } from '../../../../../../src/author/explorer/in-host/record/heard.cjs';
import { build } from '../../../../../../src/author/explorer/in-host/values/build.cjs';
import type { Case } from '../../../../../../src/author/explorer/notation/case.js';
import type { Expression } from '../../../../../../src/author/explorer/notation/expression.js';
import type { Observation } from '../../../../../../src/author/explorer/notation/recorded-case.js';
import { contextFor, unitOf } from '../../support.js';

const unit = unitOf({
  id: 'a.js#Bell',
  access: { module: 'a.js', export: { kind: 'named', name: 'Bell' }, members: [] },
  isClass: true,
  constructorParams: [],
  members: [],
});

/** What is observed of a listener that is called so often before, while and after the last step. */
function heardOf(listener: Expression, before: number, during: number, after: number): Observation[] {
  const scenario: Case = {
    construct: [],
    steps: [
      { member: 'on', kind: 'call', args: [listener] },
      { member: 'ring', kind: 'call', args: [] },
    ],
  };
  const hearing = listenTo(scenario, contextFor(unit));
  const live = build(listener, hearing.context) as (...args: unknown[]) => unknown;
  const ring = (times: number): void => {
    for (let time = 0; time < times; time++) live('ding');
  };
  ring(before);
  hearing.beforeLast();
  ring(during);
  hearing.afterLast();
  ring(after);
  return hearing.observe();
}

const listener = (): Expression => ({ k: 'fn', returns: { k: 'undef' } });
const ding = { k: 'arr', items: [{ k: 'lit', v: 'ding' }] };

test('the calls of the last step are observed, with those before them', () => {
  expect(heardOf(listener(), 0, 1, 0)).toEqual([
    { of: { kind: 'heard', at: 0 }, value: { k: 'arr', items: [ding] } },
  ]);
  expect(heardOf(listener(), 1, 1, 0)).toEqual([
    { of: { kind: 'heard', at: 0 }, value: { k: 'arr', items: [ding, ding] } },
  ]);
});

test('no call of the last step, or one that comes later, is no observation', () => {
  expect(heardOf(listener(), 1, 0, 0)).toEqual([]);
  expect(heardOf(listener(), 0, 1, 1)).toEqual([]);
});

test('a function that does something with what it is given is not spoken of', () => {
  const acting: Expression = { k: 'fn', returns: { k: 'undef' }, acts: { kind: 'gives-back' } };
  expect(heardOf(acting, 0, 1, 0)).toEqual([]);
});

test('functions that are only told something come before those that are asked', () => {
  const asked: Expression = { k: 'fn', returns: { k: 'lit', v: 1 } };
  const told = listener();
  const scenario: Case = { construct: [asked, told], steps: [{ member: 'ring', kind: 'call', args: [] }] };
  const hearing = listenTo(scenario, contextFor(unit));
  const live = [asked, told].map((one) => build(one, hearing.context) as (text: string) => unknown);
  hearing.beforeLast();
  for (const one of live) one('ding');
  hearing.afterLast();
  expect(hearing.observe().map(({ of }) => of)).toEqual([
    { kind: 'heard', at: 1 },
    { kind: 'heard', at: 0 },
  ]);
});
