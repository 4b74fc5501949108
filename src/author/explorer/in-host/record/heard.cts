/** Observes the functions that a case hands over before its last step: listeners, hooks, handlers in options. */
import { earlierFunctions, isWatchable } from '../../notation/algebra.cjs';
import type { Case } from '../../notation/case.js';
import type { Observation } from '../../notation/recorded-case.js';
import { isStub, type Stub } from '../values/build.cjs';
import { describeLive } from '../values/describe.cjs';
import type { ExecutionContext } from '../run/execute.cjs';

/** Listens to the functions of one run of a case. */
export interface Hearing {
  context: ExecutionContext;
  beforeLast(): void;
  afterLast(): void;
  /** The calls that the last step led to, all of them while it lasted. */
  observe(): Observation[];
}

/** So many functions are spoken of in one test. */
const MAX_HEARD = 3;

interface Heard {
  at: number;
  stub: Stub;
  before: number;
  after: number;
}

/** Begins to listen; the case has to run in the context that comes back, and its expressions must differ from each other. */
export function listenTo(scenario: Case, context: ExecutionContext): Hearing {
  const functions = earlierFunctions(scenario);
  const heard: Heard[] = [];
  // The answer of a function shows in the result; of one that gives nothing, only its calls show.
  const isAsked = ({ at }: Heard): boolean => functions[at]?.returns.k !== 'undef';
  const isUsable = ({ stub, before, after }: Heard): boolean => after > before && stub.calls.length === after;
  return {
    context: {
      ...context,
      watch(expression, value) {
        const at = functions.findIndex((one) => one === expression);
        const isNew = !heard.some(({ stub }) => stub === value);
        const isOpen = at >= 0 && isNew && isStub(value) && isWatchable(functions[at]?.acts);
        if (isOpen) heard.push({ at, stub: value, before: 0, after: 0 });
        return value;
      },
    },
    beforeLast() {
      for (const one of heard) one.before = one.stub.calls.length;
    },
    afterLast() {
      for (const one of heard) one.after = one.stub.calls.length;
    },
    observe: () =>
      heard
        .filter(isUsable)
        .sort((a, b) => Number(isAsked(a)) - Number(isAsked(b)))
        .flatMap(({ at, stub }): Observation[] => {
          const described = describeLive(stub.calls, context);
          return described.ok ? [{ of: { kind: 'heard', at }, value: described.value }] : [];
        })
        .slice(0, MAX_HEARD),
  };
}
