/** Titles for tests: what happens, and the condition of the source that decides it or what is special about the input. */
import type { Parameter } from '../../../domain/target.js';
import { type Condition, conditionOf, type LineRange, type SourceView, THROWS } from './branch-condition.js';
import type { Step } from '../notation/case.js';
import type { Expression } from '../notation/expression.js';
import type { RecordedCase } from '../notation/recorded-case.js';
import { sayCondition } from './say-condition.js';
import { sayPlainly } from '../print/print-row.js';
import { sayBefore, sayDeed, sayDoc, sayInput } from './say-behaviour.js';
import { withArticle, wordsOf } from './say-name.js';
import { sayText, sayValue, showValue } from './say-value.js';

/** The facts about a case's target that titles use. */
export interface TitleTarget {
  range: LineRange;
  params: readonly Parameter[];
  /** `Parser.parse`. */
  name: string;
  doc: string | null;
}

/** Titles and clauses of one target that are used already. */
export interface TakenTitles {
  titles: Set<string>;
  clauses: Set<string>;
}

/** A condition that only says which guards were passed is no better than the input itself. */
const WEAK = 20;

function happening(recorded: RecordedCase): string {
  const { outcome } = recorded;
  switch (outcome.kind) {
    case 'throws':
    case 'rejects': {
      const verb = outcome.kind === 'throws' ? 'throws' : 'rejects with';
      return outcome.isNative || outcome.message === ''
        ? `${verb} ${withArticle(outcome.name)}`
        : `${verb} ${sayText(outcome.message, 60)}`;
    }
    case 'resolves':
      return outcome.value.k === 'undef'
        ? effect(recorded, 'resolves')
        : `resolves to ${sayValue(outcome.value)}`;
    case 'yields':
      return outcome.value.k === 'arr' && outcome.value.items.length === 0
        ? 'yields nothing'
        : `yields ${sayValue(outcome.value)}`;
    case 'returns':
      if (recorded.case.steps.length === 0) return creation(outcome.value);
      return outcome.value.k === 'undef'
        ? effect(recorded, 'returns nothing')
        : `returns ${sayValue(outcome.value)}`;
    case 'returns-this':
      return effect(recorded, 'returns itself');
    case 'opaque':
      return effect(recorded, 'works');
  }
}

function creation(value: Expression): string {
  if (value.k === 'error')
    return value.message === '' ? 'has no message' : `says ${sayText(value.message, 60)}`;
  return value.k === 'obj' && value.props.length > 0 ? 'takes over what it is given' : 'can be created';
}

