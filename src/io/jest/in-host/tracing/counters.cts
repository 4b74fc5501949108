/**
 * Finds the Istanbul counters of a test context that went up between two moments. The counters are compared in place,
 * with the shape of each file kept, because cloning them for every test costs more than the tests.
 */

interface CounterFile {
  path: string;
  s: Record<string, number>;
  f: Record<string, number>;
  b: Record<string, number[]>;
}

export type IstanbulData = Record<string, CounterFile>;
type CounterHits = Record<string, string[]>;

interface CounterShape {
  statements: string[];
  functions: string[];
  branches: string[];
  /** The counts at the last look, in the order statements, functions, branches. */
  seen: number[];
}

interface CounterWatch {
  /** The counters that are higher than at the last look, by file. Files loaded since count from zero. */
  look(data: IstanbulData | undefined): CounterHits;
}

const shapeOf = (file: CounterFile): CounterShape => ({
  statements: Object.keys(file.s),
  functions: Object.keys(file.f),
  branches: Object.keys(file.b),
  seen: [],
});

/** Names of the raised counters; brings `seen` up to date. */
function lookAt(file: CounterFile, { statements, functions, branches, seen }: CounterShape): string[] {
  const raised: string[] = [];
  let index = 0;
  const isRaised = (count: number): boolean => {
    const before = seen[index] ?? 0;
    seen[index++] = count;
    return count > before;
  };
  for (const id of statements) if (isRaised(file.s[id] ?? 0)) raised.push(`s${id}`);
  for (const id of functions) if (isRaised(file.f[id] ?? 0)) raised.push(`f${id}`);
  for (const id of branches) {
    const paths = file.b[id] ?? [];
    for (let path = 0; path < paths.length; path++)
      if (isRaised(paths[path] ?? 0)) raised.push(`b${id}.${path}`);
  }
  return raised;
}

/** Starts with every counter at zero. */
export function watchCounters(): CounterWatch {
  const shapes = new Map<CounterFile, CounterShape>();
  return {
    look(data) {
      const hits: CounterHits = {};
      for (const [path, file] of Object.entries(data ?? {})) {
        const shape = shapes.get(file) ?? shapeOf(file);
        shapes.set(file, shape);
        const raised = lookAt(file, shape);
        if (raised.length > 0) hits[path] = raised;
      }
      return hits;
    },
  };
}
