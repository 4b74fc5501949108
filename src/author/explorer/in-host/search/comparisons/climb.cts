/**
 * Climbs towards the other outcome of one comparison whose values are computed from the input: changes a character or a
 * digit at a time and keeps what brings the two sides nearer. Local search by branch distance (Korel, TSE 1990), for check
 * digits and sums, which chance and substitution miss.
 */
import type { Case } from '../../../notation/case.js';
import type { Expression } from '../../../notation/expression.js';
import type { Comparison } from './comparison.cjs';
import { placesOf, type Place } from '../../values/places.cjs';
import type { Random } from '../../values/random.cjs';

export interface Climb {
  site: string;
  /** The next neighbour to run, or null when the climb is over. */
  next(): Case | null;
  /** Receives the comparisons of the neighbour. */
  judge(comparisons: readonly Comparison[]): void;
}

/** A text or number of the case whose characters may change. */
interface Holder {
  place: Place;
  text: string;
  /** Indexes of what may change, in the order in which it is tried. */
  spots: number[];
}

const MAX_TRIES = 420;
/** Without a distance, only random tries remain. */
const MAX_BLIND_TRIES = 100;
const MAX_LENGTH = 80;
/** Letters have too many neighbours to try them all. */
const LETTERS_AT_A_SPOT = 6;
const MAX_CHECK = 4;
const MIN_SPOTS = 2;
const MAX_HOLDERS = 2;

const classes = ['0123456789', 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const classOf = (char: string): string | undefined => classes.find((set) => set.includes(char));
const isDigit = (char: string | undefined): boolean => char !== undefined && char >= '0' && char <= '9';

function holderOf(place: Place): Holder | null {
  const { expression } = place;
  if (expression.k !== 'lit' || expression.access) return null;
  const { v } = expression;
  const isWhole = typeof v === 'number' && Number.isSafeInteger(v) && v > 9;
  if (!isWhole && (typeof v !== 'string' || v.length > MAX_LENGTH)) return null;
  const text = String(v);
  // From the end, where check digits mostly stand; digits go before letters.
  const all = Array.from({ length: text.length }, (_, index) => text.length - 1 - index);
  const digits = all.filter((index) => isDigit(text[index]));
  const letters = all.filter((index) => classOf(text[index] ?? '') && !digits.includes(index));
  const spots = [...digits, ...letters];
  return spots.length >= MIN_SPOTS ? { place, text, spots } : null;
}

function rebuilt({ place }: Holder, text: string): Case {
  const { expression } = place;
  const v = expression.k === 'lit' && typeof expression.v === 'number' ? Number(text) : text;
  return place.replace({ ...expression, v } as Expression);
}

/** The distance between two values; null when it is undefined. */
function distance(left: unknown, right: unknown): number | null {
  if (typeof left === 'string' && typeof right === 'string') {
    if (left !== '' && right !== '' && Number.isFinite(Number(left)) && Number.isFinite(Number(right)))
      return Math.abs(Number(left) - Number(right));
    let sum = 50 * Math.abs(left.length - right.length);
    for (let index = 0; index < Math.min(left.length, right.length, MAX_LENGTH); index++)
      sum += Math.abs(left.charCodeAt(index) - right.charCodeAt(index));
    return sum;
  }
  if (typeof left === 'boolean' || typeof right === 'boolean') return null;
  const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
  return isNumber(left) && isNumber(right) ? Math.abs(Number(left) - Number(right)) : null;
}

/** The distance of a comparison from its other outcome; null when it is undefined. */
function farness({ kind, left, right, outcome }: Comparison): number | null {
  switch (kind) {
    case 'equal':
      // Whatever changes either side will do.
      return outcome ? null : distance(left, right);
    case 'order':
      return distance(left, right);
    case 'truth':
      return outcome ? distance(left, 0) : null;
    default:
      return null;
  }
}

/** Short texts may be check characters; longer ones are found by putting them into the input. */
const isPlain = (value: unknown): boolean =>
  typeof value === 'string' ? value.length <= MAX_CHECK : typeof value === 'number' && Number.isFinite(value);

/** Whether the outcome of a comparison may hang on characters of the input in ways that only trying shows. */
function isClimbable({ kind, left, right, outcome }: Comparison): boolean {
  if (kind === 'equal' || kind === 'order') return isPlain(left) && isPlain(right);
  return kind === 'truth' && (typeof left === 'boolean' || (outcome && typeof left === 'number'));
}

/** The same text with other characters of the same kinds. */
function reshaped(text: string, spots: readonly number[], random: Random): string {
  const chars = text.split('');
  for (const index of spots) {
    const set = classOf(text[index] ?? '');
    if (set) chars[index] = random.pick(Array.from(set));
  }
  return chars.join('');
}

const withChar = (text: string, index: number, char: string): string =>
  text.slice(0, index) + char + text.slice(index + 1);

/** Other characters of the same kind, all of them for a digit. */
function othersOf(char: string, random: Random): string[] {
  const set = Array.from(classOf(char) ?? '').filter((other) => other !== char);
  if (isDigit(char)) return set;
  return Array.from({ length: LETTERS_AT_A_SPOT }, () => random.pick(set));
}

/** Where a climb stands. */
interface ClimbPosition {
  text: string;
  /** How far the text is from the goal; infinite when the next text with a distance is taken in any case. */
  farness: number;
}

/** Neighbours without end. A round that led nowhere is followed by another beginning. */
function* neighbours(at: ClimbPosition, spots: readonly number[], random: Random): Generator<string> {
  for (;;) {
    const before = at.farness;
    for (const index of spots)
      for (const char of othersOf(at.text[index] ?? '', random)) yield withChar(at.text, index, char);
    if (at.farness < before) continue;
    at.farness = Infinity;
    yield reshaped(at.text, spots, random);
  }
}

/** The same without a distance. */
function* anything(text: string, spots: readonly number[], random: Random): Generator<string> {
  for (;;) {
    const index = random.pick(spots);
    yield withChar(text, index, random.pick(othersOf(text[index] ?? '', random)));
    yield reshaped(text, spots, random);
  }
}

function climbIn(from: Comparison, holder: Holder, random: Random): Climb {
  const { site } = from;
  const { spots } = holder;
  const start = farness(from);
  const at: ClimbPosition = { text: holder.text, farness: start ?? Infinity };
  const texts = start === null ? anything(at.text, spots, random) : neighbours(at, spots, random);
  let left = start === null ? MAX_BLIND_TRIES : MAX_TRIES;
  let tried = at.text;
  return {
    site,
    next() {
      if (left-- <= 0) return null;
      tried = texts.next().value as string;
      return rebuilt(holder, tried);
    },
    judge(comparisons) {
      const far = comparisons.flatMap((one) => (one.site === site ? (farness(one) ?? []) : []));
      if (far.length === 0) return;
      const nearest = Math.min(...far);
      if (nearest >= at.farness) return;
      at.text = tried;
      at.farness = nearest;
    },
  };
}

/** Climbs from a case in which the comparison was traced; none where the case has nothing to change. */
export function createClimbs(scenario: Case, from: Comparison, random: Random): Climb[] {
  if (!isClimbable(from)) return [];
  const holders = placesOf(scenario).flatMap((place) => holderOf(place) ?? []);
  return holders.slice(0, MAX_HOLDERS).map((holder) => climbIn(from, holder, random));
}
