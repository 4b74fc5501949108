/** The state of one test's mutants: which is tried next, and the result of the outcomes. */
import type { SourceRange } from '../../domain/target.js';
import type { Calls } from '../../io/jest/protocol/job.js';
import type { MarkedFunction } from './mark-functions.js';
import type { Mutant } from './instrument.js';

export interface MutationSubject {
  /** Key of the test: host-relative test file, a line feed, its full name. */
  key: string;
  /** The target's file and range: mutants in there are tried first. */
  file: string;
  range: SourceRange | null;
  /** Whether a failure with this message is one that the test looks for. */
  isNotice: (message: string) => boolean;
}

/**
 * `noticed`: an expectation failed; `unnoticed`: the test passed; `unclear`: it failed elsewhere, or it did not end;
 * `swallowed`: an expectation failed and the test passed.
 */
export type Play = 'noticed' | 'unnoticed' | 'unclear' | 'swallowed';

export interface MutationOutcome {
  tried: number;
  killed: Set<string>;
  /** Whether the test notices its target emptied or giving something else; `absent` where that cannot be done. */
  target: Exclude<Play, 'swallowed'> | 'absent';
  /** Whether an expectation failed in a test that passed. */
  isSwallowed: boolean;
}

/** The result of a test's run with no mutant active. */
export interface Reached {
  mutants: readonly string[];
  /** The results of the functions that it ran. */
  returns: Calls;
}

export interface SubjectState {
  readonly subject: MutationSubject;
  readonly outcome: MutationOutcome;
  /** Mutants that empty the target, and those that only replace its results; the first detected one decides. */
  readonly emptied: Extremes;
  readonly replaced: Extremes;
  /** Mutants that empty the functions that stand in the target, for tests that call what it gave. */
  readonly inner: string[];
  /** Mutants of Stryker's that are still to be tried. */
  readonly queue: string[];
  /** Those in the target that leave most of it in place. */
  readonly small: ReadonlySet<string>;
}

interface Extremes {
  left: string[];
  plays: Play[];
}

const ENOUGH_TRIED = 3;
/** So many functions in a target are emptied at the most. */
const MOST_INNER = 3;

/** Begins with everything still to be tried. */
export function openSubject(
  subject: MutationSubject,
  reached: Reached,
  { mutants, functions }: { mutants: ReadonlyMap<string, Mutant>; functions: readonly MarkedFunction[] },
): SubjectState {
  const target = functionIn(functions, subject.range);
  const calls = target && reached.returns[target.number];
  const isOwn = (id: string): boolean => isInRange(mutants.get(id), subject);
  const own = reached.mutants.filter(isOwn);
  const { emptied, replaced } = target && calls ? extremesOf(target, calls) : { emptied: [], replaced: [] };
  return {
    subject,
    outcome: { tried: 0, killed: new Set(), target: calls ? 'unclear' : 'absent', isSwallowed: false },
    emptied: { left: emptied, plays: [] },
    replaced: { left: replaced, plays: [] },
    inner: target ? innerOf(target, reached, functions) : [],
    queue: [...spread(own), ...spread(reached.mutants.filter((id) => !isOwn(id)))],
    small: new Set(own.filter((id) => mutants.get(id)?.isBlock !== true)),
  };
}

const isAfter = (a: SourceRange['start'], b: SourceRange['start']): boolean =>
  a.line > b.line || (a.line === b.line && a.column >= b.column);

const isWithin = (inner: SourceRange, outer: SourceRange): boolean =>
  isAfter(inner.start, outer.start) && isAfter(outer.end, inner.end);

/** The outermost function in a range. */
const functionIn = (
  functions: readonly MarkedFunction[],
  range: SourceRange | null,
): MarkedFunction | undefined =>
  range === null ? undefined : functions.find((each) => isWithin(each.range, range));

/** Mutants that empty the functions in the target that the test ran, the outer before the inner. */
const innerOf = (
  target: MarkedFunction,
  { returns }: Reached,
  functions: readonly MarkedFunction[],
): string[] =>
  functions
    .filter((each) => each !== target && isWithin(each.range, target.range))
    .flatMap((each) => {
      const calls = returns[each.number];
      return calls ? extremesOf(each, calls).emptied.slice(0, 1) : [];
    })
    .slice(0, MOST_INNER);

