/** Learns from the running code which members it reads from what it was given as JSON, and makes JSON that has them. */
import type { InputGenerator } from './generate.cjs';

/** Names of members that were read, with those that were read from them. */
export interface JsonShape {
  members: Map<string, JsonShape>;
}

const MAX_MEMBERS = 30;
const MAX_DEPTH = 5;
const MAX_ITEMS = 3;
export const createShape = (): JsonShape => ({ members: new Map() });

const isListMember = (name: string): boolean =>
  /^(\d+|length|map|filter|forEach|reduce|find|some|every|slice|join|includes|Symbol\(Symbol\.iterator\))$/.test(
    name,
  );

/** A JSON value with the members that the code asks for, most of them. */
export function someJson(generator: InputGenerator, shape: JsonShape, depth = 0): unknown {
  const { random } = generator;
  const names = [...shape.members.keys()];
  if (names.length === 0 || depth > MAX_DEPTH) {
    const text = generator.text();
    return random.pick([text, text, generator.number(), random.chance(0.5), null, {}, []]);
  }
  if (names.some(isListMember)) {
    const items = [...shape.members]
      .filter(([name]) => /^\d+$/.test(name))
      .flatMap(([, of]) => [...of.members]);
    const of = { members: new Map(items) };
    return Array.from({ length: random.below(MAX_ITEMS) }, () => someJson(generator, of, depth + 1));
  }
  const kept = names.filter(() => random.chance(0.8));
  return Object.fromEntries(
    kept.map((name) => [name, someJson(generator, shape.members.get(name) ?? shape, depth + 1)]),
  );
}

/** The value, behind a proxy that notes which members are read from it. */
export function watchMembers(value: unknown, shape: JsonShape): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get(target, key, receiver) {
      const found = Reflect.get(target, key, receiver) as unknown;
      const name = String(key);
      const isOwn = Object.hasOwn(target, key);
      if (!isOwn && (name in Object.prototype || name === 'then' || name === 'toJSON')) return found;
      let below = shape.members.get(name);
      if (!below && shape.members.size < MAX_MEMBERS) shape.members.set(name, (below = createShape()));
      return below && isOwn ? watchMembers(found, below) : found;
    },
  });
}

/** Lets `JSON.parse` hand out values that are listened to; returns what puts it back. */
export function watchParse(shape: JsonShape): () => void {
  const original = JSON.parse;
  JSON.parse = (text: string, reviver?: (this: unknown, key: string, value: unknown) => unknown) =>
    watchMembers(original(text, reviver) as unknown, shape);
  return () => {
    JSON.parse = original;
  };
}
