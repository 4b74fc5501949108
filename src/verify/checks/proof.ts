/** `flaky` and `interferes`: the final files under the host's plain Jest, with the host's own tests after them. */
import type { CoverageMapData } from 'istanbul-lib-coverage';
import type { Candidate } from '../../domain/candidate.js';
import type { Finding } from '../../domain/finding.js';
import type { JestRun } from '../../io/jest/run/read-run.js';
import {
  type GateState,
  type HostTestFile,
  limitsOf,
  onlyThose,
  openFiles,
  reject,
  rejectFailed,
  type Survivor,
} from '../gate-state.js';
import { smallestBreaking } from '../find-culprit.js';
import { relatedTests } from '../related-tests.js';
import { firstLines, runBeside, runCandidates, type TestResult, type PlacedFile } from '../test-runs.js';

const MOST_CULPRITS = 3;
const MOST_PROOFS = 4;

/** Candidates that passed all other checks, with the state in which their verdicts are kept. */
interface ProofInput {
  state: GateState;
  kept: readonly Survivor[];
}

/**
 * Proves the files of several judgements in one process, without anything of ours in it; what fails is rejected in the
 * state that it came with.
 */
export async function proveBesideHost(
  unproven: readonly ProofInput[],
  signal: AbortSignal,
): Promise<{ coverage: CoverageMapData | null; findings: Finding[] }> {
  const [first] = unproven;
  if (!first) return { coverage: null, findings: [] };
  const states = unproven.map(({ state }) => state);
  const all: GateState = {
    session: first.state.session,
    request: { ...first.state.request, files: states.flatMap(openFiles), signal },
    rejected: new Map(),
    inPlay: null,
    findings: [],
  };
  const hostTests = unproven.flatMap(({ state, kept }) =>
    relatedTests(state.request.hostTests, openFiles(state), kept),
  );
  const written = new Set(all.request.files.map((file) => file.path));
  const beside = [...new Set(hostTests)].filter(({ path }) => !written.has(path));
  const coverage = await proveFiles(all, beside);
  for (const state of states) {
    for (const candidate of openFiles(state).flatMap((file) => file.candidates)) {
      const rejected = all.rejected.get(candidate.id);
      if (rejected) reject(state, candidate, rejected.reason, rejected.detail);
    }
  }
  return { coverage, findings: all.findings };
}

/**
 * Proves what is left; proves it again when something had to go.
 * @returns Istanbul's report of the last proof, null when there was none
 */
async function proveFiles(
  state: GateState,
  related: readonly HostTestFile[],
): Promise<CoverageMapData | null> {
  let hostTests = [...related];
  let coverage: CoverageMapData | null = null;
  for (let proof = 0; proof < MOST_PROOFS; proof++) {
    const files = openFiles(state);
    const before = state.rejected.size;
    const proven = await proveOnce(state, files, hostTests);
    coverage = proven.coverage;
    for (const candidate of files.flatMap((file) => file.candidates))
      rejectFailed(state, candidate, proven.results.get(candidate.id), 'flaky');
    const failing = hostTests.filter(({ path }) => proven.failing.has(path));
    const flaky = await settleBlame(state, failing);
    hostTests = hostTests.filter(({ path }) => !flaky.has(path));
    if (state.rejected.size === before) break;
  }
  return coverage;
}

interface ProofState {
  results: Map<string, TestResult>;
  coverage: CoverageMapData | null;
  /** Test files of the host that did not pass. */
  failing: Set<string>;
}

async function proveOnce(
  state: GateState,
  files: readonly PlacedFile[],
  hostTests: readonly HostTestFile[],
): Promise<ProofState> {
  const { session } = state;
  if (hostTests.length > 0) {
    const { run, results } = await runBeside(session, files, hostTests, limitsOf(state));
    if (run.ended === 'well') return { results, coverage: run.coverage, failing: failingOf(run, hostTests) };
  }
  const { results, coverage } = await runCandidates(session, files, { plain: true }, limitsOf(state));
  return { results, coverage, failing: new Set(hostTests.map(({ path }) => path)) };
}

function failingOf(run: JestRun, hostTests: readonly HostTestFile[]): Set<string> {
  const passed = new Set(run.files.filter((file) => file.passed).map((file) => file.path));
  const paths = hostTests.map(({ path }) => path);
  return new Set(run.ended === 'well' ? paths.filter((path) => !passed.has(path)) : paths);
}

/**
 * Finds out why tests of the host failed: some do without ours as well; for the others a candidate is to blame.
 * @returns paths of the host's tests that do not hold by themselves
 */
async function settleBlame(state: GateState, failing: readonly HostTestFile[]): Promise<Set<string>> {
  if (failing.length === 0) return new Set();
  const { session } = state;
  const { run } = await runBeside(session, [], failing, limitsOf(state));
  const flaky = failingOf(run, failing);
  const sound = failing.filter(({ path }) => !flaky.has(path));
  if (sound.length > 0 && !(await rejectCulprits(state, sound)))
    for (const { path } of sound) flaky.add(path);
  for (const path of flaky) {
    const detail = saidOf(run, path) || 'it failed once and passed when it was run again';
    const title = 'this test file passed at first and failed when it was run again';
    state.findings.push({ kind: 'flaky-host-test', target: path, title, detail });
  }
  return flaky;
}

/** Rejects, one by one, the candidates beside which the host's tests fail; false when they pass after all. */
async function rejectCulprits(state: GateState, hostTests: readonly HostTestFile[]): Promise<boolean> {
  let said = '';
  const breaks = async (candidates: readonly Candidate[]): Promise<boolean> => {
    const files = onlyThose(openFiles(state), (candidate) => candidates.includes(candidate));
    if (files.length === 0) return false;
    const { run } = await runBeside(state.session, files, hostTests, limitsOf(state));
    const [first] = failingOf(run, hostTests);
    if (first !== undefined) said = `${first} fails beside it: ${saidOf(run, first)}`;
    return first !== undefined;
  };
  const open = (): Candidate[] => openFiles(state).flatMap((file) => file.candidates);
  for (let culprits = 0; culprits <= MOST_CULPRITS; culprits++) {
    const candidates = open();
    if (!(await breaks(candidates))) return culprits > 0;
    const count = await smallestBreaking(candidates.length, (first) => breaks(candidates.slice(0, first)));
    const blamed = culprits === MOST_CULPRITS ? candidates : candidates.slice(count - 1, count);
    for (const candidate of blamed) reject(state, candidate, 'interferes', said);
  }
  return true;
}

function saidOf(run: JestRun, path: string): string {
  const file = run.files.find((result) => result.path === path);
  const failed = file?.tests.find((test) => test.status === 'failed');
  const words = failed ? (failed.failureMessages ?? []).join('\n') : (file?.message ?? '');
  return [failed?.fullName ?? '', firstLines(words)].filter((text) => text !== '').join('\n');
}
