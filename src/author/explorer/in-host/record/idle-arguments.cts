/**
 * Takes away the arguments and properties of a case on which nothing depends that a test of it would assert. Where the code under
 * test reads them all the same, other inputs are tried until their effect shows.
 */
import { paramsOf } from '../../notation/algebra.cjs';
import type { Parameter } from '../../../../domain/target.js';
import type { TypeShape } from '../../../../domain/type-shape.js';
import type { Case } from '../../notation/case.js';
import type { Expression } from '../../notation/expression.js';
import type { Unit } from '../../notation/plan.js';
import type { ExecutionContext } from '../run/execute.cjs';
import { countOddities } from '../sense/oddities.cjs';
import { formatsOf } from '../sense/sensible-values.cjs';
import { type Place, placesOf } from '../values/places.cjs';
import { hitsAll, recordOnce, sameRecording, type Recording } from './record.cjs';

/** A case whose arguments are looked at, and the counters that it has to go on hitting. */
export interface GivenCase {
  scenario: Case;
  owns: readonly number[];
  unit: Unit;
  isTyped: boolean;
  /** How many more smaller cases may be run. */
  left?: { count: number };
}

/** How many other inputs are tried to make an effect visible, and how many smaller cases in all. */
const MAX_TRIES = 40;
const MAX_SMALLER = 160;
const MAX_TEXTS = 20;

type Rebuilt<T> = (by: T) => Case;

/** Whether an object of this shape has to have the property. */
const isNeeded = (key: string, shape: TypeShape | undefined): boolean =>
  shape?.kind === 'object' && shape.properties.some(({ name, optional }) => name === key && !optional);

/** The object without one of the properties that it need not have. */
function* withoutProperties(
  expression: Expression,
  shape: TypeShape | undefined,
  rebuild: Rebuilt<Expression>,
): Generator<Case> {
  if (expression.k !== 'obj') return;
  for (const [index, [key]] of expression.props.entries())
    if (!isNeeded(key, shape))
      yield rebuild({ ...expression, props: expression.props.filter((_, other) => other !== index) });
}

/** The call with one thing less: its last argument where that is optional, a property of an object. */
function* withLess(
  args: readonly Expression[],
  params: readonly Parameter[],
  rebuild: Rebuilt<Expression[]>,
): Generator<Case> {
  const last = params[args.length - 1];
  if (last?.optional === true && !last.rest) yield rebuild(args.slice(0, -1));
  yield* withHalf(args, params, rebuild);
  for (const [index, arg] of args.entries())
    yield* withoutProperties(arg, params[index]?.type, (by) =>
      rebuild(args.map((old, other) => (other === index ? by : old))),
    );
}

/** Objects of many properties with half of those that they need not have. */
function* withHalf(
  args: readonly Expression[],
  params: readonly Parameter[],
  rebuild: Rebuilt<Expression[]>,
): Generator<Case> {
  for (const [index, arg] of args.entries()) {
    const shape = params[index]?.type;
    if (arg.k !== 'obj' || arg.props.length < 4) continue;
    const half = Math.ceil(arg.props.length / 2);
    for (const part of [arg.props.slice(0, half), arg.props.slice(half)]) {
      const props = arg.props.filter(
        ([key]) => isNeeded(key, shape) || part.some(([other]) => other === key),
      );
      if (props.length < arg.props.length)
        yield rebuild(args.map((old, other) => (other === index ? { ...arg, props } : old)));
    }
  }
}

/** The case with one thing less in the call that it is about, or in what made its object. */
function* smallerCases(scenario: Case, unit: Unit): Generator<Case> {
  const step = scenario.steps.at(-1);
  const params = paramsOf(unit, step) ?? [];
  if (step && step.kind !== 'set')
    yield* withLess(step.args, params, (args) => ({
      ...scenario,
      steps: [...scenario.steps.slice(0, -1), { ...step, args }],
    }));
  if (scenario.construct)
    yield* withLess(scenario.construct, unit.constructorParams, (construct) => ({ ...scenario, construct }));
}

/** Texts of several words in which most of what code does with a text shows. */
const SHOWING = [
  ...['foo-bar', 'fooBar', 'Foo Bar', 'foo2bar', 'FOO-BAR', 'foo.bar', 'foo/bar', ' foo ', 'foo\nbar'],
  'The quick brown fox jumps over the lazy dog, and the dog sleeps on.',
];

