/** The last check: the repository's own command runs the final files, and they pass. */
import type { Finding } from '../../domain/finding.js';
import { runOwnCommand } from '../../io/jest/own/own-command.js';
import type { TestFileResult } from '../../io/jest/run/read-run.js';
import type { JestSession } from '../../io/jest/run/jest-session.js';
import { slowdown } from '../../io/system/slowdown.js';
import { fullNameOf } from '../../test-file/test-file.js';
import { type PlacedFile, removePlaced, writePlaced } from '../placed-files.js';
import { firstLines } from '../read-results.js';
import { type Rejection, withoutRejected } from '../sift.js';

/** A failing test may have hidden another one. */
const MOST_RUNS = 3;
const START_MS = 120_000;
const FILE_MS = 20_000;

/** Rejects what does not pass by the repository's command; a finding for each file names the reason. */
export async function proveByOwnCommand(
  session: JestSession | undefined,
  files: readonly PlacedFile[],
  signal: AbortSignal,
): Promise<{ rejected: Rejection[]; findings: Finding[] }> {
  const rejected: Rejection[] = [];
  const findings = new Map<string, Finding>();
  for (let run = 0; session !== undefined && run < MOST_RUNS; run++) {
    const open = withoutRejected(files, rejected);
    if (open.length === 0) break;
    const failed = await failingIn(session, open, signal);
    if (failed.length === 0) break;
    for (const { file, rejection } of failed) {
      rejected.push(rejection);
      if (!findings.has(file)) findings.set(file, notDelivered(session, file, rejection));
    }
  }
  return { rejected, findings: [...findings.values()] };
}

interface FailedProof {
  file: string;
  rejection: Rejection;
}

/** The candidates that do not pass in a run of their files. */
async function failingIn(
  session: JestSession,
  files: readonly PlacedFile[],
  signal: AbortSignal,
): Promise<FailedProof[]> {
  const testFiles = files.map((file) => file.path);
  const timeoutMs = slowdown() * (START_MS + FILE_MS * files.length);
  await writePlaced(session, files);
  const run = await runOwnCommand(session, { testFiles, timeoutMs, signal }).finally(() =>
    removePlaced(session, files),
  );
  if (!run.isComplete && files.length > 1) {
    // One file may have kept the runner from its end.
    const failed: FailedProof[] = [];
    for (const file of files) failed.push(...(await failingIn(session, [file], signal)));
    return failed;
  }
  const results = new Map(run.files.map((result) => [result.path, result]));
  return files.flatMap((file) => {
    const result = run.isComplete ? results.get(file.path) : undefined;
    const whyNone =
      run.files.length > 0
        ? 'the command does not find this file'
        : 'the command ran no test; start it by hand to see why';
    const otherwise = run.isComplete ? whyNone : run.message;
    return unpassed(file, result, otherwise).map((rejection) => ({ file: file.path, rejection }));
  });
}

/** @param otherwise the words about a file without a result */
function unpassed(file: PlacedFile, result: TestFileResult | undefined, otherwise: string): Rejection[] {
  const tests = result?.tests ?? [];
  const passed = new Set(tests.filter(({ status }) => status === 'passed').map(({ fullName }) => fullName));
  return file.candidates
    .filter((candidate) => !passed.has(fullNameOf(candidate)))
    .map((candidate) => {
      const own = tests.find(({ fullName }) => fullName === fullNameOf(candidate));
      const said = own?.failureMessages?.join('\n') ?? result?.message ?? otherwise;
      return { candidate, reason: 'fails', detail: `by the repository's own command: ${firstLines(said)}` };
    });
}

const notDelivered = ({ host }: JestSession, file: string, { candidate, detail }: Rejection): Finding => ({
  kind: 'own-command',
  target: file,
  title: `not delivered: it passes here, but not by \`${host.runner.command}\``,
  detail: `${fullNameOf(candidate)}\n${detail}`,
});
