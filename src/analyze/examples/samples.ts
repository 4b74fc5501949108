/** Finds texts in comments that have a format which the code below them checks: `Understands 2019-03-01 and 1 Mar 2019.` */
import { createContext, runInContext, type Context } from 'node:vm';
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

const patternsOf = ({ regexes }: Hints): Hints['regexes'] => regexes.filter(({ source }) => isFormat(source));

/** One pattern may take exponential time on a text that it nearly matches: `^([a-z0-9]+\.?)+$`. */
const maxPatternMs = 200;

/** The texts that match the pattern, however their letters are written; none where that takes too long to say. */
function matching(
  texts: readonly string[],
  { source, flags }: Hints['regexes'][number],
  realm: Context,
): string[] {
  // Code changes the case of a text before it looks at it.
  const code = `
    const pattern = new RegExp(${JSON.stringify(source)}, ${JSON.stringify(flags.replace(/[gy]/g, ''))});
    const forms = (text) => [text, text.toLowerCase(), text.toUpperCase()];
    const found = ${JSON.stringify(texts)}.map((text) => forms(text).some((form) => pattern.test(form)));
    JSON.stringify(found);`;
  try {
    const found = JSON.parse(
      String(runInContext(`{${code}}`, realm, { timeout: maxPatternMs })),
    ) as boolean[];
    return texts.filter((_, index) => found[index]);
  } catch {
    return [];
  }
}

/** The texts in the comments that match a format of the target's code, those of its own doc comment first. */
export function samplesFor(
  { doc, hints }: Pick<Target, 'doc' | 'hints'>,
  comments: readonly string[],
): string[] {
  const patterns = patternsOf(hints);
  if (patterns.length === 0) return [];
  const pieces = [doc ?? '', ...comments].flatMap(piecesOf).slice(0, maxPieces);
  const texts = [...new Set(pieces)].filter((text) => text.length > 0 && text.length <= maxText);
  const realm = createContext({});
  const fitting = new Set(patterns.flatMap((pattern) => matching(texts, pattern, realm)));
  return texts.filter((text) => fitting.has(text)).slice(0, maxSamples);
}
