/** Values that make sense for what they are given for, by type and name. */
import { literal, objectOf } from '../../notation/algebra.cjs';
import type { TypeShape } from '../../../../domain/type-shape.js';
import type { Expression } from '../../notation/expression.js';
import type { Unit } from '../../notation/plan.js';
import { documentsOf } from './documents.cjs';
import { knownWords } from './known-words.cjs';
import { fittingTexts, nounOf, numbersByNameOnly, numbersFor, textsFor } from './nice-values.cjs';
import { samplesOfFormats } from './plain-samples.cjs';
import {
  families,
  isCallback,
  isComparator,
  isFlag,
  isItem,
  isOddText,
  numberNames,
  singularOf,
} from './oddities.cjs';

/** Days of our time, near to each other and far apart. */
const DATES = [
  '2024-03-15',
  '2024-03-20',
  '2024-12-25',
  '2024-04-05',
  '2024-05-31',
  '2019-06-30',
  '2024-02-29',
  '2015-01-01',
  // No day at all.
  '2024-02-30',
];

const formatTexts = new WeakMap<Unit, string[]>();

/** Plain texts of the formats that the unit's code checks, those that comments show first. */
export function formatsOf(unit: Unit): string[] {
  const known = formatTexts.get(unit) ?? [
    ...new Set([...(unit.samples ?? []), ...samplesOfFormats(unit.formats ?? [])]),
  ];
  formatTexts.set(unit, known);
  return known;
}

/** Names of what has a format of its own, and such as say nothing of it. */
const hasFormat = (name: string): boolean =>
  /^(?:id|code|ref|reference|no|number|key|token|terms|spec|pattern)$/.test(nounOf(name));
const isVague = (name: string): boolean =>
  /^(?:text|str|string|input|value|source|expression|s)$/.test(nounOf(name));

const CODE = /^[A-Z]{2,3}$/;

/** A word that is none of those which the host knows for a name, and looks like them. */
function outsiderOf(words: readonly string[]): string | null {
  if (words.length < 3) return null;
  if (words.every((word) => CODE.test(word))) return 'XXX'.slice(0, words[0]?.length);
  return words.every((word) => /^[a-z]+(?:-[a-z]+)*$/.test(word)) ? 'other' : null;
}

/** Texts for something of this name: such as the host itself uses, then such as the name speaks of. */
export function wordsFor(name: string, unit: Unit): string[] {
  const words = knownWords(unit, name).filter((word) => typeof word === 'string');
  // A number may be asked for as a text.
  const figures = numberNames.test(nounOf(name)) ? numbersFor(name, 0).slice(0, 4).map(String) : [];
  const outsider = outsiderOf(words);
  const isDate = /^(?:date|day|today|due|until|since|iso|deadline)$/.test(nounOf(name));
  const texts = [
    ...words,
    ...figures,
    ...(isDate ? DATES : []),
    ...(hasFormat(name) ? formatsOf(unit) : []),
    ...fittingTexts(name),
    ...(isVague(name) || /^[a-z]$/.test(name) ? (unit.kin ?? []) : []),
    ...(outsider === null ? textsFor(name) : [outsider]),
    ...(isVague(name) ? formatsOf(unit) : []),
  ];
  return [...new Set(texts)].filter((text) => !isOddText(text, name));
}

function figuresFor(name: string, unit: Unit): number[] {
  const words = knownWords(unit, name).filter((word) => typeof word === 'number');
  return [...new Set([...words, ...numbersFor(name, 0).slice(0, 12)])];
}

const dateOf = (family: readonly string[], text: string): Expression => {
  const parts = text.split('-').map(Number);
  return {
    k: 'obj',
    props: family.map((name, at): [string, Expression] => [name, literal(parts[at] ?? 1)]),
  };
};

/** Dates in parts of these names. */
export const datesOf = (family: readonly string[]): Expression[] =>
  DATES.slice(0, -1).map((text) => dateOf(family, text));

