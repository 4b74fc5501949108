/** Suggests laws of functions: by name, by the types they map, and by what they give together. */
import type { Access } from '../../../../domain/target.js';
import type { LawProperty, SuggestedLaw } from '../../notation/property.js';
import { resolveAccess } from '../values/build.cjs';
import type { ExecutionContext } from '../run/execute.cjs';
import { createRandom } from '../values/random.cjs';
import { sample } from './sample.cjs';
import { drawParams, functionOf, namesOf, type Input, type PureFunction } from './subject.cjs';

const SAMPLES = 60;

/** Names of functions that undo each other; the inputs of the first are generated. */
const inverses: [RegExp, string][] = [
  [/^to(?=[A-Z]|$)/, 'from'],
  [/^encode/, 'decode'],
  [/^escape/, 'unescape'],
  [/^quote/, 'unquote'],
  [/^stringify/, 'parse'],
  [/^format/, 'parse'],
  [/^serialize/, 'deserialize'],
  [/^compress/, 'decompress'],
  [/^pack/, 'unpack'],
  [/^compose/, 'parse'],
  [/^join/, 'split'],
];

const lower = (text: string): string => text.toLowerCase();

/** The functions that may undo this one by their names: of the same words first. */
function inversesOf({ name }: PureFunction, others: readonly PureFunction[]): PureFunction[] {
  const direct = inverses.flatMap(([pattern, inverse]) =>
    pattern.test(name) ? [name.replace(pattern, inverse)] : [],
  );
  const swapped = /^(\w+?)(To|2)([A-Z]\w*)$/.exec(name);
  const turned = swapped ? [`${swapped[3] ?? ''}${swapped[2] ?? ''}${swapped[1] ?? ''}`] : [];
  const wanted = [...direct, ...turned].map(lower);
  const exact = others.filter((other) => wanted.includes(lower(other.name)));
  const isWriting = /^(?:to[A-Z]|format|stringify|compose)/.test(name);
  const parsers = others.filter((other) => isWriting && /^parse/.test(other.name) && !exact.includes(other));
  return [...exact, ...parsers].slice(0, 3);
}

const widths = [
  { width: 'any', isFull: false },
  { width: 'sensible', isFull: false },
] as const;

const isNamedPair = (f: PureFunction, g: PureFunction): boolean =>
  inverses.some(
    ([pattern, inverse]) => pattern.test(f.name) && lower(f.name.replace(pattern, inverse)) === lower(g.name),
  );

/** One function undoes what another makes of a value. */
function roundTrips(f: PureFunction, others: readonly PureFunction[]): SuggestedLaw[] {
  return inversesOf(f, others).flatMap((g): SuggestedLaw[] => {
    const versions = widths.flatMap(({ width, isFull }) => {
      const inputs = drawParams(f.params, { unit: f.unit, width, isFull });
      const [first] = inputs ?? [];
      if (!inputs || !first || inputs.length > 1) return [];
      const property: LawProperty = {
        target: f.target,
        title: `is undone by ${g.name}`,
        uses: [f.access, g.access],
        inputs,
        lines: [`expect($1($0(${first[0]}))).toEqual(${first[0]})`],
      };
      return [{ property, isPromised: width === 'sensible' && isNamedPair(f, g) }];
    });
    return versions.length > 0 ? [{ kind: 'round-trip', versions }] : [];
  });
}

/** Going on and back again by the same number leads to where it began. */
function thereAndBack(f: PureFunction): SuggestedLaw[] {
  const [, second, third] = f.params;
  if (!/^(?:add|plus|shift|move|rotate|advance|offset)/.test(f.name) || second?.type.kind !== 'number')
    return [];
  if (third && !third.optional) return [];
  const inputs = drawParams(f.params.slice(0, 1), { unit: f.unit, width: 'sensible', isFull: false });
  const [start] = inputs ?? [];
  if (!start) return [];
  const name = start[0] === 'n' ? 'count' : 'n';
  const property: LawProperty = {
    target: f.target,
    title: `gives back the ${start[0]} when ${name} is added and subtracted again`,
    uses: [f.access],
    inputs: [start, [name, { kind: 'integer', min: -1000, max: 1000 }]],
    lines: [`expect($0($0(${start[0]}, ${name}), -${name})).toEqual(${start[0]})`],
  };
  return [{ kind: 'there-and-back', versions: [{ property, isPromised: false }] }];
}

type LiveFunction = (...args: unknown[]) => unknown;

/** A call through the holder of the function, as a test makes it. */
function liveOf({ access }: PureFunction, context: ExecutionContext): LiveFunction {
  const holder = resolveAccess({ ...access, members: access.members.slice(0, -1) }, context.modules);
  const callee = resolveAccess(access, context.modules) as LiveFunction;
  return (...args) => Reflect.apply(callee, access.members.length > 0 ? holder : undefined, args);
}

interface SampledResults {
  inputs: Input[];
  pairs: { args: unknown[]; result: unknown }[];
}

const key = (value: unknown): string => JSON.stringify(value);
const distinct = (values: readonly unknown[]): number => new Set(values.map(key)).size;

/** Results for sensible arguments; null where it mostly throws, or gives nothing that can be compared. */
function sampleResults(f: PureFunction, context: ExecutionContext): SampledResults | null {
  const inputs = drawParams(f.params, { unit: f.unit, width: 'sensible', isFull: false });
  if (!inputs || inputs.length === 0) return null;
  const random = createRandom(7, f.name);
  const live = liveOf(f, context);
  const pairs: SampledResults['pairs'] = [];
  for (let round = 0; round < SAMPLES; round++) {
    const args = inputs.map(([, of]) => sample(of, random));
    const result = quietly(context, () => live(...args));
    if (typeof result === 'function' || result instanceof Promise) return null;
    if (result !== undefined) pairs.push({ args, result });
  }
  return pairs.length < SAMPLES / 3 ? null : { inputs, pairs };
}

