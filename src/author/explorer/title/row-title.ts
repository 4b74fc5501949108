/** Titles of calls with plain input and output, which make the rows of one table: `parses "1,2" as 1.2`. */
import type { Expression } from '../notation/expression.js';
import type { RecordedCase } from '../notation/recorded-case.js';
import { asInRow, sayPlainly } from '../print/print-row.js';
import { isNoun } from './say-function.js';
import { joined, thirdPerson, verbs, wordsOf } from './words.js';

const shownAs = new Set(
  'parse read format render write print encode decode escape unescape quote unquote serialise serialize stringify show interpret describe'.split(
    ' ',
  ),
);
const turnedTo = new Set(
  (
    'convert normalise normalize round trim clamp translate transform map shorten truncate slugify capitalise capitalize ' +
    'camelize simplify expand pad pluralise pluralize singularize sanitise sanitize tokenise tokenize lowercase uppercase'
  ).split(' '),
);

/** Values by which a function says that it has no answer. */
const isNone = (value: Expression): boolean =>
  value.k === 'undef' || value.k === 'num' || (value.k === 'lit' && (value.v === null || value.v === false));

/** A title with places for the arguments, by number, and for the result. */
function patternOf(name: string, count: number, value: Expression): string | null {
  const args = joined(Array.from({ length: count }, (_, index) => `{${index}}`));
  const [first = ''] = wordsOf(name).split(' ');
  const isShown = sayPlainly(asInRow(value)) !== null;
  const between = shownAs.has(first) ? 'as' : turnedTo.has(first) && verbs.has(first) ? 'to' : null;
  if (between !== null && !isNone(value))
    return `${thirdPerson(first)} ${args}${isShown ? ` ${between} {result}` : ''}`;
  if (!isShown) return null;
  return `${isNoun(name) ? 'is' : 'returns'} {result} for ${args}`;
}

/** The pattern of a row's title for a function of this name, or null when the case is no such row. */
export function rowPattern(
  { case: { steps, construct }, outcome, observations }: RecordedCase,
  name: string,
): string | null {
  const [step, ...more] = steps;
  if (construct !== null || step?.member !== null || observations.length > 0) return null;
  if (outcome.kind !== 'returns' || step.kind !== 'call' || step.args.length === 0 || more.length > 0)
    return null;
  return step.args.some((arg) => sayPlainly(arg) === null)
    ? null
    : patternOf(name, step.args.length, outcome.value);
}

/** The title that a pattern makes of a case. */
export function fillPattern(pattern: string, { case: { steps }, outcome }: RecordedCase): string {
  const args = steps[0]?.args ?? [];
  const result = outcome.kind === 'returns' ? (sayPlainly(asInRow(outcome.value)) ?? '') : '';
  return pattern.replace(/\{(\d+|result)\}/g, (_, place: string) => {
    const arg = args[Number(place)];
    return place === 'result' || !arg ? result : (sayPlainly(arg) ?? '');
  });
}
