/** A function with counters as Istanbul puts them in, to run the search on without a host. */
import type { Unit } from '../../../../src/author/explorer/notation/plan.js';
import { attachCounters, type IstanbulFile } from '../../../../src/author/explorer/in-host/run/counters.cjs';
import type { ExecutionContext } from '../../../../src/author/explorer/in-host/run/execute.cjs';
import { param, unitOf, contextFor } from './support.js';

const place = { start: { line: 1, column: 0 }, end: { line: 1, column: 9 } };

/** Counters of {@link liveGrade} by their index: that of the branch for "gold", and that of the other one. */
export const GOLD = 2;
export const OTHER = 3;

const count = (counters: unknown, id: number): void => {
  const list = counters as number[];
  list[id] = (list[id] ?? 0) + 1;
};

export const gradeUnit: Unit = {
  ...unitOf({
    id: 'grade.js#grade',
    access: { module: 'grade.js', export: { kind: 'named', name: 'grade' }, members: [] },
    isClass: false,
    constructorParams: [],
    members: [
      {
        target: 'grade.js#grade',
        name: null,
        kind: 'call',
        params: [param('code', { kind: 'string' }, { declared: 'string' })],
        isAsync: false,
      },
    ],
  }),
  lines: [{ first: 1, last: 1 }],
  maxWork: 400_000,
  cpuMs: 60_000,
};

export interface LiveCode {
  file: IstanbulFile;
  /** The module, as far as it decides by this whether a code is "gold". */
  moduleOf: (isGold: (code: unknown) => boolean) => Record<string, unknown>;
}

/** `grade(code)` says of "gold" that it ships for free, and of anything else that it does not. */
export function liveGrade(): LiveCode {
  const file: IstanbulFile = {
    path: '/repo/grade.js',
    s: { 0: 0, 1: 0 },
    f: { 0: 0 },
    b: { 0: [0, 0] },
    statementMap: { 0: place, 1: place },
    branchMap: { 0: { type: 'if', loc: place, locations: [place, place] } },
  };
  const moduleOf: LiveCode['moduleOf'] = (isGold) => ({
    grade(code: unknown): string {
      count(file.f, 0);
      count(file.s, 0);
      const isFree = isGold(code);
      count(file.b['0'], isFree ? 0 : 1);
      if (isFree) count(file.s, 1);
      return isFree ? 'free shipping' : 'paid shipping';
    },
  });
  return { file, moduleOf };
}

/** A context in which the function is loaded and its counters are read. */
export function gradeContext(
  isGold: (code: unknown) => boolean = (code) => code === 'gold',
): ExecutionContext {
  const { file, moduleOf } = liveGrade();
  const context = contextFor(gradeUnit, { 'grade.js': moduleOf(isGold) });
  return { ...context, counters: attachCounters(file) };
}
