/** Cases of one function, and the facts that their titles are chosen by. */
import type { BranchPlace } from '../../../../../src/author/explorer/notation/explore-line.js';
import type { Expression } from '../../../../../src/author/explorer/notation/expression.js';
import type { RecordedCase } from '../../../../../src/author/explorer/notation/recorded-case.js';
import { createSourceView } from '../../../../../src/author/explorer/title/conditions/branch-condition.js';
import {
  type TakenTitles,
  titleCase,
  type TitleTarget,
} from '../../../../../src/author/explorer/title/title.js';
import { param } from '../support.js';

/** A view of a function whose first statement is an `if` with this condition, followed by more. */
export function viewOf(condition: string, { then = 'return 1;', before = '', after = 'return 2;' } = {}) {
  const lines = [
    'function price(order, list, text, n, isMember, options) {',
    ...(before === '' ? [] : [`  ${before}`]),
    `  if (${condition}) { ${then} }`,
    `  ${after}`,
    '}',
  ];
  const place: BranchPlace = { type: 'if', line: lines.length - 2, column: 2, paths: [] };
  return createSourceView(lines.join('\n'), { 0: place }, null);
}

export const target: TitleTarget = {
  name: 'price',
  doc: null,
  constructorParams: [],
  range: { first: 1, last: 20 },
  params: ['order', 'list', 'text', 'n', 'isMember', 'options'].map((name) =>
    param(name, { kind: 'unknown' }),
  ),
};
/** Arguments of which nothing is known. */
export const unknown = Array.from({ length: 6 }, (): Expression => ({ k: 'any', type: 'Object' }));

export const called = (...args: Expression[]): Pick<RecordedCase, 'case'> => ({
  case: { construct: null, steps: [{ member: null, kind: 'call', args }] },
});
export const lit = (v: string | number | boolean | null): Expression => ({ k: 'lit', v });
export const obj = (props: Record<string, Expression>): Expression => ({
  k: 'obj',
  props: Object.entries(props),
});

export function recorded(owns: string[], changes: Partial<RecordedCase> = {}): RecordedCase {
  return {
    unit: 'a.js#price',
    target: 'a.js#price',
    case: { construct: null, steps: [{ member: null, kind: 'call', args: [{ k: 'lit', v: 5 }] }] },
    outcome: { kind: 'returns', value: { k: 'lit', v: 'free' } },
    observations: [],
    owns,
    pins: { clock: false, random: false },
    awaitsCallback: null,
    ...changes,
  };
}
export const nothing = (): TakenTitles => ({ titles: new Set(), clauses: new Set() });
export const view = viewOf('order.total > 100');
export const context = { view, target, siblings: [] };
export const titleOf = (scenario: RecordedCase, of = view): string | null =>
  titleCase(scenario, { view: of, taken: nothing(), target, siblings: [] });
