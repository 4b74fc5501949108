/** Finds the test file that each candidate goes to, and what stands there already. */
import type { Candidate } from '../../domain/candidate.js';
import type { PlacedFile } from '../../verify/placed-files.js';
import { readOwnFile } from '../delivery/delivery-target.js';
import { placeTests } from '../delivery/place-tests.js';
import type { Work } from '../pass.js';

/** Candidates by test file; none for a file that holds a secret, because delivering it would spread the secret. */
export async function placeCandidates(work: Work, candidates: readonly Candidate[]): Promise<PlacedFile[]> {
  const { session, deliveryTarget } = work.prepared;
  const files = new Map<string, PlacedFile>();
  const closed = new Set<string>();
  for (const candidate of candidates) {
    const place = placeTests(session, candidate.file, deliveryTarget.isTaken);
    if (place === null || closed.has(place)) continue;
    const known = files.get(place);
    if (known) {
      known.candidates.push(candidate);
      continue;
    }
    const existing = await textAt(work, place);
    const secret = existing === null ? undefined : work.prepared.secrets.find(existing);
    if (secret === undefined) files.set(place, { path: place, candidates: [candidate], existing });
    else {
      closed.add(place);
      const text = `${place} holds a secret (${secret}), so nothing is added to it; take the secret out of it first`;
      work.request.observer({ type: 'note', level: 'warning', text });
    }
  }
  return [...files.values()];
}

async function textAt({ prepared, progress }: Work, place: string): Promise<string | null> {
  const { earlier } = prepared.deliveryTarget;
  const known = progress.texts.get(place);
  if (known !== undefined) return known;
  return earlier.has(place) ? (earlier.get(place) ?? null) : readOwnFile(prepared.host, place);
}