/** Whether a text is of words and numbers, and no debris of a search. */
const isOfWords = (text: string): boolean =>
  text.length < 40 &&
  /^[\w .,:;/@#=+%-]{2,}$/.test(text) &&
  (text.match(/[A-Za-z\d]+/g) ?? []).every((run) =>
    /^(?:\d+|[A-Z]{2,}|[a-z]+\d*|[a-z]*(?:[A-Z][a-z]+)+)$/.test(run),
  );

/** The case with another text in one of its places: such as the code speaks of, or people gave. */
function* otherTexts({ scenario, unit }: GivenCase): Generator<Case> {
  const texts = [...(unit.kin ?? []), ...formatsOf(unit), ...unit.strings].filter(isOfWords);
  const plain = [...new Set([...texts.slice(0, MAX_TEXTS), ...SHOWING])];
  const isText = ({ expression }: Place): boolean =>
    expression.k === 'lit' && typeof expression.v === 'string' && !expression.access;
  for (const { expression, replace } of placesOf(scenario).filter(isText))
    for (const v of plain) yield replace({ ...expression, k: 'lit', v });
}

/** How many arguments and properties there are that may show or not. */
const countPieces = ({ steps, construct }: Case): number =>
  [...(steps.at(-1)?.args ?? []), ...(construct ?? [])].reduce(
    (sum, arg) => sum + 1 + (arg.k === 'obj' ? arg.props.length : 0),
    0,
  );

/** The same case with an input in which more shows, and what is left of it without the rest; null where there is none. */
async function findEffect(
  context: ExecutionContext,
  given: GivenCase,
  wanted: { idle: number },
): Promise<{ scenario: Case; shown: Case } | null> {
  let fewest = wanted.idle;
  let best: { scenario: Case; shown: Case } | null = null;
  let tries = 0;
  for (const scenario of otherTexts(given)) {
    if (++tries > MAX_TRIES || fewest === 0) break;
    const recorded = await recordOnce(context, scenario, given.isTyped);
    if (recorded === null || !hitsAll(recorded, given.owns)) continue;
    const shown = await takeAll(context, { ...given, scenario, owns: [] }, recorded);
    if (given.left !== undefined && given.left.count <= 0) break;
    const idle = countPieces(scenario) - countPieces(shown);
    if (idle < fewest) best = { scenario, shown };
    fewest = Math.min(fewest, idle);
  }
  return best;
}

/** A case without idle arguments. */
export interface Slimmed {
  shown: Case;
  /** The case with those that have no visible effect and are there for the code that reads them; null where there are none. */
  idle: Case | null;
}

/** The first smaller case that a test would assert the same of, in all that it has to hit; null where everything shows. */
async function takeAway(
  context: ExecutionContext,
  given: GivenCase,
  wanted: Recording,
): Promise<Case | null> {
  const odd = countOddities(given.scenario, given.unit);
  for (const scenario of smallerCases(given.scenario, given.unit)) {
    // A date without its year, an object without anything: what is left has to make sense.
    if (countOddities(scenario, given.unit) > odd) continue;
    if (given.left && given.left.count-- <= 0) return null;
    const recorded = await recordOnce(context, scenario, given.isTyped);
    if (recorded !== null && sameRecording(wanted, recorded) && hitsAll(recorded, given.owns))
      return scenario;
  }
  return null;
}

async function takeAll(context: ExecutionContext, given: GivenCase, wanted: Recording): Promise<Case> {
  let { scenario } = given;
  for (;;) {
    const smaller = await takeAway(context, { ...given, scenario }, wanted);
    if (smaller === null) return scenario;
    scenario = smaller;
  }
}

/**
 * Takes away what is idle, as long as outcome and observations stay the same. What is there only for counters to be hit gets
 * another input; without one that makes it visible, it is taken away as well.
 */
export async function withoutIdleArguments(context: ExecutionContext, asked: GivenCase): Promise<Slimmed> {
  const given = { ...asked, left: { count: MAX_SMALLER } };
  const wanted = await recordOnce(context, given.scenario, given.isTyped);
  if (wanted === null) return { shown: given.scenario, idle: null };
  const needed = await takeAll(context, given, wanted);
  const shown = await takeAll(context, { ...given, scenario: needed, owns: [] }, wanted);
  if (shown === needed) return { shown, idle: null };
  const idle = countPieces(needed) - countPieces(shown);
  const found = await findEffect(context, { ...given, scenario: needed }, { idle });
  if (found === null) return { shown, idle: needed };
  return { shown: found.shown, idle: found.shown === found.scenario ? null : found.scenario };
}
