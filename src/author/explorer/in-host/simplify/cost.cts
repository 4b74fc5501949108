/** The cost of a case for its reader: small, sensible inputs that end in a value are cheap. */
import type { Case } from '../../notation/case.js';
import type { Act, Expression } from '../../notation/expression.js';
import { isStub } from '../values/build.cjs';
import { caseViolations } from '../values/conform.cjs';
import { countOddities } from '../sense/oddities.cjs';
import type { Execution, ExecutionContext } from '../run/execute.cjs';
import { SCRATCH_MARK } from '../values/scratch.cjs';
import { costOfFiles, costOfName } from '../inputs/vary-files.cjs';
import { costOfStandIns } from '../inputs/vary-stand-ins.cjs';

/** A declared type is a promise; an inferred one is a guess. */
const DECLARED_VIOLATION = 40;
/** Something that its name does not ask for. */
const ODDITY = 10;

/** How much there is to read in an expression. */
function sizeOf(expression: Expression): number {
  switch (expression.k) {
    case 'lit':
      if (typeof expression.v === 'string') return sizeOfText(expression.v);
      return typeof expression.v === 'number' ? sizeOfNumber(expression.v) : 1;
    case 'arr':
    case 'set':
      return 1 + sumOf(expression.items);
    case 'obj':
      return 1 + expression.props.reduce((sum, [, value]) => sum + 0.5 + sizeOf(value), 0);
    case 'map':
      return 2 + expression.entries.reduce((sum, [key, value]) => sum + sizeOf(key) + sizeOf(value), 0);
    case 'fn':
      if (expression.acts) return 4 + sizeOfAct(expression.acts);
      return 2 + (expression.returns.k === 'undef' ? 0 : sizeOf(expression.returns));
    case 'promise':
      return 2 + sizeOf(expression.value);
    case 'builtin':
    case 'construct':
    case 'call':
      return 2 + sumOf(expression.args);
    case 'method':
      return 1.5 + sizeOf(expression.of) + sumOf(expression.args);
    case 'ref':
      return 1.5;
    case 'num':
      return 3;
    case 'date':
    case 'regex':
    case 'symbol':
      return 4;
    default:
      return 2;
  }
}

/** An answer in the manner of Node, an error first, is what a reader expects of a callback. */
function sizeOfAct(act: Act): number {
  if (act.kind !== 'calls') return 1;
  const [first] = act.args;
  const isError = first?.k === 'builtin' && first.name === 'Error';
  const isBareValue = act.args.length === 1 && !isError && act.settles !== true;
  return (isError ? 1 : sumOf(act.args)) + (isBareValue ? 2 : 0) + (act.isLater ? 2 : 0);
}

/** Large, negative and broken numbers are harder to read. */
const sizeOfNumber = (value: number): number =>
  1 +
  Math.min(3, 0.4 * Math.log10(Math.abs(value) + 1)) +
  (Number.isInteger(value) ? 0 : 0.5) +
  (value < 0 ? 0.2 : 0);

const sumOf = (items: readonly Expression[]): number => items.reduce((sum, item) => sum + sizeOf(item), 0);

/** A path in the folder is as good as any other, if it is a name that a person would give. */
const sizeOfText = (text: string): number =>
  text.startsWith(SCRATCH_MARK) ? costOfName(text.slice(2)) : 1 + text.length / 8 + awkward(text);

/** Text that a person would not have typed. */
const awkward = (text: string): number => (/[^\x20-\x7e]/.test(text) ? 4 : /[^\w .,:/@-]/.test(text) ? 1 : 0);

/** By convention; another way to the same code is better by far. */
const isPrivate = (member: string | null): boolean => member?.startsWith('_') === true;
const PRIVATE = 40;

/** Lower is nicer: small, and ending in a value rather than in an error. */
export function costOf(scenario: Case, done: Execution, context: ExecutionContext): number {
  let cost = scenario.construct ? sumOf(scenario.construct) : 0;
  cost += costOfFiles(scenario) + costOfStandIns(scenario);
  for (const step of scenario.steps) cost += 2 + sumOf(step.args) + (isPrivate(step.member) ? PRIVATE : 0);
  if (done.ended === 'threw') cost += context.sources.isEngineError(done.value) ? 60 : 6;
  else if (done.value === undefined && done.shape === 'plain' && !done.args.some(wasCalled))
    cost += context.unit.isClass ? 4 : 8;
  else if (typeof done.value === 'function') cost += 25;
  if (done.shape === 'callback' || done.shape === 'promise') cost += 2;
  if (isMeaningless(done.value) || done.standInCalls.flat(2).some(saysNothing)) cost += 12;
  const { unit } = context;
  const wrong = caseViolations(scenario, unit);
  const declared = wrong === 0 ? 0 : caseViolations(scenario, unit, true);
  const odd = countOddities(scenario, unit);
  return cost + DECLARED_VIOLATION * declared + 6 * (wrong - declared) + ODDITY * Math.max(0, odd - wrong);
}

/** Results that show that the input made no sense: not a number, or an object full of such. */
export function isMeaningless(value: unknown): boolean {
  if (typeof value === 'number') return Number.isNaN(value) || Object.is(value, -0);
  if (typeof value === 'string') return /\b(?:undefined|NaN)\b|\[object Object\]/.test(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(
    (item) => item === undefined || (typeof item === 'number' && Number.isNaN(item)),
  );
}

/** A function that the code has called back says what came of it. */
const wasCalled = (arg: unknown): boolean => isStub(arg) && arg.calls.length > 0;

/** A text, given to what stands in for the world, that was put together from no text. */
const saysNothing = (value: unknown): boolean =>
  typeof value === 'string' && /undefined|\bNaN\b|\bnull\b|\[object Object\]/.test(value);

/** The part of a case that was carried out before it threw. */
export function trimCase(scenario: Case, done: Execution): Case {
  if (done.ended !== 'threw') return scenario;
  return { ...scenario, steps: scenario.steps.slice(0, Math.max(0, done.stepsTaken + 1)) };
}

/**
 * How a case ends, to compare it with another one.
 * @param isLoose whether a value may be of another type
 */
export function endingOf(done: Execution, { sources }: ExecutionContext, isLoose = false): string {
  const { ended, shape, stepsTaken, value } = done;
  const type = value !== undefined && isLoose ? 'any' : typeof value;
  const kind =
    ended === 'threw' ? String(sources.isEngineError(value)) : value === null && !isLoose ? 'null' : type;
  return [ended, shape, stepsTaken, kind].join(' ');
}
