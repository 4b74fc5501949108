/** Draws values from arbitraries, and makes drawn values smaller. */
import type { Arbitrary } from '../../notation/property.js';
import type { Random } from '../values/random.cjs';

const letters = 'abcXYZ019 _-.,;é"\n'.split('');
const plainLetters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.split('');
const DAY_MS = 86_400_000;
const FIRST_DAY = Date.parse('2000-01-01') / DAY_MS;
const DAYS = 11_000;

/** As fast-check does, prefers small numbers and the ends of the range. */
function sampleInteger(min: number, max: number, random: Random): number {
  const roll = random.next();
  if (roll < 0.1) return min;
  if (roll < 0.15) return max;
  const base = Math.min(Math.max(0, min), max);
  if (roll < 0.4) return Math.min(max, base + random.below(10));
  return min + Math.floor(random.next() * (max - min + 1));
}

function sampleText(of: 'any' | 'plain', random: Random): string {
  const length = of === 'plain' ? 1 + random.below(9) : random.below(10);
  const pick = (): string =>
    of === 'plain'
      ? random.pick(plainLetters)
      : random.chance(0.6)
        ? random.pick(letters)
        : String.fromCharCode(32 + random.below(95));
  return Array.from({ length }, pick).join('');
}

/** A value of the arbitrary. */
export function sample(arbitrary: Arbitrary, random: Random): unknown {
  switch (arbitrary.kind) {
    case 'boolean':
      return random.chance(0.5);
    case 'integer':
      return sampleInteger(arbitrary.min ?? -(2 ** 31), arbitrary.max ?? 2 ** 31 - 1, random);
    case 'decimal':
      return sampleInteger(arbitrary.min, arbitrary.max, random) / 10 ** arbitrary.digits;
    case 'text':
      return sampleText(arbitrary.of, random);
    case 'choice':
      return random.pick(arbitrary.values);
    case 'iso-date':
      return new Date((FIRST_DAY + random.below(DAYS)) * DAY_MS).toISOString().slice(0, 10);
    case 'array': {
      const most = arbitrary.max ?? arbitrary.min + 8;
      const length = arbitrary.min + random.below(most - arbitrary.min + 1);
      return Array.from({ length }, () => sample(arbitrary.of, random));
    }
    case 'tuple':
      return arbitrary.of.map((one) => sample(one, random));
    case 'record':
      return Object.fromEntries(
        arbitrary.fields
          .filter(([name]) => !arbitrary.optional.includes(name) || random.chance(0.5))
          .map(([name, of]) => [name, sample(of, random)]),
      );
  }
}

const withItem = (items: readonly unknown[], at: number, item: unknown): unknown[] =>
  items.map((other, index) => (index === at ? item : other));

/** Integers that are shorter to write or nearer to the least, the simplest first; round ones before others. */
function smallerIntegers(value: number, min: number, max: number): number[] {
  const least = Math.min(Math.max(0, min), max);
  const toward = (part: number): number => Math.trunc(least + (value - least) * part);
  const options = [least, 1, 10, 100, 1000, toward(0.5), toward(0.9), value - Math.sign(value)];
  return [...new Set(options)].filter(
    (n) => n >= min && n <= max && Math.abs(n - least) < Math.abs(value - least),
  );
}

/** Decimals with fewer digits, and whole numbers before those with a fraction. */
function smallerDecimals(
  value: number,
  { min, max, digits }: Extract<Arbitrary, { kind: 'decimal' }>,
): number[] {
  const unit = 10 ** digits;
  const scaled = Math.round(value * unit);
  const options = [100, 10, 1, Math.trunc(value), Math.round(value * 10) / 10].map((n) =>
    Math.round(n * unit),
  );
  const lengthOf = (n: number): number => String(n / unit).replace(/^(\d)0*$/, '$1').length;
  return [...new Set([...options, ...smallerIntegers(scaled, min, max)])]
    .filter((n) => n >= min && n <= max && n !== scaled && lengthOf(n) <= lengthOf(scaled))
    .filter((n) => lengthOf(n) < lengthOf(scaled) || Math.abs(n) < Math.abs(scaled))
    .map((n) => n / unit);
}

function smallerItems(items: readonly unknown[], of: Arbitrary, min: number): unknown[][] {
  const fewer = items.length > min ? items.map((_, at) => items.filter((__, index) => index !== at)) : [];
  const half = Math.ceil(items.length / 2);
  const halves = half >= min && half < items.length ? [items.slice(0, half), items.slice(half)] : [];
  return [
    ...halves,
    ...fewer,
    ...items.flatMap((item, at) => smaller(of, item).map((one) => withItem(items, at, one))),
  ];
}

/** Values of the arbitrary that are simpler than this one, the simplest first. */
export function smaller(arbitrary: Arbitrary, value: unknown): unknown[] {
  switch (arbitrary.kind) {
    case 'boolean':
      return value === true ? [false] : [];
    case 'integer':
      return smallerIntegers(value as number, arbitrary.min ?? -(2 ** 31), arbitrary.max ?? 2 ** 31 - 1);
    case 'decimal':
      return smallerDecimals(value as number, arbitrary);
    case 'text': {
      const text = value as string;
      const shorter = Array.from(text, (_, at) => text.slice(0, at) + text.slice(at + 1));
      const least = arbitrary.of === 'plain' ? 1 : 0;
      return [...(text.length > 1 ? [text.slice(0, 1)] : []), ...shorter].filter(
        ({ length }) => length >= least,
      );
    }
    case 'choice':
      return arbitrary.values.slice(0, arbitrary.values.indexOf(value as string));
    case 'iso-date':
      return value === '2024-03-15' ? [] : ['2024-03-15'];
    case 'array':
      return smallerItems(value as unknown[], arbitrary.of, arbitrary.min);
    case 'tuple':
      return arbitrary.of.flatMap((of, at) => {
        const items = value as unknown[];
        return smaller(of, items[at]).map((one) => withItem(items, at, one));
      });
    case 'record': {
      const record = value as Record<string, unknown>;
      const without = arbitrary.optional
        .filter((name) => name in record)
        .map((name) => Object.fromEntries(Object.entries(record).filter(([key]) => key !== name)));
      const simpler = arbitrary.fields
        .filter(([name]) => name in record)
        .flatMap(([name, of]) => smaller(of, record[name]).map((one) => ({ ...record, [name]: one })));
      return [...without, ...simpler];
    }
  }
}
