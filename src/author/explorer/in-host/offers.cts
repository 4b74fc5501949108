/** Goes on with what calls gave: a returned function is called, and methods of returned objects are. */
import type { Case, Expression, Step } from '../expression.js' with { 'resolution-mode': 'import' };
import type { Entry } from './archive.cjs';
import building = require('./build.cjs');
import generation = require('./generate.cjs');
import type { Random } from './random.cjs';

/** What can be done with the result of a case. */
interface Offer {
  entry: Entry;
  /** How many parameters a result that is a function names; null when it is none. */
  arity: number | null;
  methods: { name: string; arity: number }[];
}

interface Offers {
  /** Remembers what a result offers; true when nothing offered the like before. */
  look(entry: Entry, result: unknown): boolean;
  isEmpty(): boolean;
  /** A case that goes one step further than one that was kept. */
  goOn(pools: generation.Pools, random: Random): Case;
}

const MAX_ALIKE = 12;
const MAX_STEPS = 14;
const MAX_METHODS = 40;
const ordinary =
  /^\[object (Array|Date|RegExp|Map|Set|WeakMap|WeakSet|Error|Promise|ArrayBuffer|[A-Za-z0-9]+Array|String|Number|Boolean)\]$/;

function methodsOf(value: object): Offer['methods'] {
  const methods = new Map<string, number>();
  for (
    let holder: object | null = value;
    holder !== null;
    holder = Object.getPrototypeOf(holder) as object | null
  ) {
    if (!Object.getPrototypeOf(holder) && holder !== value) break;
    for (const name of Object.getOwnPropertyNames(holder)) {
      const member = Object.getOwnPropertyDescriptor(holder, name)?.value as unknown;
      const isMethod = typeof member === 'function' && name !== 'constructor' && !building.isStub(member);
      if (isMethod && methods.size < MAX_METHODS && !methods.has(name)) methods.set(name, member.length);
    }
  }
  return [...methods].map(([name, arity]) => ({ name, arity }));
}

function offerOf(entry: Entry, result: unknown): Offer | null {
  if (building.isStub(result)) return null;
  if (typeof result === 'function') return { entry, arity: result.length, methods: [] };
  if (typeof result !== 'object' || result === null) return null;
  if (ordinary.test(Object.prototype.toString.call(result))) return null;
  const methods = methodsOf(result);
  return methods.length === 0 ? null : { entry, arity: null, methods };
}

function someArgs(arity: number, pools: generation.Pools, random: Random): Expression[] {
  const length = random.chance(0.75) ? arity : random.below(4);
  return Array.from({ length }, () =>
    random.chance(0.25)
      ? { k: 'fn', returns: generation.generate({ kind: 'unknown' }, pools, random, 2) }
      : generation.generate({ kind: 'unknown' }, pools, random, 1),
  );
}

function createOffers(): Offers {
  const byShape = new Map<string, Offer[]>();
  return {
    look(entry, result) {
      if (entry.kase.steps.length >= MAX_STEPS || entry.kase.steps.length === 0) return false;
      const offer = offerOf(entry, result);
      if (!offer) return false;
      const shape =
        offer.arity === null ? offer.methods.map(({ name }) => name).join() : `function ${offer.arity}`;
      const alike = byShape.get(shape);
      if (!alike) byShape.set(shape, [offer]);
      else if (alike.length < MAX_ALIKE) alike.push(offer);
      else alike[entry.touched.length % MAX_ALIKE] = offer;
      return !alike;
    },
    isEmpty: () => byShape.size === 0,
    goOn(pools, random) {
      const alike = random.pick([...byShape.values()]);
      const { entry, arity, methods } = random.pick(alike);
      const method = arity === null ? random.pick(methods) : null;
      const step: Step = {
        member: method?.name ?? null,
        kind: 'call',
        args: someArgs(method?.arity ?? arity ?? 0, pools, random),
        on: 'result',
      };
      return { ...entry.kase, steps: [...entry.kase.steps, step] };
    },
  };
}

const exported = { createOffers };
declare namespace exported {
  export type { Offers };
}
export = exported;