const DAY_MS = 86_400_000;

/** Every day of a leap year, for code that looks for a certain one. */
export const everyDay = (family: readonly string[]): Expression[] =>
  Array.from({ length: 366 }, (_, day) =>
    dateOf(family, new Date(Date.UTC(2024, 0, 1) + day * DAY_MS).toISOString().slice(0, 10)),
  );

/** The same, where the code reads such from an object. */
function datesInParts(unit: Unit): Expression[] {
  const found = families.find((names) => names.every((name) => unit.properties.includes(name)));
  return found ? datesOf(found) : [];
}

function objectsFor(
  shape: Extract<TypeShape, { kind: 'object' }>,
  valuesOf: (type: TypeShape, name: string) => Expression[],
): Expression[] {
  const make = (isWanted: (optional: boolean) => boolean): Expression =>
    objectOf(
      shape,
      shape.properties.flatMap(({ name, type, optional }): [string, Expression][] => {
        const [value] = isWanted(optional) ? valuesOf(type, name) : [];
        return value ? [[name, value]] : [];
      }),
    );
  const needed = make((optional) => !optional);
  const whole = make(() => true);
  // An object without anything in it shows nothing.
  return needed.k === 'obj' && needed.props.length === 0 ? [whole] : [needed, whole];
}

const made = (name: string, ...args: Expression[]): Expression => ({ k: 'builtin', name, args });

function builtinsFor(
  { name, args: [of, second] }: Extract<TypeShape, { kind: 'builtin' }>,
  valuesOf: (type: TypeShape) => Expression[],
): Expression[] {
  switch (name) {
    case 'Date':
      return DATES.slice(0, -1).map((text) => ({ k: 'date', ms: Date.parse(text) }));
    case 'Promise':
      return of === undefined ? [] : valuesOf(of).map((value) => ({ k: 'promise', value }));
    case 'Buffer':
      return [made(name, literal('hello'))];
    case 'URL':
      return [made(name, literal('https://example.com/docs'))];
    case 'RegExp':
      return [{ k: 'regex', source: '\\d+', flags: '' }];
    case 'Uint8Array':
      return [made(name, { k: 'arr', items: [1, 2, 3].map(literal) })];
    case 'Set':
      return of === undefined ? [] : [{ k: 'set', items: valuesOf(of).slice(0, 2) }];
    case 'Map': {
      const [key] = of === undefined ? [] : valuesOf(of);
      const [value] = second === undefined ? [] : valuesOf(second);
      return key && value ? [{ k: 'map', entries: [[key, value]] }] : [];
    }
    default:
      return name.endsWith('Error') ? [made(name, literal('failed'))] : [];
  }
}

/** Lists of which any function can show what it does: out of order, of one, with two alike, of texts, empty. */
const plainLists: Expression[] = [[3, 1, 2], [3, 1, 4, 5, 2], [3], [2, 1, 2], ['pear', 'apple'], []].map(
  (items): Expression => ({ k: 'arr', items: items.map(literal) }),
);

/** Things of which nothing is known but that they have members or items. */
const plainObjects: Expression[] = [
  { k: 'obj', props: [['name', literal('Ada')]] },
  { k: 'arr', items: [1, 2, 3].map(literal) },
];

const comparator: Expression = { k: 'fn', returns: { k: 'undef' }, acts: { kind: 'compares' } };

/** Names of functions that nobody expects an answer of. */
const isEffect = (name: string): boolean =>
  /^(?:log|info|warn|error|debug|trace|save|store|update|set|write|add|append|insert|remove|delete|destroy|emit|send|publish|push|close|open|start|stop|end|clear|reset|notify|on|off|once|use|register|track|print|subscribe|dispatch|listen)(?![a-z])/.test(
    name,
  );

/** Answers of a function of this name: a text where the name says a thing. */
const answersOf = (name: string): Expression[] =>
  name === '' || isCallback(name) || isFlag(name) || isEffect(name)
    ? []
    : textsFor(name).slice(0, 1).map(literal);

