/**
 * Feedback for the search: Istanbul's counters of the explored file become views on one flat array, and reading them
 * spends fuel, so that an endless loop in the code under exploration ends with an exception.
 */

import type { BranchPlace } from '../../notation/explore-line.js';

interface IstanbulRange {
  start: { line: number; column: number };
  end: { line: number; column: number };
}

export interface IstanbulFile {
  /** Absolute. */
  path: string;
  s: Record<string, number> | Uint32Array;
  f: Record<string, number> | Uint32Array;
  b: Record<string, number[] | Uint32Array>;
  statementMap: Record<string, IstanbulRange>;
  branchMap: Record<string, unknown>;
  fnMap?: Record<string, { name: string; decl: IstanbulRange; loc: IstanbulRange }>;
  inputSourceMap?: unknown;
}

export interface Counters {
  /** Istanbul's names by index: `s0`, `b3.1`. Functions are left out. */
  names: string[];
  /** The line at which each begins, by index; null where a transform before the instrumentation moved the lines. */
  lines: number[] | null;
  branchMap: Record<string, unknown>;
  inputSourceMap: unknown;
  /** Forgets all hits and fills the fuel. */
  reset(fuel: number): void;
  /** Indexes of the counters hit since the last reset. */
  touched: () => number[];
  /** The same without those that were hit between `pause` and `resume` only. */
  acted: () => number[];
  /** From here on, hits are no part of what the call under test did. */
  pause: () => void;
  resume: () => void;
  ranDry(): boolean;
  /** Counter reads since the last reset, a measure of how much code ran; call it before `touched`. */
  spent(): number;
  /** Gives the file plain counters again, for Jest to merge. */
  detach(): void;
}

class OutOfFuel extends Error {
  override readonly name = 'OutOfFuel';
}

interface BranchLocation {
  loc: { start: { line: number } };
  locations: { start: { line?: number } }[];
}

/** The line at which each counter's code begins, in the order of their names. */
function linesOf(file: IstanbulFile): number[] {
  const lines = Object.keys(file.s).map((id) => file.statementMap[id]?.start.line ?? 0);
  for (const [id, paths] of Object.entries(file.b)) {
    const { loc, locations } = file.branchMap[id] as BranchLocation;
    for (let index = 0; index < paths.length; index++)
      lines.push(locations[index]?.start.line ?? loc.start.line);
  }
  return lines;
}

interface Hits extends Pick<Counters, 'touched' | 'acted' | 'pause' | 'resume'> {
  hits: Uint32Array;
  clear(): void;
}

/** The hits of one call, and which of them count as done by the step under test. */
function openHits(count: number): Hits {
  const hits = new Uint32Array(count);
  const kept = new Uint32Array(count);
  const aside = new Uint32Array(count);
  const anyOf = (...parts: Uint32Array[]): number[] => {
    const found: number[] = [];
    for (let index = 0; index < count; index++)
      if (parts.some((part) => part[index] !== 0)) found.push(index);
    return found;
  };
  return {
    hits,
    touched: () => anyOf(hits, kept, aside),
    acted: () => anyOf(hits, kept),
    pause() {
      kept.set(hits);
      hits.fill(0);
    },
    resume() {
      for (let index = 0; index < count; index++) if (hits[index] !== 0) aside[index] = 1;
      hits.set(kept);
    },
    clear() {
      for (const part of [hits, kept, aside]) part.fill(0);
    },
  };
}

/** `others`: files whose code spends fuel too, without being looked at. */
export function attachCounters(file: IstanbulFile, others: readonly IstanbulFile[] = []): Counters {
  const statements = Object.keys(file.s);
  const branches = Object.entries(file.b);
  const lines = file.inputSourceMap ? null : linesOf(file);
  const names = statements.map((id) => `s${id}`);
  for (const [id, paths] of branches)
    for (let index = 0; index < paths.length; index++) names.push(`b${id}.${index}`);
  const book = openHits(names.length);
  const { hits } = book;
  const branchViews: Record<string, Uint32Array> = {};
  let offset = statements.length;
  for (const [id, paths] of branches) {
    branchViews[id] = hits.subarray(offset, offset + paths.length);
    offset += paths.length;
  }
  // Istanbul numbers statements from zero without gaps, so its ids are indexes of the view.
  const statementView = hits.subarray(0, statements.length);
  const functions = Object.keys(file.f);
  const functionView = new Uint32Array(functions.length);
  let fuel = Number.MAX_SAFE_INTEGER;
  let filled = fuel;
  const spend = (): void => {
    if (--fuel < 0) throw new OutOfFuel('the call did not end in the fuel it was given');
  };
  define(file, 's', statementView, spend);
  define(file, 'b', branchViews, spend);
  define(file, 'f', functionView, spend);
  const plainOthers = others.map((other) => ({ other, s: other.s, b: other.b, f: other.f }));
  for (const { other, ...parts } of plainOthers)
    for (const key of ['s', 'b', 'f'] as const) define(other, key, parts[key], spend);
  return {
    names,
    lines,
    branchMap: file.branchMap,
    inputSourceMap: file.inputSourceMap,
    reset(amount) {
      book.clear();
      fuel = amount;
      filled = amount;
    },
    touched() {
      fuel = Number.MAX_SAFE_INTEGER;
      return book.touched();
    },
    acted: book.acted,
    pause: book.pause,
    resume: book.resume,
    ranDry: () => fuel < 0,
    spent: () => filled - fuel,
    detach() {
      const plain = {
        s: Object.fromEntries(statements.map((id) => [id, 0])),
        f: Object.fromEntries(functions.map((id) => [id, 0])),
        b: Object.fromEntries(branches.map(([id, paths]) => [id, Array.from(paths, () => 0)])),
      };
      setPlain(file, plain);
      for (const { other, ...parts } of plainOthers) setPlain(other, parts);
    },
  };
}

function define(owner: IstanbulFile, key: 's' | 'b' | 'f', view: unknown, spend: () => void): void {
  const get = (): unknown => {
    spend();
    return view;
  };
  Object.defineProperty(owner, key, { get, configurable: true, enumerable: true });
}

function setPlain(file: IstanbulFile, parts: Partial<IstanbulFile>): void {
  for (const [key, value] of Object.entries(parts)) {
    Object.defineProperty(file, key, { value, writable: true, configurable: true, enumerable: true });
  }
}

/** Where the branches stand, for titles. */
export function branchPlaces(branchMap: Record<string, unknown>): Record<string, BranchPlace> {
  return Object.fromEntries(
    Object.entries(branchMap).map(([id, branch]) => {
      const { type, loc, locations } = branch as {
        type: string;
        loc: { start: { line: number; column: number } };
        locations: BranchPlace['paths'];
      };
      return [id, { type, line: loc.start.line, column: loc.start.column, paths: locations }];
    }),
  );
}
