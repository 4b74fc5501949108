/** Reads Istanbul's counters of a test context and tells which of them went up between two moments. */

interface IstanbulFile {
  path: string;
  s: Record<string, number>;
  f: Record<string, number>;
  b: Record<string, number[]>;
}

type IstanbulData = Record<string, IstanbulFile>;
type Hits = Record<string, string[]>;

function flatten(file: IstanbulFile): number[] {
  const counts = [...Object.values(file.s), ...Object.values(file.f)];
  for (const paths of Object.values(file.b)) counts.push(...paths);
  return counts;
}

function namesOf(file: IstanbulFile): string[] {
  const names = [...Object.keys(file.s).map((id) => `s${id}`), ...Object.keys(file.f).map((id) => `f${id}`)];
  for (const [id, paths] of Object.entries(file.b))
    paths.forEach((_, index) => names.push(`b${id}.${index}`));
  return names;
}

/** The counts of every file, to compare with later. */
function snapshot(data: IstanbulData | undefined): Map<string, number[]> {
  return new Map(Object.entries(data ?? {}).map(([file, counters]) => [file, flatten(counters)]));
}

/** The counters that are higher now than in the snapshot; files loaded since count from zero. */
function hitsSince(before: ReadonlyMap<string, number[]>, data: IstanbulData | undefined): Hits {
  const hits: Hits = {};
  for (const [file, counters] of Object.entries(data ?? {})) {
    const old = before.get(file);
    const now = flatten(counters);
    const raised = now.flatMap((count, index) => (count > (old?.[index] ?? 0) ? [index] : []));
    if (raised.length === 0) continue;
    const names = namesOf(counters);
    hits[file] = raised.map((index) => names[index] ?? '');
  }
  return hits;
}

export = { snapshot, hitsSince };
