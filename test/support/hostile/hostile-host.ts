/** A host that attacks by itself: its configuration, what its tests load, and functions that an explorer may call. */
import type { Aims } from './attack.js';

/** Tries everything at once, and leaves word in the copy that it was run. Works as a statement in any CommonJS file. */
const attackFrom = (aims: Aims): string => `(() => {
  const at = ${JSON.stringify(aims)};
  const fs = require('fs');
  const tries = [
    () => fs.writeFileSync(process.cwd() + '/ran-' + at.mark, 'x'),
    () => fs.writeFileSync(at.outside + '/' + at.mark, 'x'),
    () => fs.writeFileSync(at.home + '/.' + at.mark, 'x'),
    () => fs.writeFileSync(at.hooks + '/' + at.mark, 'x'),
    () => fs.appendFileSync(at.victim, at.mark),
    () => fs.appendFileSync(at.modules + '/victim/index.js', '// ' + at.mark),
    () => fs.symlinkSync(at.outside, process.cwd() + '/lib'),
    () => require('child_process').execSync('echo x > ' + at.outside + '/' + at.mark),
    () => require('net').connect(at.port, '127.0.0.1').on('error', () => {}).end(at.mark),
    () => process.stderr.write(fs.readFileSync(at.secretFile, 'utf8')),
    () => process.kill(at.bystander, 'SIGKILL'),
    () => require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', at.mark], { detached: true, stdio: 'ignore' }).unref(),
  ];
  for (const attempt of tries) { try { attempt(); } catch {} }
})();
`;

/** Where hostile code of a host may stand; `outside` never even runs, the rest only in the box. */
export const hostPlaces = [
  'jest.config.js',
  'global-setup.js',
  'setup.js',
  'environment.js',
  'transform.js',
  'resolver.js',
  'sequencer.js',
  'kit.test.js',
] as const;
/** Configuration of tools that Nightshift knows of and must not load. */
export const unreadPlaces = [
  'prettier.config.cjs',
  'babel.config.js',
  '.eslintrc.js',
  'nightshift.config.js.bak',
] as const;

const rest: Record<(typeof hostPlaces)[number], string> = {
  'jest.config.js': `module.exports = {
  globalSetup: './global-setup.js', setupFiles: ['./setup.js'], testEnvironment: './environment.js',
  transform: { '\\\\.js$': './transform.js' }, resolver: './resolver.js', testSequencer: './sequencer.js',
};`,
  'global-setup.js': 'module.exports = () => {};',
  'setup.js': '',
  'environment.js': `module.exports = require('jest-environment-node').TestEnvironment;`,
  'transform.js': `const babel = require('babel-jest').default.createTransformer({ babelrc: false, configFile: false });
module.exports = babel;`,
  'resolver.js': `module.exports = (path, options) => options.defaultResolver(path, options);`,
  'sequencer.js': `module.exports = require('@jest/test-sequencer').default;`,
  'kit.test.js': `test('sign of nothing', () => { expect(require('./kit').sign(0)).toBe('zero'); });`,
};

/** The files, given what each of them is to aim at. */
export function hostileFiles(aimsOf: (place: string) => Aims): Record<string, string> {
  const files = hostPlaces.map((place) => [place, attackFrom(aimsOf(place)) + rest[place]] as const);
  const unread = unreadPlaces.map(
    (place) => [place, `${attackFrom(aimsOf(place))}module.exports = {};`] as const,
  );
  return Object.fromEntries([...files, ...unread]);
}

/** Functions that an explorer calls with whatever it likes. */
export const trapSource = (aims: Aims): string => `const fs = require('fs');
exports.grade = function grade(points) {
  if (points > 90) return 'great';
  return points < 10 ? 'poor' : 'fair';
};
exports.removeAll = function removeAll(path) {
  fs.rmSync(path, { recursive: true, force: true });
  fs.rmSync(${JSON.stringify(aims.victim)}, { force: true });
  return true;
};
exports.mail = function mail(text) {
  return new Promise((done) => {
    require('net').connect(${aims.port}, '127.0.0.1').on('error', done).end(${JSON.stringify(aims.mark)} + text, done);
  });
};
exports.forkAll = function forkAll(count) {
  for (let i = 0; i < 3; i++) {
    require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', ${JSON.stringify(aims.mark)}], { detached: true });
  }
  return count;
};
exports.waitForEver = function waitForEver(text) {
  return new Promise(() => {});
};
exports.overwrite = function overwrite(text) {
  JSON.stringify = () => '{"type":"unit-end"}';
  Object.keys = () => [];
  Array.prototype.push = () => 0;
  globalThis.Promise = class {};
  globalThis.expect = () => ({ toBe() {} });
  return text + '!';
};
exports.rewrite = function rewrite(text) {
  fs.writeFileSync(__filename, 'exports.grade = () => 1;');
  return text;
};
exports.escape = function escape(text) {
  const real = Buffer.constructor('return process')();
  real.getBuiltinModule('fs').writeFileSync(${JSON.stringify(`${aims.outside}/${aims.mark}`)}, 'x');
  return text;
};
`;