function effect(recorded: RecordedCase, otherwise: string): string {
  if (recorded.awaitsCallback !== null) return 'answers through the callback';
  const [first] = recorded.observations;
  switch (first?.of.kind) {
    case 'property':
      return `sets ${first.of.name} to ${sayValue(first.value)}`;
    case 'query':
      return `leaves ${first.of.member} at ${sayValue(first.value)}`;
    case 'argument':
      return 'changes its argument';
    case 'calls': {
      const calls = first.value.k === 'arr' ? first.value.items.length : 0;
      if (calls === 0) return 'does not call back';
      return calls === 1 ? 'calls back once' : `calls back ${calls} times`;
    }
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

const joined = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;

/** A value that says by itself what the code decided. */
const isTelling = (value: Expression): boolean => {
  const shown = showValue(value, 40);
  // A number in what came out was computed, and says nothing by itself.
  if (shown === null || (value.k !== 'lit' && value.k !== 'obj'))
    return value.k === 'num' || isEmptyList(value);
  if (value.k === 'lit' && value.access) return true;
  return !/\d/.test(shown) && (value.k === 'lit' || value.props.length < 3);
};

const isEmptyList = (value: Expression): boolean => value.k === 'arr' && value.items.length === 0;

/** Whether what came out does not say by itself what the code decided, so that the title speaks of the function's deed. */
function isDeed({ outcome, observations, awaitsCallback, case: { steps } }: RecordedCase): boolean {
  if (steps.length === 0 || awaitsCallback !== null) return false;
  const isNothing = outcome.kind === 'returns' && outcome.value.k === 'undef';
  if (outcome.kind === 'returns-this' || isNothing || outcome.kind === 'opaque') {
    const [first] = observations;
    return (
      first !== undefined &&
      ['property', 'query', 'argument'].includes(first.of.kind) &&
      first.value.k !== 'lit'
    );
  }
  const isValue = outcome.kind === 'returns' || outcome.kind === 'resolves' || outcome.kind === 'yields';
  return isValue && outcome.value.k !== 'undef' && !isTelling(outcome.value);
}

/** The behaviour of the step under test: the resulting decision, or the function's purpose. */
function behaviours(recorded: RecordedCase, target: TitleTarget | null): string[] {
  const what = happening(recorded);
  if (!target || !isDeed(recorded)) return [what];
  const name = target.name.split('.').at(-1) ?? target.name;
  const deed = sayDeed(name, target.params);
  const doc = sayDoc(target.doc);
  return [...(doc === null ? [] : [doc]), deed];
}

/** The preparation of the object before the step under test. */
function preparationOf({ case: { steps } }: RecordedCase): Step[] {
  const last = steps.at(-1);
  // The step that made the held object does not belong in a title.
  return steps.slice(last?.on === 'held' ? steps.findIndex(({ on }) => on === 'held') : 0, -1);
}

/** Titles in the words of the domain, the plainest first. */
function wordings(recorded: RecordedCase, target: TitleTarget | null): string[] {
  const { steps, construct } = recorded.case;
  const last = steps.at(-1);
  const args = last ? last.args : (construct ?? []);
  const names = target?.params.map(({ name }) => name) ?? [];
  const before = sayBefore(preparationOf(recorded));
  const made = last && construct !== null ? sayInput(construct, [], false) : '';
  return behaviours(recorded, target).flatMap((what) => {
    const special = sayInput(args, names, false);
    // Inputs named by the deed are not mentioned twice.
    const full = sayInput(
      args.filter((arg, index) => arg.k !== 'lit' || !what.endsWith(` ${wordsOf(names[index] ?? '')}`)),
      names.filter((name, index) => args[index]?.k !== 'lit' || !what.endsWith(` ${wordsOf(name)}`)),
      true,
    );
    const short = [special, before].filter((part) => part !== '');
    return [
      `${what} ${special}`,
      `${what} ${short.join(' ')}`,
      `${what} ${full}`,
      `${what} ${full} ${before}`,
      `${what} ${made.replace(/^for/, 'with')}`,
    ];
  });
}

/** The input written out, for cases that words cannot distinguish. */
function writtenOut(recorded: RecordedCase, room: number): string {
  const { steps, construct } = recorded.case;
  const args = steps.at(-1)?.args ?? construct ?? [];
  const shown = joined(args.map((arg) => sayValue(arg, room)));
  const before = sayBefore(preparationOf(recorded));
  return [shown === '' ? '' : `for ${shown}`, before].filter((part) => part !== '').join(' ');
}

/** Conditions that this case met, the most specific first. */
function conditionsOf(recorded: RecordedCase, view: SourceView, target: TitleTarget | null): Condition[] {
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
function hasShortInput({ case: { steps, construct } }: RecordedCase): boolean {
  const args = steps.at(-1)?.args ?? construct ?? [];
  return (
    args.length > 0 &&
    args.every((arg) => showValue(arg, 40) !== null) &&
    joined(args.map((arg) => sayValue(arg))).length <= 44
  );
}

function chooseClause(recorded: RecordedCase, { view, target, taken }: TitleContext): Clause | null {
  const used = taken.clauses;
  const params = new Set(target?.params.map(({ name }) => name));
  const clauses = conditionsOf(recorded, view, target).flatMap((condition): Clause[] => {
    const text = sayCondition(condition, params);
    return text === null ? [] : [{ text, isWeak: condition.weight < WEAK }];
  });
  const weak = hasShortInput(recorded) ? [] : clauses.filter(({ isWeak }) => isWeak);
  return (
    clauses.find(({ text, isWeak }) => !isWeak && !used.has(text)) ??
    (weak.length <= 2 ? (weak.find(({ text }) => !used.has(text)) ?? null) : null)
  );
}

/** `returns 3 for "3"`: what a table of such calls makes of its cells. */
export function plainTitle({ case: { steps }, outcome }: RecordedCase): string | null {
  const [step, ...more] = steps;
  if (outcome.kind !== 'returns' || step?.kind !== 'call' || step.args.length === 0 || more.length > 0)
    return null;
  const result = sayPlainly(outcome.value);
  const args = step.args.flatMap((arg) => sayPlainly(arg) ?? []);
  if (result === null || args.length < step.args.length) return null;
  return `returns ${result} for ${joined(args)}`;
}

const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** The facts that a title of a case is chosen by. */
interface TitleContext {
  view: SourceView;
  taken: TakenTitles;
  target: TitleTarget | null;
  /** There are enough such calls for a table, in which the arguments distinguish the rows. */
  isTabular: boolean;
}

/** Titles for the cases of one target, unique among those taken. */
export function titleCase(recorded: RecordedCase, context: TitleContext): string {
  const { taken, target, isTabular } = context;
  const clause = chooseClause(recorded, context);
  if (clause) taken.clauses.add(clause.text);
  const what = happening(recorded);
  const plain = isTabular && !clause ? plainTitle(recorded) : null;
  const words = wordings(recorded, target);
  const rooms = [48, 160, 400];
  const made = (recorded.case.construct ?? []).map((arg) => sayValue(arg, 400));
  const tries = [
    ...(clause
      ? behaviours(recorded, target)
          .slice(-1)
          .map((said) => `${said} ${clause.text}`)
      : []),
    ...(plain === null ? [] : [plain]),
    ...words,
    ...(clause ? words.map((text) => `${text} ${clause.text}`) : []),
    ...rooms.map((room) => `${what} ${writtenOut(recorded, room)}`),
    ...rooms.map((room) => `${what} ${clause?.text ?? ''} ${writtenOut(recorded, room)}`),
    ...(made.length > 0 ? [`${what} ${writtenOut(recorded, 400)} on ${joined(made)}`] : []),
  ].map((text) => (text === plain ? text : tidy(text)));
  let title = tries.find((text) => !isTaken(text, text === plain, taken));
  for (let number = 2; title === undefined; number++) {
    // Two cases that words cannot distinguish.
    const numbered = `${tries.at(-1) ?? what} (${number})`;
    if (!taken.titles.has(numbered)) title = numbered;
  }
  taken.titles.add(title);
  return title;
}

const withoutNumbers = (text: string): string => text.replace(/-?\d+(?:\.\d+)?/g, '0');

/** Titles of single tests that differ in a number only say the same to a reader; rows of a table may. */
const isTaken = (text: string, isRow: boolean, { titles }: TakenTitles): boolean =>
  isRow ? titles.has(text) : [...titles].some((other) => withoutNumbers(other) === withoutNumbers(text));
