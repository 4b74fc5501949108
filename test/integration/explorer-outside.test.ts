/** The explorer and the gate on code that works on files, starts processes, asks the network and reads the clock. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readTestTypes } from '../../src/analyze/process/read-test-types.js';
import { exploreFiles } from '../../src/author/explorer/explore-files.js';
import type { ExploreResult } from '../../src/author/explorer/explore-request.js';
import { placeTests } from '../../src/pipeline/delivery/place-tests.js';
import { verifyCandidates } from '../../src/verify/gate.js';
import { removeTempFolders } from '../support/temp-repo.js';
import { tinyHost } from '../support/tiny-host.js';
import { closeTinySessions, openTinySession, type TinySession } from '../support/tiny-session.js';

const source = `const fs = require('fs');
const path = require('path');
const childProcess = require('child_process');
const { execSync } = require('child_process');
const dgram = require('dgram');

exports.archive = function archive(file) {
  if (!fs.existsSync(file)) return 'nothing there';
  fs.renameSync(file, file + '.old');
  return path.basename(file);
};
exports.settings = function settings(dir) {
  const parsed = JSON.parse(fs.readFileSync(path.join(dir, 'settings.json'), 'utf8'));
  return parsed.server ? 'own' : 'shared';
};
exports.disks = function disks() {
  const found = childProcess.spawnSync('df', ['-Pk']);
  if (found.status !== 0) return null;
  return found.stdout.split('\\n').length;
};
exports.branch = function branch() {
  return execSync('git branch --show-current').trim() || 'detached';
};
exports.user = async function user(id) {
  const response = await fetch('https://example.com/users/' + id);
  if (response.status === 404) return 'unknown';
  const found = await response.json();
  return found.profile.admin ? 'admin' : 'user';
};
exports.listen = function listen(port) {
  return dgram.createSocket('udp4').bind(port);
};
`;

let session: TinySession;
let found: ExploreResult;

beforeAll(async () => {
  session = await openTinySession(tinyHost({ 'outside.js': source }).dir);
  const { analysis } = session;
  const file = 'outside.js';
  const [result] = await exploreFiles(
    session.session,
    [
      {
        file,
        sourceText: await readFile(path.join(session.host.root, file), 'utf8'),
        targets: analysis.targets.filter((target) => target.file === file),
        allTargets: analysis.targets,
        testFile: placeTests(session.session, file) ?? '',
        covered: new Set<string>(),
        seed: 1,
        cpuMsPerTarget: null,
      },
    ],
    { signal: new AbortController().signal },
  );
  if (!result) throw new Error('nothing was explored');
  found = result;
}, 120_000);
afterAll(async () => {
  await closeTinySessions();
  removeTempFolders();
});

const bodiesOf = (group: string): string =>
  found.candidates
    .filter((candidate) => candidate.group === group)
    .map(({ body }) => body)
    .join('\n');

test('functions that work on files are called on real ones, in a folder that goes again', () => {
  const archive = bodiesOf('archive');
  expect(archive).toMatch(/const folder = mkdtempSync\(join\(tmpdir\(\), 'archive-'\)\);\ntry \{/);
  expect(archive).toMatch(/expect\(existsSync\(join\(folder, '[^']+'\)\)\)\.toBe\(false\)/);
  expect(archive).toMatch(/\.old'/);
  expect(archive).toContain("toBe('nothing there')");
  expect(archive).toContain('rmSync(folder, { recursive: true, force: true })');

  const settings = bodiesOf('settings');
  expect(settings).toContain("writeFileSync(join(folder, 'settings.json'), ");
  expect(settings).toContain("toBe('own')");
  expect(settings).toContain("toBe('shared')");
});

test('calls that reach outside are answered by stand-ins', () => {
  expect(bodiesOf('disks')).toContain("jest.spyOn(childProcess, 'spawnSync').mockReturnValue({");
  expect(bodiesOf('disks')).toContain("expect(spawnSync).toHaveBeenCalledWith('df', ['-Pk'])");
  expect(bodiesOf('branch')).toContain("toBe('detached')");
  const user = bodiesOf('user');
  expect(user).toMatch(/jest\.spyOn\(globalThis, 'fetch'\)/);
  for (const answer of ['unknown', 'admin', 'user']) expect(user).toContain(`toBe('${answer}')`);
});

test('what has no stand-in is left out, with the reason in plain words', () => {
  expect(found.skipped).toEqual([
    {
      target: 'outside.js#listen',
      reason: 'reaches outside the sandbox: it talks to the network (dgram.createSocket)',
    },
  ]);
});

test('the gate accepts such tests, also where the module takes the function when it is loaded', async () => {
  const { judged, accepted } = await verifyCandidates(session.session, {
    files: [
      {
        path: placeTests(session.session, 'outside.js') ?? '',
        candidates: found.candidates,
        existing: null,
      },
    ],
    targets: session.analysis.targets,
    covered: session.covered,
    hostTests: [],
    allowedPackages: new Set(),
    findTypeErrors: (tests) => readTestTypes(session.session.host, tests, new AbortController().signal),
    seed: 1,
    signal: new AbortController().signal,
    onStep: () => undefined,
  });
  const refused = judged.flatMap(({ candidate, verdict }) =>
    verdict.status === 'rejected' && !['no-gain', 'redundant'].includes(verdict.reason)
      ? [`${candidate.group}: ${verdict.reason} ${verdict.detail}`]
      : [],
  );
  expect(refused).toEqual([]);
  const groups = new Set(accepted.map(({ candidate }) => candidate.group));
  expect([...groups].sort()).toEqual(['archive', 'branch', 'disks', 'settings', 'user']);
}, 120_000);
