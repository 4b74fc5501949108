/** What modules do while they load is not held against the tests that need them; what a test makes them do is. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Candidate } from '../../src/domain/candidate.js';
import { candidateFor } from '../support/gate-corpus/kit.js';
import { judgeCandidates } from '../support/judge-candidates.js';
import { removeTempFolders } from '../support/temp-repo.js';
import { tinyHost } from '../support/tiny-host.js';
import { closeTinySessions } from '../support/tiny-session.js';

const ownModules = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** What packages do while they load; each has a function that does no harm, and one that writes a file. */
const packages: Record<string, string> = {
  'looks-into-node': `try { process.binding('util'); } catch { /* it is not there any more */ }`,
  'looks-at-its-folder': `const fs = require('fs'); fs.statSync(__dirname); fs.readdirSync(__dirname); fs.lstatSync(__filename);`,
  'prepares-to-listen': `const http = require('http'); new http.Agent({ keepAlive: true }); http.createServer();`,
  'starts-a-process': `try { require('child_process').execSync('uname'); } catch { /* not everywhere */ }`,
  'reads-elsewhere': `try { require('fs').readFileSync('/etc/hostname', 'utf8'); } catch { /* not everywhere */ }`,
  'listens-to-the-process': `process.on('exit', () => {}); setTimeout(() => {}, 5).unref();`,
};

const usingPackage = (name: string): string => `const dep = require('${name}');
exports.sign = (text) => (text === '' ? 'nobody' : dep.loud(text));
exports.keep = (file) => dep.save(file) === undefined;
`;

const files: Record<string, string> = {
  ...Object.fromEntries(Object.keys(packages).map((name) => [`${name}.js`, usingPackage(name)])),
  'late.js': `exports.sign = (text) => require('looks-at-its-folder').loud(text) + '!';\n`,
  'parts.js': `const fs = require('fs');
const parts = fs.readdirSync(__dirname + '/parts').filter((name) => fs.statSync(__dirname + '/parts/' + name).isFile());
exports.sign = (name) => parts.includes(name + '.txt');
`,
  'parts/wheel.txt': 'wheel',
  'elsewhere.js': `const known = require('fs').existsSync('/etc') ? 'x' : 'y';\nexports.sign = (text) => text + known;\n`,
  'setup.js': `require('fs').statSync('/');\nrequire('http').createServer();\n`,
  'jest.config.js': `module.exports = { setupFilesAfterEnv: ['./setup.js'] };\n`,
};

const candidate = (file: string, name: string, body: string): [string, Candidate[]] => [
  file.replace('.js', '.nightshift.test.js'),
  [candidateFor(file, name, body)],
];

let verdicts: Record<string, string>;

beforeAll(async () => {
  const { dir } = tinyHost(files, { jest: false });
  for (const [name, doing] of Object.entries(packages)) {
    const source = `${doing}
exports.loud = (text) => text.toUpperCase();
exports.save = (file) => require('fs').writeFileSync(file, 'x');
`;
    mkdirSync(join(dir, 'node_modules', name), { recursive: true });
    writeFileSync(join(dir, 'node_modules', name, 'index.js'), source);
  }
  symlinkSync(join(ownModules, 'jest'), join(dir, 'node_modules/jest'));
  const candidates = Object.fromEntries([
    ...Object.keys(packages).map((name) =>
      candidate(`${name}.js`, 'sign', `expect(sign('ann')).toBe('ANN');`),
    ),
    candidate('late.js', 'sign', `expect(sign('ann')).toBe('ANN!');`),
    candidate('parts.js', 'sign', `expect(sign('wheel')).toBe(true);`),
    candidate('elsewhere.js', 'sign', `expect(sign('')).toBe('x');`),
  ]);
  candidates['starts-a-process.nightshift.test.js']?.push(
    candidateFor('starts-a-process.js', 'keep', `expect(keep('/tmp/kept.txt')).toBe(true);`),
  );
  const judged = await judgeCandidates(dir, candidates);
  const keys = Object.entries(candidates).flatMap(([file, list]) =>
    list.map((_, index) => `${file} ${index}`),
  );
  verdicts = Object.fromEntries(keys.map((key, index) => [key, judged[index] ?? 'none']));
}, 600_000);

afterAll(async () => {
  await closeTinySessions();
  removeTempFolders();
});

test.each(Object.keys(packages))('a dependency that %s while it loads costs no test', (name) => {
  expect(verdicts[`${name}.nightshift.test.js 0`]).toBe('accepted');
});

test('a dependency that is needed only when a function is called costs no test', () => {
  expect(verdicts['late.nightshift.test.js 0']).toBe('accepted');
});

test('what a test makes a dependency do is held against it', () => {
  expect(verdicts['starts-a-process.nightshift.test.js 1']).toMatch(/^policy: .*fs\.writeFileSync/);
});

test('a module of the repository may look at what lies beside it while it loads', () => {
  expect(verdicts['parts.nightshift.test.js 0']).toBe('accepted');
});

test('a module of the repository that looks at the machine while it loads gets none', () => {
  expect(verdicts['elsewhere.nightshift.test.js 0']).toMatch(/fs\.existsSync is not available/);
});
