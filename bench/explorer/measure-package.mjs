// Explores one package with one budget and measures the tests that come of it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exploreFiles } from '../../dist/author/explorer/explore-files.js';
import { totalsOfAll, totalsOfTarget } from '../../dist/domain/measurement.js';
import { openBenchHost } from '../open-bench-host.mjs';
import { placeTests } from '../../dist/pipeline/delivery/place-tests.js';
import { coverageOf, keysOf, prune, removeTests, repeat, writeTests } from './run-tests.mjs';
import { scoreMutants } from './score-mutants.mjs';

const signal = new AbortController().signal;
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const percent = (part, whole) => (whole === 0 ? 100 : (100 * part) / whole);

/** The host in a box, as a pass opens it. */
export function openPackage({ dir, sources }, sandbox) {
  return openBenchHost(dir, signal, { include: sources, sandbox });
}

async function explore({ session, host, analysis }, { seconds, without, seed }) {
  const files = [...new Set(analysis.targets.map(({ file }) => file))].sort();
  const requests = [];
  for (const file of files) {
    const testFile = placeTests(session, file);
    if (testFile === null) continue;
    requests.push({
      file,
      sourceText: await readFile(join(host.root, file), 'utf8'),
      targets: analysis.targets.filter((target) => target.file === file),
      allTargets: analysis.targets,
      testFile,
      covered: new Set(),
      seed,
      cpuMsPerTarget: null,
      without,
    });
  }
  const results = await exploreFiles(session, requests, { signal, totalSeconds: seconds });
  const all = (key) => results.flatMap((result) => result[key]);
  return {
    candidates: all('candidates'),
    searches: all('searches'),
    cases: all('cases'),
    skipped: all('skipped'),
    findings: all('findings'),
  };
}

/** Targets that are not wholly covered, with what they lack, the largest lack first. */
function gapsOf(coverage, targets) {
  return targets
    .flatMap((target) => {
      const totals = totalsOfTarget(coverage, target);
      if (totals === null) return [];
      const missing = ({ covered, total }) => total - covered;
      const lack = missing(totals.statements) + missing(totals.branches);
      const { statements, branches } = totals;
      return lack === 0 ? [] : [{ id: target.id, reach: target.access !== null, statements, branches, lack }];
    })
    .sort((a, b) => b.lack - a.lack);
}

/** Figures that come of the search alone. */
function searchFigures({ searches, cases, candidates }, kept) {
  const cpuSeconds = sum(searches.map(({ cpuMs }) => cpuMs)) / 1000;
  const ids = new Set(kept.map(({ id }) => id));
  const keptCases = cases.filter(({ candidate }) => ids.has(candidate));
  const ofAll = (key) => sum(keptCases.map(({ args }) => args[key]));
  const share = (part, whole) => (ofAll(whole) === 0 ? undefined : percent(ofAll(part), ofAll(whole)));
  return {
    cpuSeconds,
    work: sum(searches.map(({ work }) => work)),
    callsPerSecond: cpuSeconds === 0 ? 0 : sum(searches.map(({ calls }) => calls)) / cpuSeconds,
    candidates: candidates.length,
    tests: kept.length,
    engineErrors: percent(keptCases.filter((one) => one.assertsEngineError).length, Math.max(1, kept.length)),
    conforming: share('conforming', 'declared'),
    conformingToInferred: share('conformingToInferred', 'inferred'),
    peakMegabytes: Math.max(0, ...searches.map(({ peakBytes }) => peakBytes)) / 2 ** 20,
  };
}

/**
 * Everything that is told of a package at a budget.
 * @param options `seconds` of search in total, `without` techniques, `seed`, `repeats` of the finished tests, `maxMutants` to
 * be tried. The result can be sent to another process.
 */
export async function measurePackage(opened, options) {
  const { session, analysis } = opened;
  const startedAt = Date.now();
  const found = await explore(opened, options);
  const seconds = (Date.now() - startedAt) / 1000;
  const { kept, pruned, reasons } = await prune(session, found.candidates);
  const coverage = await coverageOf(session, kept, opened.emptyTestFiles[0]);
  const totals = totalsOfAll(coverage);
  const flaky = options.repeats > 0 ? [...(await repeat(session, kept, options.repeats))] : null;
  return {
    ...searchFigures(found, kept),
    statements: percent(totals.statements.covered, totals.statements.total),
    branches: percent(totals.branches.covered, totals.branches.total),
    seconds,
    pruned,
    reasons,
    flaky,
    mutants: options.maxMutants > 0 ? await killed(opened, kept, options) : null,
    skipped: found.skipped,
    findings: found.findings,
    gaps: gapsOf(coverage, analysis.targets),
  };
}

async function killed({ session, analysis }, kept, { maxMutants, seed }) {
  const testFiles = await writeTests(session, kept);
  try {
    const keys = keysOf(session, kept);
    const files = [...analysis.files].sort();
    return await scoreMutants(session, { files, testFiles, keys, limit: maxMutants, seed });
  } finally {
    await removeTests(session, testFiles);
  }
}
