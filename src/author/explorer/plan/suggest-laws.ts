/** Which laws a function's name and shape suggest; the explorer tries them, and the gate sees whether they can fail. */
import type { Target } from '../../../domain/target.js';
import type { TypeShape } from '../../../domain/type-shape.js';
import type { Law } from '../notation/law.js';
import type { Unit } from '../notation/plan.js';

const MOST_LAWS = 3;

const isPlain = (shape: TypeShape): boolean =>
  shape.kind === 'string' || shape.kind === 'number' || (shape.kind === 'array' && isPlain(shape.of));
const isArray = (shape: TypeShape): boolean => shape.kind === 'array';
const isNumber = (shape: TypeShape): boolean => shape.kind === 'number';

/** Names of functions that may undo each other; the first is the one whose inputs are generated. */
const inversePairs: [RegExp, string][] = [
  [/^encode/, 'decode'],
  [/^encrypt/, 'decrypt'],
  [/^serialize/, 'deserialize'],
  [/^serialise/, 'deserialise'],
  [/^stringify/, 'parse'],
  [/^format/, 'parse'],
  [/^escape/, 'unescape'],
  [/^quote/, 'unquote'],
  [/^compress/, 'decompress'],
  [/^deflate/, 'inflate'],
  [/^pack/, 'unpack'],
  [/^wrap/, 'unwrap'],
  [/^zip/, 'unzip'],
  [/^flatten/, 'unflatten'],
  [/^marshal/, 'unmarshal'],
  [/^to/, 'from'],
  [/^from/, 'to'],
  [/^render/, 'parse'],
  [/^join/, 'split'],
];

interface Rule {
  law: Law;
  /** A pattern for the last part of the function's name. */
  name: RegExp;
  /** How many arguments it takes, and whether they are such as the law speaks of. */
  fits(params: readonly TypeShape[]): boolean;
}

const unary = ([first]: readonly TypeShape[]): boolean => first !== undefined && isPlain(first);
const twoAlike = ([first, second]: readonly TypeShape[]): boolean =>
  first !== undefined &&
  second !== undefined &&
  isPlain(first) &&
  JSON.stringify(first) === JSON.stringify(second);

// The strongest first: at most two are tried.
const rules: readonly Rule[] = [
  { law: 'antisymmetric', name: /^(compare|cmp|collate)|Compar(e|ator)$|^by[A-Z]/, fits: twoAlike },
  { law: 'transitive', name: /^(compare|cmp|collate)|Compar(e|ator)$|^by[A-Z]/, fits: twoAlike },
  {
    law: 'bounded',
    name: /^(clamp|constrain|limit|restrict)/i,
    fits: (params) => params.length === 3 && params.every(isNumber),
  },
  {
    law: 'whole',
    name: /^(chunk|batch|splitEvery|inGroupsOf|paginate)/i,
    fits: ([list, size]) =>
      list !== undefined && size !== undefined && isArray(list) && isPlain(list) && isNumber(size),
  },
  {
    law: 'conserves',
    name: /^(allocate|distribute|apportion|divideUp|shareOut|splitAmount)/i,
    fits: ([amount, weights]) =>
      amount?.kind === 'number' && weights?.kind === 'array' && isNumber(weights.of),
  },
  { law: 'idempotent', name: /^(round|floor|ceil|trunc|quantize)/i, fits: unary },
  { law: 'odd', name: /^(round|trunc)/i, fits: ([value]) => value?.kind === 'number' },
  { law: 'monotone', name: /^(round|floor|ceil|trunc)/i, fits: ([value]) => value?.kind === 'number' },
  { law: 'ordered', name: /^sort/, fits: ([list]) => list?.kind === 'array' && isNumber(list.of) },
  {
    law: 'permutation',
    name: /^(sort|reverse|shuffle|rotate|swap)/i,
    fits: ([list]) => list?.kind === 'array' && isPlain(list.of),
  },
  {
    law: 'distinct',
    name: /^(uniq|unique|dedupe|distinct|withoutDuplicates)/i,
    fits: ([list]) => list?.kind === 'array' && isPlain(list.of),
  },
  { law: 'involutive', name: /^(reverse|negate|invert|flip|mirror|transpose|toggle|swapCase)/, fits: unary },
  {
    law: 'commutative',
    name: /^(add|plus|sum|multiply|times|max|min|gcd|lcm|distance|union|intersect(ion)?|isEqual|equals|similarity)$/,
    fits: twoAlike,
  },
  {
    law: 'idempotent',
    name: /normali[sz]e|trim|clean|sanit|slug|strip|canonical|dedupe|uniq|compact|flatten|sort|clamp|collapse|capitali[sz]e|(to)?(lower|upper|kebab|camel|snake)/i,
    fits: unary,
  },
];

