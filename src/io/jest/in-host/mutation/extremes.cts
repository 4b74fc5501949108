/**
 * The functions that markers in mutated sources call: empties the function that is to be emptied, replaces the
 * results that are to be replaced, and records what functions give when nothing is active.
 */
import type { Calls, Shape } from '../../protocol/job.js';
import { alter, canMake, describe, make, type Makers, type Realm, type Variant } from './shapes.cjs';

interface Active {
  number: number;
  isEmptied: boolean;
  /** Whether a call that gave nothing, or threw, gives something now. */
  givesAlways: boolean;
  variant: Variant;
}

interface ExtremesOfContext {
  /** Begins a test; `mutant` is `empty:12:other:value`, `value:12:empty`, or one that is not of this kind. */
  testStart: (mutant: string | undefined, returns: Calls | undefined) => void;
  /** Ends it: the functions that ran, with what they gave, and whether a made function was called. */
  testDone: () => { returns: Calls; calledStub: boolean };
}

interface ExtremesState {
  active: Active | null;
  /** The results of the functions when nothing was active. */
  given: Calls;
  /** The same, while it is recorded. */
  returns: Map<number, (Shape | null)[]> | null;
  calledStub: boolean;
  /** How often each function was called while it was emptied. */
  calls: Map<number, number>;
  depths: Map<number, number>;
  /** The outermost call of each function that runs. */
  open: Map<number, { self: unknown; isKept: boolean }>;
}

const MOST_CALLS = 12;
const MOST_FUNCTIONS = 40;

const fresh = (): ExtremesState => ({
  active: null,
  given: {},
  returns: null,
  calledStub: false,
  calls: new Map(),
  depths: new Map(),
  open: new Map(),
});

function parse(mutant: string | undefined): Active | null {
  const [kind, number, variant, gives] = (mutant ?? '').split(':');
  if (kind !== 'empty' && kind !== 'value') return null;
  return {
    number: Number(number),
    isEmptied: kind === 'empty',
    givesAlways: gives === 'value',
    variant: variant === 'empty' ? 'empty' : 'other',
  };
}

/** Notes the begin of a call that is the outermost of its function. */
function noteCall({ returns, open }: ExtremesState, number: number, self: unknown): void {
  const list = returns?.get(number) ?? [];
  returns?.set(number, list);
  const isKept = returns !== null && list.length < MOST_CALLS;
  if (isKept) list.push(null);
  open.set(number, { self, isKept });
}

function readCalls(returns: ExtremesState['returns']): Calls {
  const seen = [...(returns ?? [])].slice(0, MOST_FUNCTIONS);
  return Object.fromEntries(
    seen.map(([number, given]) => {
      const isMakeable = given.every((shape) => shape === null || canMake(shape));
      return [String(number), { given, canMake: isMakeable }];
    }),
  );
}

/** Puts the functions that the markers call into a test context. */
export function openExtremes(context: Record<string, unknown>): ExtremesOfContext {
  let state = fresh();
  const makers = (self: unknown): Makers => ({
    realm: context as unknown as Realm,
    self,
    onStub: () => void (state.calledStub = true),
  });
  /** The result of an emptied call, by what the same call gave before; later ones are like the last known. */
  const resultOf = (active: Active, self: unknown): unknown => {
    const call = state.calls.get(active.number) ?? 0;
    state.calls.set(active.number, call + 1);
    const list = state.given[active.number]?.given ?? [];
    const shape = list[Math.min(call, list.length - 1)];
    if (!shape) return active.givesAlways ? 'something' : undefined;
    if (shape.type === 'self') return self;
    return alter(make(shape, makers(self)), { ...makers(self), variant: active.variant });
  };

  Object.assign(context, {
    __nightshiftEnter__(number: number, self: unknown): { value: unknown } | undefined {
      const { active, depths } = state;
      if (active?.number === number && active.isEmptied) return { value: resultOf(active, self) };
      const depth = depths.get(number) ?? 0;
      depths.set(number, depth + 1);
      if (depth === 0) noteCall(state, number, self);
      return undefined;
    },
    __nightshiftExit__(number: number): void {
      state.depths.set(number, (state.depths.get(number) ?? 1) - 1);
    },
    __nightshiftValue__(number: number, value: unknown): unknown {
      if (state.depths.get(number) !== 1) return value;
      const { self, isKept = false } = state.open.get(number) ?? {};
      const { active } = state;
      if (active?.number === number) return alter(value, { ...makers(self), variant: active.variant });
      const list = isKept ? state.returns?.get(number) : undefined;
      if (list) list[list.length - 1] = describe(value, self);
      return value;
    },
  });

  return {
    testStart(mutant, given = {}) {
      const returns: ExtremesState['returns'] = mutant === undefined ? new Map() : null;
      state = { ...fresh(), active: parse(mutant), given, returns };
    },
    testDone() {
      const { calledStub, returns } = state;
      state = fresh();
      return { returns: readCalls(returns), calledStub };
    },
  };
}
