/** `syntax`, `policy`, `types`: what can be said of a candidate without running it. */
import { checkPolicy } from '../policy.js';
import { findTypeErrors } from '../types.js';
import { type GateState, openFiles, reject } from '../gate-state.js';

/** Reads every candidate, and type-checks what the policy lets through. */
export async function checkStatically(state: GateState): Promise<void> {
  const { request, session } = state;
  for (const candidate of request.files.flatMap((file) => file.candidates)) {
    const policy = await checkPolicy(candidate, request);
    if (!policy.ok) reject(state, candidate, policy.reason, policy.detail);
  }
  const open = openFiles(state);
  const placeOf = new Map(
    open.flatMap((file) => file.candidates.map((candidate) => [candidate.id, file.path] as const)),
  );
  const candidates = open.flatMap((file) => file.candidates);
  const errors = await findTypeErrors(session.host, candidates, ({ id }) => placeOf.get(id) ?? '');
  for (const candidate of candidates) {
    const error = errors.get(candidate.id);
    if (error !== undefined) reject(state, candidate, 'types', error);
  }
}
