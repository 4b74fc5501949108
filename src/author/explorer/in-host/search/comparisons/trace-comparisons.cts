/** Hears what rewritten code compares, and which properties it looks for on the objects that it is given. */
import type { Expression } from '../../../notation/expression.js';
import type { Comparison, TracedComparisons } from './comparison.cjs';
import { createListener } from './listener.cjs';

export interface ComparisonTracer {
  /** Hears until {@link take}. */
  begin(): void;
  take(): TracedComparisons;
  /** Whether a place was traced in a state in which it was never traced before, since this was asked last. */
  foundNews(known: Set<string>): boolean;
  /** Whether both outcomes of the place were traced at any time. */
  isSettled(site: string): boolean;
  /** A view on a live input that reports which properties are read. */
  watch(expression: Expression, value: unknown): unknown;
  remove(): void;
}

const LISTENER = '__nightshiftListener__';
const MAX_NOTES = 600;
const MAX_PER_SITE = 8;
const MAX_MISSING = 80;
const MAX_STATES = 3000;
/** How many patterns or rows of one place are kept apart. */
const MAX_VARIANTS = 200;
const context = globalThis as unknown as Record<string, unknown>;
const ignored = new Set([
  'calls',
  'onCall',
  'asymmetricMatch',
  '$$typeof',
  'nodeType',
  '@@__IMMUTABLE_ITERABLE__@@',
]);

const silence = (): TracedComparisons => ({ comparisons: [], missing: [], origins: new WeakMap() });

interface Notes {
  isOn: boolean;
  traced: TracedComparisons;
  /** How often each place spoke since the beginning. */
  counts: Map<string, number>;
  /** By place, 1 for traced to be false, 2 for true, 3 for both. */
  outcomes: Map<string, number>;
  /** The kinds of values compared at each place, in this run. */
  states: Set<string>;
  /** By place, the patterns or rows that were traced there. */
  variants: Map<string, Set<string>>;
}

/** Whether this holds several things of one kind by name, as tables in code do. */
export function isTable(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const [first, ...others] = Object.values(value) as unknown[];
  return others.length > 1 && others.every((item) => typeof item === typeof first);
}

const bucketOf = (size: number): number => (size < 3 ? size : size < 5 ? 3 : size < 9 ? 5 : 9);

/** A coarse class of a value: what a step on the way to another outcome may change. */
function classOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `s${bucketOf(value.length)}`;
    case 'number':
      return Number.isNaN(value) ? 'N' : value < 0 ? 'n-' : `n${bucketOf(value)}`;
    case 'boolean':
      return value ? 't' : 'f';
    case 'object':
      if (value === null) return '0';
      return Array.isArray(value) ? `a${bucketOf(value.length)}` : 'o';
    default:
      return typeof value;
  }
}

/** The place and a variant of it, as long as there are not too many. */
function variantOf({ variants }: Notes, site: string, name: string): string {
  const known = variants.get(site) ?? new Set();
  variants.set(site, known);
  if (known.size < MAX_VARIANTS) known.add(name);
  return known.has(name) ? `${site} ${name}` : site;
}

/** The key of a comparison's state: each pattern of a place and each row of its table is kept apart. */
function stateOf(notes: Notes, { site, kind, left, right, outcome }: Comparison): string {
  if (kind === 'key' && outcome && isTable(right)) return variantOf(notes, site, String(left));
  return `${site} ${outcome ? 1 : 0}${classOf(left)}`;
}

function add(notes: Notes, given: Comparison): void {
  const { kind, right, outcome } = given;
  const isPattern = kind === 'regex' && right instanceof RegExp;
  const site = isPattern ? variantOf(notes, given.site, right.source) : given.site;
  const comparison = { ...given, site };
  notes.outcomes.set(site, (notes.outcomes.get(site) ?? 0) | (outcome ? 2 : 1));
  if (notes.states.size < MAX_STATES) notes.states.add(stateOf(notes, comparison));
  if (!notes.isOn || notes.traced.comparisons.length >= MAX_NOTES) return;
  const count = notes.counts.get(site) ?? 0;
  notes.counts.set(site, count + 1);
  if (count < MAX_PER_SITE) notes.traced.comparisons.push(comparison);
}

function noteMissing(notes: Notes, holder: Expression, name: string | symbol): void {
  const { missing } = notes.traced;
  if (!notes.isOn || typeof name !== 'string' || ignored.has(name) || missing.length >= MAX_MISSING) return;
  const isKnown = missing.some((other) => other.holder === holder && other.name === name);
  if (!isKnown) missing.push({ holder, name, at: notes.traced.comparisons.length });
}

function watchObject(notes: Notes, expression: Expression, value: object): object {
  return new Proxy(value, {
    get(target, name, self) {
      if (!(name in target)) noteMissing(notes, expression, name);
      return Reflect.get(target, name, self) as unknown;
    },
    has(target, name) {
      const isThere = Reflect.has(target, name);
      if (!isThere) noteMissing(notes, expression, name);
      return isThere;
    },
    getOwnPropertyDescriptor(target, name) {
      const found = Reflect.getOwnPropertyDescriptor(target, name);
      if (!found) noteMissing(notes, expression, name);
      return found;
    },
  });
}

/** Opens the tracer of the context; there is one at a time. */
export function createComparisonTracer(): ComparisonTracer {
  const notes: Notes = {
    isOn: false,
    traced: silence(),
    counts: new Map(),
    outcomes: new Map(),
    states: new Set(),
    variants: new Map(),
  };
  context[LISTENER] = createListener((site, kind, left, right, outcome) =>
    add(notes, { site, kind, left, right, outcome }),
  );
  return {
    begin() {
      notes.traced = silence();
      notes.counts.clear();
      notes.isOn = true;
    },
    take() {
      notes.isOn = false;
      return notes.traced;
    },
    foundNews(known) {
      const before = known.size;
      for (const state of notes.states) known.add(state);
      notes.states.clear();
      return known.size > before;
    },
    isSettled: (site) => notes.outcomes.get(site) === 3,
    watch(expression, value) {
      if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return value;
      const isWatched = expression.k === 'obj' || expression.k === 'arr';
      const seen = isWatched ? watchObject(notes, expression, value) : value;
      notes.traced.origins.set(seen, expression);
      return seen;
    },
    remove() {
      // Rewritten modules that something still holds go on calling it.
      notes.isOn = false;
    },
  };
}
