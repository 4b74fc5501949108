/** Titles for tests: what happens, and the condition of the source that decides it or what is special about the input. */
import type { Parameter } from '../../../domain/target.js';
import { type Condition, conditionOf, type LineRange, type SourceView, THROWS } from './branch-condition.js';
import type { Expression, RecordedCase, Step } from '../notation/expression.js';
import { sayCondition } from './say-condition.js';
import { sayPlainly } from '../print/print-row.js';
import { withArticle, wordsOf } from './say-name.js';
import { sayText, sayValue, showValue } from './say-value.js';

/** What titles need to know of the target that a case belongs to. */
export interface TitleTarget {
  range: LineRange;
  params: readonly Parameter[];
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
  const props = value.k === 'obj' ? value.props : [];
  const shown = showValue(value, 60);
  if (shown !== null && props.length > 0) return `starts as ${shown}`;
  return props.length > 0
    ? `starts with ${sayValue(value).replace(/^an object with /, '')}`
    : 'can be created';
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

/** Arguments as they are written where there is room, else in words. */
function sayArguments(args: readonly Expression[], names: readonly string[], room: number): string {
  const nameAt = (index: number): string => wordsOf(names[Math.min(index, names.length - 1)] ?? '');
  const isWord = (name: string): boolean =>
    /^[a-z][a-z ]{2,}$/.test(name) && !/(data|args|options|opts)$/.test(name);
  const whole = args.map((arg, index) => {
    const name = nameAt(index);
    return arg.k === 'fn' && isWord(name) ? withArticle(name) : sayValue(arg, 200);
  });
  if (joined(whole).length <= room) return joined(whole);
  const each = Math.max(12, Math.floor(room / args.length));
  const parts = args.map((arg, index) => {
    const shown = showValue(arg, each);
    const name = nameAt(index);
    const isThing = ['obj', 'fn', 'construct', 'call', 'method'].includes(arg.k) && isWord(name);
    return shown === null && isThing && room < 100 ? withArticle(name) : sayValue(arg, each);
  });
  return joined(parts);
}

/** What was done before, with arguments where there is room for them. */
function saySteps(steps: readonly Step[], room: number): string {
  const [only] = steps;
  if (steps.length === 1 && only?.member && room > 0) {
    const args = only.args.map((arg) => showValue(arg, 30));
    if (!args.includes(null) && args.length > 0 && only.kind === 'call')
      return `${only.member}(${args.join(', ')})`;
  }
  const held = steps.filter(({ on }) => on === 'held');
  const names = (held.length > 0 ? held : steps).map(({ member }) => member ?? 'a first call');
  return joined(names.filter((name, index) => name !== names[index - 1]).slice(-3));
}

function circumstances(recorded: RecordedCase, target: TitleTarget | null, room: number): string {
  const names = target?.params.map(({ name }) => name) ?? [];
  const { steps, construct } = recorded.case;
  const last = steps.at(-1);
  const args = last ? last.args : (construct ?? []);
  // What made the thing that is held is no step that a title has to tell.
  const before = steps.slice(last?.on === 'held' ? steps.findIndex(({ on }) => on === 'held') : 0, -1);
  const after = before.length > 0 ? ` after ${saySteps(before, room)}` : '';
  if (args.length > 0) return `for ${sayArguments(args, names, room)}${room > 60 ? after : ''}`;
  if (last?.on === 'held' && last.member !== null && last.kind !== 'set')
    return `from ${last.member}${after}`;
  if (before.length > 0) return after.trim();
  if (last && construct !== null)
    return construct.length === 0
      ? 'at first'
      : `for an instance made with ${sayArguments(construct, [], room)}`;
  return last?.kind === 'call' && names.length > 0 ? 'without arguments' : '';
}

/** Conditions that this case met, the most telling first. */
function conditionsOf(recorded: RecordedCase, view: SourceView, target: TitleTarget | null): Condition[] {
  const found = recorded.owns.flatMap((counter) => conditionOf(view, counter, target?.range ?? null) ?? []);
  const throws = recorded.outcome.kind === 'throws' || recorded.outcome.kind === 'rejects';
  // What is thrown comes from where it is thrown; a guard that was passed on the way does not decide it.
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

function chooseClause(
  recorded: RecordedCase,
  view: SourceView,
  target: TitleTarget | null,
  used: ReadonlySet<string>,
): Clause | null {
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
function plainTitle({ case: { steps }, outcome }: RecordedCase): string | null {
  const [step, ...more] = steps;
  if (outcome.kind !== 'returns' || step?.kind !== 'call' || step.args.length === 0 || more.length > 0)
    return null;
  const result = sayPlainly(outcome.value);
  const args = step.args.flatMap((arg) => sayPlainly(arg) ?? []);
  if (result === null || args.length < step.args.length) return null;
  return `returns ${result} for ${joined(args)}`;
}

const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Titles for the cases of one target, unique among those taken, without numbers. */
export function titleCase(
  recorded: RecordedCase,
  view: SourceView,
  taken: TakenTitles,
  target: TitleTarget | null,
): string {
  const clause = chooseClause(recorded, view, target, taken.clauses);
  if (clause) taken.clauses.add(clause.text);
  const what = happening(recorded);
  const when = clause?.text ?? '';
  const plain = clause ? null : plainTitle(recorded);
  const first = clause ? [`${what} ${when}`] : [];
  const rooms = [48, 80, 160, 400];
  const tries = [
    ...first,
    ...(plain === null ? [] : [plain]),
    ...rooms.map((room) => `${what} ${circumstances(recorded, target, room)}`),
    ...rooms.map((room) => `${what} ${when} ${circumstances(recorded, target, room)}`),
    `${what} ${when} ${circumstances(recorded, target, 400)} on ${sayArguments(recorded.case.construct ?? [], [], 400)}`,
  ].map((text) => (text === plain ? text : tidy(text)));
  let title = tries.find((text) => !taken.titles.has(text));
  for (let number = 2; title === undefined; number++) {
    // Two cases that no words tell apart.
    const numbered = `${tries.at(-1) ?? what} (${number})`;
    if (!taken.titles.has(numbered)) title = numbered;
  }
  taken.titles.add(title);
  return title;
}
