/** Puts a reworded test in the place of the one that it was made of, where it shows no less. */
import type { Candidate } from '../domain/candidate.js';
import { subtractCounters } from '../domain/coverage.js';
import type { JestSession } from '../io/jest/run/run-jest.js';
import { checkAlone } from './checks/alone.js';
import { checkMutants } from './checks/mutants.js';
import { checkRepeats } from './checks/repeats.js';
import { checkStatically } from './checks/static.js';
import { contextOf, type GateContext, type PassingCandidate } from './gate-context.js';
import type { Unproven } from './gate.js';
import type { MutationOutcome } from './mutants/subject.js';
import type { PlacedFile } from './placed-files.js';
import { onlyThose, type Rejection } from './sift.js';

/** New wordings by the id of the test that each may replace. */
export type Edits = ReadonlyMap<Candidate['id'], Candidate>;

/**
 * Judges the edits of tests that were kept as if they were proposed. An edit is taken that covers what its original gained and
 * kills every mutant that its original killed; else the original stays.
 */
export async function preferEdits(session: JestSession, unproven: Unproven, edits: Edits): Promise<Unproven> {
  const { context, kept } = unproven;
  const originals = new Map(kept.flatMap((one) => entryOf(one, edits.get(one.candidate.id))));
  if (originals.size === 0) return unproven;
  context.request.onStep('judging what the model has reworded');
  const beside = contextOf(session, {
    ...context.request,
    files: context.request.files.map((file) => withEdits(file, edits, originals)),
  });
  const { taken, rejected, outcomes } = await judgeEdits(beside, unproven, originals);
  const replaced = [...taken.keys()].map((id): Rejection => {
    const detail = 'the same in other words takes its place';
    return { candidate: originalOf(originals, id).candidate, reason: 'redundant', detail };
  });
  const edited = new Map([...taken].map(([id, edit]) => [originalOf(originals, id).candidate.id, edit]));
  return {
    context: beside,
    kept: kept.map((one) => edited.get(one.candidate.id) ?? one),
    rejected: [...unproven.rejected, ...rejected, ...replaced],
    outcomes: new Map([...unproven.outcomes, ...outcomes]),
  };
}

/** The kept tests by the id of their edit. */
type Originals = ReadonlyMap<Candidate['id'], PassingCandidate>;

const entryOf = (
  one: PassingCandidate,
  edit: Candidate | undefined,
): [Candidate['id'], PassingCandidate][] => (edit === undefined ? [] : [[edit.id, one]]);

function originalOf(originals: Originals, id: Candidate['id']): PassingCandidate {
  const original = originals.get(id);
  if (original === undefined) throw new TypeError(`${id} is no edit of a test that was kept`);
  return original;
}

/** The file with each edit behind its original. */
const withEdits = (file: PlacedFile, edits: Edits, originals: Originals): PlacedFile => ({
  ...file,
  candidates: file.candidates.flatMap((candidate) => {
    const edit = edits.get(candidate.id);
    return edit !== undefined && originals.has(edit.id) ? [candidate, edit] : [candidate];
  }),
});

interface JudgedEdits {
  taken: Map<Candidate['id'], PassingCandidate>;
  rejected: Rejection[];
  outcomes: ReadonlyMap<string, MutationOutcome>;
}

async function judgeEdits(
  context: GateContext,
  { kept, outcomes: known }: Unproven,
  originals: Originals,
): Promise<JudgedEdits> {
  const { files, covered } = context.request;
  const readable = await checkStatically(
    context,
    onlyThose(files, ({ id }) => originals.has(id)),
  );
  const alone = await checkAlone(context, readable.kept);
  const rejected = [...readable.rejected, ...alone.rejected];
  const passing = new Map(alone.kept.map((one) => [one.candidate.id, one]));
  for (const [id, { candidate, hits }] of passing) {
    const gained = subtractCounters(originalOf(originals, id).hits, covered);
    if (subtractCounters(gained, hits).size === 0) continue;
    rejected.push({ candidate, reason: 'weak', detail: 'it runs less than the test that it rewords' });
    passing.delete(id);
  }
  // As the files would be: edits in the places of their originals.
  const replaced = new Set([...passing.keys()].map((id) => originalOf(originals, id).candidate.id));
  const wanted = new Set([...kept.map(({ candidate }) => candidate.id), ...passing.keys()]);
  const asDelivered = onlyThose(files, ({ id }) => wanted.has(id) && !replaced.has(id));
  const repeated = await checkRepeats(context, asDelivered);
  const broken = await checkMutants(context, repeated.kept, known);
  const failed = [...repeated.rejected, ...broken.rejected];
  for (const one of failed) if (passing.delete(one.candidate.id)) rejected.push(one);
  // A test that was kept must not make room for another wording.
  if (failed.some(({ candidate }) => !originals.has(candidate.id))) {
    const detail = 'beside it, a test that was kept does not hold';
    for (const { candidate } of passing.values()) rejected.push({ candidate, reason: 'flaky', detail });
    passing.clear();
  }
  for (const [id, { candidate }] of passing) {
    const kills = broken.outcomes.get(id)?.killed ?? new Set();
    const before = known.get(originalOf(originals, id).candidate.id)?.killed ?? new Set();
    if ([...before].every((mutant) => kills.has(mutant))) continue;
    rejected.push({ candidate, reason: 'weak', detail: 'it notices less than the test that it rewords' });
    passing.delete(id);
  }
  return { taken: passing, rejected, outcomes: broken.outcomes };
}
