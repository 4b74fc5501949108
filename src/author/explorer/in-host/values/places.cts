/** The places of a case where a value stands, each with how the case would look with another value there. */
import type { FunctionExpression } from '../../notation/algebra.cjs';
import type { Case } from '../../notation/case.js';
import type { Expression } from '../../notation/expression.js';

export interface Place {
  expression: Expression;
  replace: (by: Expression) => Case;
}

type Rebuild = (by: Expression) => Case;

const swapped = <T,>(items: readonly T[], index: number, by: T): T[] =>
  items.map((item, at) => (at === index ? by : item));

function* placesInItems(
  items: readonly Expression[],
  rebuild: (items: Expression[]) => Case,
): Generator<Place> {
  for (const [index, item] of items.entries())
    yield* placesIn(item, (by) => rebuild(swapped(items, index, by)));
}

/** Errors say texts. */
const fitBuiltin = (
  { name, args }: Extract<Expression, { k: 'builtin' }>,
  wanted: Expression[],
): Expression[] =>
  name.endsWith('Error') && !wanted.every((arg) => arg.k === 'lit' && typeof arg.v === 'string')
    ? args
    : wanted;

function* placesInFunction(expression: FunctionExpression, rebuild: Rebuild): Generator<Place> {
  const { acts } = expression;
  if (!acts) yield* placesIn(expression.returns, (returns) => rebuild({ ...expression, returns }));
  else if (acts.kind === 'calls')
    yield* placesInItems(acts.args, (args) => rebuild({ ...expression, acts: { ...acts, args } }));
}

function* placesIn(expression: Expression, rebuild: Rebuild): Generator<Place> {
  yield { expression, replace: rebuild };
  switch (expression.k) {
    case 'arr':
    case 'set':
      yield* placesInItems(expression.items, (items) => rebuild({ ...expression, items }));
      return;
    case 'builtin':
      yield* placesInItems(expression.args, (args) =>
        rebuild({ ...expression, args: fitBuiltin(expression, args) }),
      );
      return;
    case 'construct':
    case 'call':
      yield* placesInItems(expression.args, (args) => rebuild({ ...expression, args }));
      return;
    case 'method':
      yield* placesIn(expression.of, (of) => rebuild({ ...expression, of }));
      yield* placesInItems(expression.args, (args) => rebuild({ ...expression, args }));
      return;
    case 'obj':
      for (const [index, [key, value]] of expression.props.entries())
        yield* placesIn(value, (by) =>
          rebuild({
            ...expression,
            props: swapped(expression.props, index, [key, by] as [string, Expression]),
          }),
        );
      return;
    case 'map':
      for (const [index, [key, value]] of expression.entries.entries()) {
        const entries = (entry: [Expression, Expression]): Case =>
          rebuild({ ...expression, entries: swapped(expression.entries, index, entry) });
        yield* placesIn(key, (by) => entries([by, value]));
        yield* placesIn(value, (by) => entries([key, by]));
      }
      return;
    case 'fn':
      yield* placesInFunction(expression, rebuild);
      return;
    case 'promise':
      yield* placesIn(expression.value, (value) => rebuild({ ...expression, value }));
      return;
    default:
  }
}

/** All places of the case, from the last step backwards, because that is what the case is about. */
export function placesOf(scenario: Case): Place[] {
  const places: Place[] = [];
  for (let index = scenario.steps.length - 1; index >= 0; index--) {
    const step = scenario.steps[index] as Case['steps'][number];
    places.push(
      ...placesInItems(step.args, (args) => ({
        ...scenario,
        steps: swapped(scenario.steps, index, { ...step, args }),
      })),
    );
  }
  if (scenario.construct)
    places.push(...placesInItems(scenario.construct, (construct) => ({ ...scenario, construct })));
  return places;
}

/** Whether the value is no text, and was made one before it was compared. */
export const isWrittenAs = ({ expression }: Place, text: unknown): boolean =>
  (expression.k === 'undef' && text === 'undefined') ||
  (expression.k === 'lit' && typeof expression.v !== 'string' && String(expression.v) === text);