/** A type and a name that a value is to fit. */
export interface Wanted {
  type: TypeShape;
  name: string;
  /** How deep in an argument it stands. */
  depth?: number;
}

/** Sensible values of a shape for something of this name, the most fitting first. */
export function valuesFor({ type: shape, name, depth = 0 }: Wanted, unit: Unit): Expression[] {
  if (depth > 3) return [];
  const inner = (type: TypeShape, of: string): Expression[] =>
    valuesFor({ type, name: of, depth: depth + 1 }, unit);
  switch (shape.kind) {
    case 'string':
      if (shape.brand) return [];
      return [...(shape.holds ? documentsOf(shape.holds) : []), ...wordsFor(name, unit)].map(literal);
    case 'number':
      return shape.brand ? [] : figuresFor(name, unit).map(literal);
    case 'boolean':
      return [literal(true), literal(false)];
    case 'literal':
      return [shape.access ? { k: 'lit', v: shape.value, access: shape.access } : literal(shape.value)];
    case 'union':
      return shape.of.flatMap((one) => inner(one, name).slice(0, 4));
    case 'array': {
      if (shape.of.kind === 'unknown') return plainLists;
      const items = inner(shape.of, singularOf(name));
      return [items.slice(0, 2), items.slice(0, 1), items.slice(0, 3)].map((some) => ({
        k: 'arr',
        items: some,
      }));
    }
    case 'object': {
      const isDate = shape.properties.every((property) => /^(?:y|m|d|year|month|day)$/.test(property.name));
      const dates = isDate ? datesInParts(unit) : [];
      return dates.length > 0 ? dates : objectsFor(shape, inner);
    }
    case 'function': {
      if (isComparator(name)) return [comparator];
      // For a reader its result stands no deeper.
      const given =
        shape.returns.kind === 'unknown'
          ? answersOf(name)
          : valuesFor({ type: shape.returns, name, depth }, unit).slice(0, 3);
      const answers = [...given, { k: 'undef' } as const, literal(true)];
      return answers.map((returns) => ({ k: 'fn', returns }));
    }
    case 'builtin':
      return builtinsFor(shape, (type) => valuesFor({ type, name, depth }, unit));
    case 'class': {
      const args = shape.constructorParams
        .filter(({ optional, rest }) => !optional && !rest)
        .map((param) => inner(param.type, param.name)[0]);
      return args.includes(undefined)
        ? []
        : [{ k: 'construct', access: shape.access, args: args.filter((arg) => arg !== undefined) }];
    }
    case 'unknown':
      return valuesByName(name, unit);
    default:
      return [];
  }
}

/** Names of bytes in memory. */
const isBytes = (name: string): boolean => /^(?:buf|buffer|bytes|chunk|blob)$/.test(nounOf(name));

function valuesByName(name: string, unit: Unit): Expression[] {
  if (isFlag(name)) return [literal(true), literal(false)];
  if (isComparator(name)) return [comparator];
  if (isCallback(name)) return [{ k: 'fn', returns: { k: 'undef' } }];
  if (/^(?:date|day|from|to|start|end|due|until|since)$/i.test(name)) {
    const dates = datesInParts(unit);
    if (dates.length > 0) return dates;
  }
  const texts = wordsFor(name, unit).map(literal);
  const numbers = figuresFor(name, unit).map(literal);
  if (/^(?:array|arr|list|items|elements|values|nodes|entries)$/i.test(name)) return plainLists;
  if (isBytes(name)) return [made('Buffer', literal('hello')), ...texts];
  const isNumber =
    numberNames.test(nounOf(name)) ||
    numbersByNameOnly(name).length > 0 ||
    isItem(name) ||
    /^[abxy]$/.test(name);
  return isNumber ? [...numbers, ...texts] : [...texts.slice(0, 6), ...plainObjects, ...numbers];
}
