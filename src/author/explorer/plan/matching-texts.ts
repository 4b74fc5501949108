/** Draws texts that match the regular expressions of the code. */
import fc from 'fast-check';
import type { Target } from '../../../domain/target.js';

const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));

/**
 * Whether fast-check comes to an end with a regular expression: for `[^…]` it draws printable ASCII until one is outside the
 * class, for ever where the class has all of it.
 */
function canSample(source: string): boolean {
  const negated = source.match(/\[\^(?:\\.|[^\]\\])*\]/g) ?? [];
  return negated.every((set) => printable.some((char) => new RegExp(set).test(char)));
}

/** Texts that match the regular expressions of the code; the same for the same seed. */
export function matchingTexts(target: Target, seed: number): string[] {
  return target.hints.regexes.flatMap(({ source, flags }) => {
    try {
      if (!canSample(source)) return [];
      const arbitrary = fc.stringMatching(new RegExp(source, flags.replace(/[^imsu]/g, '')), {
        size: 'small',
      });
      return fc.sample(arbitrary, { seed, numRuns: 5 }).filter((text) => text.length < 80);
    } catch {
      return [];
    }
  });
}
