/** Finds texts in comments that have a format which the code below them checks: `Understands 2019-03-01 and 1 Mar 2019.` */
import type { Hints, Target } from '../../domain/target.js';

const maxSamples = 12;
const maxText = 40;
const maxPieces = 400;

/** The texts of all comments of a source that begin a line, without their marks. */
export const commentsOf = (text: string): string[] =>
  [...text.matchAll(/^[ \t]*(?:\/\*([\s\S]*?)\*\/|\/\/(.*))/gm)].map(([, block, line = '']) =>
    (block ?? line).replace(/^[ \t]*\*[ \t]?/gm, ''),
  );

/** Pieces of prose that may be values: what is quoted, what stands between commas and `and`, and single words with a digit or sign. */
function piecesOf(prose: string): string[] {
  const quoted = [...prose.matchAll(/(["'`])((?:(?!\1)[^\n])+)\1/g)].map((match) => match[2] ?? '');
  const parts = prose.split(/[,;:()\n]|\.(?=\s|$)|\b(?:and|or|like|as|is|e\.g\.)\b/);
  const words = prose.split(/\s+/).map((word) => word.replace(/^["'`(]+|["'`),.;:!?]+$/g, ''));
  const isValue = (piece: string): boolean => /[^A-Za-z'\s-]/.test(piece);
  return [...quoted, ...[...parts, ...words].map((piece) => piece.trim()).filter(isValue)];
}

/** A pattern that the whole of a text has to match. */
const isFormat = (source: string): boolean => source.startsWith('^') && source.endsWith('$');

function patternsOf({ regexes }: Hints): RegExp[] {
  return regexes.flatMap(({ source, flags }) => {
    try {
      return isFormat(source) ? [new RegExp(source, flags.replace(/[gy]/g, ''))] : [];
    } catch {
      return [];
    }
  });
}

/** Code changes the case of a text before it looks at it. */
const fits = (text: string, patterns: readonly RegExp[]): boolean =>
  [text, text.toLowerCase(), text.toUpperCase()].some((one) => patterns.some((pattern) => pattern.test(one)));

/** The texts in the comments that match a format of the target's code, those of its own doc comment first. */
export function samplesFor(
  { doc, hints }: Pick<Target, 'doc' | 'hints'>,
  comments: readonly string[],
): string[] {
  const patterns = patternsOf(hints);
  if (patterns.length === 0) return [];
  const pieces = [doc ?? '', ...comments].flatMap(piecesOf).slice(0, maxPieces);
  const fitting = pieces.filter((text) => text.length > 0 && text.length <= maxText && fits(text, patterns));
  return [...new Set(fitting)].slice(0, maxSamples);
}
