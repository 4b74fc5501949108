/** The parts of the host's own Jest that a warm Jest host works with, as far as they are the same in Jest 27 to 30. */

export interface GlobalConfig {
  globalSetup?: string | null;
  globalTeardown?: string | null;
  [key: string]: unknown;
}

export interface ProjectConfig {
  rootDir: string;
  runner: string;
  /** Pattern, path of the transformer, its options. */
  transform: [string, string, ...unknown[]][];
  globalSetup?: string | null;
  globalTeardown?: string | null;
}

export interface Context {
  config: ProjectConfig;
  resolver: unknown;
  moduleMap: unknown;
}

export interface Test {
  path: string;
  context: Context;
}

export interface FileResult {
  coverage?: unknown;
  testResults: unknown[];
  testExecError?: unknown;
  failureMessage?: string | null;
}

export interface LoadedJest {
  readConfigs: (
    argv: object,
    roots: string[],
  ) => Promise<{ globalConfig: GlobalConfig; configs: ProjectConfig[] }>;
  createContext(config: ProjectConfig): Promise<Context>;
  /** Forgets which files were there, so that test files may come and go. */
  forgetFiles(context: Context): void;
  /** Makes transformers start anew: some keep texts of sources in memory, and would go on with those. */
  forgetSources(context: Context): void;
  /** The tests that Jest finds behind a path, as with `--runTestsByPath`. */
  findTests(context: Context, file: string): Test[];
  /** Whether this runner is the one that comes with Jest. */
  isOwnRunner(file: string): boolean;
  runTest(globalConfig: GlobalConfig, test: Test): Promise<FileResult>;
  /** Results in the shape of Jest's JSON output. */
  format(results: readonly FileResult[]): unknown;
  runGlobalHook(file: string, globalConfig: GlobalConfig, config: ProjectConfig): Promise<void>;
}
