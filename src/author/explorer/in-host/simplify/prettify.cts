/**
 * Replaces the values of a chosen case one by one by such as a person would choose, as long as the case still does what
 * it was chosen for. It comes after shrinking: what is smallest is seldom what reads best.
 */
import { paramsOf } from '../../notation/algebra.cjs';
import type { Case } from '../../notation/case.js';
import type { Expression } from '../../notation/expression.js';
import type { Unit } from '../../notation/plan.js';
import { isDocument } from '../sense/documents.cjs';
import { numbersByNameOnly, numbersFor, textsFor } from '../sense/nice-values.cjs';
import { isOddText } from '../sense/oddities.cjs';
import { formatsOf, wordsFor } from '../sense/sensible-values.cjs';
import { nearSamples } from './near-samples.cjs';
import { PLAIN_WORDS, plainerRuns } from './plainer-runs.cjs';
import { filledTexts, wordsIn } from './filled-texts.cjs';
import { withExamples, withSense } from './sensible.cjs';
import { renamed, replaced, type Spot, spotsOf } from './spots.cjs';

/** Whether the case still does what it was chosen for, and ends in the same way. */
type Accepts = (scenario: Case) => Promise<boolean>;

const MAX_TRIES = 360;
/** How many tries may go into arguments that people gave, and into such as make sense. */
const EXAMPLE_TRIES = 40;
const SENSE_TRIES = 80;
/** How many texts with one fault are tried for one place. */
const NEAR_TRIES = 90;
/** How many runs of digits or letters in a text are made plain. */
const MAX_RUNS = 4;

const isWordy = (text: string): boolean => /^[A-Za-z][a-z]{2,}([ -][A-Za-z]+)*$/.test(text);

/** A short word of the code that the text begins with, before a text of a format that the code checks. */
function* prefixedFormats(text: string, unit: Unit): Generator<string> {
  const prefixes = unit.strings.filter(
    (word) => word.length > 1 && word.length < 5 && text.length > word.length && text.startsWith(word),
  );
  for (const prefix of prefixes.slice(0, 2)) for (const format of formatsOf(unit)) yield prefix + format;
}

/** Whether a text is such as the host itself, or a person, has for something of this name. */
const isKnownText = (text: string, name: string, unit: Unit): boolean =>
  unit.samples?.includes(text) === true || wordsFor(name, unit).includes(text);

function* nicerTexts({ name, literal }: Spot, unit: Unit): Generator<string> {
  const text = literal.v as string;
  if (isDocument(text)) return;
  // A word that the code itself speaks of says what the case is about.
  const isOwn = unit.strings.includes(text) && (isWordy(text) || /^[\w.-]{2,}$/.test(text));
  // Among them are texts that were made to match a pattern, whose numbers are nobody's.
  const isNice = isOwn && !/\d{2}/.test(text);
  if (isNice || isKnownText(text, name, unit)) return;
  yield* wordsFor(name, unit);
  yield* unit.samples ?? [];
  yield* prefixedFormats(text, unit);
  if (/[^\w]/.test(text) || text.length > 2) yield* plainerRuns(text, runWordsOf(unit));
}

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

const isText = ({ literal }: Spot): boolean => typeof literal.v === 'string' && !literal.access;
const isNumber = ({ literal }: Spot): boolean => typeof literal.v === 'number' && !literal.access;

/** Takes a case when it is accepted, within a bound of tries. */
interface Trial {
  best: Case;
  takes(scenario: Case): Promise<boolean>;
}

function openTrial(start: Case, accepts: Accepts): Trial {
  let tries = 0;
  const trial: Trial = {
    best: start,
    async takes(scenario) {
      if (tries >= MAX_TRIES) return false;
      tries++;
      if (!(await accepts(scenario))) return false;
      trial.best = scenario;
      return true;
    },
  };
  return trial;
}

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

async function prettifyTexts(trial: Trial, unit: Unit): Promise<void> {
  const chosen = new Map<string, string>();
  const taken = new Set(spotsOf(trial.best, unit).map(({ literal }) => literal.v));
  for (const [index, spot] of spotsOf(trial.best, unit).entries()) {
    const { name, literal } = spot;
    if (!isText(spot) || spotsOf(trial.best, unit)[index]?.literal.v !== literal.v) continue;
    const known = chosen.get(`${name} ${String(literal.v)}`);
    const texts = [...(known === undefined ? [] : [known]), ...nicerTexts(spot, unit)];
    for (const text of texts) {
      if (text !== known && taken.has(text)) continue;
      const isTaken =
        (await trial.takes(renamed(trial.best, unit, literal.v, text, name))) ||
        (await trial.takes(renamed(trial.best, unit, literal.v, text, null))) ||
        (await trial.takes(replaced(trial.best, unit, index, text)));
      if (!isTaken) continue;
      taken.add(text);
      chosen.set(`${name} ${String(literal.v)}`, text);
      break;
    }
  }
}

