/** Makes texts that match a regular expression, by walking its source once; lookarounds and anchors are left out. */
import type { Random } from '../values/random.cjs';

interface PatternWalk {
  source: string;
  at: number;
  random: Random;
  groups: string[];
  /** How deep the groups are; deep repetitions are kept short. */
  depth: number;
}

const MAX_REPEAT = 4;
/** How many texts are drawn to find some that match. */
const DRAWS = 24;
const digits = '0123456789';
const lower = 'abcdefghijklmnopqrstuvwxyz';
const wordChars = lower + lower.toUpperCase() + digits + '_';
const classes: Record<string, string> = {
  d: digits,
  w: wordChars,
  s: ' ',
  D: `${lower}-`,
  W: ' .-/',
  S: wordChars,
};
const controls: Record<string, string> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', '0': '\0' };

/** One character out of those that an escape stands for; the walk is behind the backslash. */
function escapeSet(walk: PatternWalk): string {
  const char = walk.source[walk.at++] ?? '';
  if (classes[char] !== undefined) return classes[char];
  if (controls[char] !== undefined) return controls[char];
  const hex = char === 'x' ? 2 : char === 'u' ? 4 : 0;
  if (hex === 0) return char;
  const braced = /^\{([0-9a-f]+)\}/i.exec(walk.source.slice(walk.at));
  const code = braced?.[1] ?? walk.source.slice(walk.at, walk.at + hex);
  walk.at += braced ? braced[0].length : hex;
  return String.fromCodePoint(Math.min(Number.parseInt(code, 16) || 63, 0x10ffff));
}

/** The characters of a class in brackets; the walk is behind the opening one. */
function bracketSet(walk: PatternWalk): string {
  const isNegated = walk.source[walk.at] === '^';
  if (isNegated) walk.at++;
  let set = '';
  while (walk.at < walk.source.length && walk.source[walk.at] !== ']') {
    let piece = walk.source[walk.at++] ?? '';
    if (piece === '\\') piece = escapeSet(walk);
    const isRange = walk.source[walk.at] === '-' && walk.source[walk.at + 1] !== ']' && piece.length === 1;
    if (!isRange) {
      set += piece;
      continue;
    }
    walk.at++;
    const next = walk.source[walk.at++] ?? '';
    const end = next === '\\' ? escapeSet(walk) : next;
    const last = Math.min(end.charCodeAt(0), piece.charCodeAt(0) + 90);
    for (let code = piece.charCodeAt(0); code <= last; code++) set += String.fromCharCode(code);
  }
  walk.at++;
  if (!isNegated) return set;
  const allowed = Array.from(`${wordChars} .,-/:@`)
    .filter((char) => !set.includes(char))
    .join('');
  return allowed === '' ? '~' : allowed;
}

/** How often the atom before is repeated; the walk is behind the atom. */
function quantifier(walk: PatternWalk): number {
  const match = /^(?:[*+?]|\{(\d+)(,)?(\d*)\})/.exec(walk.source.slice(walk.at));
  if (!match) return 1;
  walk.at += match[0].length;
  if (walk.source[walk.at] === '?') walk.at++;
  const short = walk.depth > 3 ? 1 : MAX_REPEAT;
  if (match[0] === '?') return walk.random.below(2);
  if (match[0] === '*') return walk.random.below(short + 1);
  if (match[0] === '+') return 1 + walk.random.below(short);
  const low = Number(match[1]);
  const high = match[3] ? Number(match[3]) : match[2] ? low + short : low;
  return Math.min(low + walk.random.below(Math.min(high - low, 12) + 1), 64);
}

function group(walk: PatternWalk): string {
  const kind = /^\?(?:[:=!]|<[=!]|<([^>]+)>)/.exec(walk.source.slice(walk.at))?.[0] ?? '';
  walk.at += kind.length;
  const isCapturing = kind === '' || (kind.startsWith('?<') && kind.endsWith('>'));
  const index = isCapturing ? walk.groups.push('') - 1 : -1;
  walk.depth++;
  const text = alternatives(walk);
  walk.depth--;
  walk.at++;
  if (isCapturing) walk.groups[index] = text;
  return /^\?<?[=!]$/.test(kind) ? '' : text;
}

function atom(walk: PatternWalk): string {
  const char = walk.source[walk.at++] ?? '';
  if (char === '(') return group(walk);
  if (char === '[') return walk.random.pick(Array.from(bracketSet(walk)));
  if (char === '.') return walk.random.pick(Array.from(wordChars));
  if (char === '^' || char === '$') return '';
  if (char !== '\\') return char;
  const reference = /^[1-9]/.exec(walk.source.slice(walk.at));
  if (reference) {
    walk.at++;
    return walk.groups[Number(reference[0]) - 1] ?? '';
  }
  if (/^[bB]/.test(walk.source.slice(walk.at))) {
    walk.at++;
    return '';
  }
  return walk.random.pick(Array.from(escapeSet(walk)));
}

function sequence(walk: PatternWalk): string {
  let text = '';
  while (walk.at < walk.source.length && !'|)'.includes(walk.source[walk.at] ?? '')) {
    const start = walk.at;
    const made = atom(walk);
    const end = walk.at;
    const times = quantifier(walk);
    const after = walk.at;
    if (times > 0) text += made;
    // Each repetition draws anew.
    for (let count = 1; count < times; count++) {
      walk.at = start;
      text += atom(walk);
      if (walk.at !== end) break;
    }
    walk.at = after;
  }
  return text;
}

function alternatives(walk: PatternWalk): string {
  const options = [sequence(walk)];
  while (walk.source[walk.at] === '|') {
    walk.at++;
    options.push(sequence(walk));
  }
  return walk.random.pick(options);
}

/** A repetition in a repetition: on a text that nearly matches, it may take time that doubles with each character. */
const nested = /\((?:[^()\\]|\\.)*[+*|](?:[^()\\]|\\.)*\)[+*{]/;
const MAX_NESTED = 18;

/** Whether a text is known to match; one that such a pattern might take for ever to look at is not. */
export const isMatch = (pattern: RegExp, text: string): boolean =>
  (text.length <= MAX_NESTED || !nested.test(pattern.source)) && pattern.test(text);

/** A text that probably matches; the caller tries it. */
export function sampleRegex(source: string, random: Random): string {
  return alternatives({ source, at: 0, random, groups: [], depth: 0 });
}

/** Texts for a pattern; those that match it, if there are enough in a few draws. */
export function samplesOf({ source, flags }: RegExp, count: number, random: Random): string[] {
  const pattern = new RegExp(source, flags.replace(/[gy]/g, ''));
  const drawn = Array.from({ length: DRAWS }, () => sampleRegex(source, random));
  const fitting = drawn.filter((text) => isMatch(pattern, text));
  return [...new Set([...fitting, ...drawn])].slice(0, count);
}
