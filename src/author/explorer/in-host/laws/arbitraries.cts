/** Chooses arbitraries in the terms of the domain: by type, by the words that the host uses, and by name. */
import type { Parameter } from '../../../../domain/target.js';
import type { TypeShape } from '../../../../domain/type-shape.js';
import type { Arbitrary } from '../../notation/property.js';
import type { Unit } from '../../notation/plan.js';
import { knownWords } from '../sense/known-words.cjs';
import { nounOf } from '../sense/nice-values.cjs';
import { families, isFlag } from '../sense/oddities.cjs';

/** How wide values are drawn: any of the type, or such as make sense for the name. */
export type Width = 'any' | 'sensible';

const integer = (min: number, max: number): Arbitrary => ({ kind: 'integer', min, max });
const money: Arbitrary = { kind: 'decimal', min: 1, max: 100_000, digits: 2 };

const numbersByName: [RegExp, Arbitrary][] = [
  [/^(?:y|year)$/, integer(1970, 2099)],
  [/^(?:m|mo|month)$/, integer(1, 12)],
  [/^(?:d|day)$/, integer(1, 28)],
  [/^(?:hours?)$/, integer(0, 23)],
  [/^(?:minutes?|mins?|seconds?|secs?)$/, integer(0, 59)],
  [/^(?:percent|percentage|discount)$/, integer(0, 100)],
  [/^(?:price|amount|total|cost|net|gross|balance|fee|sum|open)$/, money],
  [/^(?:quantity|qty)$/, integer(1, 20)],
  [/^(?:days|weeks|months|years)$/, integer(0, 36_500)],
  [/^(?:bytes|size|length|count|width|height|weight|age)$/, integer(0, 100_000)],
];

const dateNames = /^(?:date|day|today|due|until|since|deadline|from)$/;

/** Texts that the host uses under the name, where they are words of a fixed list. */
function wordsOf(name: string, unit: Unit): string[] {
  const words = knownWords(unit, name).filter((word) => typeof word === 'string');
  return words.filter((word) => /^[\w€%.,:= -]{1,24}$/.test(word) && !/^\d{4}-\d\d-\d\d$/.test(word));
}

const usesDates = (name: string, unit: Unit): boolean =>
  knownWords(unit, name).some((word) => /^\d{4}-\d\d-\d\d$/.test(String(word)));

function numberFor(name: string, width: Width): Arbitrary {
  const fitting = numbersByName.find(([pattern]) => pattern.test(nounOf(name)))?.[1];
  if (fitting) return fitting;
  return width === 'any' ? { kind: 'integer' } : integer(1, 1000);
}

function textFor(name: string, unit: Unit, width: Width): Arbitrary {
  const words = wordsOf(name, unit);
  if (words.length > 1) return { kind: 'choice', values: words.slice(0, 5) };
  if (usesDates(name, unit)) return { kind: 'iso-date' };
  return { kind: 'text', of: width === 'any' ? 'any' : 'plain' };
}

/** The parts of a date under the names that the code reads. */
function dateInParts(shape: TypeShape): Arbitrary | null {
  if (shape.kind !== 'object') return null;
  const names = shape.properties.map(({ name }) => name);
  const family = families.find(
    (parts) => parts.length === names.length && parts.every((part) => names.includes(part)),
  );
  if (!family) return null;
  return { kind: 'record', fields: family.map((part) => [part, numberFor(part, 'sensible')]), optional: [] };
}

function byName(name: string, unit: Unit, width: Width): Arbitrary | null {
  if (isFlag(name)) return { kind: 'boolean' };
  if (wordsOf(name, unit).length > 1) return textFor(name, unit, width);
  const fitting = numbersByName.find(([pattern]) => pattern.test(nounOf(name)))?.[1];
  if (fitting && !dateNames.test(nounOf(name))) return fitting;
  const words = knownWords(unit, name);
  if (words.length > 0)
    return typeof words[0] === 'number' ? numberFor(name, 'sensible') : textFor(name, unit, width);
  return /^(?:text|name|title|label|word|str|string|s|key|prefix)$/.test(nounOf(name))
    ? { kind: 'text', of: width === 'any' ? 'any' : 'plain' }
    : null;
}

/** The arbitrary for something of a type and name, or null where nothing sensible is known. */
export function arbitraryOf(
  { type, name }: Pick<Parameter, 'type' | 'name'>,
  unit: Unit,
  width: Width,
): Arbitrary | null {
  switch (type.kind) {
    case 'string':
      return type.brand ? null : textFor(name, unit, width);
    case 'number':
      return type.brand ? null : numberFor(name, width);
    case 'boolean':
      return { kind: 'boolean' };
    case 'array': {
      const of = arbitraryOf({ type: type.of, name: name.replace(/s$/, '') }, unit, width);
      return of && { kind: 'array', of, min: width === 'any' ? 0 : 1, max: width === 'any' ? null : 6 };
    }
    case 'union': {
      const values = type.of.map((one) => (one.kind === 'literal' && !one.access ? one.value : null));
      const known = values.filter((value) => typeof value === 'string' || typeof value === 'number');
      if (known.length > 0 && known.length === values.length) return { kind: 'choice', values: known };
      const [first] = type.of.flatMap((one) => arbitraryOf({ type: one, name }, unit, width) ?? []);
      return first ?? null;
    }
    case 'object':
      return dateInParts(type) ?? recordOf(type, unit, width);
    case 'builtin':
      return type.name === 'Date' && usesDates(name, unit) ? { kind: 'iso-date' } : null;
    case 'unknown':
      return byName(name, unit, width);
    default:
      return null;
  }
}

function recordOf(type: Extract<TypeShape, { kind: 'object' }>, unit: Unit, width: Width): Arbitrary | null {
  if (type.properties.length === 0 || type.isOpaque) return null;
  const fields: [string, Arbitrary][] = [];
  for (const property of type.properties) {
    const of = arbitraryOf(property, unit, width);
    if (of) fields.push([property.name, of]);
    else if (!property.optional) return null;
  }
  if (fields.length === 0) return null;
  const optional = type.properties.filter((property) => property.optional).map(({ name }) => name);
  return {
    kind: 'record',
    fields,
    optional: fields.map(([name]) => name).filter((name) => optional.includes(name)),
  };
}
