/** `flaky` and `interferes`: the final files under the host's plain Jest, with the host's own tests after them. */
import type { CoverageMapData } from 'istanbul-lib-coverage';
import type { Candidate } from '../../domain/candidate.js';
import type { Finding } from '../../domain/finding.js';
import type { JestRun } from '../../io/jest/run/read-run.js';
import { smallestBreaking } from '../find-culprit.js';
import type { GateContext, HostTestFile, PassingCandidate } from '../gate-context.js';
import { firstLines, type TestResult } from '../read-results.js';
import { relatedTests } from '../related-tests.js';
import {
  candidatesOf,
  onlyThose,
  rejectFailed,
  type Rejection,
  type Sifted,
  withoutRejected,
} from '../sift.js';
import type { PlacedFile } from '../placed-files.js';
import { runBeside, runCandidates } from '../test-runs.js';

const MOST_CULPRITS = 3;
const MOST_PROOFS = 4;

/** The files of one judgement, whose candidates passed all other checks. */
interface ProofInput {
  context: GateContext;
  files: readonly PlacedFile[];
  passing: readonly PassingCandidate[];
}

interface ProofResult extends Sifted {
  /** Istanbul's report of the last proof, null when there was none. */
  coverage: CoverageMapData | null;
  findings: Finding[];
}

/** Proves the files of several judgements in one process, without anything of ours in it. */
export async function proveBesideHost(
  unproven: readonly ProofInput[],
  signal: AbortSignal,
): Promise<ProofResult> {
  const [first] = unproven;
  if (!first) return { kept: [], rejected: [], coverage: null, findings: [] };
  const context = { ...first.context, limits: { ...first.context.limits, signal } };
  const files = unproven.flatMap((one) => one.files);
  const written = new Set(files.map((file) => file.path));
  const hostTests = unproven.flatMap((one) =>
    relatedTests(one.context.request.hostTests, one.files, one.passing),
  );
  const beside = [...new Set(hostTests)].filter(({ path }) => !written.has(path));
  return proveFiles(context, files, beside);
}

/** Proves what is left; proves it again when something had to go. */
async function proveFiles(
  context: GateContext,
  files: readonly PlacedFile[],
  related: readonly HostTestFile[],
): Promise<ProofResult> {
  let kept = [...files];
  let hostTests = [...related];
  let coverage: CoverageMapData | null = null;
  const rejected: Rejection[] = [];
  const findings: Finding[] = [];
  for (let proof = 0; proof < MOST_PROOFS; proof++) {
    const proven = await proveOnce(context, kept, hostTests);
    coverage = proven.coverage;
    const failed = rejectFailed(candidatesOf(kept), proven.results, { hadPassed: true });
    const passed = withoutRejected(kept, failed);
    const failing = hostTests.filter(({ path }) => proven.failing.has(path));
    const blame = await settleBlame(context, passed, failing);
    hostTests = hostTests.filter(({ path }) => !blame.flaky.has(path));
    findings.push(...blame.findings);
    rejected.push(...failed, ...blame.rejected);
    kept = withoutRejected(passed, blame.rejected);
    if (failed.length + blame.rejected.length === 0) break;
  }
  return { kept, rejected, coverage, findings };
}

interface ProvenFiles {
  results: Map<string, TestResult>;
  coverage: CoverageMapData | null;
  /** Test files of the host that did not pass. */
  failing: Set<string>;
}

async function proveOnce(
  context: GateContext,
  files: readonly PlacedFile[],
  hostTests: readonly HostTestFile[],
): Promise<ProvenFiles> {
  if (hostTests.length > 0) {
    const { run, results } = await runBeside(context, files, hostTests);
    if (run.ended === 'well') return { results, coverage: run.coverage, failing: failingOf(run, hostTests) };
  }
  const { results, coverage } = await runCandidates(context, files, { plain: true });
  return { results, coverage, failing: new Set(hostTests.map(({ path }) => path)) };
}

function failingOf(run: JestRun, hostTests: readonly HostTestFile[]): Set<string> {
  const passed = new Set(run.files.filter((file) => file.passed).map((file) => file.path));
  const paths = hostTests.map(({ path }) => path);
  return new Set(run.ended === 'well' ? paths.filter((path) => !passed.has(path)) : paths);
}

interface Blame {
  rejected: Rejection[];
  /** Paths of the host's tests that do not hold by themselves. */
  flaky: ReadonlySet<string>;
  findings: Finding[];
}

/** Finds out why tests of the host failed: some do without ours as well; for the others a candidate is to blame. */
async function settleBlame(
  context: GateContext,
  files: readonly PlacedFile[],
  failing: readonly HostTestFile[],
): Promise<Blame> {
  if (failing.length === 0) return { rejected: [], flaky: new Set(), findings: [] };
  const { run } = await runBeside(context, [], failing);
  const flaky = failingOf(run, failing);
  const sound = failing.filter(({ path }) => !flaky.has(path));
  const rejected = sound.length > 0 ? await findCulprits(context, files, sound) : [];
  // They failed once, and nothing beside them makes them fail again.
  if (rejected.length === 0) for (const { path } of sound) flaky.add(path);
  const title = 'this test file passed at first and failed when it was run again';
  const findings = [...flaky].map((path): Finding => {
    const detail = saidOf(run, path) || 'it failed once and passed when it was run again';
    return { kind: 'flaky-host-test', target: path, title, detail };
  });
  return { rejected, flaky, findings };
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
