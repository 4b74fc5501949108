import type { JestProject } from '../../src/io/jest/config/jest-config.js';
import type { Config } from '../../src/domain/config.js';
import type { Host, HostRunner, TestConventions } from '../../src/domain/host.js';
import type { Target } from '../../src/domain/target.js';

/** The config of a pass by the explorer that delivers nothing. */
export const buildConfig = (changes: Partial<Config> = {}): Config => ({
  authors: ['explorer'],
  model: null,
  modelPrices: null,
  modelOptions: {
    outputTokens: null,
    effort: null,
    timeoutSeconds: null,
    headers: {},
    query: {},
    edits: true,
  },
  include: [],
  exclude: [],
  since: null,
  maxMinutes: null,
  maxTokens: null,
  maxUsd: null,
  targetSeconds: null,
  shard: null,
  deliver: 'none',
  branch: null,
  jestConfig: null,
  projects: [],
  sandbox: 'auto',
  seed: 1,
  ...changes,
});

/** Tests that are run by plain Jest. */
export const plainJest: HostRunner = {
  name: 'jest',
  tool: 'jest',
  version: '30.0.0',
  command: 'npm test',
  why: '`npm test` runs `jest`',
  env: {},
  options: {},
  args: [],
  patterns: [],
  configBy: null,
  needs: [],
};

/** Tests beside their sources, with single quotes, semicolons and Jest's globals. */
export const usualConventions: TestConventions = {
  placement: { kind: 'beside' },
  suffix: '.test',
  quotes: 'single',
  semicolons: true,
  indent: '  ',
  trailingCommas: true,
  testFunction: 'test',
  globals: 'injected',
  isAutomocked: false,
  compiledImports: false,
};

/** A project of Jest that finds no test, unless told otherwise. */
export const buildProject = (changes: Partial<JestProject> = {}): JestProject => ({
  rootDir: '/copy',
  roots: [],
  testRunner: '',
  testMatch: [],
  testRegex: [],
  testPathIgnorePatterns: [],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: [],
  injectGlobals: true,
  automock: false,
  ...changes,
});

type HostChanges = Partial<Omit<Host, 'conventions'>> & { conventions?: Partial<TestConventions> };

/** A CommonJS host without TypeScript, tested by plain Jest. */
export const buildHost = ({ conventions, ...changes }: HostChanges = {}): Host => ({
  root: '/host',
  workspaceRoot: '/host',
  name: 'host',
  jest: { origin: 'host', binary: '/host/jest.js', version: '30.0.0' },
  runner: plainJest,
  moduleSystem: 'cjs',
  typescript: null,
  tsconfig: null,
  esModuleInterop: false,
  conventions: { ...usualConventions, ...conventions },
  compiler: null,
  hasFastCheck: false,
  nodeOptions: [],
  dependencyFolders: [],
  ...changes,
});

/** An exported function without parameters, on the first line of its file unless told otherwise. */
export const buildTarget = (changes: Partial<Target> = {}): Target => {
  const { file = 'src/a.js', name = 'f' } = changes;
  return {
    id: `${file}#${name}`,
    file,
    name,
    kind: 'function',
    range: { start: { line: 1, column: 0 }, end: { line: 2, column: 0 } },
    hash: '',
    isAsync: false,
    isGenerator: false,
    access: { module: file, export: { kind: 'named', name }, members: [] },
    member: null,
    params: [],
    constructorParams: [],
    returns: { kind: 'unknown' },
    doc: null,
    reachedThrough: [],
    hints: { strings: [], numbers: [], regexes: [], properties: [] },
    reachesOutside: [],
    ...changes,
  };
};
