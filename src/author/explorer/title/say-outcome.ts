/** Says what happens in a case: the result that the code decided on, what it changed, or what the function is for. */
import type { Parameter } from '../../../domain/target.js';
import type { Expression } from '../notation/expression.js';
import type { Observation, RecordedCase } from '../notation/recorded-case.js';
import { allFunctions, earlierFunctions } from '../notation/algebra.cjs';
import { isPassedOn } from '../print/passed-on.js';
import { asInRow } from '../print/print-row.js';
import { isNoun, sayDeed, sayDoc } from './say-function.js';
import { withArticle, wordsOf } from './words.js';
import { sayText, sayValue, showValue } from './say-value.js';

/** The function that a case calls last. */
export interface Called {
  /** `Parser.parse`. */
  name: string;
  params: readonly Parameter[];
  constructorParams?: readonly Parameter[];
  doc: string | null;
}

/** A behaviour in words; `isValue` when it is only a result, which the input has to explain. */
export interface Behaviour {
  text: string;
  kind: 'error' | 'value' | 'effect' | 'deed' | 'doc';
}

/** A text that is no longer says by itself what came out. */
const MAX_TELLING = 28;

const nameOf = ({ name }: Called): string => name.split('.').at(-1) ?? name;

/** Names of functions that look for something. */
const reads = /^(?:get|find|peek|lookup|first|last|pick|select)/;

/** The class that a method belongs to: `Cache` of `Cache.clear`. */
const ownerOf = ({ name }: Called): string => {
  const owner = name.split('.').at(-2) ?? '';
  return /^[A-Z]/.test(owner) ? owner : '';
};

type ThrownOutcome = Extract<RecordedCase['outcome'], { kind: 'throws' | 'rejects' }>;

function sayError(recorded: RecordedCase, outcome: ThrownOutcome, target: Called | null): string {
  const thrower = throwerOf(recorded, outcome.message, target);
  if (thrower !== null) return `passes on the error of ${thrower}`;
  const verb = outcome.kind === 'throws' ? 'throws' : 'rejects with';
  return outcome.isNative || outcome.message === ''
    ? `${verb} ${withArticle(outcome.name)}`
    : `${verb} ${sayText(outcome.message, 60)}`;
}

function sayCreation(value: Expression): string {
  if (value.k === 'error')
    return value.message === '' ? 'has no message' : `says ${sayText(value.message, 60)}`;
  return 'can be created';
}

/** The name by which an object holds a function, or a parameter takes it. */
function nameOfFunction(value: Expression, wanted: Expression, name: string): string | null {
  if (value === wanted) return name === '' ? null : name;
  if (value.k === 'arr') return first(value.items, (item) => nameOfFunction(item, wanted, name));
  return value.k === 'obj' ? first(value.props, ([key, item]) => nameOfFunction(item, wanted, key)) : null;
}

function first<T>(items: readonly T[], find: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}

/** The same for a function anywhere in a case; an argument of the last step is known by its parameter. */
function nameInCase(
  { case: { construct, steps } }: RecordedCase,
  wanted: Expression,
  target: Called | null,
): string | null {
  const last = steps.at(-1);
  // Only the parameters of what is called last, and of the constructor, are known here.
  const lists = [...steps].reverse().map(({ args, member, on }) => ({
    args,
    params: member === last?.member || (member === null && on === undefined) ? target?.params : undefined,
  }));
  return first([...lists, { args: construct ?? [], params: target?.constructorParams }], ({ args, params }) =>
    first([...args.entries()], ([index, arg]) => nameOfFunction(arg, wanted, params?.[index]?.name ?? '')),
  );
}

/** The function that was made to fail with this message, by its name. */
function throwerOf(recorded: RecordedCase, message: string, target: Called | null): string | null {
  const thrower = allFunctions(recorded.case).find(
    ({ acts }) => acts?.kind === 'fails' && acts.message === message,
  );
  return thrower ? (nameInCase(recorded, thrower, target) ?? 'the callback') : null;
}

