/** Says of a live function of the explored file which function of the source it is. */
// Without `node:`, which Jest before 27 does not resolve.
import crypto from 'crypto';
import nodeModule from 'module';
import type { MadeFunction, Position } from '../../../../domain/target.js';
import type { IstanbulFile } from './counters.cjs';

export function textOf(value: object): string {
  try {
    return Function.prototype.toString.call(value);
  } catch {
    return '';
  }
}

const counterNames = new WeakMap<IstanbulFile, string>();

/** Istanbul's name for a file's counters: a hash of the path. It is asked for with each function that a call gives. */
function counterNameOf(file: IstanbulFile): string {
  const known = counterNames.get(file);
  if (known !== undefined) return known;
  const digest = crypto.createHash('sha1').update(file.path).digest('hex');
  const name = `cov_${Number.parseInt(digest.slice(0, 12), 16).toString(36)}`;
  counterNames.set(file, name);
  return name;
}

/** Istanbul's id of a function of the explored file; null for one of another file, undefined for code without counters. */
export function functionId(value: object, file: IstanbulFile): string | null | undefined {
  const found = /\b(cov_\w+)\(\)\.f\[(\d+)\]\+\+/.exec(textOf(value));
  if (!found) return undefined;
  return found[1] === counterNameOf(file) ? (found[2] ?? null) : null;
}

/** Finds the index of a live function among those of which it is known what they take; -1 for others. */
export type KnownFinder = (value: unknown) => number;

/** The part of Node's class that is used; older runners do not hand it on. */
type SourceMapClass = new (map: object) => {
  findEntry(line: number, column: number): { originalLine?: number; originalColumn?: number };
};

/** Leads from places in the instrumented code to those in the source; null where it cannot be known. */
function openMap({ inputSourceMap }: IstanbulFile): (place: Position) => Position | null {
  if (!inputSourceMap) return (place) => place;
  const { SourceMap } = nodeModule as unknown as { SourceMap?: SourceMapClass };
  const map = SourceMap ? new SourceMap(inputSourceMap) : null;
  return ({ line, column }) => {
    const { originalLine, originalColumn } = map?.findEntry(line - 1, column) ?? {};
    return originalLine === undefined || originalColumn === undefined
      ? null
      : { line: originalLine + 1, column: originalColumn };
  };
}

const isAfter = (a: Position, b: Position): boolean =>
  a.line > b.line || (a.line === b.line && a.column >= b.column);

/** A finder among the functions that the code of the explored file makes. */
export function findKnown(made: readonly MadeFunction[], file: IstanbulFile): KnownFinder {
  const known = new WeakMap<object, number>();
  let origin: ReturnType<typeof openMap> | null = null;
  const find = (value: object): number => {
    const id = functionId(value, file);
    const found = id == null ? undefined : file.fnMap?.[id];
    origin ??= openMap(file);
    const place = found && origin(found.loc.start);
    if (!place) return -1;
    const exact = made.findIndex(({ body }) => isAfter(body, place) && isAfter(place, body));
    // Compilers map the parameters of a function, and not always the brace behind them.
    if (exact >= 0 || !file.inputSourceMap) return exact;
    return made.findLastIndex(({ start, body }) => isAfter(place, start) && isAfter(body, place));
  };
  return (value) => {
    if (typeof value !== 'function' || made.length === 0) return -1;
    const index = known.get(value) ?? find(value);
    known.set(value, index);
    return index;
  };
}