const arity: Partial<Record<Law, number>> = {
  antisymmetric: 2,
  transitive: 2,
  commutative: 2,
  whole: 2,
  conserves: 2,
  bounded: 3,
};

/** Whether the law's arguments are all that the function needs. */
const takesAll = (target: Target, law: Law): boolean =>
  target.params.slice(0, arity[law] ?? 1).every((param) => !param.rest) &&
  target.params.slice(arity[law] ?? 1).every((param) => param.optional);

/** The function that may undo another: of its own file before one of the whole host. */
function partnerOf(target: Target, all: readonly Target[]): Unit['partner'] {
  const name = target.name.split('.').at(-1) ?? '';
  for (const [pattern, inverse] of inversePairs) {
    if (!pattern.test(name)) continue;
    const wanted = name.replace(pattern, inverse).toLowerCase();
    const isInverse = (other: Target): boolean =>
      other.access !== null && other.kind === 'function' && other.name.toLowerCase().endsWith(wanted);
    const partner =
      all.find((other) => other.file === target.file && isInverse(other)) ?? all.find(isInverse);
    if (partner?.access) return { access: partner.access, target: partner.id };
  }
  return null;
}

/** The predicate for what a function makes: `reference` and `isReference`. */
function predicateOf(target: Target, all: readonly Target[]): Unit['partner'] {
  const name = (target.name.split('.').at(-1) ?? '').replace(
    /^(make|create|generate|to|build|format)(?=[A-Z])/,
    '',
  );
  if (/^(is|has|valid|check)/i.test(name) || name.length < 3) return null;
  const wanted = new RegExp(`^(?:is|isValid|validate)${name}$`, 'i');
  const partner = all.find(
    (other) =>
      other.access &&
      other.kind === 'function' &&
      other.file === target.file &&
      wanted.test(other.name.split('.').at(-1) ?? ''),
  );
  return partner?.access ? { access: partner.access, target: partner.id } : null;
}

/** Texts for a second argument that a round trip may be tried with, such as a currency. */
function choicesOf({ params, hints }: Target): string[] {
  const [, second] = params;
  const isText = second?.type.kind === 'string' || second?.type.kind === 'unknown';
  const [, words = []] =
    (isText && Object.entries(hints.words ?? {}).find(([name]) => name === second.name.toLowerCase())) || [];
  const texts = words.filter((word) => typeof word === 'string' && /^[A-Za-z]\w+$/.test(word)).map(String);
  return texts.length > 2 ? texts : [];
}

/** The laws that are worth trying for a function, and for a round trip the function that may undo it. */
export function suggestLaws(
  target: Target,
  all: readonly Target[],
): Pick<Unit, 'laws' | 'partner' | 'lawChoices'> {
  if (target.isAsync || target.isGenerator) return { laws: [], partner: null };
  const name = target.name.split('.').at(-1) ?? '';
  const shapes = target.params.map((param) => param.type);
  const isRoundTrip = unary(shapes) && takesAll(target, 'round-trip');
  const partner = isRoundTrip ? partnerOf(target, all) : null;
  const predicate = isRoundTrip && !partner ? predicateOf(target, all) : null;
  const found = rules.filter(
    (rule) => rule.name.test(name) && rule.fits(shapes) && takesAll(target, rule.law),
  );
  const laws: Law[] = [...found.map(({ law }) => law), ...(partner ? (['round-trip'] as const) : [])];
  const kept = partner ? [...laws.slice(0, MOST_LAWS - 1), 'round-trip' as const] : laws.slice(0, MOST_LAWS);
  if (predicate) return { laws: [...new Set([...kept, 'accepted' as const])], partner: predicate };
  const lawChoices = partner ? choicesOf(target) : [];
  return { laws: [...new Set(kept)], partner, ...(lawChoices.length > 0 ? { lawChoices } : {}) };
}
