/** Decides whether a recorded case fits into a row of a table, and prints its cells. */
import type { TestRow } from '../../../domain/candidate.js';
import { quote } from '../../../test-file/quote.js';
import type { Parameter } from '../../../domain/target.js';
import type { Expression } from '../notation/expression.js';
import type { Unit } from '../notation/plan.js';
import type { RecordedCase } from '../notation/recorded-case.js';
import { reserved } from './imports.js';
import { type PrintContext, printValue, roundedOf } from './print-value.js';

const primitives = new Set<Expression['k']>(['lit', 'undef', 'num', 'big']);

/** Whether a value can stand in a table, which is made before the first test runs. */
function isData(value: Expression): boolean {
  if (value.k === 'arr') return value.items.every(isData);
  if (value.k === 'obj') return !value.partial && value.props.every(([, item]) => isData(item));
  return primitives.has(value.k) || value.k === 'regex';
}

/** A result as a row of a table has it. */
export const asInRow = (value: Expression): Expression => {
  const rounded = roundedOf(value);
  return rounded === null ? value : { k: 'lit', v: rounded };
};

/** A primitive as Jest's `%p` shows it, or null when a title had better say it in another way. */
export function sayPlainly(value: Expression): string | null {
  if (value.k === 'num' && value.v !== '-0') return value.v;
  if (value.k !== 'lit' || value.access) return null;
  if (typeof value.v !== 'string') return String(value.v);
  return /^[\w.,:;@/+#!?=<>(){}[\]|&*~^ -]{0,40}$/.test(value.v) ? `"${value.v}"` : null;
}

/** Names for the arguments: the parameters' own, as far as they are names and differ from what else is named. */
function namesFor(params: readonly Parameter[], count: number, callee: string): string[] {
  // A column named like what is imported would hide it.
  const imported = /^[\w$]+/.exec(callee)?.[0] ?? callee;
  const taken = new Set([imported, '_', 'expected', 'message']);
  return Array.from({ length: count }, (_, index) => {
    const name = params[index]?.name ?? '';
    const isUsable = /^[A-Za-z$][\w$]*$/.test(name) && !reserved.has(name) && !taken.has(name);
    const chosen = isUsable ? name : `input${index + 1}`;
    taken.add(chosen);
    return chosen;
  });
}

/** Where types are checked, all rows of a column have to be of one plain type, or inference gives another one. */
function typesOf(params: readonly Parameter[], values: readonly Expression[]): string | null {
  const types = values.map((value) =>
    value.k === 'lit' && !value.access && !value.brand && value.v !== null ? typeof value.v : null,
  );
  const isPlain = params.every(({ type }) => ['string', 'number', 'boolean'].includes(type.kind));
  return types.includes(null) || !isPlain ? null : types.join();
}

/** The cells of a row, or null when the case has to stand alone. */
export function printRow(recorded: RecordedCase, unit: Unit, context: PrintContext): TestRow | null {
  const { outcome, observations, pins } = recorded;
  const [step, ...more] = recorded.case.steps;
  const isCall = !unit.isClass && step?.kind === 'call' && step.member === null && more.length === 0;
  if (!step || !isCall || observations.length > 0 || pins.clock || pins.random || step.args.length === 0)
    return null;
  const { params } = unit.members[0] ?? { params: [] };
  const callee = context.nameOf(unit.access);
  const base = { callee, params: namesFor(params, step.args.length, callee) };
  const args = step.args.map((arg) => printValue(arg, context));
  if (!step.args.every(isData)) return null;
  const isTyped = /\.[cm]?tsx?$/.test(unit.access.module);
  if (outcome.kind === 'throws') {
    if (outcome.isNative || outcome.isLazy || outcome.message === '') return null;
    const types = isTyped ? typesOf(params, step.args) : '';
    const expected = quote(outcome.message, context.conventions);
    return types === null ? null : { ...base, args, outcome: 'throws', expected, isPrimitive: true, types };
  }
  if (outcome.kind !== 'returns' || !isData(outcome.value)) return null;
  const types = isTyped ? typesOf(params, [...step.args, outcome.value]) : '';
  const rounded = roundedOf(outcome.value);
  const expected = rounded === null ? printValue(outcome.value, context) : String(rounded);
  if (types === null || [...args, expected].some((text) => text.includes('\n'))) return null;
  const isPrimitive = primitives.has(outcome.value.k);
  const row: TestRow = { ...base, args, outcome: 'returns', expected, isPrimitive, types };
  return rounded === null ? row : { ...row, isRounded: true };
}