function isInRange(mutant: Mutant | undefined, { file, range }: MutationSubject): boolean {
  if (mutant?.file !== file) return false;
  const line = mutant.line + 1;
  return range === null || (line >= range.start.line && line <= range.end.line);
}

function extremesOf(
  { number, hasValue }: MarkedFunction,
  { given, canMake }: Calls[string],
): { emptied: string[]; replaced: string[] } {
  const variants = hasValue ? ['other', 'empty'] : ['other'];
  const gives = given.some((shape) => shape !== null);
  const kind = hasValue ? 'value' : 'nothing';
  return {
    emptied: canMake ? variants.map((variant) => `empty:${number}:${variant}:${kind}`) : [],
    replaced: gives ? variants.map((variant) => `value:${number}:${variant}`) : [],
  };
}

/** The same items so that any beginning of the list samples all of it: first, last, middle, quarters … */
function spread(items: readonly string[]): string[] {
  const order: string[] = [];
  const seen = new Set<number>();
  for (let parts = 1; order.length < items.length; parts *= 2) {
    for (let part = 0; part <= parts; part++) {
      const index = Math.min(items.length - 1, Math.floor((part * items.length) / parts));
      if (seen.has(index)) continue;
      seen.add(index);
      order.push(items[index] ?? '');
    }
  }
  return order;
}

/** The mutant to try next, or undefined when enough is known. */
export function nextMutant(state: SubjectState): string | undefined {
  if (state.outcome.isSwallowed || state.outcome.target === 'unnoticed') return undefined;
  return nextExtreme(state) ?? (isKilledEnough(state) ? undefined : nextSmall(state));
}

/**
 * A test that calls what its target gave stops without it before it comes to any expectation. Where small mutants do not say
 * more, the functions in the target are emptied; not before, because code that waits for one of them may wait for ever.
 */
const nextSmall = ({ outcome, emptied, replaced, inner, queue }: SubjectState): string | undefined => {
  const triedSmall = outcome.tried - emptied.plays.length - replaced.plays.length;
  const isDue = outcome.target === 'unclear' && triedSmall >= ENOUGH_TRIED;
  return isDue || queue.length === 0 ? (inner[0] ?? queue[0]) : queue[0];
};

/** Replaced results are tried when emptying the target gives no clear answer. */
function nextExtreme({ outcome, emptied, replaced }: SubjectState): string | undefined {
  if (outcome.target === 'noticed') return undefined;
  return emptied.left[0] ?? replaced.left[0];
}

const isKilledEnough = ({ outcome, small }: SubjectState): boolean =>
  outcome.tried >= ENOUGH_TRIED &&
  outcome.killed.size > 0 &&
  (outcome.target !== 'unclear' || small.size === 0 || [...outcome.killed].some((id) => small.has(id)));

/** Takes down how the test fared with the mutant that was next. */
export function notePlay(state: SubjectState, mutant: string, play: Play): void {
  const { outcome, emptied, replaced, inner, queue } = state;
  outcome.tried++;
  if (play === 'noticed') outcome.killed.add(mutant);
  if (play === 'swallowed') outcome.isSwallowed = true;
  if (queue[0] === mutant) {
    queue.shift();
    return;
  }
  if (inner[0] === mutant) {
    inner.shift();
    if (play === 'noticed') outcome.target = 'noticed';
    return;
  }
  const extremes = emptied.left[0] === mutant ? emptied : replaced;
  extremes.left.shift();
  extremes.plays.push(play);
  if (play === 'noticed') outcome.target = 'noticed';
  else if (isUnnoticed(emptied) || (emptied.plays.length === 0 && isUnnoticed(replaced)))
    outcome.target = 'unnoticed';
}

const isUnnoticed = ({ left, plays }: Extremes): boolean =>
  left.length === 0 && plays.length > 0 && plays.every((play) => play === 'unnoticed');

/** Why a test is too weak, or undefined when it is not. */
export function explainWeakness(state: SubjectState): string | undefined {
  const { outcome, small } = state;
  if (outcome.target === 'unnoticed')
    return 'it still passes when its target does nothing or gives something else';
  if (outcome.killed.size === 0) return `it still passes with the code broken in ${outcome.tried} ways`;
  const isVague = outcome.target === 'unclear' && small.size > 0;
  return isVague && ![...outcome.killed].some((id) => small.has(id))
    ? 'it stops when its target gives something else, but no expectation notices'
    : undefined;
}
