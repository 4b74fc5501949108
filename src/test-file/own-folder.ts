/** The folder for tests of repositories whose own runner could not run them, with the small Jest configuration beside; pure. */
import type { Host } from '../domain/host.js';
import { ownMarker } from './test-file.js';
import { ownFolder, usesOwnFolder } from './test-path.js';

/** Host-relative path of the configuration. */
export const ownConfigFile = `${ownFolder}/jest.config.cjs`;
const startFile = `${ownFolder}/run.cjs`;
const transformFile = `${ownFolder}/transform.cjs`;

const isEsm = ({ nodeOptions }: Host): boolean => nodeOptions.includes('--experimental-vm-modules');

/** The command by which anybody runs the tests of the folder, without an installation. */
export function ownFolderCommand(host: Host): string {
  const [major = '30'] = host.jest.version.split('.');
  const node = isEsm(host) ? 'NODE_OPTIONS=--experimental-vm-modules ' : '';
  const compiler = lacksCompiler(host) ? ' --package typescript' : '';
  if (host.jest.isShadowed === true)
    return `${node}npx --yes --package jest@${major}${compiler} node ${startFile}`;
  const jest = compiler === '' ? `jest@${major}` : `--package jest@${major}${compiler} jest`;
  return `${node}npx --yes ${jest} --config ${ownConfigFile}`;
}

/** Whether the sources are TypeScript and the compiler has to come along with Jest. */
export const lacksCompiler = ({ compiler, typescript }: Host): boolean =>
  compiler === 'typescript' && typescript === null;

/** How Jest turns the sources into what Node runs: by the repository's own compiler, which is there anyway. */
function transformOf({ compiler }: Host): string[] {
  if (compiler === 'babel') return [];
  if (compiler === null) return ['  transform: {},'];
  return [`  transform: { '\\\\.[cm]?[jt]sx?$': '<rootDir>/${transformFile}' },`];
}

function configText(host: Host): string {
  const isTypedEsm = isEsm(host) && host.compiler === 'typescript';
  return [
    ownMarker,
    `// The repository's own command does not run these tests. This one does:`,
    `// ${ownFolderCommand(host)}`,
    'module.exports = {',
    `  rootDir: '..',`,
    `  testMatch: ['<rootDir>/${ownFolder}/**/*.nightshift.*'],`,
    `  testEnvironment: 'node',`,
    ...(isTypedEsm ? [`  extensionsToTreatAsEsm: ['.ts', '.tsx', '.jsx'],`] : []),
    `  moduleFileExtensions: ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs', 'json', 'node'],`,
    ...(host.compiler === 'typescript'
      ? [`  moduleNameMapper: { '^(\\\\.{1,2}/.*)\\\\.([cm]?)js$': ['$1.$2ts', '$1.tsx', '$1.$2js', '$1'] },`]
      : []),
    ...transformOf(host),
    '};',
    '',
  ].join('\n');
}

const transformText = (host: Host): string => `${ownMarker}
const ts = ${lacksCompiler(host) ? `require(require.resolve('typescript', { paths: [require.main.path] }))` : `require('typescript')`};

/** Takes the types out and checks nothing. */
exports.process = (text, fileName) => ({
  code: ts.transpileModule(text, {
    fileName,
    compilerOptions: {
      module: ts.ModuleKind.${isEsm(host) ? 'ESNext' : 'CommonJS'},
      target: ts.ScriptTarget.ES2022,
      jsx: ts.JsxEmit.ReactJSX,
      esModuleInterop: true,
      allowJs: true,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      inlineSourceMap: true,
    },
  }).outputText,
});
`;

const startText = (host: Host): string => `${ownMarker}
// Jest's own command would hand over to the Jest in node_modules, which is another one.
const path = require('node:path');

const isWanted = (folder) => {
  try {
    return require(path.join(folder, 'package.json')).version.startsWith('${host.jest.version.split('.')[0] ?? ''}.');
  } catch {
    return false;
  }
};
const folders = process.env.PATH.split(path.delimiter).map((folder) => path.join(folder, '..', 'jest-cli'));
process.env.NODE_ENV = process.env.NODE_ENV || 'test';
const jest = folders.find(isWanted);
const environment = path.join(jest, '..', 'jest-environment-node');
require(jest).run(['--config', path.join(__dirname, 'jest.config.cjs'), '--env', environment, ...process.argv.slice(2)]);
`;

/** The files that the tests in the folder need beside them; none where the tests need no folder. */
export function supportFiles(host: Host): { path: string; content: string }[] {
  if (!usesOwnFolder(host)) return [];
  const config = { path: ownConfigFile, content: configText(host) };
  const transform = { path: transformFile, content: transformText(host) };
  const start = { path: startFile, content: startText(host) };
  return [
    config,
    ...(host.compiler === 'typescript' ? [transform] : []),
    ...(host.jest.isShadowed === true ? [start] : []),
  ];
}