const withoutTrailingUndefined = (args: readonly Expression[]): Expression[] =>
  args.slice(0, args.findLastIndex(({ k }) => k !== 'undef') + 1);

/** The arguments that a callback got: `passes an error saying "no file" to callback`. */
function sayCalls({ of, value }: Observation, recorded: RecordedCase, target: Called | null): string {
  const calls = value.k === 'arr' ? value.items : [];
  const heard = of.kind === 'heard' ? earlierFunctions(recorded.case)[of.at] : undefined;
  const name =
    of.kind === 'calls'
      ? target?.params[of.index]?.name
      : heard && (nameInCase(recorded, heard, target) ?? undefined);
  if (calls.length === 0) return name === undefined ? 'does not call back' : `does not call ${name}`;
  const [call] = calls;
  const given = call?.k === 'arr' ? call.items : [];
  const [failure] = given;
  const receiver = name ?? 'the callback';
  if (failure?.k === 'error') return `passes the error ${sayText(failure.message, 48)} to ${receiver}`;
  const isEmpty = failure?.k === 'undef' || (failure?.k === 'lit' && failure.v === null);
  if (isEmpty && given.length > 1 && calls.length === 1) return `passes the result to ${receiver}`;
  const [only, ...more] = withoutTrailingUndefined(given);
  if (only && more.length === 0 && calls.length === 1) return `passes ${sayValue(only)} to ${receiver}`;
  return `calls ${receiver} ${calls.length === 1 ? 'once' : calls.length === 2 ? 'twice' : `${calls.length} times`}`;
}

function sayEffect(recorded: RecordedCase, target: Called | null, otherwise: string): string {
  if (recorded.awaitsCallback !== null) return 'answers through the callback';
  const [first] = recorded.observations;
  switch (first?.of.kind) {
    case 'property':
      return `sets ${first.of.name} to ${sayValue(first.value)}`;
    case 'query':
      return `leaves ${first.of.member} at ${sayValue(first.value)}`;
    case 'argument':
      return `changes ${target?.params[first.of.index]?.name ?? 'its argument'}`;
    case 'calls':
    case 'heard':
      return sayCalls(first, recorded, target);
    case 'file': {
      const { path } = first.of;
      const value = first.value.k === 'lit' ? first.value.v : true;
      return `${value === false ? 'removes' : typeof value === 'string' ? 'writes' : 'makes'} ${path === '' ? 'the folder' : path}`;
    }
    case 'stand-in': {
      const member = recorded.case.standIns?.[first.of.index]?.member ?? '';
      const isCalled = first.value.k === 'arr' && first.value.items.length > 0;
      return isCalled ? `calls ${member}` : `does not call ${member}`;
    }
    default:
      return otherwise;
  }
}

const isEmptyList = (value: Expression): boolean => value.k === 'arr' && value.items.length === 0;

/** The fault that the code names in a result that is an object. */
function reportOf({ outcome }: RecordedCase): string | null {
  const value = outcome.kind === 'returns' || outcome.kind === 'resolves' ? outcome.value : null;
  const error = value?.k === 'obj' ? value.props.find(([key]) => key === 'error')?.[1] : undefined;
  const message = error?.k === 'error' ? error.message : error?.k === 'lit' ? error.v : null;
  return typeof message === 'string' && message.includes(' ') ? `reports ${sayText(message, 60)}` : null;
}

/** A value that says by itself what the code decided. */
function isTelling(value: Expression): boolean {
  if (value.k === 'lit' && typeof value.v === 'string' && value.v.length <= MAX_TELLING) return true;
  const shown = showValue(value, 40);
  // A number in what came out was computed, and says nothing by itself.
  if (shown === null || (value.k !== 'lit' && value.k !== 'obj'))
    return value.k === 'num' || isEmptyList(value);
  if (value.k === 'lit' && value.access) return true;
  return !/\d/.test(shown) && (value.k === 'lit' || value.props.length < 3);
}

