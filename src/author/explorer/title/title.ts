/** Titles for tests: what happens, and the condition of the source that decides it or what is special about the input. */
import type { Parameter } from '../../../domain/target.js';
import type { Step } from '../notation/case.js';
import type { Expression } from '../notation/expression.js';
import type { RecordedCase } from '../notation/recorded-case.js';
import {
  type Condition,
  conditionOf,
  type LineRange,
  type SourceView,
  THROWS,
} from './conditions/branch-condition.js';
import type { GivenArguments } from './conditions/given.js';
import { sayCondition } from './conditions/say-condition.js';
import { fillPattern, rowPattern } from './row-title.js';
import { sayBefore, withInput } from './say-function.js';
import { isOptions, sayGiven, sayInput } from './say-input.js';
import { type Behaviour, type Called, namesArgument, sayOutcome } from './say-outcome.js';
import { sayValue, showValue } from './say-value.js';
import { joined } from './words.js';

/** The facts about a case's target that titles use. */
export interface TitleTarget extends Called {
  constructorParams: readonly Parameter[];
  range: LineRange;
}

/** Titles and clauses of one target that are used already. */
export interface TakenTitles {
  titles: Set<string>;
  clauses: Set<string>;
}

/** The facts that a title of a case is chosen by. */
export interface TitleContext {
  view: SourceView;
  taken: TakenTitles;
  target: TitleTarget | null;
  /** All cases of the target: a title names what sets one apart. */
  siblings: readonly RecordedCase[];
}

/** A condition that only says which guards were passed is no better than the input itself. */
const WEAK = 20;
/** A table has to be worth its frame. */
const MIN_ROWS = 4;
/** From this share of the calls on, an argument sets none of them apart. */
const USUAL_SHARE = 0.75;
const MAX_TITLE = 100;
const MAX_DOC_TITLE = 72;
const MAX_DOC_IN_CLAUSE = 48;

const argsOf = ({ case: { steps, construct } }: RecordedCase): readonly Expression[] =>
  steps.at(-1)?.args ?? construct ?? [];

/** The preparation of the object before the step under test. */
function preparationOf({ case: { steps } }: RecordedCase): Step[] {
  const last = steps.at(-1);
  // The step that made the held object does not belong in a title.
  return steps.slice(last?.on === 'held' ? steps.findIndex(({ on }) => on === 'held') : 0, -1);
}

/** The arguments by the names of their parameters. */
function givenTo(recorded: RecordedCase, target: TitleTarget | null): GivenArguments {
  const args = argsOf(recorded);
  return new Map(
    (target?.params ?? []).map(({ name, rest }, index) => [
      name,
      rest ? null : (args[index] ?? { k: 'undef' }),
    ]),
  );
}

/** Conditions that this case met, the most specific first. */
function conditionsOf(recorded: RecordedCase, { view, target }: TitleContext): Condition[] {
  const found = recorded.owns.flatMap((counter) => conditionOf(view, counter, target?.range ?? null) ?? []);
  const throws = recorded.outcome.kind === 'throws' || recorded.outcome.kind === 'rejects';
  // An error belongs to the place that throws it, not to a guard passed on the way.
  const fitting = found.filter(({ weight }) => (weight === THROWS) === throws);
  return fitting.sort((a, b) => b.weight - a.weight || b.position - a.position);
}

interface Clause {
  text: string;
  isWeak: boolean;
}

/** Whether the input can stand in the title, which then says more than a guard that was passed. */
function hasShortInput(recorded: RecordedCase): boolean {
  const args = argsOf(recorded);
  return (
    args.length > 0 &&
    args.every((arg) => showValue(arg, 40) !== null) &&
    joined(args.map((arg) => sayValue(arg))).length <= 44
  );
}

/** Whether options are given, which say more than those that are not. */
const givesOptions = (given: GivenArguments): boolean =>
  [...given].some(([name, value]) => isOptions(name) && value?.k === 'obj' && value.props.length > 0);

const isOfAbsence = (text: string): boolean => /^without the .* option$|the .* option is not/.test(text);

/** Something that does not hold is true of nearly all values. */
const isVague = (text: string): boolean => / not | is (?:given|undefined|missing)$/.test(text);

/** Whether a clause speaks of an option that this call does not give in this way: it has a default. */
function isOfDefault(text: string, given: GivenArguments): boolean {
  const [, without, option = ''] = /\bwith(out)? the (\S+) option\b/.exec(text) ?? [];
  if (option === '' || [...given.values()].some((value) => value?.k === 'any')) return false;
  const objects = [...given.values()].flatMap((value) => (value?.k === 'obj' ? value.props : []));
  const value = objects.find(([key]) => key === option)?.[1];
  const isOff = value === undefined || value.k === 'undef' || (value.k === 'lit' && !value.v);
  return isOff !== (without !== undefined);
}

