/** Inputs that the search bent are brought back to what the types say, with as little changed as possible. */
import type { Case } from '../../../../../../src/author/explorer/notation/case.js';
import type { Expression } from '../../../../../../src/author/explorer/notation/expression.js';
import type { TypeShape } from '../../../../../../src/domain/type-shape.js';
import { generatorFor, param, unitOf } from '../../support.js';
import { repairs } from '../../../../../../src/author/explorer/in-host/inputs/repair.cjs';
import { caseViolations } from '../../../../../../src/author/explorer/in-host/values/conform.cjs';

const lit = (v: string | number): Expression => ({ k: 'lit', v });
const item: TypeShape = {
  kind: 'object',
  properties: [
    { name: 'name', type: { kind: 'string' }, optional: false },
    { name: 'count', type: { kind: 'number' }, optional: true },
  ],
};
const unit = unitOf({
  id: 'a.ts#total',
  access: { module: 'a.ts', export: { kind: 'named', name: 'total' }, members: [] },
  isClass: false,
  constructorParams: [],
  members: [
    {
      target: 'a.ts#total',
      name: null,
      kind: 'call',
      params: [param('items', { kind: 'array', of: item }), param('currency', { kind: 'string' })],
      isAsync: false,
    },
  ],
});
const calling = (...args: Expression[]): Case => ({
  construct: null,
  steps: [{ member: null, kind: 'call', args }],
});
const repairsOf = (bent: Case): Case[] => [...repairs(generatorFor(unit), bent)];

test('what is missing is filled in, and what was right stays', () => {
  const bent = calling({ k: 'arr', items: [{ k: 'obj', props: [['count', lit(3)]] }] });
  const found = repairsOf(bent);
  expect(found.length).toBeGreaterThan(0);
  for (const scenario of found) {
    expect(caseViolations(scenario, unit)).toBe(0);
    const [items] = scenario.steps[0]?.args ?? [];
    const [first] = items?.k === 'arr' ? items.items : [];
    expect(first?.k === 'obj' ? first.props : []).toContainEqual(['count', lit(3)]);
  }
});

test('names and arguments that nobody declared go', () => {
  const bent = calling(
    {
      k: 'arr',
      items: [
        {
          k: 'obj',
          props: [
            ['name', lit('pen')],
            ['colour', lit('red')],
          ],
        },
      ],
    },
    lit('EUR'),
    lit(1),
  );
  const [first] = repairsOf(bent);
  const kept = { k: 'arr', items: [{ k: 'obj', props: [['name', lit('pen')]] }] };
  expect(first?.steps[0]?.args).toEqual([kept, lit('EUR')]);
});

test('an input of the declared types is left alone', () => {
  expect(repairsOf(calling({ k: 'arr', items: [] }, lit('EUR')))).toEqual([]);
});
