// Composes the explorer's candidates into test files and runs them as the host's plain Jest does.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { composeTestFile, fullNameOf } from '../../dist/test-file/test-file.js';
import { runJest } from '../../dist/io/jest/run/run-jest.js';
import { placeTests } from '../../dist/pipeline/delivery/place-tests.js';

const MAX_PRUNINGS = 20;
const signal = new AbortController().signal;
const limits = { stallMs: 120_000, timeoutMs: 900_000, signal };

/** A key of a test as the mutants have it: file, line feed, full name. */
const keyOf = (file, name) => `${file}\n${name}`;

/** The files that the candidates go to, with what each holds. */
function place(session, candidates) {
  const files = new Map();
  for (const candidate of candidates) {
    const path = placeTests(session, candidate.file);
    if (path !== null) files.set(path, [...(files.get(path) ?? []), candidate]);
  }
  return files;
}

export const keysOf = (session, candidates) =>
  [...place(session, candidates)].flatMap(([path, members]) =>
    members.map((candidate) => keyOf(path, fullNameOf(candidate))),
  );

/** Writes the files into the copy of the host; returns their paths. */
export async function writeTests(session, candidates) {
  const files = place(session, candidates);
  for (const [path, members] of files) {
    const absolute = join(session.box.root, path);
    await mkdir(dirname(absolute), { recursive: true });
    await writeFile(absolute, composeTestFile(session.host, { path, candidates: members }));
  }
  return [...files.keys()];
}

export async function removeTests(session, paths) {
  for (const path of paths) await rm(join(session.box.root, path), { force: true });
}

/** One run of plain Jest. */
export const runPlain = (session, testFiles, more = {}) =>
  runJest(session, {
    testFiles,
    coverage: 'none',
    perTest: false,
    plain: true,
    guard: false,
    writable: false,
    ...limits,
    ...more,
  });

/** Full names of tests that did not pass, with their files; whole files where not even their tests are known. */
export function failuresOf(run, expected) {
  const passed = new Set(
    run.files.flatMap((file) =>
      file.tests
        .filter(({ status }) => status === 'passed')
        .map(({ fullName }) => keyOf(file.path, fullName)),
    ),
  );
  return expected.filter((key) => !passed.has(key));
}

/** Whether a test is the one at which a run broke off; all of the file where that is not known. */
const isAt = (key, { file, test }) =>
  test === null ? key.startsWith(`${file}\n`) : key === keyOf(file, test);

/** Runs the candidates and leaves out what fails, until all pass; returns those kept and the count of the others. */
export async function prune(session, candidates) {
  let kept = [...candidates];
  const reasons = [];
  let isGuarded = true;
  for (let attempt = 0; attempt < MAX_PRUNINGS && kept.length > 0; attempt++) {
    const paths = await writeTests(session, kept);
    // What ends the whole process is found where that is refused, as in the gate.
    const run = await runPlain(session, paths, isGuarded ? { plain: false, guard: true } : {});
    // A run that broke off tells where it was; what it had not reached yet may be good.
    const failing =
      run.ended === 'well' || run.at === null
        ? new Set(failuresOf(run, keysOf(session, kept)))
        : new Set(keysOf(session, kept).filter((key) => isAt(key, run.at)));
    await removeTests(session, paths);
    if (failing.size === 0 && !isGuarded) break;
    isGuarded &&= run.ended !== 'well';
    if (run.ended !== 'well') reasons.push(`${run.message?.slice(-200)} at ${run.at?.test}`);
    for (const file of run.files)
      for (const test of file.tests)
        if (test.status !== 'passed')
          reasons.push(`${test.fullName}: ${test.failureMessages?.[0] ?? test.status}`);
    for (const file of run.files) if (file.tests.length === 0) reasons.push(`${file.path}: ${file.message}`);
    kept = kept.filter(
      (candidate) => !failing.has(keyOf(placeTests(session, candidate.file), fullNameOf(candidate))),
    );
  }
  return { kept, pruned: candidates.length - kept.length, reasons };
}

/** The conditions of a repeated run: as it is, elsewhere, in another order, at another date. */
const conditions = [
  {},
  { timeZone: 'Pacific/Auckland', language: 'de_DE.UTF-8' },
  { shuffleSeed: 1 },
  { shiftDays: 401 },
  { timeZone: 'America/St_Johns', shuffleSeed: 2 },
  { shiftDays: -1130, language: 'tr_TR.UTF-8' },
];

/** Moves the clock, for a plain run: the text of a setup file. */
const shiftDate = (days) => `const Real = Date;
const now = () => Real.now() + ${days} * 86400000;
globalThis.Date = new Proxy(Real, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  apply: () => new Real(now()).toString(),
  get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
});
`;

/** Runs the tests again and again under different conditions; returns the names of those that ever fail. */
export async function repeat(session, candidates, times) {
  const flaky = new Map();
  if (candidates.length === 0) return flaky;
  const paths = await writeTests(session, candidates);
  const expected = keysOf(session, candidates);
  for (let index = 0; index < times; index++) {
    const { shiftDays, ...more } = conditions[index % conditions.length];
    const run = await runPlain(await withClock(session, shiftDays), paths, more);
    for (const key of failuresOf(run, expected))
      flaky.set(key, JSON.stringify(conditions[index % conditions.length]));
  }
  await removeTests(session, paths);
  return flaky;
}

/** The session with a setup file that moves the clock; the libraries' hosts have no configuration of Jest's that it could lose. */
async function withClock(session, shiftDays) {
  if (shiftDays === undefined) return session;
  const { scratch, root } = session.box;
  const setup = join(scratch, `shift-${shiftDays}.cjs`);
  await writeFile(setup, shiftDate(shiftDays));
  const { extraOptions } = session.config;
  const base = extraOptions.config
    ? JSON.parse(await readFile(extraOptions.config, 'utf8'))
    : { rootDir: root };
  const config = join(scratch, `shift-${shiftDays}.json`);
  await writeFile(config, JSON.stringify({ ...base, setupFiles: [setup] }));
  return { ...session, config: { ...session.config, extraOptions: { ...extraOptions, config } } };
}

/** Istanbul's report of the tests over all modules of the host. */
export async function coverageOf(session, candidates, anyFile) {
  const paths = await writeTests(session, candidates);
  // Without any test there would be no report; an empty one makes Jest list every file.
  const empty = join(session.box.root, anyFile);
  if (paths.length === 0) await writeFile(empty, "test('nothing yet', () => {});\n");
  const run = await runPlain(session, paths.length > 0 ? paths : [anyFile], {
    coverage: 'records-and-report',
  });
  await removeTests(session, paths.length > 0 ? paths : [anyFile]);
  if (run.coverage === null) throw new Error(`Jest gave no coverage: ${run.message.slice(-400)}`);
  return run.coverage;
}
