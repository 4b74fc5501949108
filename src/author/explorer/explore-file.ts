/** Explores the targets of one source file inside the host's Jest and turns what was found into candidates. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Candidate } from '../../domain/candidate.js';
import type { Finding } from '../../domain/finding.js';
import type { Target } from '../../domain/target.js';
import { ownInfix } from '../../domain/test-path.js';
import { type JestSession, runJest } from '../../io/jest/run-jest.js';
import type { ExploreLine, ExplorePlan, HeldLaw, RecordedCase, Unit } from './expression.js';
import { exploringSource } from './exploring-test.js';
import { modulesOf, planUnits, shortHash } from './plan-units.js';
import { printLaw } from './print-law.js';
import { printRecordedCase } from './print-test.js';
import { createSourceView, type SourceView, titleCase } from './title.js';

export interface ExploreRequest {
  /** Host-relative source file. */
  file: string;
  sourceText: string;
  /** Targets of the file that are to be explored. */
  targets: readonly Target[];
  /** All targets of the host, to find inverses among. */
  allTargets: readonly Target[];
  /** Where the tests of the file will stand; the exploring test stands beside it. */
  testFile: string;
  /** Counters of the file that are covered already. */
  covered: ReadonlySet<string>;
  seed: number;
  cpuMsPerTarget: number | null;
  signal: AbortSignal;
}

export interface ExploreResult {
  candidates: Candidate[];
  findings: Finding[];
  /** Targets that could not be explored, with the reason. */
  skipped: { target: string; reason: string }[];
}

/** How long loading the modules may take without a sign of life, and how long one call may. */
const LOAD_STALL_MS = 60_000;
const CALL_STALL_MS = 10_000;
/** How many calls of one file may hang or crash before the rest of it is left alone. */
const MAX_ATTEMPTS = 12;
// The lines come from our own code in the box, which shares it with untrusted code: shape is checked, content is not trusted.
const lineSchema = z.looseObject({ type: z.string() });

/** Explores a file. What a target does to the process costs that target only: the others are explored again without it. */
export async function exploreFile(session: JestSession, request: ExploreRequest): Promise<ExploreResult> {
  const result: ExploreResult = { candidates: [], findings: [], skipped: [] };
  const { seed, cpuMsPerTarget } = request;
  const units = planUnits(request.targets, request.allTargets, { seed, cpuMsPerTarget });
  const lines: ExploreLine[] = [];
  let left = units;
  for (let attempt = 0; left.length > 0 && attempt < MAX_ATTEMPTS; attempt++) {
    const run = await exploreUnits(session, request, left, lines);
    const finished = new Set(lines.flatMap((line) => (line.type === 'unit-end' ? [line.unit] : [])));
    left = left.filter((unit) => !finished.has(unit.id));
    if (left.length === 0) break;
    // Where no unit had begun, the module itself is to blame, and so all of them are.
    const culprits = left.filter((unit) => run.started === null || unit.id === run.started);
    for (const unit of culprits) result.skipped.push({ target: unit.id, reason: run.problem });
    const target = run.started ?? request.file;
    if (run.finding) result.findings.push({ ...run.finding, target });
    if (culprits.length === 0) break;
    left = left.filter((unit) => !culprits.includes(unit));
  }
  const reason = 'too many other calls of this file did not return';
  for (const unit of left) result.skipped.push({ target: unit.id, reason });
  collect(session, request, units, lines, result);
  return result;
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

interface UnitRun {
  /** The unit that was being explored when the process ended, if it ended early. */
  started: string | null;
  problem: string;
  finding: Omit<Finding, 'target'> | null;
}

async function exploreUnits(
  session: JestSession,
  request: ExploreRequest,
  units: readonly Unit[],
  lines: ExploreLine[],
): Promise<UnitRun> {
  const folder = path.join(session.box.scratch, `explore-${shortHash(request.file)}`);
  await mkdir(folder, { recursive: true });
  const plan = makePlan(session, request, units, folder);
  await rm(plan.resultFile, { force: true });
  await writeFile(plan.resultFile, '');
  const planFile = path.join(folder, 'plan.json');
  await writeFile(planFile, JSON.stringify(plan));
  const exploringTest = request.testFile.replace(ownInfix, `${ownInfix}-explore`);
  const absolute = path.join(session.box.root, exploringTest);
  await mkdir(path.dirname(absolute), { recursive: true });
  await writeFile(absolute, exploringSource(session.host, exploringTest, planFile));
  const cpuMs = units.reduce((sum, unit) => sum + unit.cpuMs, 0);
  try {
    const run = await runJest(session, {
      testFiles: [exploringTest],
      coverage: 'records',
      perTest: false,
      guard: true,
      stallMs: () => (sizeOf(plan.resultFile) === 0 ? LOAD_STALL_MS : CALL_STALL_MS),
      timeoutMs: 120_000 + cpuMs * 8,
      testTimeoutMs: 3_600_000,
      writable: false,
      watchFiles: [plan.resultFile],
      signal: request.signal,
    });
    const before = lines.length;
    lines.push(...(await readLines(plan.resultFile)));
    return judgeRun(run, lines.slice(before), await readCurrent(plan.currentFile));
  } finally {
    await rm(absolute, { force: true });
    await rm(folder, { recursive: true, force: true });
  }
}

function judgeRun(
  run: Awaited<ReturnType<typeof runJest>>,
  lines: readonly ExploreLine[],
  current: string,
): UnitRun {
  const started = lines.findLast((line) => line.type === 'unit-start')?.unit ?? null;
  const failure = lines.find((line) => line.type === 'load-failed');
  if (failure)
    return { started: null, problem: `the module cannot be loaded: ${failure.message}`, finding: null };
  if (run.ended === 'well') {
    const said = run.files[0]?.message.trim().split('\n').slice(0, 4).join(' ') ?? 'it reported nothing';
    return { started, problem: `the exploring test failed: ${said}`, finding: null };
  }
  const isHang = run.ended !== 'crashed';
  const problem = isHang ? 'a call did not return' : 'a call ended the process';
  const detail = `With this input (the explorer's notation): ${current.slice(0, 600)}\n${run.message.split('\n').slice(-6).join('\n')}`;
  return { started, problem, finding: { kind: isHang ? 'hang' : 'crash', title: problem, detail } };
}

function makePlan(
  session: JestSession,
  request: ExploreRequest,
  units: readonly Unit[],
  folder: string,
): ExplorePlan {
  const isTyped = /\.[cm]?tsx?$/.test(request.file);
  return {
    seed: request.seed,
    root: session.box.root,
    file: path.join(session.box.root, request.file),
    isTyped,
    units: [...units],
    modules: modulesOf(request.file, units),
    covered: [...request.covered],
    resultFile: path.join(folder, 'result.jsonl'),
    currentFile: path.join(folder, 'current.txt'),
  };
}

async function readLines(file: string): Promise<ExploreLine[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    try {
      const parsed = lineSchema.safeParse(JSON.parse(line));
      return parsed.success ? [parsed.data as unknown as ExploreLine] : [];
    } catch {
      return [];
    }
  });
}

