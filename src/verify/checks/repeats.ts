/** `flaky`: what passed alone has to pass in its final file under other conditions. */
import type { Candidate } from '../../domain/candidate.js';
import { type GateState, limitsOf, onlyThose, openFiles, rejectFailed } from '../gate-state.js';
import { aloneFiles, type RunConditions, runCandidates } from '../test-runs.js';
import { settleCompany } from './company.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * The composed files in another order, with another clock, time zone, language and random source. What fails there and
 * also alone under these conditions hangs on them; what passes alone is a matter of its company.
 */
export async function checkRepeats(state: GateState): Promise<void> {
  const { session, request } = state;
  const { seed } = request;
  const conditions: RunConditions = {
    clockOffsetMs: -200 * DAY_MS + 5 * HOUR_MS,
    isElsewhere: true,
    randomSeed: seed + 2,
    timeZone: 'Pacific/Auckland',
    language: 'de_DE.UTF-8',
  };
  const files = openFiles(state);
  const shuffled = { ...conditions, shuffleSeed: seed + 3 };
  const { results } = await runCandidates(session, files, shuffled, limitsOf(state));
  const failed = (candidate: Candidate): boolean => results.get(candidate.id)?.ok !== true;
  const suspects = aloneFiles(onlyThose(files, failed));
  if (suspects.length === 0) return;
  const alone = await runCandidates(session, suspects, conditions, limitsOf(state));
  for (const candidate of suspects.flatMap((file) => file.candidates))
    rejectFailed(state, candidate, alone.results.get(candidate.id), 'flaky');
  for (const file of openFiles(state)) await settleCompany(state, file, failed, conditions);
}