/** The result of a call, undefined where it throws or does not end. */
export function quietly(context: ExecutionContext, call: () => unknown): unknown {
  context.counters.reset(200_000);
  try {
    const result = call();
    return context.counters.ranDry() || context.takeRefused().length > 0 ? undefined : result;
  } catch {
    context.takeRefused();
    return undefined;
  }
}

const keysOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.keys(value).sort().join()
    : typeof value;

/** A function to and from objects of one form that changes nothing more when it is called again. */
function settles(f: PureFunction, sampled: SampledResults): SuggestedLaw[] {
  const [first, ...more] = sampled.inputs;
  if (
    !first ||
    sampled.pairs.some(({ args, result }) => typeof result !== 'object' || keysOf(args[0]) !== keysOf(result))
  )
    return [];
  const changed = sampled.pairs.filter(({ args, result }) => key(args[0]) !== key(result));
  if (changed.length < 3) return [];
  const args = more.map(([name]) => `, ${name}`).join('');
  const property: LawProperty = {
    target: f.target,
    title: 'changes nothing more when it is applied twice',
    uses: [f.access],
    inputs: sampled.inputs,
    lines: [`const once = $0(${namesOf(sampled.inputs)})`, `expect($0(once${args})).toEqual(once)`],
  };
  return [{ kind: 'settles', versions: [{ property, isPromised: false }] }];
}

/** Another function of the module says the same of every result. */
function constants(
  f: PureFunction,
  sampled: SampledResults,
  { others, context }: { others: readonly PureFunction[]; context: ExecutionContext },
): SuggestedLaw[] {
  const results = sampled.pairs.map(({ result }) => result);
  if (distinct(results) < 10) return [];
  return others.flatMap((g): SuggestedLaw[] => {
    if (g === f || g.params.filter(({ optional }) => !optional).length !== 1) return [];
    const live = liveOf(g, context);
    const said = results.map((result) => quietly(context, () => live(result)));
    const [value] = said;
    const isPlain = typeof value === 'number' || value === true;
    if (!isPlain || !Number.isFinite(Number(value)) || distinct(said) > 1) return [];
    if (!isMeantFor(g, results[0]) || !varies(g, context)) return [];
    const shown = JSON.stringify(value);
    const property: LawProperty = {
      target: f.target,
      title: value === true ? `gives what ${g.name} accepts` : `always has ${g.name} ${shown}`,
      uses: [f.access, g.access],
      inputs: sampled.inputs,
      lines: [`expect($1($0(${namesOf(sampled.inputs)}))).toBe(${shown})`],
    };
    return [{ kind: 'constant', versions: [{ property, isPromised: false }] }];
  });
}

/** Whether a value has all that a function reads of its argument. */
function isMeantFor({ params: [param] }: PureFunction, value: unknown): boolean {
  if (param?.type.kind !== 'object')
    return param?.type.kind === 'unknown' || typeof value === param?.type.kind;
  return (
    typeof value === 'object' && value !== null && param.type.properties.every(({ name }) => name in value)
  );
}

/** Whether a function gives different things for what it is made for. */
function varies(g: PureFunction, context: ExecutionContext): boolean {
  const sampled = sampleResults(g, context);
  return sampled !== null && distinct(sampled.pairs.map(({ result }) => result)) > 1;
}

/** A part of an amount is neither negative nor more than the whole. */
function parts(f: PureFunction, sampled: SampledResults): SuggestedLaw[] {
  const at = sampled.inputs.findIndex(([name]) => /^(?:net|gross|amount|price|total|sum)$/.test(name));
  const [name] = sampled.inputs[at] ?? [];
  if (name === undefined) return [];
  const isPart = sampled.pairs.every(
    ({ args, result }) => typeof result === 'number' && result >= 0 && result <= Number(args[at]),
  );
  if (!isPart || distinct(sampled.pairs.map(({ result }) => result)) < 10) return [];
  const property: LawProperty = {
    target: f.target,
    title: `is never negative and never more than the ${name}`,
    uses: [f.access],
    inputs: sampled.inputs,
    lines: [
      `const part = $0(${namesOf(sampled.inputs)})`,
      'expect(part).toBeGreaterThanOrEqual(0)',
      `expect(part).toBeLessThanOrEqual(${name})`,
    ],
  };
  return [{ kind: 'part', versions: [{ property, isPromised: false }] }];
}

const isSame = (a: Access, b: Access): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The laws worth trying for a function, the strongest first; `units` are those of its file. */
export function functionLaws(
  subject: PureFunction,
  units: readonly PureFunction[],
  context: ExecutionContext,
): SuggestedLaw[] {
  const others = units.filter(({ access }) => !isSame(access, subject.access));
  const byName = [...roundTrips(subject, others), ...thereAndBack(subject)];
  const sampled = sampleResults(subject, context);
  if (!sampled) return byName;
  return [
    ...byName,
    ...constants(subject, sampled, { others, context }),
    ...settles(subject, sampled),
    ...parts(subject, sampled),
  ];
}

export const functionsAmong = (units: readonly PureFunction['unit'][]): PureFunction[] =>
  units.map(functionOf).filter((one) => one !== null);
