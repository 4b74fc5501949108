/** Tools that configure Jest in their own code are asked for what they make. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeConfig } from '../../../../../../src/io/jest/in-host/config/make-config.cjs';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

function repository(files: Record<string, string>): string {
  const root = mkdtempSync(path.join(tmpdir(), 'make-config-'));
  folders.push(root);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  return root;
}

const scripts = 'node_modules/react-scripts';
const reactScripts = {
  [`${scripts}/package.json`]: '{}',
  [`${scripts}/scripts/utils/createJestConfig.js`]:
    "module.exports = (resolve, root) => ({ roots: [root], setup: resolve('config/setup.js') });",
};

test('react-scripts makes its own for the root', () => {
  const root = repository(reactScripts);
  expect(makeConfig('react-scripts', root)).toEqual({
    roots: [root],
    setup: path.join(root, scripts, 'config/setup.js'),
  });
});

test.each([
  ['with a config of the repository', { 'craco.config.js': "module.exports = { name: 'own' };" }, 'own'],
  ['without one', {}, undefined],
])('craco makes its own %s', (_, files, name) => {
  const craco = {
    'node_modules/@craco/craco/index.js':
      'exports.createJestConfig = (config) => ({ made: true, name: config.name });',
  };
  expect(makeConfig('craco', repository({ ...craco, ...files }))).toEqual({ made: true, name });
});

test('react-app-rewired changes that of react-scripts', () => {
  const root = repository({
    ...reactScripts,
    'node_modules/react-app-rewired/config-overrides.js':
      'exports.jest = (config) => ({ ...config, verbose: true });',
  });
  expect(makeConfig('react-app-rewired', root)).toMatchObject({ roots: [root], verbose: true });
});

test.each([
  ['kcd-scripts', 'node_modules/kcd-scripts/jest.js'],
  ['@wordpress/scripts', 'node_modules/@wordpress/scripts/config/jest-unit.config.js'],
])('%s brings one, unless the repository has its own', (tool, file) => {
  const files = { 'package.json': '{}', [file]: 'module.exports = { verbose: true };' };
  expect(makeConfig(tool, repository(files))).toEqual({ verbose: true });
  expect(makeConfig(tool, repository({ ...files, 'package.json': '{"jest":{}}' }))).toBeNull();
  expect(makeConfig(tool, repository({ ...files, 'jest.config.js': '' }))).toBeNull();
});

test.each(['tsdx', 'dts-cli'])('%s makes one, below that of the repository', (tool) => {
  const folder = `node_modules/${tool}`;
  const root = repository({
    'package.json': '{"jest":{"verbose":true}}',
    'jest.config.js': 'module.exports = { testTimeout: 7 };',
    [`${folder}/package.json`]: '{}',
    [`${folder}/dist/createJestConfig.js`]:
      'exports.createJestConfig = (resolve, rootDir) => ({ rootDir, verbose: false, bail: 1 });',
  });
  expect(makeConfig(tool, root)).toEqual({ rootDir: root, verbose: true, bail: 1, testTimeout: 7 });
});

test('no config is made for a tool that is not known', () => {
  expect(makeConfig('other', repository({}))).toBeNull();
});
