/** Says for which input something happens, in words taken from the names of the parameters. */
import type { Expression } from '../notation/expression.js';
import { sayValue } from './say-value.js';
import { isPlural, joined, vague, withArticle, wordsOf } from './words.js';

interface Feature {
  text: string;
  /** It is more than that something of the name was given. */
  isSpecial: boolean;
}

const special = (text: string): Feature => ({ text, isSpecial: true });
const plain = (text: string): Feature => ({ text, isSpecial: false });

/** Words for a value passed under this name; null when there are none. */
function sayFeature(value: Expression, name: string): Feature | null {
  const noun = vague.test(name) || name === '' ? null : wordsOf(name);
  switch (value.k) {
    case 'lit':
      if (value.access) return special(value.access.members.at(-1) ?? String(value.v));
      if (value.v === null) return special(noun === null ? 'null' : `no ${noun}`);
      if (typeof value.v === 'number') return sayNumber(value.v, noun ?? 'number');
      if (typeof value.v === 'string') return sayTextFeature(value.v, noun);
      return noun === null ? special(String(value.v)) : special(`${value.v ? 'with' : 'without'} ${noun}`);
    case 'undef':
      return noun === null ? null : special(`no ${noun}`);
    case 'num':
      return special(value.v === 'NaN' ? 'NaN' : value.v === '-0' ? 'minus zero' : value.v);
    case 'arr':
      return sayList(value.items.length, noun ?? 'list');
    case 'obj':
      return value.props.length === 0
        ? special(`an empty ${noun ?? 'object'}`)
        : plain(sayRecord(value.props, noun ?? 'object'));
    case 'date':
      return value.ms === null ? special('an invalid date') : plain(withArticle(noun ?? 'date'));
    default:
      return noun === null ? null : plain(withArticle(noun));
  }
}

/** The day that an object is: `{ year: 2024, month: 3, day: 15 }`. */
function dayOf(props: readonly [string, Expression][]): string | null {
  const read = (pattern: RegExp): number | null => {
    const value = props.find(([key]) => pattern.test(key))?.[1];
    return value?.k === 'lit' && typeof value.v === 'number' ? value.v : null;
  };
  const [year, month, day] = [read(/^y(ear)?$/), read(/^m(onth)?$/), read(/^d(ay)?$/)];
  if (props.length !== 3 || year === null || month === null || day === null) return null;
  return [String(year).padStart(4, '0'), ...[month, day].map((part) => String(part).padStart(2, '0'))].join(
    '-',
  );
}

/** `a vip customer`, `a buyer with country FR`. */
function sayRecord(props: readonly [string, Expression][], noun: string): string {
  const day = dayOf(props);
  if (day !== null) return noun === 'object' || noun === 'date' ? day : `${noun} ${day}`;
  const flag = props.find(([, item]) => item.k === 'lit' && item.v === true);
  if (flag && props.length < 3) return withArticle(`${wordsOf(flag[0])} ${noun}`);
  const parts = props.slice(0, 2).map(([key, item]) => {
    const isShort =
      item.k === 'lit' && (typeof item.v === 'number' || /^[\w.%-]{1,12}$/.test(String(item.v)));
    return isShort && typeof item.v !== 'boolean' ? `${wordsOf(key)} ${String(item.v)}` : wordsOf(key);
  });
  return `${withArticle(noun)} with ${joined(parts)}`;
}

function sayNumber(value: number, noun: string): Feature {
  if (value === 0) return special(noun === 'number' ? 'zero' : `${withArticle(noun)} of zero`);
  if (value < 0) return special(`a negative ${noun}`);
  return Number.isInteger(value) ? plain(withArticle(noun)) : special(`a fractional ${noun}`);
}

function sayTextFeature(text: string, noun: string | null): Feature {
  const thing = noun ?? 'text';
  if (text === '') return special(`an empty ${thing}`);
  if (/^\s+$/.test(text)) return special(`a blank ${thing}`);
  if (/\n/.test(text)) return special(`${withArticle(thing)} of several lines`);
  // A code of its own kind: a country, a currency, a rate.
  if (/^(?=.*[A-Z\d])[A-Z\d%:+/-]{2,8}$/.test(text)) return special(noun === null ? text : `${noun} ${text}`);
  return plain(withArticle(thing));
}

