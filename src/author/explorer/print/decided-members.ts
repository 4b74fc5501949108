/** Finds the members of a result that state the point of a test, where the whole would be a dump. */
import type { Expression } from '../notation/expression.js';
import type { RecordedCase } from '../notation/recorded-case.js';

function resultOf({ outcome }: RecordedCase): readonly [string, Expression][] | null {
  const isValue = outcome.kind === 'returns' || outcome.kind === 'resolves';
  return isValue && outcome.value.k === 'obj' ? outcome.value.props : null;
}

/** The literals that a case gives to the code. */
function literalsOf(value: Expression): unknown[] {
  switch (value.k) {
    case 'lit':
      return value.v === null ? [] : [value.v];
    case 'arr':
      return value.items.flatMap(literalsOf);
    case 'obj':
      return value.props.flatMap(([, item]) => literalsOf(item));
    default:
      return [];
  }
}

/**
 * Names of the members in which the results of a target differ; where they do not, of those that show what the case was
 * given.
 */
export function decidedMembers(
  recorded: RecordedCase,
  siblings: readonly RecordedCase[],
): ReadonlySet<string> {
  const results = siblings.flatMap((other) => resultOf(other) ?? []);
  const { construct, steps } = recorded.case;
  const given = new Set([...(construct ?? []), ...steps.flatMap(({ args }) => args)].flatMap(literalsOf));
  const members = resultOf(recorded) ?? [];
  const differing = members.filter(([name, value]) => {
    const shown = JSON.stringify(value);
    return results.some(([other, its]) => other === name && JSON.stringify(its) !== shown);
  });
  const taken = members.filter(([, value]) => value.k === 'lit' && given.has(value.v));
  return new Set((differing.length > 0 ? differing : taken).map(([name]) => name));
}
