/** `flaky`: what passed alone has to pass in its final file under other conditions. */
import path from 'node:path';
import type { Candidate } from '../../domain/candidate.js';
import type { GateContext } from '../gate-context.js';
import { inSeededOrder } from '../seeded-order.js';
import {
  candidatesOf,
  onlyThose,
  rejectFailed,
  type Rejection,
  type Sifted,
  siftThrough,
  withoutRejected,
} from '../sift.js';
import { aloneFiles, type PlacedFile } from '../placed-files.js';
import type { TestResult } from '../read-results.js';
import { type RunConditions, runCandidates } from '../test-runs.js';
import { findPolluters } from './polluters.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
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
      clockOffsetMs: 30 * DAY_MS + 5 * HOUR_MS + 31 * MINUTE_MS + 23_000,
      isElsewhere: true,
      randomSeed: seed + 2,
      timeZone: 'Pacific/Auckland',
      language: 'de_DE.UTF-8',
    },
  },
  {
    order: (candidates) => [...candidates].reverse(),
    conditions: {
      clockOffsetMs: -200 * DAY_MS + 13 * HOUR_MS + 17 * MINUTE_MS + 41_000,
      randomSeed: seed + 4,
      timeZone: 'America/Los_Angeles',
    },
  },
  {
    order: inSeededOrder(seed + 5),
    conditions: {
      clockOffsetMs: 400 * DAY_MS + 44 * MINUTE_MS + 5_000,
      randomSeed: seed + 6,
      shuffleSeed: seed + 3,
    },
  },
  {
    order: inSeededOrder(seed + 7),
    conditions: { clockOffsetMs: 90 * DAY_MS + 11 * HOUR_MS, shuffleSeed: seed + 8 },
    isForClock: true,
  },
  {
    order: inSeededOrder(seed + 9),
    conditions: {
      clockOffsetMs: 5 * 365 * DAY_MS + 17 * HOUR_MS,
      // As on a machine that is very busy.
      clockStepMs: 75,
      shuffleSeed: seed + 10,
    },
    isForClock: true,
  },
];

/** The composed files in other orders, and with another clock, time zone, language, machine and random source. */
export function checkRepeats(context: GateContext, files: readonly PlacedFile[]): Promise<Sifted> {
  let readsClock = false;
  const repeats = repeatsOf(context.request.seed).map((repeat) => async (open: readonly PlacedFile[]) => {
    if (repeat.isForClock && !readsClock) return [];
    const run = await checkRepeat(context, open, repeat);
    readsClock ||= run.readsClock;
    return run.rejected;
  });
  return siftThrough(files, [(open) => refusePlaces(context, open), ...repeats]);
}

/**
 * A test that fails in the files and also alone under these conditions depends on them; one that passes alone is
 * affected by other tests.
 */
async function checkRepeat(
  context: GateContext,
  open: readonly PlacedFile[],
  { conditions, order }: Repeat,
): Promise<{ readsClock: boolean; rejected: Rejection[] }> {
  const files = open.map((file) => ({ ...file, candidates: order(file.candidates) }));
  const { results, readsClock } = await runCandidates(context, files, conditions);
  const failed = (candidate: Candidate): boolean => results.get(candidate.id)?.ok !== true;
  const readsPlace = (candidate: Candidate): boolean => {
    const result = results.get(candidate.id);
    return result?.ok === true && result.record?.readsPlace === true;
  };
  const local = refuseNames(context, onlyThose(files, readsPlace));
  const suspects = aloneFiles(onlyThose(withoutRejected(files, local), failed));
  if (suspects.length === 0) return { readsClock, rejected: local };
  // The rest is in the order of the candidates.
  const alike: RunConditions = { ...conditions };
  delete alike.shuffleSeed;
  const alone = await runCandidates(context, suspects, alike);
  const rejected = [...local, ...rejectFailed(candidatesOf(suspects), alone.results, { hadPassed: true })];
  // The order of those that are left follows from the seed anew.
  const rest = withoutRejected(open, rejected).map((file) => ({
    ...file,
    candidates: order(file.candidates),
  }));
  for (const file of rest) {
    const polluters = await findPolluters(context, file, { isVictim: failed, conditions: alike });
    rejected.push(...polluters);
    if (polluters.length === 0) rejected.push(...unexplained(file, results));
  }
  return { readsClock, rejected };
}

/** Those that failed once, and nobody knows why. One that was only too slow gets the benefit of the doubt. */
const unexplained = ({ candidates }: PlacedFile, results: ReadonlyMap<string, TestResult>): Rejection[] =>
  candidates.flatMap((candidate): Rejection[] => {
    const result = results.get(candidate.id);
    if (result?.ok !== false || result.reason !== 'fails') return [];
    const detail = `it failed once and passed when it was run again: ${result.detail}`;
    return [{ candidate, reason: 'flaky', detail }];
  });

/** Separates the words of a test, and stands in no name of a folder. */
const noName = /[^\p{L}\p{N}._-]+/u;

/** Where the code asks for its folder, a test that writes the folder's name depends on it. */
function refuseNames({ session }: GateContext, files: readonly PlacedFile[]): Rejection[] {
  const name = path.basename(session.box.root).toLowerCase();
  const detail = `it holds the name of the folder that it was run in, "${name}"`;
  return candidatesOf(files)
    .filter(({ body }) => body.toLowerCase().split(noName).includes(name))
    .map((candidate) => ({ candidate, reason: 'flaky', detail }));
}

/** The copy stands where no checkout of the user's does. */
function refusePlaces({ session }: GateContext, files: readonly PlacedFile[]): Rejection[] {
  const detail = 'it names the folder that it was run in';
  return candidatesOf(files)
    .filter((candidate) => candidate.body.includes(session.box.root))
    .map((candidate) => ({ candidate, reason: 'flaky', detail }));
}
