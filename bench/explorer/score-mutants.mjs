// How many of a sample of mutants the tests kill: each test has one mutant switched on in each run of Jest. What runs only while
// a module loads, such as tables of patterns, is mutated for good for one run of the tests of its module.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTestFiles } from '../../dist/io/jest/run/run-jest.js';
import { placeTests } from '../../dist/pipeline/delivery/place-tests.js';
import { mutateFiles } from '../../dist/verify/mutants/instrument.js';
import { findReached, playRound } from '../../dist/verify/mutants/try-mutants.js';

/** On how many of the tests that reach it a mutant is tried before it counts as survived. */
const MAX_TESTS = 30;
/** How many files of tests a mutant of a module without tests is tried on. */
const MAX_FILES = 15;
/** A test takes milliseconds; whatever goes on for longer hangs by its mutant. */
const limits = {
  testTimeoutMs: 1000,
  stallMs: 5000,
  loadStallMs: 60_000,
  timeoutMs: 900_000,
  signal: new AbortController().signal,
};

/** So many ids, drawn by the seed. */
function sampleOf(ids, count, seed) {
  const rank = (id) => createHash('sha256').update(`${seed} ${id}`).digest('hex');
  const ranked = ids.map((id) => [rank(id), id]).sort(([a], [b]) => (a < b ? -1 : 1));
  return new Set(ranked.slice(0, count).map(([, id]) => id));
}

/**
 * Mutants that are switched on next: for each test one that it reaches, that nobody killed, that it was not tried on and that
 * was not tried often enough. The least tried first, so that those which few tests reach are not left over.
 */
function nextActive(queues, killed, load) {
  const active = new Map();
  for (const [key, queue] of queues) {
    const open = queue.filter((mutant) => !killed.has(mutant) && (load.get(mutant) ?? 0) < MAX_TESTS);
    const [first] = open.sort((a, b) => (load.get(a) ?? 0) - (load.get(b) ?? 0));
    queues.set(
      key,
      open.filter((mutant) => mutant !== first),
    );
    if (first === undefined) continue;
    load.set(first, (load.get(first) ?? 0) + 1);
    active.set(key, first);
  }
  return active;
}

/** Tests of the mutant's module; where it has none, some of all. */
function testsFor(session, file, testFiles) {
  const own = placeTests(session, file);
  if (testFiles.includes(own)) return [own];
  const step = Math.max(1, Math.ceil(testFiles.length / MAX_FILES));
  return testFiles.filter((_, index) => index % step === 0);
}

/** Whether a test fails while a mutant is on from the start. */
async function isKilledAtLoad(session, { id, file }, testFiles, keys) {
  const files = testsFor(session, file, testFiles);
  const expected = keys.filter((key) => files.includes(key.slice(0, key.indexOf('\n'))));
  const path = join(session.box.root, file);
  const text = await readFile(path, 'utf8');
  const mutated = text.replaceAll(`stryMutAct_9fa48("${id}")`, 'true');
  if (mutated === text) return false;
  await writeFile(path, mutated);
  session.warm?.noteSourceChange();
  try {
    const how = { coverage: 'none', perTest: false, guard: true, writable: false };
    const runs = await runTestFiles(session, { testFiles: files, ...how, ...limits });
    const passed = new Set(
      runs
        .flatMap((run) => run.files)
        .flatMap((one) =>
          one.tests
            .filter(({ status }) => status === 'passed')
            .map(({ fullName }) => `${one.path}\n${fullName}`),
        ),
    );
    return expected.some((key) => !passed.has(key));
  } finally {
    await writeFile(path, text);
    session.warm?.noteSourceChange();
  }
}

/** Counts of mutants tried and killed; mutants that no test reaches count as tried. */
export async function scoreMutants(session, { files, testFiles, keys, limit, seed }) {
  const subjects = keys.map((key) => ({ key, file: '', range: null, isNotice: () => true }));
  const request = { files, testFiles, subjects, maxRounds: 1, run: limits };
  const { mutants, restore } = await mutateFiles(session, files);
  try {
    const sample = sampleOf([...mutants.keys()], limit, seed);
    const reached = await findReached(session, request);
    const queues = new Map(
      [...reached]
        .map(([key, { mutants: ids }]) => [key, ids.filter((id) => sample.has(id))])
        .filter(([, ids]) => ids.length > 0),
    );
    const killed = new Set();
    const load = new Map();
    for (;;) {
      const active = nextActive(queues, killed, load);
      if (active.size === 0) break;
      const plays = await playRound(session, request, { active, reached });
      for (const [key, play] of plays) if (play !== 'unnoticed') killed.add(active.get(key));
    }
    const run = new Set([...reached.values()].flatMap(({ mutants: ids }) => ids));
    for (const id of sample) {
      const mutant = run.has(id) ? undefined : mutants.get(id);
      if (mutant && (await isKilledAtLoad(session, mutant, testFiles, keys))) killed.add(id);
    }
    return { tried: sample.size, killed: killed.size };
  } finally {
    await restore();
  }
}
