/** Makes inputs that bring a comparison that was traced to its other outcome, by putting the one value where the other is. */
import { literal } from '../../../notation/algebra.cjs';
import type { Case } from '../../../notation/case.js';
import type { Expression } from '../../../notation/expression.js';
import type { Comparison, TracedComparisons } from './comparison.cjs';
import { isWrittenAs, placesOf, type Place } from '../../values/places.cjs';
import { samplesOf } from '../../sense/sample-regex.cjs';
import { MAX_TEXT, builtins, emptyObject, expressionOf, fn, samplesByType, undef } from './samples.cjs';
import { withProperty, type TracedPlaces } from './unknowns.cjs';
import type { Random } from '../../values/random.cjs';
import type { Scratch } from '../../values/scratch.cjs';

const MAX_CASES = 420;
export const MAX_CASES_OF_ONE = 16;
const MAX_ITEMS = 120;
const MAX_NAMES = 24;

const isPlaceOf = ({ expression }: Place, value: unknown, traced: TracedComparisons): boolean => {
  if ((typeof value === 'object' && value !== null) || typeof value === 'function')
    return traced.origins.get(value) === expression;
  if (value === undefined) return expression.k === 'undef';
  if (typeof value === 'number' && expression.k === 'num') return Object.is(Number(expression.v), value);
  return expression.k === 'lit' && expression.access === undefined && Object.is(expression.v, value);
};

const textAt = ({ expression }: Place): string | null =>
  expression.k === 'lit' && typeof expression.v === 'string' && expression.access === undefined
    ? expression.v
    : null;

/** The text with one occurrence after the other replaced, then all at once. */
function* replacedIn(text: string, from: string, to: string): Generator<string> {
  let count = 0;
  const hay = text.includes(from) ? text : text.toLowerCase();
  const needle = hay === text ? from : from.toLowerCase();
  if (needle.length === 0 || hay.length !== text.length) return;
  for (let at = hay.indexOf(needle); at >= 0 && count < 5; at = hay.indexOf(needle, at + 1)) {
    yield text.slice(0, at) + to + text.slice(at + needle.length);
    count++;
  }
  if (count > 1 && hay === text) yield text.split(from).join(to);
}

function* inText(places: readonly Place[], from: string, to: string): Generator<Case> {
  for (const place of places) {
    const text = textAt(place);
    if (text === null || text === from) continue;
    for (const changed of replacedIn(text, from, to))
      yield place.replace({ ...place.expression, v: changed } as Expression);
  }
}

/** Keys of objects are inputs, too. */
function* inKeys(places: readonly Place[], from: string, to: string): Generator<Case> {
  for (const place of places) {
    const { expression } = place;
    if (expression.k !== 'obj' || to === '__proto__') continue;
    const hasTo = expression.props.some(([key]) => key === to);
    if (hasTo || !expression.props.some(([key]) => key === from)) continue;
    yield place.replace({
      ...expression,
      props: expression.props.map(([key, value]) => [key === from ? to : key, value]),
    });
  }
}

const charOf = (code: number): string | null =>
  Number.isInteger(code) && code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : null;

/** Numbers may be codes of characters, or be written in texts. */
function* asCharacters(places: readonly Place[], from: number, to: number): Generator<Case> {
  const wanted = charOf(to);
  if (wanted === null) return;
  const known = charOf(from);
  if (known !== null) {
    yield* inText(places, known, wanted);
    for (const place of places) if (textAt(place) === known) yield place.replace(literal(wanted));
    return;
  }
  // Read behind the end of a text, which gives NaN.
  for (const place of places) {
    const text = textAt(place);
    if (text !== null) yield place.replace(literal(text + wanted));
  }
}

/** A case, with what was traced while it ran. */
export interface TracedCase {
  scenario: Case;
  traced: TracedComparisons;
  /** Whether both outcomes of a place were traced at any time. */
  isSettled: (site: string) => boolean;
  random: Random;
  scratch: Scratch;
}

/** The places of a traced case, and what may be put there. */
export interface Site extends TracedPlaces {
  random: Random;
  /** Instances of a class of the host. */
  instancesOf: (owner: unknown) => Expression[];
}

/** Cases in which `from`, as it came from the input, is `to`. */
export function* substituteValue(
  { places, traced, scratch }: Site,
  from: unknown,
  to: unknown,
): Generator<Case> {
  const by = expressionOf(to, scratch);
  if (by === null || Object.is(from, to)) return;
  for (const place of places)
    if (isPlaceOf(place, from, traced) || isWrittenAs(place, from)) yield place.replace(by);
  if (typeof from === 'string' && typeof to === 'string') {
    yield* inText(places, from, to);
    yield* inKeys(places, from, to);
  }
  if (typeof from !== 'number' || typeof to !== 'number') return;
  yield* asCharacters(places, from, to);
  yield* inText(places, String(from), String(to));
  for (const place of places) if (textAt(place) === String(from)) yield place.replace(literal(String(to)));
}

