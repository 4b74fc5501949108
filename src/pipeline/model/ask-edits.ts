/** Hands the explorer's tests to the model for a better wording, before the gate judges them. */
import { askForWording } from '../../author/model/edit-tests.js';
import { askForEdits } from '../../author/model/prompt/questions.js';
import type { Candidate } from '../../domain/candidate.js';
import { fullNameOf } from '../../test-file/test-file.js';
import type { Edits } from '../../verify/prefer-edits.js';
import { describeFile, describeTarget } from './describe-file.js';
import { mayAsk, noteOutcome, type ModelMeans } from './model-means.js';

/** Tests that one question is about. */
const MOST_TESTS = 12;

/** The wordings that the model proposes for tests of one file; none where it cannot be asked. */
export async function askEdits(
  { work, session, until }: Pick<ModelMeans, 'work' | 'session'> & { until: AbortSignal },
  { file, candidates }: { file: string; candidates: readonly Candidate[] },
): Promise<Edits> {
  const means = { work, session, asking: until, awaiting: until };
  const taken = new Set(candidates.map(fullNameOf));
  const edits = new Map<Candidate['id'], Candidate>();
  for (let at = 0; at < candidates.length && mayAsk(means); at += MOST_TESTS) {
    const originals = candidates.slice(at, at + MOST_TESTS);
    const ids = new Set(originals.map(({ target }) => target));
    const targets = work.prepared.analysis.targets.filter(({ id }) => ids.has(id));
    const brief = await describeFile(work, file, targets);
    if (brief === null) return edits;
    const found = await Promise.all(
      targets.map((target) => describeTarget(work, brief, { target, covered: null })),
    );
    const described = found.filter((each) => each !== null);
    const messages = askForEdits(brief, described, originals);
    const text = `asking ${session.client.model} to reword ${originals.length} tests`;
    work.request.observer({ type: 'step', file, text });
    const answer = await askForWording(
      { client: session.client, brief },
      { messages, originals, taken },
      until,
    );
    if (!noteOutcome(means, answer)) return edits;
    for (const [id, edit] of answer.edits) edits.set(id, edit);
  }
  return edits;
}
