/** Says of cases whether they type-check, so that the search does not commit to what no test could be written of. */
import type { Case } from '../../notation/case.js';
import type { Expression } from '../../notation/expression.js';
import type { ExplorePlan, TypedPlace, Unit } from '../../notation/plan.js';
import { isWellMeant } from '../values/conform.cjs';
import { writeCase } from './source-text.cjs';

/** Says of each source text whether it type-checks. */
export type TypeCheck = (texts: readonly string[]) => boolean[];

/** Null where no compiler can be asked. */
export type OpenChecker = (place: TypedPlace & { root: string }, beat: () => void) => TypeCheck | null;

export interface TypeJudge {
  /** Whether a case is likely to type-check, by what is declared or was found of its form; null where nothing is known. */
  isLikelyFit(scenario: Case): boolean | null;
  /** Whether these very cases type-check. To ask for many at once is hardly dearer than for one. */
  areFit(cases: readonly Case[]): boolean[];
}

/** So many cases of one form are refused before the form is: another text in its place may be one that the type allows. */
const MAX_REFUSED = 3;

/** The common form of cases that differ in texts and numbers only. */
const formOf = (text: string): string =>
  text.replace(/"(?:[^"\\]|\\.)*"/g, '""').replace(/(?<![\w$])\d+(?:\.\d+)?(?:e[+-]?\d+)?/g, '0');

/** Expressions that are of the type by which they were made; what calls give is known to the checker alone. */
function isPlain(expression: Expression): boolean {
  switch (expression.k) {
    case 'arr':
    case 'set':
      return expression.items.every(isPlain);
    case 'obj':
      return expression.props.every(([, value]) => isPlain(value));
    case 'map':
      return expression.entries.flat().every(isPlain);
    case 'builtin':
      return expression.args.every(isPlain);
    case 'fn':
    case 'promise':
    case 'construct':
    case 'ref':
    case 'call':
    case 'method':
      return false;
    default:
      return true;
  }
}

/** Whether what is declared leaves nothing to ask. */
const isCertain = (scenario: Case, unit: Unit): boolean =>
  scenario.steps.every(({ on, args }) => !on && args.every(isPlain)) &&
  (scenario.construct ?? []).every(isPlain) &&
  isWellMeant(scenario, unit);

/** A judge of the cases of a unit; null where nothing checks them. */
export function createTypeJudge(
  unit: Unit,
  place: TypedPlace | null,
  check: TypeCheck | null,
): TypeJudge | null {
  if (!place || !check) return null;
  const known = new Map<string, boolean>();
  const fit = new Set<string>();
  const refused = new Map<string, number>();
  const note = (text: string, isFit: boolean): void => {
    const form = formOf(text);
    known.set(text, isFit);
    if (isFit) fit.add(form);
    else refused.set(form, (refused.get(form) ?? 0) + 1);
  };
  return {
    isLikelyFit(scenario) {
      if (isCertain(scenario, unit)) return true;
      const text = writeCase(scenario, unit, place);
      const form = formOf(text);
      if (known.has(text) || fit.has(form)) return known.get(text) ?? true;
      return (refused.get(form) ?? 0) >= MAX_REFUSED ? false : null;
    },
    areFit(cases) {
      const texts = cases.map((scenario) => writeCase(scenario, unit, place));
      const open = [...new Set(texts)].filter((text) => !known.has(text));
      if (open.length > 0) for (const [index, isFit] of check(open).entries()) note(open[index] ?? '', isFit);
      return texts.map((text) => known.get(text) === true);
    },
  };
}

/** A checker that accepts an import of the explored file: one that does not has nothing to say of tests. */
export function openCheck(
  { typedPlace, root, units }: ExplorePlan,
  beat: () => void,
  open: OpenChecker,
): TypeCheck | null {
  const [unit] = units;
  if (!typedPlace || !unit) return null;
  let isLoaded = false;
  // Before the first sign of life the watchdog is patient, and to load the compiler takes long.
  const check = open({ ...typedPlace, root }, () => {
    if (isLoaded) beat();
  });
  const [isUsable] = check?.([writeCase({ construct: null, steps: [] }, unit, typedPlace)]) ?? [];
  isLoaded = true;
  return isUsable === true ? check : null;
}