function chooseClause(recorded: RecordedCase, context: TitleContext): string | null {
  const used = context.taken.clauses;
  const given = givenTo(recorded, context.target);
  const clauses = conditionsOf(recorded, context).flatMap((condition): Clause[] => {
    const text = sayCondition(condition, given);
    const isWeak = condition.weight < WEAK || (condition.weight < THROWS && isVague(text ?? ''));
    const isOff = text === null || (isOfAbsence(text) && givesOptions(given)) || isOfDefault(text, given);
    return isOff ? [] : [{ text, isWeak }];
  });
  const weak = hasShortInput(recorded) ? [] : clauses.filter(({ isWeak }) => isWeak);
  const chosen =
    clauses.find(({ text, isWeak }) => !isWeak && !used.has(text)) ??
    (weak.length <= 2 ? weak.find(({ text }) => !used.has(text)) : undefined);
  return chosen?.text ?? null;
}

/** Whether the message of an error shows by itself for which input it is. */
function quotesInput(text: string, recorded: RecordedCase): boolean {
  return [...argsOf(recorded), ...(recorded.case.construct ?? [])].some(
    (arg) =>
      (arg.k === 'lit' || arg.k === 'num') &&
      arg.v !== null &&
      String(arg.v).length > 1 &&
      text.includes(String(arg.v)),
  );
}

/** The ways in which a case differs from the others of its target, in words. */
interface Difference {
  clause: string | null;
  special: string;
  before: string;
  given: string;
  made: string;
  isAlone: boolean;
  /** The parameters. */
  names: readonly string[];
}

/** Positions of the arguments that are not what most calls of a target are given; all of them for a single call. */
function varyingArgs(recorded: RecordedCase, siblings: readonly RecordedCase[]): number[] {
  const show = (kase: RecordedCase, index: number): string => JSON.stringify(argsOf(kase)[index] ?? null);
  const all = argsOf(recorded).map((_, index) => index);
  const isUsual = (index: number): boolean => {
    const alike = siblings.filter((other) => show(other, index) === show(recorded, index));
    const isMost = siblings.length > 3 && alike.length >= siblings.length * USUAL_SHARE;
    return isMost || alike.length === siblings.length;
  };
  const varying = all.filter((index) => !isUsual(index));
  return siblings.length > 1 ? varying : all;
}

const sayMade = (construct: readonly Expression[], target: TitleTarget | null): string =>
  sayInput(construct, target?.constructorParams.map(({ name }) => name) ?? [], false).replace(/^for/, 'with');

function differenceOf(recorded: RecordedCase, what: string, context: TitleContext): Difference {
  const { steps, construct } = recorded.case;
  const names = context.target?.params.map(({ name }) => name) ?? [];
  const nameAt = (index: number): string => names[index] ?? names.at(-1) ?? '';
  const args = argsOf(recorded);
  const varying = varyingArgs(recorded, context.siblings);
  // Inputs named by the deed are not mentioned twice.
  const shown = varying.filter((index) => args[index]?.k === 'lit' || !namesArgument(what, nameAt(index)));
  return {
    clause: chooseClause(recorded, context),
    special: sayInput(args, names, false),
    before: sayBefore(preparationOf(recorded), steps.at(-1)),
    given: sayGiven(
      shown.flatMap((index) => args[index] ?? []),
      shown.map(nameAt),
    ),
    made: steps.length > 0 && construct !== null ? sayMade(construct, context.target) : '',
    isAlone: context.siblings.length < 2,
    names,
  };
}

/** An input that a result or an error is plainly about. */
const isPlainFault = (special: string): boolean =>
  /^for (an empty|a blank|a negative|no|NaN|an invalid) \w+$|^for NaN$/.test(special);

