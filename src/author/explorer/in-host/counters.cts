/**
 * Feedback for the search: Istanbul's counters of the explored file become views on one flat array, and reading them
 * spends fuel, so that an endless loop in the code under exploration ends with an exception.
 */

interface IstanbulFile {
  s: Record<string, number> | Uint32Array;
  f: Record<string, number> | Uint32Array;
  b: Record<string, number[] | Uint32Array>;
  branchMap: Record<string, unknown>;
  inputSourceMap?: unknown;
}

interface Counters {
  /** Istanbul's names by index: `s0`, `b3.1`. Functions are left out. */
  names: string[];
  branchMap: Record<string, unknown>;
  inputSourceMap: unknown;
  /** Forgets all hits and fills the fuel. */
  reset(fuel: number): void;
  /** Indexes of the counters hit since the last reset. */
  touched(): number[];
  ranDry(): boolean;
  /** Gives the file plain counters again, for Jest to merge. */
  detach(): void;
}

class OutOfFuel extends Error {
  override readonly name = 'OutOfFuel';
}

function attach(file: IstanbulFile): Counters {
  const statements = Object.keys(file.s);
  const branches = Object.entries(file.b);
  const names = statements.map((id) => `s${id}`);
  for (const [id, paths] of branches)
    for (let index = 0; index < paths.length; index++) names.push(`b${id}.${index}`);
  const hits = new Uint32Array(names.length);
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
  const spend = (): void => {
    if (--fuel < 0) throw new OutOfFuel('the call did not end in the fuel it was given');
  };
  const define = (key: 's' | 'b' | 'f', view: unknown): void => {
    Object.defineProperty(file, key, {
      get: () => {
        spend();
        return view;
      },
      configurable: true,
      enumerable: true,
    });
  };
  define('s', statementView);
  define('b', branchViews);
  define('f', functionView);
  return {
    names,
    branchMap: file.branchMap,
    inputSourceMap: file.inputSourceMap,
    reset(amount) {
      hits.fill(0);
      fuel = amount;
    },
    touched() {
      fuel = Number.MAX_SAFE_INTEGER;
      const found: number[] = [];
      for (let index = 0; index < hits.length; index++) if (hits[index] !== 0) found.push(index);
      return found;
    },
    ranDry: () => fuel < 0,
    detach() {
      const plain = {
        s: Object.fromEntries(statements.map((id) => [id, 0])),
        f: Object.fromEntries(functions.map((id) => [id, 0])),
        b: Object.fromEntries(branches.map(([id, paths]) => [id, Array.from(paths, () => 0)])),
      };
      for (const [key, value] of Object.entries(plain)) {
        Object.defineProperty(file, key, { value, writable: true, configurable: true, enumerable: true });
      }
    },
  };
}

const exported = { attach, OutOfFuel };
declare namespace exported {
  export type { Counters, IstanbulFile };
}
export = exported;