function sayList(count: number, noun: string): Feature {
  if (!isPlural(noun)) {
    if (count === 0) return special(`an empty ${noun}`);
    return count > 1 ? plain(withArticle(noun)) : special(`${withArticle(noun)} of one`);
  }
  if (count === 0) return special(`no ${noun}`);
  return count > 1
    ? plain(`several ${noun}`)
    : special(`a single ${noun.replace(/ies$/, 'y').replace(/s$/, '')}`);
}

/** Whether a parameter takes options by their names. */
export const isOptions = (name: string): boolean => /^(opts?|options|config|settings)$/i.test(name);

/** Options by their names: `with symbolFirst and without header`. */
function sayOptions(value: Expression): string[] {
  if (value.k !== 'obj') return [];
  return value.props.map(([key, item]) => {
    if (item.k === 'lit' && typeof item.v === 'boolean')
      return `${item.v ? 'with' : 'without'} ${wordsOf(key)}`;
    const isWord = item.k === 'lit' && typeof item.v === 'string' && /^[\w.%-]{1,12}$/.test(item.v);
    return isWord ? `with ${wordsOf(key)} ${String(item.v)}` : `with ${wordsOf(key)}`;
  });
}

const isFlag = (text: string): boolean => /^with(out)? /.test(text);

/**
 * For which input, by what is special about it: `for a negative amount with accounting`.
 * @param isFull whether plain arguments are named, too
 */
export function sayInput(args: readonly Expression[], names: readonly string[], isFull: boolean): string {
  const nameAt = (index: number): string => names[index] ?? names.at(-1) ?? '';
  const options = args.flatMap((arg, index) => (isOptions(nameAt(index)) ? sayOptions(arg) : []));
  const features = args
    .flatMap((arg, index) => (isOptions(nameAt(index)) ? [] : (sayFeature(arg, nameAt(index)) ?? [])))
    .filter(({ isSpecial }) => isFull || isSpecial)
    .map(({ text }) => text);
  const things = [...new Set(features.filter((text) => !isFlag(text)))];
  const first = things.length > 0 ? `for ${joined(things.slice(0, 3))}` : '';
  const flags = joined([...options, ...features.filter(isFlag)].slice(0, 3));
  return [first, flags].filter((part) => part !== '').join(' ');
}

/** Names of parameters that say no more than that it is a text. */
const textual = /^(text|string|str|word|line|source|content|s|value|input)$/;

/** An argument as it is, where that is short: `country "FR"`, `weights 1 and 4`. */
function sayArgument(value: Expression, name: string, isOnly: boolean): string | null {
  const feature = sayFeature(value, name);
  if (feature === null && value.k === 'construct' && value.access.export.kind === 'named')
    return sayValue(value);
  const isCode = value.k === 'lit' && typeof value.v === 'string' && value.v.trim() !== '' && !value.access;
  if (isOnly && isCode && textual.test(name)) return sayValue(value, 32);
  if (feature === null || feature.isSpecial) return feature?.text ?? null;
  const noun = vague.test(name) || name === '' ? '' : `${wordsOf(name)} `;
  if (value.k === 'lit') return noun + sayValue(value, 32);
  if (value.k === 'date') return noun + sayValue(value);
  const items = value.k === 'arr' && value.items.length < 4 ? value.items : [];
  const isPlain = items.length > 0 && items.every((item) => item.k === 'lit' && !item.access);
  return isPlain ? noun + joined(items.map((item) => sayValue(item, 16))) : feature.text;
}

/** For which input, by the arguments themselves: `for country "FR" and 3 days`. */
export function sayGiven(args: readonly Expression[], names: readonly string[]): string {
  const nameAt = (index: number): string => names[index] ?? names.at(-1) ?? '';
  const options = args.flatMap((arg, index) => (isOptions(nameAt(index)) ? sayOptions(arg) : []));
  const plainArgs = args.flatMap((arg, index) =>
    isOptions(nameAt(index)) ? [] : [{ arg, name: nameAt(index) }],
  );
  const things = plainArgs.flatMap(({ arg, name }) => sayArgument(arg, name, plainArgs.length === 1) ?? []);
  const first = joined(things.filter((text) => !isFlag(text)).slice(0, 3));
  const flags = joined([...options, ...things.filter(isFlag)].slice(0, 3));
  return [first === '' ? '' : `for ${first}`, flags].filter((part) => part !== '').join(' ');
}
