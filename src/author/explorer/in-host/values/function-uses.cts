/** Remembers how the code under exploration uses the functions that inputs hold. */
import { allFunctions, type FunctionExpression } from '../../notation/algebra.cjs';
import type { Case } from '../../notation/case.js';

/** How a function was called. */
export interface FunctionUse {
  /** The places at which it is given functions. */
  givenFunctions: ReadonlySet<number>;
  /** How many arguments it is given at the most. */
  arity: number;
}

const uses = new WeakMap<FunctionExpression, { givenFunctions: Set<number>; arity: number }>();

/** Takes down a call of the function that an expression has made. */
export function noteUse(expression: FunctionExpression, args: readonly unknown[]): void {
  const use = uses.get(expression) ?? { givenFunctions: new Set<number>(), arity: 0 };
  uses.set(expression, use);
  use.arity = Math.max(use.arity, args.length);
  for (const [at, arg] of args.entries()) if (typeof arg === 'function') use.givenFunctions.add(at);
}

/** Functions that were to call something that is no function, since that was asked last. */
const misused = new WeakSet<FunctionExpression>();

export const noteMisuse = (expression: FunctionExpression): void => void misused.add(expression);

/** Whether a function of the case was to call something that is no function, which a test had better not; forgets it. */
export const takeMisuse = (scenario: Case): boolean =>
  allFunctions(scenario).filter((expression) => misused.delete(expression)).length > 0;

/** How a function was used; undefined for one that was never called. */
export const useOf = (expression: FunctionExpression): FunctionUse | undefined => uses.get(expression);
