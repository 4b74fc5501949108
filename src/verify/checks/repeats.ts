/** `flaky`: what passed alone has to pass in its final file under other conditions. */
import type { Candidate } from '../../domain/candidate.js';
import { type GateState, limitsOf, onlyThose, openFiles, reject, rejectFailed } from '../gate-state.js';
import { inSeededOrder } from '../seeded-order.js';
import { aloneFiles, type PlacedFile, type RunConditions, runCandidates } from '../test-runs.js';
import { settleCompany } from './company.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface Repeat {
  conditions: RunConditions;
  order: (candidates: readonly Candidate[]) => Candidate[];
  /** Only of use where something asks what time it is. */
  isForClock?: boolean;
}

/**
 * An order and its reverse have each test run after each other; the rest is drawn by seeds that follow from the run's. Few
 * runs bring all conditions together, because each costs as much as the tests.
 */
const repeatsOf = (seed: number): Repeat[] => [
  {
    order: (candidates) => [...candidates],
    conditions: {
      clockOffsetMs: 30 * DAY_MS + 5 * HOUR_MS,
      isElsewhere: true,
      randomSeed: seed + 2,
      timeZone: 'Pacific/Auckland',
      language: 'de_DE.UTF-8',
    },
  },
  {
    order: (candidates) => [...candidates].reverse(),
    conditions: {
      clockOffsetMs: -200 * DAY_MS + 5 * HOUR_MS,
      randomSeed: seed + 4,
      timeZone: 'America/Los_Angeles',
    },
  },
  {
    order: inSeededOrder(seed + 5),
    conditions: { clockOffsetMs: 400 * DAY_MS, randomSeed: seed + 6, shuffleSeed: seed + 3 },
  },
  {
    order: inSeededOrder(seed + 7),
    conditions: { clockOffsetMs: 90 * DAY_MS + 11 * HOUR_MS, shuffleSeed: seed + 8 },
    isForClock: true,
  },
  {
    order: inSeededOrder(seed + 9),
    conditions: { clockOffsetMs: 5 * 365 * DAY_MS + 17 * HOUR_MS, shuffleSeed: seed + 10 },
    isForClock: true,
  },
];

/** The composed files in other orders, and with another clock, time zone, language, machine and random source. */
export async function checkRepeats(state: GateState): Promise<void> {
  rejectPlaces(state);
  let readsClock = false;
  for (const repeat of repeatsOf(state.request.seed)) {
    if (repeat.isForClock && !readsClock) continue;
    const run = await checkRepeat(state, repeat);
    readsClock ||= run.readsClock;
  }
}

/**
 * A test that fails in the files and also alone under these conditions depends on them; one that passes alone is
 * affected by other tests.
 */
async function checkRepeat(
  state: GateState,
  { conditions, order }: Repeat,
): Promise<{ readsClock: boolean }> {
  const { session } = state;
  const inOrder = (files: readonly PlacedFile[]): PlacedFile[] =>
    files.map((file) => ({ ...file, candidates: order(file.candidates) }));
  const files = inOrder(openFiles(state));
  const { results, readsClock } = await runCandidates(session, files, conditions, limitsOf(state));
  const failed = (candidate: Candidate): boolean => results.get(candidate.id)?.ok !== true;
  const suspects = aloneFiles(onlyThose(files, failed));
  if (suspects.length === 0) return { readsClock };
  // The rest is in the order of the candidates.
  const alike: RunConditions = { ...conditions };
  delete alike.shuffleSeed;
  const alone = await runCandidates(session, suspects, alike, limitsOf(state));
  for (const candidate of suspects.flatMap((file) => file.candidates))
    rejectFailed(state, candidate, alone.results.get(candidate.id), 'flaky');
  for (const file of inOrder(openFiles(state))) await settleCompany(state, file, failed, alike);
  return { readsClock };
}

/** The copy stands where no checkout of the user's does. */
function rejectPlaces(state: GateState): void {
  const { root } = state.session.box;
  for (const candidate of openFiles(state).flatMap((file) => file.candidates)) {
    if (candidate.body.includes(root))
      reject(state, candidate, 'flaky', 'it names the folder that it was run in');
  }
}
