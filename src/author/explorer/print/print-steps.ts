/** Prints the steps of a case: calls and properties of an object, and of what its calls return. */
import { earlierFunctions, paramsOf, placesOfShared } from '../notation/algebra.cjs';
import type { Case, Step } from '../notation/case.js';
import type { Expression } from '../notation/expression.js';
import type { Unit } from '../notation/plan.js';
import type { Observation, RecordedCase } from '../notation/recorded-case.js';
import { reserved } from './imports.js';
import { printCall, type PrintContext, printValue } from './print-value.js';

/** A member of something, as source reads it. */
export const memberOf = (holder: string, member: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(member) ? `${holder}.${member}` : `${holder}[${JSON.stringify(member)}]`;

/** One step: a call, a read or a write of a property. */
export function printStep(step: Step, callee: string, context: PrintContext): string {
  const target = step.member === null ? callee : memberOf(callee, step.member);
  if (step.kind === 'get') return target;
  if (step.kind === 'set') return `${target} = ${printValue(step.args[0] ?? { k: 'undef' }, context)}`;
  return printCall(target, step.args, context);
}

/** The step before the last ones that act on results, printed with them as one chain. */
export function printChain(steps: readonly Step[], callee: string, context: PrintContext): string {
  return steps.reduce(
    (holder, step) => printStep(step, step.on === 'result' ? holder : callee, context),
    callee,
  );
}

/** Steps in groups: each begins with one that does not act on the result of the one before. */
export function chainsOf(steps: readonly Step[]): Step[][] {
  const chains: Step[][] = [];
  for (const step of steps) {
    if (step.on === 'result') chains.at(-1)?.push(step);
    else chains.push([step]);
  }
  return chains;
}

/**
 * Statements, without their ends, of a case that holds what a call gave: they make it, and take all steps but those of the last
 * chain.
 */
export function printHeld(
  chains: readonly Step[][],
  { callee, taken }: { callee: string; taken: readonly string[] },
  context: PrintContext,
): { name: string; lines: string[]; isAsync: boolean } {
  const name = heldName(callee, taken);
  const [root = [], ...more] = chains;
  const isAwaited = (chain: readonly Step[]): boolean => chain.at(-1)?.isAwaited === true;
  const print = (chain: readonly Step[], holder: string): string =>
    `${isAwaited(chain) ? 'await ' : ''}${printChain(chain, holder, context)}`;
  const before = more.slice(0, -1);
  const lines = [`const ${name} = ${print(root, callee)}`, ...before.map((chain) => print(chain, name))];
  return { name, lines, isAsync: [root, ...before].some(isAwaited) };
}

/** Names the result of a function after the function, if the name says what it makes. */
function heldName(callee: string, taken: readonly string[]): string {
  const plain = callee.split('.').at(-1) ?? callee;
  const made = /^(?:create|make|build|new|init|open|get)([A-Z]\w*)$/.exec(plain)?.[1] ?? '';
  const name = made.charAt(0).toLowerCase() + made.slice(1);
  return name === '' || reserved.has(name) || [...taken, callee].includes(name) ? 'made' : name;
}

/** A name for an object of the class. */
export function instanceName(callee: string, taken: readonly string[]): string {
  const plain = callee.split('.').at(-1) ?? callee;
  // An abbreviation is small as a whole: `utf8Decoder` of UTF8Decoder.
  const name = plain.replace(/^[A-Z](?:[A-Z]*(?=\d|[A-Z][a-z]|$))?/, (head) => head.toLowerCase());
  return name === plain || reserved.has(name) || taken.includes(name) ? 'instance' : name;
}

/** A function that reads a stream or an async iterator to its end. */
export function printReading(act: string, { conventions: { indent, semicolons } }: PrintContext): string[] {
  const end = semicolons ? ';' : '';
  const body = [
    `const items = []${end}`,
    `for await (const item of ${act}) items.push(item)${end}`,
    `return items${end}`,
  ];
  return [['const read = async () => {', ...body.map((line) => indent + line), '}'].join('\n')];
}

/** The name of the member of an object that holds the function, or of the argument that is or holds it. */
function nameIn(value: Expression, name: string, wanted: Expression): string | null {
  if (value === wanted) return name;
  if (value.k === 'obj') {
    for (const [key, item] of value.props) {
      const found = nameIn(item, key, wanted);
      if (found !== null) return found;
    }
  }
  if (value.k !== 'arr') return null;
  return value.items.some((item) => nameIn(item, name, wanted) !== null) ? name : null;
}

const isUsable = (name: string): boolean => /^[A-Za-z_$][\w$]*$/.test(name) && !reserved.has(name);

/** The name by which the code under test knows the function, as far as it has one. */
function heardName({ construct, steps }: Case, unit: Unit, wanted: Expression): string {
  const lists = [
    { args: construct ?? [], params: unit.constructorParams },
    ...steps.map((step) => ({
      args: step.args,
      params: paramsOf(unit, step) ?? [],
    })),
  ];
  for (const { args, params } of lists) {
    for (const [index, arg] of args.entries()) {
      const param = params[Math.min(index, params.length - 1)]?.name ?? '';
      const name = nameIn(arg, param, wanted);
      if (name !== null) return isUsable(name) ? name : 'callback';
    }
  }
  return 'callback';
}

/** A name for a held argument: the parameter's, as far as it is one. */
export function argumentName(unit: Unit, step: Step, index: number): string {
  const params = paramsOf(unit, step) ?? [];
  const declared = params[Math.min(index, params.length - 1)]?.name ?? '';
  return isUsable(declared) ? declared : step.args[index]?.k === 'fn' ? 'callback' : 'input';
}

/** Statements, without their ends, that hold the functions whose calls are looked at, or that stand in several places. */
export function nameFunctions(
  { observations, case: scenario }: RecordedCase,
  { unit, callee }: { unit: Unit; callee: string },
  context: PrintContext,
): { lines: string[]; named: Map<Expression, string> } {
  const earlier = earlierFunctions(scenario);
  const heard = observations.flatMap(({ of }) => (of.kind === 'heard' ? (earlier[of.at] ?? []) : []));
  const named = new Map<Expression, string>();
  const lines: string[] = [];
  for (const places of [...placesOfShared(scenario), ...heard.map((one) => [one])]) {
    const [first] = places;
    if (!first || named.has(first)) continue;
    const wanted = heardName(scenario, unit, first);
    const taken = [...new Set(named.values()), callee];
    const name = taken.includes(wanted) ? `${wanted}${taken.length}` : wanted;
    lines.push(`const ${name} = ${printValue(first, { ...context, mocksFunctions: true })}`);
    for (const place of places) named.set(place, name);
  }
  return { lines, named };
}

/** A look at an object through one of its public readers. */
export const printQuery = (
  subject: string,
  { member, isCall, args = [] }: Extract<Observation['of'], { kind: 'query' }>,
  context: PrintContext,
): string => (isCall ? printCall(memberOf(subject, member), args, context) : memberOf(subject, member));
