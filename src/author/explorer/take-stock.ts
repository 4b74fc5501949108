/** Reads what a run of the exploring tests brought, and finds the unit that ended it. */
import { stripVTControlCharacters } from 'node:util';
import type { Finding } from '../../domain/finding.js';
import type { JestRun } from '../../io/jest/run/read-run.js';
import type { ExplorationRun } from './exploration-run.js';
import type { ExploreLine } from './notation/explore-line.js';
import { readCurrent, readLines } from './run/read-lines.js';

/** Transformers say pages about a module that they cannot read. */
const MOST_OF_MESSAGE = 300;

/** Keeps what searches that were ended had found by then. */
export async function takeWhatThereIs(open: readonly ExplorationRun[]): Promise<void> {
  for (const exploration of open) {
    const { plan, result, scratch } = exploration;
    const fresh = await readLines(scratch, plan.resultFile);
    exploration.lines.push(...fresh);
    addFound(exploration, fresh);
    const finished = new Set(fresh.flatMap((line) => (line.type === 'unit-end' ? [line.unit] : [])));
    for (const { id } of exploration.left)
      if (!finished.has(id)) result.skipped.push({ target: id, reason: 'the time was up' });
    exploration.left = [];
    plan.runtimeExports.isOpen = false;
    result.isCut = true;
  }
}

/** Reads what a run brought for one file, and finds the unit that ended it, if this file was where it ended. */
export async function takeStock(exploration: ExplorationRun, run: JestRun): Promise<void> {
  const { request, plan, result, exploringTest, scratch } = exploration;
  const fresh = await readLines(scratch, plan.resultFile);
  exploration.lines.push(...fresh);
  const finished = new Set(fresh.flatMap((line) => (line.type === 'unit-end' ? [line.unit] : [])));
  exploration.left = exploration.left.filter((unit) => !finished.has(unit.id));
  const isTheEnd = run.ended === 'well' || run.at === null || run.at.file === exploringTest;
  addFound(exploration, fresh);
  if (isTheEnd)
    plan.runtimeExports.isOpen =
      run.ended !== 'well' && !fresh.some(({ type }) => type === 'runtime-exports-end');
  if (exploration.left.length === 0 || !isTheEnd) return;
  const { started, problem, finding } = await judgeRun(exploration, run, fresh);
  // Where no unit had begun, the module itself is to blame, and so all of them are.
  const culprits = exploration.left.filter((unit) => started === null || unit.id === started);
  const blamed = culprits.length > 0 ? culprits : exploration.left;
  // Their results of earlier rounds are kept.
  if (plan.round === 0) for (const unit of blamed) result.skipped.push({ target: unit.id, reason: problem });
  if (finding) result.findings.push({ ...finding, target: started ?? request.file });
  exploration.left = exploration.left.filter((unit) => !blamed.includes(unit));
}

/** Adds the units that were made of the module's exports; only those of the explored file are believed. */
function addFound({ units, plan, request }: ExplorationRun, lines: readonly ExploreLine[]): void {
  for (const line of lines) {
    if (line.type !== 'unit-found' || line.unit.access.module !== request.file) continue;
    if (!units.some(({ id }) => id === line.unit.id)) units.push(line.unit);
    plan.runtimeExports.skip.push(line.unit.id);
  }
}

interface RunVerdict {
  /** The unit that was being explored when the process ended, if it ended early. */
  started: string | null;
  problem: string;
  finding: Omit<Finding, 'target'> | null;
}

async function judgeRun(
  exploration: ExplorationRun,
  run: JestRun,
  lines: readonly ExploreLine[],
): Promise<RunVerdict> {
  const started = lines.findLast((line) => line.type === 'unit-start')?.unit ?? null;
  const failure = lines.find((line) => line.type === 'load-failed');
  if (failure) {
    const said = stripVTControlCharacters(failure.message).replace(/\s+/g, ' ').slice(0, MOST_OF_MESSAGE);
    return { started: null, problem: `the module cannot be loaded: ${said}`, finding: null };
  }
  if (run.ended === 'well') {
    const outcome = run.files.find((file) => file.path === exploration.exploringTest);
    const said = outcome?.message.trim().split('\n').slice(0, 4).join(' ') ?? 'it reported nothing';
    return { started, problem: `the exploring test failed: ${said}`, finding: null };
  }
  const isHang = run.ended !== 'crashed';
  const problem = isHang ? 'a call did not return' : 'a call ended the process';
  const current = (await readCurrent(exploration.scratch, exploration.plan.currentFile)).slice(0, 600);
  const detail = `With this input (the explorer's notation): ${current}\n${run.message.split('\n').slice(-6).join('\n')}`;
  return { started, problem, finding: { kind: isHang ? 'hang' : 'crash', title: problem, detail } };
}