/** A value in the sentence of which the function is the subject: `status` is "paid", `find` returns null. */
function sayResult({ outcome }: RecordedCase, target: Called | null): string {
  if (outcome.kind === 'resolves') return `resolves to ${sayValue(outcome.value)}`;
  if (outcome.kind === 'yields')
    return isEmptyList(outcome.value) ? 'yields nothing' : `yields ${sayValue(outcome.value)}`;
  const value = outcome.kind === 'returns' ? asInRow(outcome.value) : ({ k: 'undef' } as const);
  const isPlain = value.k === 'lit' || value.k === 'num';
  const verb = target && isPlain && isNoun(nameOf(target)) ? 'is' : 'returns';
  return `${verb} ${sayValue(value)}`;
}

const deedsOf = (target: Called): Behaviour[] => {
  const doc = sayDoc(target.doc, nameOf(target));
  const deed: Behaviour = { kind: 'deed', text: sayDeed(nameOf(target), target.params, ownerOf(target)) };
  if (doc === null) return [deed];
  // A name that no list of verbs has is one all the same if the doc comment says what the function does.
  const isVerb = isNoun(nameOf(target)) && !/^(returns|says) /.test(doc);
  return isVerb ? [{ kind: 'deed', text: doc }] : [{ kind: 'doc', text: doc }, deed];
};

/** A change of an object or argument: its value where that is plain, the purpose of the function where it is not. */
function ofEffect(recorded: RecordedCase, target: Called | null, otherwise: string): Behaviour[] {
  const [first] = recorded.observations;
  const isChange = first && ['property', 'query', 'argument'].includes(first.of.kind);
  const isPlain = first?.value.k === 'lit' && !(first.of.kind === 'query' && first.of.args);
  if (target && isChange && !isPlain && recorded.awaitsCallback === null) return deedsOf(target);
  return [{ kind: 'effect', text: sayEffect(recorded, target, otherwise) }];
}

/** Words for what a case shows, the plainest first. */
export function sayOutcome(recorded: RecordedCase, target: Called | null): Behaviour[] {
  const { outcome, case: scenario, observations } = recorded;
  switch (outcome.kind) {
    case 'throws':
    case 'rejects':
      return [{ kind: 'error', text: sayError(recorded, outcome, target) }];
    case 'returns-this':
      return ofEffect(recorded, target, 'returns itself');
    case 'opaque':
      return ofEffect(recorded, target, 'works');
    case 'returns':
    case 'resolves':
    case 'yields':
      break;
  }
  if (scenario.steps.length === 0) return [{ kind: 'value', text: sayCreation(outcome.value) }];
  if (outcome.value.k === 'undef' && observations.length === 0 && target && reads.test(nameOf(target)))
    return [{ kind: 'value', text: 'returns undefined' }];
  if (outcome.value.k === 'undef')
    return ofEffect(recorded, target, outcome.kind === 'resolves' ? 'resolves' : 'returns nothing');
  const [first] = observations;
  const callback = first?.of.kind === 'calls' ? first.of.index : null;
  if (callback !== null && isPassedOn(recorded, callback, target?.params[callback]?.name ?? ''))
    return [{ kind: 'effect', text: sayEffect(recorded, target, '') }];
  const report = reportOf(recorded);
  if (report !== null) return [{ kind: 'error', text: report }];
  const result: Behaviour = { kind: 'value', text: sayResult(recorded, target) };
  if (!target || isTelling(outcome.value) || recorded.awaitsCallback !== null) return [result];
  // A module's only function may have no name, and then no deed.
  if (nameOf(target) === 'default' && target.doc === null) return [result];
  const isNumber = outcome.value.k === 'lit' && outcome.kind === 'returns' && isNoun(nameOf(target));
  const deeds = deedsOf(target);
  return isNumber && showValue(outcome.value, 40) !== null
    ? [...deeds.filter(({ kind }) => kind === 'doc'), result]
    : deeds;
}

/** The words of a deed that name its first argument: `parses a text`. */
export const namesArgument = (text: string, name: string): boolean =>
  name !== '' && text.endsWith(` ${wordsOf(name)}`);