/** Titles in the words of the domain for one behaviour, the plainest first. */
function wordings({ text, kind }: Behaviour, difference: Difference): string[] {
  const { clause, special, before, given, made, isAlone, names } = difference;
  const by = (...parts: string[]): string[] =>
    parts.includes('') ? [] : [withInput(text, parts.join(' '), names)];
  const full = [...by(special, before), ...by(given), ...by(given, before), ...by(made), ...by(given, made)];
  switch (kind) {
    case 'error':
      return [...(isPlainFault(special) ? by(special) : []), ...by(), ...by(special), ...by(before), ...full];
    case 'doc':
      return special === '' || isAlone ? by() : [];
    case 'effect':
      return [...by(special), ...by(), ...by(before), ...full];
    case 'deed':
      return [
        ...by(special),
        ...(isAlone ? by() : []),
        ...by(given).filter((title) => title.length <= MAX_DOC_TITLE),
        ...by(before),
        ...by(),
        ...full,
      ];
    case 'value':
      return [
        ...(isPlainFault(special) ? by(special) : []),
        ...by(given).filter((title) => title.length <= MAX_DOC_TITLE),
        ...by(special),
        ...by(before),
        ...full,
        ...(clause === null ? by() : []),
      ];
  }
}

/** The input written out, for cases that words cannot distinguish. */
function writtenOut(recorded: RecordedCase, room: number): string {
  const shown = joined(argsOf(recorded).map((arg) => sayValue(arg, room)));
  const before = sayBefore(preparationOf(recorded), recorded.case.steps.at(-1));
  return [shown === '' ? '' : `for ${shown}`, before].filter((part) => part !== '').join(' ');
}

/** The pattern of the titles of a table, where enough calls differ in nothing but plain input and output. */
export function tablePattern(
  recorded: RecordedCase,
  { target, siblings }: Pick<TitleContext, 'target' | 'siblings'>,
): string | null {
  const name = target?.name.split('.').at(-1) ?? '';
  const pattern = rowPattern(recorded, name);
  const alike = siblings.filter((other) => rowPattern(other, name) === pattern);
  return alike.length < MIN_ROWS ? null : pattern;
}

/** The behaviour under a condition: in the words of the doc comment where they are few. */
function sayWithClause(behaviours: readonly Behaviour[], clause: string): string[] {
  const last = behaviours.at(-1);
  const doc = behaviours.find(({ kind }) => kind === 'doc');
  const isShort = doc !== undefined && last?.kind === 'deed' && doc.text.length <= MAX_DOC_IN_CLAUSE;
  return [...(isShort ? [doc] : []), ...(last ? [last] : [])].map(({ text }) => `${text} ${clause}`);
}

function titlesFor(recorded: RecordedCase, context: TitleContext): string[] {
  const behaviours = sayOutcome(recorded, context.target);
  const last = behaviours.at(-1) ?? { kind: 'effect', text: 'works' };
  const difference = differenceOf(recorded, last.text, context);
  const { clause } = difference;
  const isPlainError = last.kind === 'error' && quotesInput(last.text, recorded);
  const withClause = clause === null ? [] : sayWithClause(behaviours, clause);
  return [
    ...(isPlainError ? [last.text] : withClause.filter((text) => text.length <= MAX_TITLE)),
    ...behaviours.flatMap((behaviour) => wordings(behaviour, difference)),
    ...withClause,
    ...(clause === null ? [] : wordings(last, difference).map((text) => `${text} ${clause}`)),
    ...[48, 160, 400].map((room) => `${last.text} ${writtenOut(recorded, room)}`),
    ...(clause === null ? [] : [`${last.text} ${clause} ${writtenOut(recorded, 400)}`]),
  ];
}

const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim();
/** Numbers alike; a date is more than a number. */
const withoutNumbers = (text: string): string =>
  text.replace(/\b\d{4}-\d\d-\d\d\b|-?\d+(?:\.\d+)?/g, (found) => (/^\d+-/.test(found) ? found : '0'));

/** The title of a case of one target, unique among those taken; null for a case that words cannot set apart from another. */
export function titleCase(recorded: RecordedCase, context: TitleContext): string | null {
  const { titles, clauses } = context.taken;
  const pattern = tablePattern(recorded, context);
  const clause = chooseClause(recorded, context);
  const row = pattern === null || clause !== null ? null : fillPattern(pattern, recorded);
  const tries = titlesFor(recorded, context).map(tidy);
  // Titles of single tests that differ in a number only say the same to a reader; rows of a table may.
  const isLike = (text: string): boolean =>
    [...titles].some((other) => withoutNumbers(other) === withoutNumbers(text));
  const isFree = (text: string): boolean => !titles.has(text);
  const isMostlyWords = tries.find((text) => !isLike(text));
  const title = row !== null && isFree(row) ? row : (isMostlyWords ?? tries.find(isFree));
  if (title === undefined) return null;
  titles.add(title);
  if (clause !== null && title.includes(clause)) clauses.add(clause);
  return title;
}
