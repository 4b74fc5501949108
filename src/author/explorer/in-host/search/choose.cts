/** Chooses the cases that tests are to be made of, and makes them as simple and as sensible as their types allow. */
import type { Case } from '../../notation/case.js';
import { simplifyCase, type Means } from '../simplify/simplify-case.cjs';
import type { TypeJudge } from '../types/type-judge.cjs';
import { chooseEntries, type Archive, type Choice, type Entry } from './archive.cjs';

type ChoiceTrial = Means & {
  /** Null where types are not checked. */
  types: TypeJudge | null;
};

/** A case that is to be recorded. */
export interface Chosen {
  scenario: Case;
  /** The counters that it was chosen for. */
  owns: number[];
  /** Whether a test of it would type-check. */
  isFit: boolean;
  /** The case as the search found it. */
  of: Case;
}

/**
 * Chooses and shrinks cases for these counters, or for all that were hit, a few at a time and the most valuable first, so that
 * those are safe when the time is up. Cases that were chosen before are not chosen again, so that what turned out not to be
 * repeatable can be asked for once more.
 */
export type Chooser = (counters: ReadonlySet<number> | null) => AsyncGenerator<Chosen[], null>;

/** So many cases are simplified and handed over together: to ask for their types takes a moment each time. */
const BATCH = 10;

/** How often types are asked for while one case is made simpler. */
const MAX_QUESTIONS = 15;

/** A case simplified beyond its types is simplified once more, within them. */
async function fitAgain(trial: ChoiceTrial, one: Chosen): Promise<Chosen> {
  const { types } = trial;
  if (types?.areFit([one.of])[0] !== true) return { ...one, isFit: false };
  let questions = 0;
  const isFit = (scenario: Case): boolean =>
    questions++ < MAX_QUESTIONS && types.areFit([scenario])[0] === true;
  return { ...one, scenario: await simplifyCase({ ...trial, isFit }, one.of, one.owns) };
}

/** A chooser among what the archive of a search holds. */
export function createChooser(trial: ChoiceTrial, archive: Archive): Chooser {
  const tried = new Set<Entry>();
  const simplify = async ({ entry, owns }: Choice): Promise<Chosen> => {
    tried.add(entry);
    const scenario = await simplifyCase(trial, entry.scenario, owns);
    return { scenario, owns, isFit: true, of: entry.scenario };
  };
  return async function* (counters) {
    const choices = chooseEntries(archive, counters ?? archive.best.keys(), tried);
    while (choices.length > 0) {
      const chosen: Chosen[] = [];
      for (const choice of choices.splice(0, BATCH)) chosen.push(await simplify(choice));
      const areFit = trial.types?.areFit(chosen.map(({ scenario }) => scenario));
      for (const [index, one] of chosen.entries())
        if (areFit?.[index] === false) chosen[index] = await fitAgain(trial, one);
      yield chosen;
    }
    return null;
  };
}
