/**
 * A hostile host and hostile candidates through everything that a pass does with them: opening, measuring, exploring and
 * the gate. What counts is what can be seen from outside, and which verdicts come out.
 */
import { readFile } from 'node:fs/promises';
import { existsSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { readTestTypes } from '../../src/analyze/process/read-test-types.js';
import { exploreFiles } from '../../src/author/explorer/explore-files.js';
import type { ExploreResult } from '../../src/author/explorer/explore-request.js';
import { placeTests } from '../../src/pipeline/delivery/place-tests.js';
import { type GateResult, verifyCandidates } from '../../src/verify/gate.js';
import { candidateFor } from '../support/gate-corpus/kit.js';
import { evasionAttacks } from '../support/hostile/evasion-attacks.js';
import { fileAttacks } from '../support/hostile/file-attacks.js';
import { forgeSource, forgedCandidates } from '../support/hostile/forgeries.js';
import { hostileFiles, hostPlaces, trapSource, unreadPlaces } from '../support/hostile/hostile-host.js';
import { reachAttacks } from '../support/hostile/reach-attacks.js';
import { newMark, setStage, type Stage } from '../support/hostile/stage.js';
import { firstTwins, twins, twinSource } from '../support/hostile/twins.js';
import { removeTempFolders } from '../support/temp-repo.js';
import { closeTinySessions, openTinySession, type TinySession } from '../support/tiny-session.js';

const marks = new Map([...hostPlaces, ...unreadPlaces, 'traps.js'].map((place) => [place, newMark()]));
const markOf = (place: string): string => marks.get(place) ?? '';
const { signal } = new AbortController();
let stage: Stage;
let session: TinySession;
let traps: string;

beforeAll(async () => {
  stage = await setStage((aimsOf) => {
    traps = trapSource(aimsOf(markOf('traps.js')));
    const own = { 'twins.js': twinSource, 'forge.js': forgeSource, 'traps.js': traps };
    return { ...own, ...hostileFiles((place) => aimsOf(markOf(place))) };
  });
  for (const name of ['jest', 'babel-jest', 'jest-environment-node', '@jest', '@babel'])
    symlinkSync(path.resolve('node_modules', name), path.join(stage.dir, 'node_modules', name));
  session = await openTinySession(stage.dir);
}, 120_000);

afterAll(async () => {
  await closeTinySessions();
  await stage.close();
  removeTempFolders();
});

/** While the box is open, what was started in it may run on there; once it is closed, nothing may. */
let isOpen = true;

/** Everything that has happened outside since the stage was set, but for the links to packages that we put there. */
const damage = (): string[] => [
  ...[...marks].flatMap(([place, mark]) =>
    stage
      .damageOf(mark, '')
      .filter((each) => !(isOpen && each === 'survived'))
      .map((each) => `${place}: ${each}`),
  ),
  ...stage
    .changed()
    .filter((file) => !/node_modules\/(?:jest|babel-jest|jest-environment-node|@jest|@babel)$/.test(file)),
];

test('the configuration of a host and what its tests load run in the box, and do no harm', () => {
  const { root } = session.session.box;
  const hasRun = (place: string): boolean => existsSync(path.join(root, `ran-${markOf(place)}`));
  expect(hostPlaces.filter((place) => !hasRun(place))).toEqual([]);
  expect(unreadPlaces.filter(hasRun)).toEqual([]);
  expect(damage()).toEqual([]);
});

test('a link that the tests of a host have planted in the copy is gone before we write there', () => {
  expect(existsSync(path.join(session.session.box.root, 'lib'))).toBe(false);
});

test('functions that harm are explored without harm, and the others of their file as usual', async () => {
  const [result] = await exploreTraps();
  expect(result?.candidates.some((candidate) => candidate.target.endsWith('#grade'))).toBe(true);
  expect(damage()).toEqual([]);
  expect(await readFile(path.join(session.session.box.root, 'traps.js'), 'utf8')).toBe(traps);
});

async function exploreTraps(): Promise<ExploreResult[]> {
  const { analysis } = session;
  const request = {
    file: 'traps.js',
    sourceText: traps,
    targets: analysis.targets.filter((target) => target.file === 'traps.js'),
    allTargets: analysis.targets,
    testFile: placeTests(session.session, 'traps.js') ?? '',
    covered: new Set<string>(),
    seed: 1,
    cpuMsPerTarget: 200,
  };
  return exploreFiles(session.session, [request], { signal });
}

test('no attack gets through the gate, and every harmless twin does', async () => {
  const at = `const at = { outside: 'x', mark: 'y' };\n`;
  const attacks = [...fileAttacks, ...reachAttacks, ...evasionAttacks]
    .filter(({ isAllowed }) => isAllowed !== true)
    .map(({ code }) =>
      candidateFor('kit.js', 'sign', `${at}${code}\nexpect(sign(-1)).toBe('negative');`, { isAsync: true }),
    );
  const some = process.env['HOSTILE'] === 'all' ? twins : firstTwins;
  const friends = some.map(({ body, imports }) => {
    const friend = candidateFor('twins.js', 'pick', body);
    return { ...friend, imports: [...friend.imports, ...imports] };
  });
  const { accepted } = await judge([
    { path: 'kit.nightshift.test.js', candidates: attacks, existing: null },
    { path: 'twins.nightshift.test.js', candidates: friends, existing: null },
  ]);
  expect(accepted.map(({ candidate }) => candidate.body)).toEqual(friends.map(({ body }) => body));
  expect(damage()).toEqual([]);
}, 180_000);

// Neighbours of a forgery may be refused with it, where it has spoilt the process that they share: that is the safe side.
test('no forged result is taken for a proof', async () => {
  const { accepted } = await judge([
    { path: 'forge.nightshift.test.js', candidates: [...forgedCandidates], existing: null },
  ]);
  expect(accepted.map(({ candidate }) => candidate.body)).toEqual([]);
  expect(damage()).toEqual([]);
}, 600_000);

test('nothing of all that outlives the box', async () => {
  await closeTinySessions();
  isOpen = false;
  expect(damage()).toEqual([]);
});

function judge(files: Parameters<typeof verifyCandidates>[1]['files']): Promise<GateResult> {
  return verifyCandidates(session.session, {
    files,
    targets: session.analysis.targets,
    covered: new Map(),
    hostTests: [],
    allowedPackages: new Set(),
    findTypeErrors: (tests) => readTestTypes(session.session.host, tests, signal),
    seed: 1,
    signal,
    onStep: () => undefined,
  });
}
