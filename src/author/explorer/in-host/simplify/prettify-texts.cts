/** Replaces the texts of a case by such as a person would type. */
import type { Case } from '../../notation/case.js';
import type { Unit } from '../../notation/plan.js';
import { isDocument } from '../sense/documents.cjs';
import { isOddText } from '../sense/oddities.cjs';
import { formatsOf, wordsFor } from '../sense/sensible-values.cjs';
import { filledTexts, wordsIn } from './filled-texts.cjs';
import { nearSamples } from './near-samples.cjs';
import { PLAIN_WORDS, plainerRuns } from './plainer-runs.cjs';
import { renamed, replaced, type Spot, spotsOf } from './spots.cjs';
import type { Trial } from './trial.cjs';

/** How many runs of digits or letters in a text are made plain. */
const MAX_RUNS = 4;
/** How many texts with one fault are tried for one place. */
const NEAR_TRIES = 90;

const isText = ({ literal }: Spot): boolean => typeof literal.v === 'string' && !literal.access;

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

/** Replaces texts by such as fit their names. */
export async function prettifyTexts(trial: Trial, unit: Unit): Promise<void> {
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
export async function nearTexts(trial: Trial, unit: Unit): Promise<void> {
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
export async function fillTexts(trial: Trial, unit: Unit): Promise<void> {
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
export async function prettifyRuns(trial: Trial, unit: Unit): Promise<void> {
  for (const [index, spot] of spotsOf(trial.best, unit).entries()) {
    if (!isText(spot) || isDocument(String(spot.literal.v))) continue;
    if (isKnownText(String(spot.literal.v), spot.name, unit)) continue;
    for (let round = 0; round < MAX_RUNS && (await takePlainerRun(trial, unit, index)); round++);
  }
}
