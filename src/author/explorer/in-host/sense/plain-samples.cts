/** Makes plain texts of the formats that the code checks, such as a person would write to show the format. */
import type { Random } from '../values/random.cjs';
import { isMatch, sampleRegex } from './sample-regex.cjs';

const MAX_FORMATS = 24;
const MAX_LENGTH = 40;
const TURNS = 3;

/** Draws that are always the same: the first of few, or as many as are allowed, and one alternative after the other. */
function plainRandom(turn: number, isLong: boolean): Random {
  const pick = <T,>(items: readonly T[]): T => {
    const isCharacter = items.every((item) => typeof item === 'string' && item.length === 1);
    return items[isCharacter ? Math.min(1, items.length - 1) : turn % items.length] as T;
  };
  const below = (limit: number): number => (isLong ? Math.min(1, limit - 1) : 0);
  return { next: () => 0, below, chance: () => isLong, pick };
}

function plainRun(run: string): string {
  if (/^\d/.test(run)) {
    if (run.length === 4) return '2024';
    return run.length === 2 ? '12' : '1234567890123456789'.slice(0, run.length);
  }
  const letters = 'abcdefghijklmnopqrstuvwxyz'.slice(0, run.length);
  return run === run.toUpperCase() ? letters.toUpperCase() : letters;
}

/** The text with one run of digits or letters after the other made plain, as far as it still matches. */
function plainer(text: string, pattern: RegExp): string {
  let best = text;
  for (const { 0: run, index } of text.matchAll(/\d+|[a-z]{2,}|[A-Z]{2,}/g)) {
    const changed = best.slice(0, index) + plainRun(run) + best.slice(index + run.length);
    if (isMatch(pattern, changed)) best = changed;
  }
  return best;
}

/** A pattern that a whole text has to match, with something in it that can be read. */
const isFormat = ({ source }: RegExp): boolean => source.startsWith('^') && source.endsWith('$');

/** A few plain texts that match the pattern, the shortest forms first; none for patterns that are no format. */
export function plainSamples(pattern: RegExp): string[] {
  if (!isFormat(pattern)) return [];
  const tested = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
  const drawn = [false, true].flatMap((isLong) =>
    Array.from({ length: TURNS }, (_, turn) => sampleRegex(pattern.source, plainRandom(turn, isLong))),
  );
  const fitting = drawn.filter((text) => isMatch(tested, text)).map((text) => plainer(text, tested));
  return [...new Set(fitting)].filter((text) => /[a-z0-9]/i.test(text) && text.length <= MAX_LENGTH);
}

/** Plain texts of all formats of a unit. */
export function samplesOfFormats(formats: readonly { source: string; flags: string }[]): string[] {
  const patterns = formats.slice(0, MAX_FORMATS).map(({ source, flags }) => new RegExp(source, flags));
  return [...new Set(patterns.flatMap(plainSamples))];
}
