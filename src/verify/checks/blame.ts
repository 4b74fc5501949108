/** `interferes`: finds out why tests of the host fail beside what is to be delivered, and which candidate is to blame. */
import type { Candidate } from '../../domain/candidate.js';
import type { Finding } from '../../domain/finding.js';
import type { JestRun } from '../../io/jest/run/read-run.js';
import { smallestBreaking } from '../find-culprit.js';
import type { GateContext, HostTestFile } from '../gate-context.js';
import type { PlacedFile } from '../placed-files.js';
import { firstLines } from '../read-results.js';
import { candidatesOf, onlyThose, type Rejection, withoutRejected } from '../sift.js';
import { runBeside } from '../test-runs.js';

const MOST_CULPRITS = 3;

export interface Blame {
  rejected: Rejection[];
  /** Paths of the host's tests that do not hold by themselves. */
  flaky: ReadonlySet<string>;
  findings: Finding[];
}

/** The paths of those that did not pass. */
export function failingOf(run: JestRun, hostTests: readonly HostTestFile[]): Set<string> {
  const passed = new Set(run.files.filter((file) => file.passed).map((file) => file.path));
  const paths = hostTests.map(({ path }) => path);
  return new Set(run.ended === 'well' ? paths.filter((path) => !passed.has(path)) : paths);
}

/**
 * Runs the host's tests that did not pass beside ours without them; `hasEnded` says whether that run came to its end. Those
 * that are seen to fail so are flaky; for the others a candidate is to blame. One that does not even end is no excuse:
 * nothing can be proven beside it.
 */
export async function settleBlame(
  context: GateContext,
  files: readonly PlacedFile[],
  { failing, hasEnded }: { failing: readonly HostTestFile[]; hasEnded: boolean },
): Promise<Blame> {
  const alone = await runAlone(context, failing, hasEnded);
  const endless = failing.filter(({ path }) => alone.get(path)?.outcome === 'endless');
  if (endless.length > 0) return blameEndless(files, endless);
  const sound = failing.filter(({ path }) => alone.get(path)?.outcome === 'passed');
  const rejected = sound.length > 0 ? await findCulprits(context, files, sound) : [];
  // The others may have failed once, and nothing beside them makes them fail again.
  const isFlaky = ({ path }: HostTestFile): boolean =>
    (hasEnded && rejected.length === 0) || alone.get(path)?.outcome === 'failed';
  const flaky = failing.filter(isFlaky).map(({ path }) => path);
  const title = 'this test file passed at first and failed when it was run again';
  const findings = flaky.map((path): Finding => {
    const detail = alone.get(path)?.said || 'it failed once and passed when it was run again';
    return { kind: 'flaky-host-test', target: path, title, detail };
  });
  return { rejected, flaky: new Set(flaky), findings };
}

/** The rest is proven without them. */
function blameEndless(files: readonly PlacedFile[], endless: readonly HostTestFile[]): Blame {
  const touching = (source: string): HostTestFile | undefined =>
    endless.find(({ touches }) => touches.includes(source));
  const rejected = candidatesOf(files).flatMap((candidate): Rejection[] => {
    const test = touching(candidate.file);
    if (test === undefined) return [];
    const detail = `${test.path} passed at first, and does not end in time any more, so nothing can be proven beside it`;
    return [{ candidate, reason: 'interferes', detail }];
  });
  const title = 'this test file passed at first and did not end when it was run again';
  const detail = 'it was stopped after several times its first duration';
  const findings = endless.map(({ path }): Finding => ({ kind: 'hang', target: path, title, detail }));
  return { rejected, flaky: new Set(endless.map(({ path }) => path)), findings };
}

interface AloneRun {
  outcome: 'passed' | 'failed' | 'endless';
  said: string;
}

/** Without ours: together, and each by itself where they do not end together. */
async function runAlone(
  context: GateContext,
  hostTests: readonly HostTestFile[],
  areTogether: boolean,
): Promise<Map<string, AloneRun>> {
  const results = new Map<string, AloneRun>();
  if (hostTests.length === 0) return results;
  const run = areTogether || hostTests.length === 1 ? (await runBeside(context, [], hostTests)).run : null;
  if (run === null || (run.ended !== 'well' && hostTests.length > 1)) {
    for (const one of hostTests)
      for (const [path, result] of await runAlone(context, [one], false)) results.set(path, result);
    return results;
  }
  const failing = failingOf(run, hostTests);
  const isEndless = run.ended === 'timeout' || run.ended === 'stalled';
  for (const { path } of hostTests) {
    const outcome = isEndless ? 'endless' : failing.has(path) ? 'failed' : 'passed';
    results.set(path, { outcome, said: saidOf(run, path) });
  }
  return results;
}

/** Rejects, one by one, the candidates beside which the host's tests fail; none when they pass after all. */
async function findCulprits(
  context: GateContext,
  files: readonly PlacedFile[],
  hostTests: readonly HostTestFile[],
): Promise<Rejection[]> {
  let said = '';
  const breaks = async (candidates: readonly Candidate[]): Promise<boolean> => {
    const placed = onlyThose(files, (candidate) => candidates.includes(candidate));
    if (placed.length === 0) return false;
    const { run } = await runBeside(context, placed, hostTests);
    const [first] = failingOf(run, hostTests);
    if (first !== undefined) said = `${first} fails beside it: ${saidOf(run, first)}`;
    return first !== undefined;
  };
  const rejected: Rejection[] = [];
  for (let culprits = 0; culprits <= MOST_CULPRITS; culprits++) {
    const candidates = candidatesOf(withoutRejected(files, rejected));
    if (!(await breaks(candidates))) break;
    const count = await smallestBreaking(candidates.length, (first) => breaks(candidates.slice(0, first)));
    const blamed = culprits === MOST_CULPRITS ? candidates : candidates.slice(count - 1, count);
    const detail = said;
    rejected.push(...blamed.map((candidate): Rejection => ({ candidate, reason: 'interferes', detail })));
  }
  return rejected;
}

function saidOf(run: JestRun, path: string): string {
  const file = run.files.find((result) => result.path === path);
  const failed = file?.tests.find((test) => test.status === 'failed');
  const words = failed ? (failed.failureMessages ?? []).join('\n') : (file?.message ?? '');
  return [failed?.fullName ?? '', firstLines(words)].filter((text) => text !== '').join('\n');
}