/** Takes the first case that is accepted of those with one of the texts; whether there is one. */
async function takesFirst(
  trial: Trial,
  texts: Iterable<string>,
  caseWith: (text: string) => Case,
): Promise<boolean> {
  for (const text of texts) if (await trial.takes(caseWith(text))) return true;
  return false;
}

/** Texts that people gave to the functions of the unit or show in comments, then such as the name speaks of. */
function samplesOf(name: string, unit: Unit): string[] {
  const given = [
    ...unit.members.flatMap(({ examples = [] }) => examples),
    ...(unit.constructorExamples ?? []),
  ];
  const texts = given.flatMap((args) =>
    args.flatMap((arg) => (arg.k === 'lit' && typeof arg.v === 'string' ? [arg.v] : [])),
  );
  const fitting = [
    ...texts,
    ...(unit.samples ?? []),
    ...(unit.kin ?? []),
    ...wordsFor(name, unit).slice(0, 2),
  ];
  return [...new Set(fitting)].filter((text) => /^[\x20-\x7e]+$/.test(text) && !isOddText(text, name));
}

/** Replaces texts of signs by such as people gave, with one fault. */
async function nearTexts(trial: Trial, unit: Unit): Promise<void> {
  for (const [index, spot] of spotsOf(trial.best, unit).entries()) {
    const text = String(spot.literal.v);
    if (!isText(spot) || isDocument(text) || !/\W/.test(text) || isKnownText(text, spot.name, unit)) continue;
    let left = NEAR_TRIES;
    for (const near of nearSamples(text, samplesOf(spot.name, unit)))
      if (left-- <= 0 || (await trial.takes(replaced(trial.best, unit, index, near)))) break;
  }
}

/** Takes the first case with a plainer run in the text at one place. */
async function takePlainerRun(trial: Trial, unit: Unit, index: number): Promise<boolean> {
  const text = String(spotsOf(trial.best, unit)[index]?.literal.v);
  return takesFirst(trial, plainerRuns(text, runWordsOf(unit)), (plainer) =>
    replaced(trial.best, unit, index, plainer),
  );
}

/** The words in what people gave to the functions of the unit. */
const exampleWords = (unit: Unit): string[] =>
  wordsIn([...unit.members.flatMap(({ examples }) => examples ?? []), ...(unit.constructorExamples ?? [])]);

/** How many words that people gave go before those of no meaning. */
const OWN_WORDS = 3;

/** The words to make runs of letters plain with: such as people gave to the functions of the unit, then those of no meaning. */
function runWordsOf(unit: Unit): { known: ReadonlySet<string>; words: string[] } {
  const examples = exampleWords(unit);
  const own = examples.filter((word) => /^[a-z]{3,8}$/.test(word)).slice(0, OWN_WORDS);
  return {
    known: new Set([...examples, ...unit.strings, 'name', 'value']),
    words: [...new Set([...own, ...PLAIN_WORDS])],
  };
}

/** Puts words into texts of signs, as many as the case takes. */
async function fillTexts(trial: Trial, unit: Unit): Promise<void> {
  const words = exampleWords(unit);
  for (const [index, spot] of spotsOf(trial.best, unit).entries()) {
    if (!isText(spot) || isDocument(String(spot.literal.v))) continue;
    if (isKnownText(String(spot.literal.v), spot.name, unit)) continue;
    for (let round = 0; round < MAX_RUNS; round++) {
      const text = String(spotsOf(trial.best, unit)[index]?.literal.v);
      if (
        !(await takesFirst(trial, filledTexts(text, words), (filled) =>
          replaced(trial.best, unit, index, filled),
        ))
      )
        break;
    }
  }
}

/** Makes the numbers and letters in texts plain, one run after the other. */
async function prettifyRuns(trial: Trial, unit: Unit): Promise<void> {
  for (const [index, spot] of spotsOf(trial.best, unit).entries()) {
    if (!isText(spot) || isDocument(String(spot.literal.v))) continue;
    if (isKnownText(String(spot.literal.v), spot.name, unit)) continue;
    for (let round = 0; round < MAX_RUNS && (await takePlainerRun(trial, unit, index)); round++);
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
  await takeSuggestions(trial, (scenario) => withExamples(scenario, unit), EXAMPLE_TRIES);
  await takeSuggestions(trial, (scenario) => withSense(scenario, unit), SENSE_TRIES);
  if (isSenseless) await completeObjects(trial, unit);
  await fillUnknown(trial, unit);
  await fillEmpty(trial, unit);
  await prettifyTexts(trial, unit);
  await nearTexts(trial, unit);
  await fillTexts(trial, unit);
  await prettifyRuns(trial, unit);
  await prettifyNumbers(trial, unit);
  await prettifyDates(trial);
  return trial.best;
}
