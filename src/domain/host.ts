/** The facts about the user's repository that are known before any of its code runs. */

export type ModuleSystem = 'cjs' | 'esm' | 'mixed';

/** Where a test file of the host goes, relative to the source file it tests. */
export type Placement =
  /** `src/a.js` is tested by `src/a.test.js`. */
  | { kind: 'beside' }
  /** `src/a.js` is tested by `src/__tests__/a.test.js`. */
  | { kind: 'folder'; name: string }
  /** `src/x/a.js` is tested by `test/x/a.test.js`: `sourceRoot` is cut off (may be empty) and `testRoot` put before. */
  | { kind: 'mirror'; testRoot: string; sourceRoot: string };

/** How the people of the host write their tests; learned from the tests that exist, else from the sources. */
export interface TestConventions {
  placement: Placement;
  /** The part between the base name and the extension: `.test`, `.spec`, or empty inside a test folder. */
  suffix: string;
  quotes: 'single' | 'double';
  semicolons: boolean;
  /** One level of indentation, as text. */
  indent: string;
  trailingCommas: boolean;
  /** The name the host calls a test by. */
  testFunction: 'test' | 'it';
  /**
   * `imported` when the host's tests import `test` and `expect` from `@jest/globals`, `required` when there is no other way
   * to them, because `injectGlobals` is off.
   */
  globals: 'injected' | 'imported' | 'required';
  /** A comment for the top of each test file, without which the repository's coverage would count it as a source. */
  fileHint?: string;
  /** Whether JavaScript tests are written with `import` and compiled to CommonJS, as Babel does. */
  compiledImports: boolean;
  /** Whether the host has every module mocked, so that a test has to say that it wants the real ones. */
  isAutomocked: boolean;
}

/** The Jest that runs the host's tests. */
export interface HostJest {
  /** `host` when the repository has its own; `nightshift` when it has none and ours is used. */
  origin: 'host' | 'nightshift';
  /** Whether the repository has another Jest in its `node_modules`, to which the binary of this one would hand over. */
  isShadowed?: boolean;
  /** Absolute path of the `bin/jest.js` to start with Node. */
  binary: string;
  version: string;
}

/** Options of Jest by their long names, as its own parser hands them on. */
export type JestOption = string | string[] | boolean;
export type JestOptions = Record<string, JestOption>;

export type HostRunnerName = 'jest' | 'vitest' | 'mocha' | 'ava' | 'node:test' | 'other' | 'none';

/** How the repository runs its tests, as its scripts say. */
export interface HostRunner {
  name: HostRunnerName;
  /** As people call it: `react-scripts`, `tap`. */
  tool: string;
  version: string | null;
  /** The command that runs the tests: `npm test`. */
  command: string;
  /** Which command was chosen and why, in one sentence for the user. */
  why: string;
  /** Variables that the command sets. */
  env: Record<string, string>;
  /** The options that the command passes to Jest; empty for other runners. */
  options: JestOptions;
  /** The words behind the runner in the command, for runners other than Jest. */
  args: string[];
  /** Only test files that one of these fits are run; empty means all. */
  patterns: string[];
  /** The tool that makes the configuration of Jest by itself, or null. */
  configBy:
    | 'react-scripts'
    | 'craco'
    | 'react-app-rewired'
    | 'kcd-scripts'
    | 'tsdx'
    | 'dts-cli'
    | '@wordpress/scripts'
    | null;
  /** Services that the command starts or awaits and the sandbox does not have. */
  needs: string[];
}

export interface Host {
  /** Absolute real path. */
  root: string;
  /** The top of the monorepo that the host is a package of, absolute; the host itself where it is none. */
  workspaceRoot: string;
  name: string;
  jest: HostJest;
  runner: HostRunner;
  moduleSystem: ModuleSystem;
  /** Version of the `typescript` that resolves from the host, or null for a JavaScript host. */
  typescript: string | null;
  /** Host-relative path of the tsconfig that covers the sources, or null. */
  tsconfig: string | null;
  /** Whether TypeScript may default-import a CommonJS module (`esModuleInterop` or `allowSyntheticDefaultImports`). */
  esModuleInterop: boolean;
  conventions: TestConventions;
  /** The compiler of the repository through which its sources become what Node runs, where no Jest configuration says it. */
  compiler: 'typescript' | 'babel' | null;
  /** Whether `fast-check` resolves from the host, so that property tests may be delivered. */
  hasFastCheck: boolean;
  /** Node options that the host's own test script passes to Jest, for example `--experimental-vm-modules`. */
  nodeOptions: string[];
  /** Every `node_modules` that the sources can resolve from: absolute real paths with the place each is seen at. */
  dependencyFolders: { at: string; real: string }[];
}