/** The value may have been computed from the input: tries what it met in every place of its type, and behind every text. */
function* guess({ places, scratch }: Site, to: unknown): Generator<Case> {
  const by = expressionOf(to, scratch);
  if (by?.k !== 'lit') return;
  for (const place of places) {
    const { expression } = place;
    if (expression.k !== 'lit' || typeof expression.v !== typeof by.v) continue;
    yield place.replace(by);
    if (typeof expression.v === 'string' && typeof by.v === 'string') {
      yield place.replace(literal(expression.v + by.v));
      yield place.replace(literal(by.v + expression.v));
    }
  }
}

/** Values that differ from this one by a little. */
function* unlike(site: Site, value: unknown): Generator<Case> {
  const options =
    typeof value === 'string'
      ? [`${value}a`, value.slice(1), 'a=b']
      : typeof value === 'number'
        ? [value + 1, value - 1]
        : typeof value === 'boolean'
          ? [!value]
          : ['a', 1];
  for (const option of options) yield* substituteValue(site, value, option);
}

function* both(site: Site, left: unknown, right: unknown): Generator<Case> {
  yield* substituteValue(site, left, right);
  yield* substituteValue(site, right, left);
  yield* guess(site, right);
  yield* guess(site, left);
}

function* around(site: Site, left: unknown, right: unknown): Generator<Case> {
  for (const [from, to] of [
    [left, right],
    [right, left],
  ] as const) {
    if (typeof to !== 'number') yield* substituteValue(site, from, to);
    else for (const near of [to, to + 1, to - 1]) yield* substituteValue(site, from, near);
  }
  for (const to of [right, left])
    if (typeof to === 'number') for (const near of [to + 1, to - 1]) yield* guess(site, near);
}

function stretched(text: string, length: number): string {
  const source = text === '' ? 'a' : text;
  return source.length >= length
    ? source.slice(0, length)
    : source + (source.at(-1) ?? 'a').repeat(length - source.length);
}

function* ofTextLength(site: Site, holder: string, length: number): Generator<Case> {
  yield* substituteValue(site, holder, stretched(holder, length));
  for (const place of site.places) {
    const text = textAt(place);
    if (text !== null && text !== holder) yield place.replace(literal(stretched(text, length)));
  }
}

function* ofListLength(site: Site, holder: unknown, length: number): Generator<Case> {
  for (const place of site.places) {
    const { expression } = place;
    if (expression.k !== 'arr') continue;
    if (Array.isArray(holder) && holder.length !== expression.items.length) continue;
    const filler = expression.items.at(-1) ?? literal('a');
    const items = Array.from({ length }, (_, index) => expression.items[index] ?? filler);
    yield place.replace({ ...expression, items });
  }
}

function* ofLength(site: Site, holder: unknown, wanted: unknown): Generator<Case> {
  if (typeof wanted !== 'number' || !Number.isInteger(wanted)) return;
  for (const length of [wanted, wanted + 1, wanted - 1]) {
    if (length < 0) continue;
    if (typeof holder === 'string' && length <= MAX_TEXT) yield* ofTextLength(site, holder, length);
    if (length <= MAX_ITEMS) yield* ofListLength(site, holder, length);
  }
}

function* replaced(site: Site, from: unknown, options: readonly Expression[]): Generator<Case> {
  for (const place of site.places)
    if (isPlaceOf(place, from, site.traced)) for (const option of options) yield place.replace(option);
}

function* ofInstance(site: Site, value: unknown, owner: unknown): Generator<Case> {
  const sample = builtins[(owner as { name?: string } | null)?.name ?? ''];
  yield* replaced(site, value, sample ? [sample] : site.instancesOf(owner));
  yield* replaced(site, value, [emptyObject, literal('a')]);
}

function* ofTruth(site: Site, value: unknown): Generator<Case> {
  const options = value
    ? [literal(false), literal(0), literal(''), literal(null), undef]
    : [literal(true), literal('a'), literal(1), emptyObject, fn(undef)];
  yield* replaced(site, value, options);
}

const namesOf = (holder: unknown): string[] =>
  ((typeof holder === 'object' && holder !== null) || typeof holder === 'function'
    ? Object.getOwnPropertyNames(holder)
    : []
  ).slice(0, MAX_NAMES);

