// How many of a sample of mutants the tests kill: each test has one mutant switched on in each run of Jest.
import { mutateFiles, playRound, queueMutants } from '../../dist/verify/mutants.js';

const MAX_ROUNDS = 40;

/** So many items, spread evenly over the list. */
const spread = (items, count) =>
  items.length <= count
    ? items
    : Array.from({ length: count }, (_, index) => items[Math.floor((index * items.length) / count)]);

/**
 * Mutants that are switched on next: for each test one that it reaches, that nobody killed and that it was not tried on. The
 * rarest first, so that those which few tests reach are not left over.
 */
function nextActive(queues, killed, load) {
  const active = new Map();
  for (const [key, queue] of queues) {
    const open = queue.filter((mutant) => !killed.has(mutant));
    const [first] = open.sort((a, b) => (load.get(a) ?? 0) - (load.get(b) ?? 0));
    queues.set(key, open.slice(1));
    if (first === undefined) continue;
    load.set(first, (load.get(first) ?? 0) + 1);
    active.set(key, first);
  }
  return active;
}

/** Counts of mutants tried and killed; mutants that no test reaches count as tried. */
export async function scoreMutants(session, { files, testFiles, keys, limit, run }) {
  const request = {
    files,
    testFiles,
    subjects: keys.map((key) => ({ key, file: '', range: null })),
    maxRounds: MAX_ROUNDS,
    run,
  };
  const { mutants, restore } = await mutateFiles(session, files);
  try {
    const sample = new Set(spread([...mutants.keys()], limit));
    const reached = await queueMutants(session, request, mutants);
    const queues = new Map(
      [...reached]
        .map(([key, ids]) => [key, ids.filter((id) => sample.has(id))])
        .filter(([, ids]) => ids.length > 0),
    );
    const outcomes = new Map([...queues.keys()].map((key) => [key, { tried: 0, killed: new Set() }]));
    const killed = new Set();
    const load = new Map();
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const active = nextActive(queues, killed, load);
      if (active.size === 0) break;
      await playRound(session, request, active, outcomes);
      for (const outcome of outcomes.values()) for (const id of outcome.killed) killed.add(id);
    }
    return { tried: sample.size, killed: killed.size };
  } finally {
    await restore();
  }
}
