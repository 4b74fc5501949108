/**
 * Replaces the values of a chosen case one by one by such as a person would choose, as long as the case still does what
 * it was chosen for. It comes after shrinking: what is smallest is seldom what reads best.
 */
import { paramsOf } from '../../notation/algebra.cjs';
import type { Case } from '../../notation/case.js';
import type { Expression } from '../../notation/expression.js';
import type { Unit } from '../../notation/plan.js';
import { numbersByNameOnly, numbersFor, textsFor } from '../sense/nice-values.cjs';
import { withEveryDay, withExamples, withSense } from './sensible.cjs';
import { fillTexts, nearTexts, prettifyRuns, prettifyTexts } from './prettify-texts.cjs';
import { replaced, type Spot, spotsOf } from './spots.cjs';
import { type Accepts, openTrial, type Trial } from './trial.cjs';

/** How many tries each kind of change has. */
const TRIES = 150;
/** How many tries may go into arguments that people gave, and into such as make sense. */
const EXAMPLE_TRIES = 40;
const SENSE_TRIES = 80;
const DAYS = 366;

const isRound = (value: number): boolean => {
  const size = Math.abs(value);
  return Number.isInteger(value) && (size <= 20 || (size <= 1000 && size % 10 === 0) || size % 1000 === 0);
};

function* nicerNumbers({ name, literal }: Spot, turn: number, unit: Unit): Generator<number> {
  const value = literal.v as number;
  const isSeen = unit.numbers.includes(value) && value !== 0;
  if (isSeen && Number.isInteger(value)) return;
  // Nothing happens to zero and one: a plain number shows what the code does with it.
  if (isRound(value) && value !== 0 && value !== 1) return;
  for (const number of numbersFor(name, turn)) if (number > 0 || value < 0) yield number;
  if (!Number.isInteger(value)) yield Math.round(value * 10) / 10;
  else if (!isRound(value)) yield Number(value.toPrecision(1));
}

const isNumber = ({ literal }: Spot): boolean => typeof literal.v === 'number' && !literal.access;

/** Fills objects that lack what the code reads from them, where that makes sense of a result that had none. */
async function completeObjects(trial: Trial, unit: Unit): Promise<void> {
  const { best } = trial;
  const step = best.steps.at(-1);
  const params = paramsOf(unit, step);
  for (const [index, arg] of (step?.args ?? []).entries()) {
    const shape = params?.[index]?.type;
    if (arg.k !== 'obj' || shape?.kind !== 'object') continue;
    const given = new Set(arg.props.map(([key]) => key));
    const missing = shape.properties.filter(({ name }) => !given.has(name));
    const more = missing.flatMap(({ name, type }): [string, Expression][] => {
      const number = numbersByNameOnly(name)[0] ?? (type.kind === 'number' ? 2 : undefined);
      const value = number ?? (type.kind === 'string' ? textsFor(name)[0] : undefined);
      return value === undefined ? [] : [[name, { k: 'lit', v: value }]];
    });
    if (!step || more.length === 0 || more.length > 6) continue;
    const filled: Expression = { ...arg, props: [...arg.props, ...more] };
    const args = step.args.map((old, at) => (at === index ? filled : old));
    await trial.takes({ ...best, steps: [...best.steps.slice(0, -1), { ...step, args }] });
  }
}

/** Whether the value means nothing where the name requires a number. */
const isEmpty = ({ literal }: Spot): boolean =>
  !literal.access && (literal.v === null || literal.v === '' || typeof literal.v === 'boolean');

async function prettifyNumbers(trial: Trial, unit: Unit): Promise<void> {
  let turn = 0;
  for (const [index, spot] of spotsOf(trial.best, unit).entries()) {
    if (!isNumber(spot)) continue;
    for (const value of nicerNumbers(spot, turn++, unit)) {
      if (value === spot.literal.v || (await trial.takes(replaced(trial.best, unit, index, value)))) break;
    }
  }
}

async function fillEmpty(trial: Trial, unit: Unit): Promise<void> {
  for (const [index, spot] of spotsOf(trial.best, unit).entries()) {
    if (!isEmpty(spot)) continue;
    for (const value of numbersByNameOnly(spot.name)) {
      if (await trial.takes(replaced(trial.best, unit, index, value))) break;
    }
  }
}

/** Replaces an argument of unknown type by a text, which shows more than an empty object. */
async function fillUnknown(trial: Trial, unit: Unit): Promise<void> {
  const step = trial.best.steps.at(-1);
  const params = paramsOf(unit, step);
  for (const [index, arg] of (step?.args ?? []).entries()) {
    const param = params?.[index];
    const isNothing =
      (arg.k === 'obj' && arg.props.length === 0) || (arg.k === 'arr' && arg.items.length === 0);
    if (!isNothing || param?.type.kind !== 'unknown') continue;
    const { best } = trial;
    const last = best.steps.at(-1);
    const text = textsFor(param.name)[0];
    if (!last || text === undefined) continue;
    const args = last.args.map((old, at): Expression => (at === index ? { k: 'lit', v: text } : old));
    await trial.takes({ ...best, steps: [...best.steps.slice(0, -1), { ...last, args }] });
  }
}

async function prettifyDates(trial: Trial): Promise<void> {
  const plain: Expression = { k: 'date', ms: Date.UTC(2024, 2, 15) };
  const inside = (args: Expression[]): Expression[] =>
    args.map((arg) => (arg.k === 'date' && arg.ms !== null ? plain : arg));
  const { best } = trial;
  const hasDate = best.steps.some(({ args }) => args.some((arg) => arg.k === 'date' && arg.ms !== null));
  if (!hasDate) return;
  await trial.takes({ ...best, steps: best.steps.map((step) => ({ ...step, args: inside(step.args) })) });
}

/** Takes what is offered of the case as it is by then, as long as something is taken, within a bound of tries. */
async function takeSuggestions(
  trial: Trial,
  suggestionsOf: (scenario: Case) => Generator<Case>,
  most: number,
): Promise<void> {
  let left = most;
  for (let isTaken = true; isTaken && left > 0;) {
    isTaken = false;
    for (const suggestion of suggestionsOf(trial.best)) {
      if (left-- <= 0) break;
      isTaken = await trial.takes(suggestion);
      if (isTaken) break;
    }
  }
}

/** A case to be made nicer. */
interface PlainCase {
  start: Case;
  unit: Unit;
  /** Its result shows that the input made no sense. */
  isSenseless: boolean;
}

/** The case with nicer values. */
export async function prettifyCase({ start, unit, isSenseless }: PlainCase, accepts: Accepts): Promise<Case> {
  const trial = openTrial(start, accepts);
  const changes: (() => Promise<void>)[] = [
    () => takeSuggestions(trial, (scenario) => withExamples(scenario, unit), EXAMPLE_TRIES),
    () => takeSuggestions(trial, (scenario) => withSense(scenario, unit), SENSE_TRIES),
    ...(isSenseless ? [() => completeObjects(trial, unit)] : []),
    () => fillUnknown(trial, unit),
    () => fillEmpty(trial, unit),
    () => prettifyTexts(trial, unit),
    () => nearTexts(trial, unit),
    () => fillTexts(trial, unit),
    () => prettifyRuns(trial, unit),
    () => prettifyNumbers(trial, unit),
    () => prettifyDates(trial),
  ];
  for (const change of changes) {
    trial.allow(TRIES);
    await change();
  }
  trial.allow(DAYS);
  await takeSuggestions(trial, (scenario) => withEveryDay(scenario, unit), DAYS);
  return trial.best;
}