/** The case that ran last, from its length-prefixed slot. */
async function readCurrent(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const end = text.indexOf('\n');
  return end < 0 ? '' : text.slice(end + 1, end + 1 + Number(text.slice(0, end)));
}

function collect(
  session: JestSession,
  request: ExploreRequest,
  units: readonly Unit[],
  lines: readonly ExploreLine[],
  result: ExploreResult,
): void {
  const loaded = lines.find((line) => line.type === 'loaded');
  const view = createSourceView(request.sourceText, loaded?.branches ?? {}, loaded?.sourceMap);
  const writer: CandidateWriter = { session, request, view, taken: new Map(), clauses: new Map() };
  for (const line of lines) {
    if (line.type === 'law') result.candidates.unshift(...lawCandidate(writer, line.held, units));
    if (line.type === 'case') result.candidates.push(...caseCandidate(writer, line.recorded, units));
    if (line.type !== 'unit-end') continue;
    if (line.kept === 0 && line.guarded.length > 0) {
      result.skipped.push({
        target: line.unit,
        reason: `reaches outside the sandbox (${line.guarded.slice(0, 3).join(', ')})`,
      });
    }
  }
}

interface CandidateWriter {
  session: JestSession;
  request: ExploreRequest;
  view: SourceView;
  /** Titles and clauses that are used, by target. */
  taken: Map<string, Set<string>>;
  clauses: Map<string, Set<string>>;
}

const setFor = (map: Map<string, Set<string>>, key: string): Set<string> => {
  const set = map.get(key) ?? new Set<string>();
  map.set(key, set);
  return set;
};

function makeCandidate(
  request: ExploreRequest,
  target: string,
  kind: Candidate['kind'],
  title: string,
  printed: Pick<Candidate, 'body' | 'isAsync' | 'imports'>,
): Candidate {
  const group = target.slice(target.indexOf('#') + 1);
  const id = shortHash(`${target}\n${title}\n${printed.body}`);
  return {
    id,
    target,
    file: request.file,
    author: 'explorer',
    kind,
    group,
    title,
    body: printed.body,
    isAsync: printed.isAsync,
    imports: printed.imports,
  };
}

function caseCandidate(writer: CandidateWriter, recorded: RecordedCase, units: readonly Unit[]): Candidate[] {
  const { session, request, view } = writer;
  const unit = units.find((item) => item.id === recorded.unit);
  if (!unit) return [];
  const target = request.targets.find((item) => item.id === recorded.target);
  const title = titleCase(
    recorded,
    view,
    setFor(writer.taken, recorded.target),
    setFor(writer.clauses, recorded.target),
    target ? { first: target.range.start.line, last: target.range.end.line } : null,
  );
  return [
    makeCandidate(
      request,
      recorded.target,
      'unit',
      title,
      printRecordedCase(session.host, recorded, unit, units),
    ),
  ];
}

function lawCandidate(writer: CandidateWriter, held: HeldLaw, units: readonly Unit[]): Candidate[] {
  const { session, request } = writer;
  const unit = units.find((item) => item.id === held.unit);
  const target = request.targets.find((item) => item.id === held.target);
  if (!unit || !target || !session.host.hasFastCheck) return [];
  const printed = printLaw(session.host, held, unit, target, request.seed);
  if (!printed) return [];
  setFor(writer.taken, target.id).add(printed.title);
  return [makeCandidate(request, target.id, 'property', printed.title, printed)];
}
