/** The folder for tests of repositories whose own runner could not run them, with the small Jest configuration beside; pure. */
import type { Host } from '../domain/host.js';
import { ownMarker } from './test-file.js';
import { ownFolder, usesOwnFolder } from './test-path.js';

/** Host-relative path of the configuration. */
export const ownConfigFile = `${ownFolder}/jest.config.cjs`;
const transformFile = `${ownFolder}/transform.cjs`;

const isEsm = ({ nodeOptions }: Host): boolean => nodeOptions.includes('--experimental-vm-modules');

/** The command by which anybody runs the tests of the folder, without an installation. */
export function ownFolderCommand(host: Host): string {
  const [major = '30'] = host.jest.version.split('.');
  const node = isEsm(host) ? 'NODE_OPTIONS=--experimental-vm-modules ' : '';
  const jest = lacksCompiler(host) ? `--package jest@${major} --package typescript jest` : `jest@${major}`;
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

/** The files that the tests in the folder need beside them; none where the tests need no folder. */
export function supportFiles(host: Host): { path: string; content: string }[] {
  if (!usesOwnFolder(host)) return [];
  const config = { path: ownConfigFile, content: configText(host) };
  const transform = { path: transformFile, content: transformText(host) };
  return host.compiler === 'typescript' ? [config, transform] : [config];
}
