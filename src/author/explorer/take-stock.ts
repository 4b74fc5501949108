/** Reads what a run of the exploring tests brought, and finds the unit that ended it. */
import type { Finding } from '../../domain/finding.js';
import { jestWords } from '../../io/jest/config/jest-words.js';
import type { JestRun } from '../../io/jest/run/read-run.js';
import type { ExplorationRun } from './exploration-run.js';
import type { ExploreLine } from './notation/explore-line.js';
import { readCurrent, readLines } from './run/read-lines.js';

/** Transformers say pages about a module that they cannot read. In characters, and in lines. */
const MOST_OF_MESSAGE = 300;
const MOST_OF_LOADING = 8;
const MOST_OF_TEST = 4;
const MOST_OF_CRASH = 6;

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
  const say = (text: string, most: number): string => sayFailure(text, exploration.plan.root, most);
  const failure = lines.find((line) => line.type === 'load-failed');
  if (failure) {
    const problem = `the module cannot be loaded: ${say(failure.message, MOST_OF_LOADING)}`;
    return { started: null, problem, finding: null };
  }
  if (run.ended === 'well') {
    const outcome = run.files.find((file) => file.path === exploration.exploringTest);
    const said = say(outcome?.message ?? '', MOST_OF_TEST) || 'it reported nothing';
    return { started, problem: `the exploring test failed: ${said}`, finding: null };
  }
  const isHang = run.ended !== 'crashed';
  const problem = sayEnd(isHang, started);
  const current = (await readCurrent(exploration.scratch, exploration.plan.currentFile)).slice(0, 600);
  const input = current === '' ? '' : `With this input (the explorer's notation): ${current}\n`;
  const detail = `${input}${say(run.message, MOST_OF_CRASH)}`;
  return { started, problem, finding: { kind: isHang ? 'hang' : 'crash', title: problem, detail } };
}

/** How an exploration ended early; where no unit had begun, it was by loading the module. */
function sayEnd(isHang: boolean, started: string | null): string {
  if (started === null)
    return isHang ? 'loading the module does not come to an end' : 'loading the module ended the process';
  return isHang ? 'a call did not return' : 'a call ended the process';
}

/** The first lines of a message, with the paths of the repository and without our own or Jest's. */
function sayFailure(text: string, root: string, most: number): string {
  // The stack of requirers differs from file to file; the reason does not.
  const [reason = ''] = text.split(/\n?Require stack:/);
  const said = jestWords(reason, { copy: root, root: '.' }, most);
  return said
    .replace(/^\s*● explores\s*/, '')
    .replace(/\s+/g, ' ')
    .slice(0, MOST_OF_MESSAGE)
    .trim();
}
