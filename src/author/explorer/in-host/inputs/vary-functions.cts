/** Lets functions among the inputs do something: call what they are given, fail, or give it back. */
import { type FunctionExpression, literal } from '../../notation/algebra.cjs';
import type { Case, Step } from '../../notation/case.js';
import type { Act, Expression } from '../../notation/expression.js';
import { useOf, type FunctionUse } from '../values/function-uses.cjs';
import { placesOf } from '../values/places.cjs';
import type { InputGenerator } from './generate.cjs';

export interface ActingFunctions {
  /** Remembers what the functions of a case that ran can be made to do. */
  look: (scenario: Case) => void;
  /** A case in which one of them does it; null where none is left. */
  next: () => Case | null;
}

/** How often each act is tried in the place of one function. */
const MAX_TRIES = 2;
type Call = Act & { kind: 'calls' };

const MAX_WAITING = 40;
const FAILURE = 'failed';

const failure: Expression = { k: 'builtin', name: 'Error', args: [literal(FAILURE)] };

/** Calls of one of the functions that it is given: with a value, an error, nothing, or an answer in the manner of Node. */
function callsFor(generator: InputGenerator, { givenFunctions }: FunctionUse): Act[] {
  const value = generator.value({ kind: 'unknown' }, 1);
  const call = (at: number, args: Expression[]): Call => ({ kind: 'calls', at, args });
  const later = (act: Call): Call => ({ ...act, isLater: true });
  if (givenFunctions.has(0) && givenFunctions.has(1)) {
    const settling = [call(0, [value]), call(1, [failure])].map((act): Call => ({ ...act, settles: true }));
    return [...settling, ...settling.map(later)];
  }
  return [...givenFunctions].flatMap((at) => {
    const [next, answer, failing] = [call(at, []), call(at, [literal(null), value]), call(at, [failure])];
    return [next, answer, failing, call(at, [value]), later(next), later(answer)];
  });
}

/** Acts that a function was seen to be fit for, the most common first. */
function actsFor(generator: InputGenerator, expression: FunctionExpression): Act[] {
  const use = useOf(expression);
  if (!use) return [];
  const givesBack: Act[] =
    use.arity > 0 && !use.givenFunctions.has(0)
      ? [{ kind: 'gives-back' }, { kind: 'gives-back', isAsync: true }]
      : [];
  return [
    ...callsFor(generator, use),
    { kind: 'fails', message: FAILURE },
    { kind: 'fails', message: FAILURE, isAsync: true },
    ...givesBack,
  ];
}

/** The function with one of the acts that it was seen to be fit for; null where it was not called. */
export function actingAs(generator: InputGenerator, expression: FunctionExpression): Expression | null {
  const acts = generator.pools.uses('acting-functions') ? actsFor(generator, expression) : [];
  return acts.length === 0 ? null : { ...expression, acts: generator.random.pick(acts) };
}

interface FunctionPlace {
  expression: FunctionExpression;
  key: string;
  replace: (by: Expression) => Case;
}

/** The functions in arguments, each known by what it is an argument of. */
function functionsIn(scenario: Case): FunctionPlace[] {
  const inside = (of: string, args: Expression[], put: (args: Expression[]) => Case): FunctionPlace[] => {
    const only: Step = { member: null, kind: 'call', args };
    return placesOf({ construct: null, steps: [only] }).flatMap(({ expression, replace }, index) =>
      expression.k === 'fn' && !expression.acts
        ? [{ expression, key: `${of} ${index}`, replace: (by) => put(replace(by).steps[0]?.args ?? []) }]
        : [],
    );
  };
  const made = inside('new', scenario.construct ?? [], (construct) => ({ ...scenario, construct }));
  const given = scenario.steps.flatMap((step, at) =>
    inside(`${step.kind} ${step.member}`, step.args, (args) => ({
      ...scenario,
      steps: scenario.steps.map((old, index) => (index === at ? { ...step, args } : old)),
    })),
  );
  return [...made, ...given];
}

/** The acts that the search has still to try. */
export function createActingFunctions(generator: InputGenerator): ActingFunctions {
  const tries = new Map<string, number>();
  const waiting: Case[] = [];
  return {
    look(scenario) {
      if (!generator.pools.uses('acting-functions') || waiting.length >= MAX_WAITING) return;
      for (const { expression, key, replace } of functionsIn(scenario)) {
        for (const [index, acts] of actsFor(generator, expression).entries()) {
          const tried = tries.get(`${key} ${index}`) ?? 0;
          if (tried >= MAX_TRIES) continue;
          tries.set(`${key} ${index}`, tried + 1);
          waiting.push(replace({ ...expression, acts }));
        }
      }
    },
    next: () => waiting.shift() ?? null,
  };
}
