/** `flaky` and `interferes`: the final files under the host's plain Jest, with the host's own tests after them. */
import type { CoverageMapData } from 'istanbul-lib-coverage';
import type { Finding } from '../../domain/finding.js';
import type { GateContext, HostTestFile, PassingCandidate } from '../gate-context.js';
import type { TestResult } from '../read-results.js';
import { relatedTests } from '../related-tests.js';
import { candidatesOf, rejectFailed, type Rejection, type Sifted, withoutRejected } from '../sift.js';
import type { PlacedFile } from '../placed-files.js';
import { runBeside, runCandidates } from '../test-runs.js';
import { failingOf, settleBlame } from './blame.js';

const MOST_PROOFS = 6;

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
  const rejected: Rejection[] = [];
  const findings: Finding[] = [];
  for (let proof = 0; proof < MOST_PROOFS; proof++) {
    if (kept.length === 0) return { kept, rejected, coverage: null, findings };
    const proven = await proveOnce(context, kept, hostTests);
    const failed = rejectFailed(candidatesOf(kept), proven.results, { hadPassed: true });
    const passed = withoutRejected(kept, failed);
    const failing = hostTests.filter(({ path }) => proven.failing.has(path));
    const blame = await settleBlame(context, passed, { failing, hasEnded: proven.hasEnded });
    hostTests = hostTests.filter(({ path }) => !blame.flaky.has(path));
    findings.push(...blame.findings);
    rejected.push(...failed, ...blame.rejected);
    kept = withoutRejected(passed, blame.rejected);
    const isSettled = proven.hasEnded || blame.flaky.size === 0;
    if (failed.length + blame.rejected.length === 0 && isSettled)
      return { kept, rejected, coverage: proven.coverage, findings };
  }
  const detail = `something failed in each of ${MOST_PROOFS} runs of the final files`;
  const unproven = candidatesOf(kept).map((candidate): Rejection => ({ candidate, reason: 'flaky', detail }));
  return { kept: [], rejected: [...rejected, ...unproven], coverage: null, findings };
}

interface ProvenFiles {
  results: Map<string, TestResult>;
  coverage: CoverageMapData | null;
  /** Test files of the host that did not pass. */
  failing: Set<string>;
  /** Whether the run beside the host's tests came to its end. */
  hasEnded: boolean;
}

async function proveOnce(
  context: GateContext,
  files: readonly PlacedFile[],
  hostTests: readonly HostTestFile[],
): Promise<ProvenFiles> {
  if (hostTests.length > 0) {
    const { run, results } = await runBeside(context, files, hostTests);
    if (run.ended === 'well')
      return { results, coverage: run.coverage, failing: failingOf(run, hostTests), hasEnded: true };
  }
  const { results, coverage } = await runCandidates(context, files, { plain: true });
  return { results, coverage, failing: new Set(hostTests.map(({ path }) => path)), hasEnded: false };
}
