/** Keeps what calls of the host gave, by its shape, to hand it over where nothing is known of an argument. */
import type { Case } from '../../notation/case.js';
import type { Expression } from '../../notation/expression.js';
import type { Unit } from '../../notation/plan.js';
import type { Access } from '../../../../domain/target.js';
import { isStub, resolveAccess, type Modules } from '../values/build.cjs';
import { isOrdinary } from '../values/members.cjs';
import type { Random } from '../values/random.cjs';

export interface KeptResults {
  /** Remembers how a value was made, if it is one that no literal can be. */
  keep(expression: Expression | null, value: unknown): void;
  /** Something that was made before; null where nothing was. */
  pick(random: Random): Expression | null;
  /** Whether nothing was made that is worth handing over. */
  isEmpty(): boolean;
}

const MAX_SHAPES = 60;
const MAX_ALIKE = 6;
const MAX_NAMES = 30;
const MAX_SIZE = 9;
/** Others that are handed over by no name: what a module is, and what is used up by looking at it. */
const fleeting = /^\[object (Module|Generator|[A-Za-z ]*Iterator)\]$/;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Names of methods and symbols, own and inherited; null for what is plain data. */
function shapeOf(value: object): string | null {
  const names: string[] = [];
  for (let at: object | null = value; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    if (!Object.getPrototypeOf(at) && at !== value) break;
    for (const key of Reflect.ownKeys(at)) {
      const member = Object.getOwnPropertyDescriptor(at, key)?.value as unknown;
      const isTelling = typeof key === 'symbol' || (typeof member === 'function' && key !== 'constructor');
      if (isTelling && !isStub(member) && names.length < MAX_NAMES) names.push(String(key));
    }
  }
  return names.length === 0 ? null : names.sort().join();
}

function keyFor(value: unknown): string | null {
  if (!isObject(value)) return null;
  try {
    const isFleeting = fleeting.test(Object.prototype.toString.call(value));
    return isFleeting || isOrdinary(value) ? null : shapeOf(value);
  } catch {
    return null;
  }
}

/** How many values are written in an expression. */
function sizeOf(expression: Expression): number {
  const {
    items = [],
    args = [],
    props = [],
    of,
  } = expression as {
    items?: Expression[];
    args?: Expression[];
    props?: [string, Expression][];
    of?: Expression;
  };
  const parts = [...items, ...args, ...props.map(([, value]) => value), ...(of ? [of] : [])];
  return parts.reduce((sum, part) => sum + sizeOf(part), 1);
}

/** The kept results of one file's exploration. */
export function createKeptResults(): KeptResults {
  const byShape = new Map<string, Expression[]>();
  return {
    keep(expression, value) {
      if (!expression || sizeOf(expression) > MAX_SIZE) return;
      const key = keyFor(value);
      if (key === null) return;
      const alike = byShape.get(key);
      const text = JSON.stringify(expression);
      if (!alike && byShape.size < MAX_SHAPES) byShape.set(key, [expression]);
      if (!alike || alike.some((other) => JSON.stringify(other) === text)) return;
      if (alike.length < MAX_ALIKE) alike.push(expression);
    },
    pick: (random) => (byShape.size === 0 ? null : random.pick(random.pick([...byShape.values()]))),
    isEmpty: () => byShape.size === 0,
  };
}

/** The expression that makes what the last step of a case gave; null where no single one does. */
export function resultOf({ access, isClass }: Unit, scenario: Case): Expression | null {
  if (scenario.files || scenario.standIns || isClass !== (scenario.construct !== null)) return null;
  const [first, ...rest] = scenario.steps;
  if (scenario.construct) {
    const made: Expression = { k: 'construct', access, args: scenario.construct };
    if (!first) return made;
    const isOne = rest.length === 0 && first.kind === 'call' && first.member !== null;
    return isOne ? { k: 'method', of: made, member: first.member ?? '', args: first.args } : null;
  }
  if (first?.kind !== 'call' || first.member !== null || first.on) return null;
  let made: Expression = { k: 'call', access, args: first.args };
  for (const step of rest) {
    if (step.on !== 'result' || step.member === null || step.kind !== 'call') return null;
    made = { k: 'method', of: made, member: step.member, args: step.args };
  }
  return made;
}

/** Lets the values that a module exports be handed over. */
export function keepExports(keptResults: KeptResults, module: string, modules: Modules): void {
  const loaded = modules.get(module);
  if (!isObject(loaded)) return;
  for (const name of Object.getOwnPropertyNames(loaded)) {
    if (name === 'default' || !/^[A-Za-z$][\w$]*$/.test(name)) continue;
    const access: Access = { module, export: { kind: 'named', name }, members: [] };
    try {
      keptResults.keep({ k: 'ref', access }, resolveAccess(access, modules));
    } catch {
      // A getter may throw; what it guards is not there to be used.
    }
  }
}
