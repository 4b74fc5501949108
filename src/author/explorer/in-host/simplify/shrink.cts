/** Makes a case simpler while a check still accepts it. */
import { type FunctionExpression, literal } from '../../notation/algebra.cjs';
import type { Case, Step } from '../../notation/case.js';
import type { Expression } from '../../notation/expression.js';
import { isDocument, shorterDocuments } from '../sense/documents.cjs';
import { simplerFiles } from '../inputs/vary-files.cjs';
import { simplerStandIns } from '../inputs/vary-stand-ins.cjs';

/** The cost of a case that still does what it was chosen for, or null when it does not. */
type ShrinkJudge = (scenario: Case) => Promise<number | null>;

const MAX_TRIES = 160;

function* simplerText(text: string): Generator<string> {
  if (text.length === 0) return;
  if (isDocument(text)) {
    yield* shorterDocuments(text);
    return;
  }
  yield '';
  if (text.length > 1) {
    yield 'a';
    yield text.slice(0, Math.ceil(text.length / 2));
    yield text.slice(Math.floor(text.length / 2));
  }
  const plain = text.replace(/[^\x20-\x7e]/g, '');
  if (plain !== text) yield plain;
  if (text.trim() !== text) yield text.trim();
  const limit = Math.min(text.length, 14);
  for (let index = 0; index < limit; index++) yield text.slice(0, index) + text.slice(index + 1);
}

function* simplerNumber(value: number): Generator<number> {
  for (const simple of [0, 1, 2, 10]) if (Math.abs(simple) < Math.abs(value)) yield simple;
  if (!Number.isInteger(value)) yield Math.round(value);
  if (value < 0) yield -value;
  if (Math.abs(value) > 20) yield Math.round(value / 2);
}

function* simplerItems(items: readonly Expression[]): Generator<Expression[]> {
  if (items.length === 0) return;
  yield [];
  if (items.length > 2) yield items.slice(0, Math.ceil(items.length / 2));
  for (let index = 0; index < items.length; index++) yield items.filter((_, other) => other !== index);
  for (const [index, item] of items.entries()) {
    for (const simple of simpler(item)) yield items.map((old, other) => (other === index ? simple : old));
  }
}

function* simplerProps(props: readonly [string, Expression][]): Generator<[string, Expression][]> {
  if (props.length === 0) return;
  yield [];
  for (let index = 0; index < props.length; index++) yield props.filter((_, other) => other !== index);
  for (const [index, [key, value]] of props.entries()) {
    for (const simple of simpler(value)) {
      yield props.map((old, other): [string, Expression] => (other === index ? [key, simple] : old));
    }
  }
}

/** The same function, made to do less. */
function* simplerFunctions({ returns, acts, id }: FunctionExpression): Generator<Expression> {
  if (id !== undefined) {
    yield { k: 'fn', returns, ...(acts ? { acts } : {}) };
    return;
  }
  if (returns.k !== 'undef' || acts) yield { k: 'fn', returns: { k: 'undef' } };
  if (!acts) {
    for (const simple of simpler(returns)) yield { k: 'fn', returns: simple };
    return;
  }
  if (acts.kind !== 'calls') return;
  const { isLater, ...atOnce } = acts;
  if (isLater) yield { k: 'fn', returns, acts: atOnce };
  for (const args of simplerItems(acts.args)) yield { k: 'fn', returns, acts: { ...acts, args } };
}

/** Simpler expressions of the same kind, the simplest first. */
function* simpler(expression: Expression): Generator<Expression> {
  switch (expression.k) {
    case 'lit': {
      if (expression.access) return;
      const values =
        typeof expression.v === 'string'
          ? simplerText(expression.v)
          : typeof expression.v === 'number'
            ? simplerNumber(expression.v)
            : [];
      for (const v of values) yield { ...expression, v };
      return;
    }
    case 'arr':
      for (const items of simplerItems(expression.items)) yield { k: 'arr', items };
      return;
    case 'set':
      for (const items of simplerItems(expression.items)) yield { k: 'set', items };
      return;
    case 'obj':
      for (const props of simplerProps(expression.props)) yield { ...expression, props };
      return;
    case 'fn':
      yield* simplerFunctions(expression);
      return;
    case 'method':
      yield expression.of;
      for (const of of simpler(expression.of)) yield { ...expression, of };
      for (const args of simplerItems(expression.args)) yield { ...expression, args };
      return;
    case 'call':
      // A wrapped value may work without its wrapper.
      for (const arg of expression.args) yield arg;
      for (const args of simplerItems(expression.args)) yield { ...expression, args };
      return;
    case 'construct':
      for (const args of simplerItems(expression.args)) yield { ...expression, args };
      return;
    case 'num':
      yield literal(0);
      return;
    default:
  }
}

function* simplerSteps(steps: readonly Step[]): Generator<Step[]> {
  for (let index = 0; index < steps.length - 1; index++) yield steps.filter((_, other) => other !== index);
  for (const [index, step] of steps.entries()) {
    const replaced = (args: Expression[]): Step[] =>
      steps.map((old, at) => (at === index ? { ...step, args } : old));
    if (step.args.length > 0 && step.kind !== 'set') yield replaced(step.args.slice(0, -1));
    for (const [at, arg] of step.args.entries()) {
      for (const simple of simpler(arg))
        yield replaced(step.args.map((old, other) => (other === at ? simple : old)));
    }
  }
}

function* simplerCases(scenario: Case): Generator<Case> {
  yield* simplerFiles(scenario);
  yield* simplerStandIns(scenario);
  for (const steps of simplerSteps(scenario.steps)) yield { ...scenario, steps };
  if (scenario.construct) {
    if (scenario.construct.length > 0) yield { ...scenario, construct: scenario.construct.slice(0, -1) };
    for (const [at, arg] of scenario.construct.entries()) {
      for (const simple of simpler(arg)) {
        yield {
          ...scenario,
          construct: scenario.construct.map((old, other) => (other === at ? simple : old)),
        };
      }
    }
  }
}

/** Takes the first simpler case that the judge finds no dearer, again and again, within a bound of tries. */
export async function shrinkCase(start: Case, judge: ShrinkJudge): Promise<Case> {
  let best = start;
  const startCost = await judge(start);
  if (startCost === null) return start;
  let bestCost = startCost;
  let tries = 0;
  for (let improved = true; improved && tries < MAX_TRIES;) {
    improved = false;
    for (const scenario of simplerCases(best)) {
      if (++tries > MAX_TRIES) break;
      const cost = await judge(scenario);
      if (cost === null || cost >= bestCost) continue;
      best = scenario;
      bestCost = cost;
      improved = true;
      break;
    }
  }
  return best;
}
