/** Puts words where a text has nothing but signs: `=%` becomes `name=%`, `;;` becomes `red;;blue`. */
import type { Expression } from '../../notation/expression.js';
import { PLAIN_WORDS } from './plainer-runs.cjs';

/** Texts longer than this are no debris of a search. */
const MAX_TEXT = 24;
const isSign = (char: string | undefined): boolean => char !== undefined && /[^\w\s"'`\\%$]/.test(char);
/** Signs between a name and its value. */
const isAssignment = (char: string | undefined): boolean => char === '=' || char === ':';

/** The words in the texts of some examples, in their order. */
export function wordsIn(examples: readonly (readonly Expression[])[]): string[] {
  const textsIn = (value: Expression): string[] => {
    if (value.k === 'lit') return typeof value.v === 'string' ? [value.v] : [];
    return value.k === 'arr' ? value.items.flatMap(textsIn) : [];
  };
  const texts = examples.flatMap((args) => args.flatMap(textsIn));
  return [...new Set(texts.flatMap((text) => text.match(/[A-Za-z]{2,}/g) ?? []))];
}

/** Where a word is missing: before the first sign, after the last, and between two. */
function gapsIn(text: string): number[] {
  const places = Array.from({ length: text.length + 1 }, (_, at) => at);
  return places.filter((at) => {
    const [before, after] = [text[at - 1], text[at]];
    return (before === undefined || isSign(before)) && (after === undefined || isSign(after));
  });
}

/** Fills the gaps: around assignments with a name and its value, else with one word after the other. */
function fill(text: string, gaps: readonly number[], words: readonly string[]): string {
  const [name = 'name', value = 'value'] = words;
  const others = words.length > 1 ? words.slice(1) : PLAIN_WORDS;
  const isAssigned = (at: number): boolean => isAssignment(text[at]) || isAssignment(text[at - 1]);
  const single = gaps.filter((at) => !isAssigned(at));
  return [...gaps].reverse().reduce((filled, at) => {
    const isName = isAssignment(text[at]) && !isAssignment(text[at - 1]);
    const before = text.slice(0, at).match(/[A-Za-z]+/g)?.length ?? 0;
    const other = others[(before + single.indexOf(at)) % others.length] ?? value;
    return filled.slice(0, at) + (isName ? name : isAssigned(at) ? value : other) + filled.slice(at);
  }, text);
}

/** The text with words in all its gaps, in those around assignments, then in one after the other. */
export function* filledTexts(text: string, words: readonly string[]): Generator<string> {
  const gaps = text.length > MAX_TEXT ? [] : gapsIn(text);
  if (gaps.length === 0 || !/[^\w\s"'`\\%$]/.test(text)) return;
  const assigned = gaps.filter((at) => isAssignment(text[at]) || isAssignment(text[at - 1]));
  const tries = [gaps, assigned, ...gaps.map((at) => [at])].filter(({ length }) => length > 0);
  yield* new Set(tries.map((chosen) => fill(text, chosen, words)));
}
