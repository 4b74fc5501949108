/** Gives the object that several tests of a file build in the same way one `build…` function at its top; pure. */
import type { Candidate } from '../domain/candidate.js';
import type { Host } from '../domain/host.js';

const MIN_TESTS = 3;
const MAX_LINE = 104;

/** The first statement of a test: `const invoice = new Invoice('2019-0042', { country: 'DE' });`. */
interface Built {
  name: string;
  /** The expression that makes the object. */
  made: string;
  /** The rest of the test. */
  rest: string;
}

/** Lines of one statement: its brackets close at its own margin. */
function firstStatement(body: string): { statement: string; rest: string } {
  const lines = body.split('\n');
  const end = lines.findIndex((line, index) => index > 0 && !/^[\s)\]}]/.test(line));
  const count = end < 0 ? lines.length : end;
  return { statement: lines.slice(0, count).join('\n'), rest: lines.slice(count).join('\n') };
}

/** The object that a test builds first, when it gives the constructor or factory something to build it from. */
function builtBy({ kind, body }: Candidate): Built | null {
  if (kind === 'property' || body.includes('`')) return null;
  const { statement, rest } = firstStatement(body);
  const match = /^const ([A-Za-z$][\w$]*) = ((?:new )?[A-Za-z_$][\w$.]*\([^)][^]*\));?$/.exec(statement);
  const [, name = '', made = ''] = match ?? [];
  const isOther = name === '' || /^(result|received)$/.test(name) || /^(jest|vi|require)\b|=>/.test(made);
  return isOther || rest === '' ? null : { name, made, rest };
}

const nameFor = (name: string): string => `build${name.charAt(0).toUpperCase()}${name.slice(1)}`;

function printBuilder({ conventions }: Host, { name, made }: Built): string {
  const end = conventions.semicolons ? ';' : '';
  const line = `const ${nameFor(name)} = () => ${made}${end}`;
  const isShort = line.split('\n').every((part) => part.length <= MAX_LINE);
  if (isShort) return line;
  const indented = made.split('\n').join(`\n${conventions.indent}`);
  return `const ${nameFor(name)} = () =>\n${conventions.indent}${indented}${end}`;
}

/** For each name the object that most tests build under it, if enough of them do. */
function sharedBy(candidates: readonly Candidate[]): Built[] {
  const counts = new Map<string, { built: Built; count: number }>();
  for (const built of candidates.flatMap((candidate) => builtBy(candidate) ?? [])) {
    const key = `${built.name} ${built.made}`;
    counts.set(key, { built, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const frequent = [...counts.values()]
    .filter(({ count }) => count >= MIN_TESTS)
    .sort((a, b) => b.count - a.count);
  return frequent
    .map(({ built }) => built)
    .filter(({ name }, index, all) => all.findIndex((other) => other.name === name) === index);
}

/** The candidates of a file with their shared set-up replaced, and the functions that they call for it. */
export interface SharedSetup {
  candidates: Candidate[];
  builders: string[];
}

/**
 * Takes out what three or more tests build alike.
 * @param taken the text of the file so far: a name in it is not given a second meaning
 */
export function shareSetup(host: Host, candidates: readonly Candidate[], taken: string): SharedSetup {
  const texts = [taken, ...candidates.map(({ body }) => body)];
  const end = host.conventions.semicolons ? ';' : '';
  const shared = sharedBy(candidates.filter(({ row }) => row === undefined)).flatMap((built) => {
    const builder = printBuilder(host, built);
    const isThere = taken.includes(builder);
    const isTaken = texts.some((text) => text.split(/[^\w$]+/).includes(nameFor(built.name)));
    return isThere || !isTaken ? [{ ...built, builder, isThere }] : [];
  });
  const replaced = candidates.map((candidate) => {
    const built = builtBy(candidate);
    const isShared = shared.some(({ name, made }) => name === built?.name && made === built.made);
    if (!built || !isShared || candidate.row) return candidate;
    return { ...candidate, body: `const ${built.name} = ${nameFor(built.name)}()${end}\n${built.rest}` };
  });
  return {
    candidates: replaced,
    builders: shared.filter(({ isThere }) => !isThere).map(({ builder }) => builder),
  };
}