/** Puts the name where a table may come from: as an item, a key, or a text. */
function* givenName({ places }: Site, name: string): Generator<Case> {
  for (const place of places) {
    const { expression } = place;
    if (expression.k === 'arr')
      yield place.replace({ ...expression, items: [...expression.items, literal(name)] });
    if (expression.k === 'set')
      yield place.replace({ ...expression, items: [...expression.items, literal(name)] });
    const isNewKey = expression.k === 'obj' && !expression.props.some(([key]) => key === name);
    if (isNewKey && name !== '__proto__')
      for (const value of [literal(true), literal('a'), literal(1), emptyObject])
        yield place.replace({ ...expression, props: [...expression.props, [name, value]] });
    const isText = expression.k === 'lit' && typeof expression.v === 'string' && expression.v !== name;
    if (isText) yield place.replace(literal(name));
  }
}

function* ofKey(site: Site, { left: key, right: holder, outcome: isThere }: Comparison): Generator<Case> {
  if (typeof key !== 'string') return;
  const names = isThere ? [`${key}x`, 'toString', '__proto__'] : namesOf(holder).slice(0, 8);
  const start = site.random.below(Math.max(1, names.length));
  for (let count = 0; count < names.length; count++) {
    const name = names[(start + count) % names.length];
    yield* substituteValue(site, key, name);
  }
  if (!isThere) yield* givenName(site, key);
  for (const name of isThere ? [] : names.slice(0, 6)) yield* guess(site, name);
}

function* ofRegex(site: Site, { left: text, right: regex, outcome: matched }: Comparison): Generator<Case> {
  if (typeof text !== 'string' || !(regex instanceof RegExp)) return;
  const samples = matched
    ? [`${text}~`, `~${text}`, text.slice(1), text.slice(0, -1), '']
    : samplesOf(regex, 4, site.random);
  for (const sample of samples) yield* substituteValue(site, text, sample);
  if (!matched) for (const sample of samples.slice(0, 2)) yield* guess(site, sample);
}

function* ofText(site: Site, { left: self, right: text, outcome: isThere }: Comparison): Generator<Case> {
  if (typeof self !== 'string' || typeof text !== 'string' || text === '') return;
  const middle = Math.floor(self.length / 2);
  const options = isThere
    ? [self.split(text).join('')]
    : [text + self, self + text, self.slice(0, middle) + text + self.slice(middle), text];
  for (const option of options) yield* substituteValue(site, self, option);
  if (!isThere) yield* guess(site, text);
}

export function substitutes(site: Site, comparison: Comparison): Generator<Case> {
  const { kind, left, right, outcome } = comparison;
  switch (kind) {
    case 'equal':
      return outcome ? unlike(site, left) : both(site, left, right);
    case 'order':
      return around(site, left, right);
    case 'length':
      return ofLength(site, left, right);
    case 'type':
      return replaced(
        site,
        left,
        (outcome ? Object.values(samplesByType).flat() : (samplesByType[String(right)] ?? [])).slice(0, 10),
      );
    case 'instance':
      return ofInstance(site, left, right);
    case 'truth':
      return ofTruth(site, left);
    case 'key':
      return ofKey(site, comparison);
    case 'regex':
      return ofRegex(site, comparison);
    case 'text':
      return ofText(site, comparison);
  }
}

export function takeCases(into: Case[], cases: Generator<Case>, limit: number): void {
  for (const scenario of cases) {
    if (limit-- <= 0 || into.length >= MAX_CASES) return;
    into.push(scenario);
  }
}

/** Places whose other outcome was seen before, but not in this run; the latest are the deepest. */
function oneSided(comparisons: readonly Comparison[], isSettled: (site: string) => boolean): Comparison[] {
  const outcomes = new Map<string, number>();
  for (const { site, outcome } of comparisons)
    outcomes.set(site, (outcomes.get(site) ?? 0) | (outcome ? 2 : 1));
  return comparisons.filter(({ site }) => isSettled(site) && outcomes.get(site) !== 3).reverse();
}

/** Neighbours of the case that what was traced while it ran suggests; those for outcomes never seen come first. */
export function substitute(
  { scenario, traced, isSettled, random, scratch }: TracedCase,
  instancesOf: Site['instancesOf'],
): Case[] {
  const site: Site = { places: placesOf(scenario), traced, random, scratch, instancesOf };
  const cases: Case[] = [];
  const open = traced.comparisons.filter((comparison) => !isSettled(comparison.site));
  for (const comparison of open) takeCases(cases, substitutes(site, comparison), MAX_CASES_OF_ONE);
  for (const missing of traced.missing) takeCases(cases, withProperty(site, missing), MAX_CASES_OF_ONE);
  for (const comparison of oneSided(traced.comparisons, isSettled))
    takeCases(cases, substitutes(site, comparison), MAX_CASES_OF_ONE / 2);
  return cases;
}
