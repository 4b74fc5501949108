/** Finds the parts of the host's own Jest and drives one test file through its test runner, for Jest 27 to 30. */
import events from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import type {
  Context,
  FileResult,
  GlobalConfig,
  LoadedJest,
  ProjectConfig,
  Test,
} from '../../protocol/host-jest.js';

interface TestRunner {
  supportsEventEmitters?: boolean;
  on?(name: string, listener: (args: [Test, FileResult | Error]) => void): unknown;
  runTests(tests: Test[], watcher: unknown, ...rest: unknown[]): Promise<void>;
}

interface Transformer {
  requireAndTranspileModule(
    file: string,
    callback: (module: (...args: unknown[]) => unknown) => Promise<void>,
  ): Promise<unknown>;
}

interface Runtime {
  createContext(config: ProjectConfig, options: object): Promise<Context>;
  createResolver(config: ProjectConfig, moduleMap: unknown): unknown;
}

interface AggregatedResult {
  testResults: unknown[];
}

interface Core {
  SearchSource: new (context: Context) => { findTestsByPaths(paths: string[]): { tests: Test[] } };
}

type RunnerClass = new (globalConfig: GlobalConfig, context: object) => TestRunner;

interface ResultsModule {
  makeEmptyAggregatedTestResult(): AggregatedResult;
  addResult(all: AggregatedResult, one: FileResult): void;
  buildFailureTestResult(file: string, error: { message: string; stack?: string | undefined }): FileResult;
  formatTestResults(all: AggregatedResult): unknown;
}

interface Transform {
  createScriptTransformer: (config: ProjectConfig) => Promise<Transformer>;
}

/** The default export of a module, however it was compiled. */
function byDefault(loaded: unknown): unknown {
  const { default: inner } = loaded as { default?: unknown };
  return inner ?? loaded;
}

/** Loads packages as the host's Jest itself would, by following its dependencies from package to package. */
function openRequire(jestBinary: string): {
  find: (name: string) => string;
  load: (name: string) => unknown;
} {
  const folders = [path.dirname(jestBinary)];
  const find = (name: string): string => require.resolve(name, { paths: folders });
  for (const name of ['jest-cli', '@jest/core', 'jest-config', 'jest-runner'])
    folders.push(path.dirname(find(name)));
  return { find, load: (name) => require(find(name)) as unknown };
}

const watcher = Object.assign(new events.EventEmitter(), { isInterrupted: () => false });

function runFile(runner: TestRunner, test: Test): Promise<FileResult> {
  return new Promise((resolve, reject) => {
    const onSuccess = (_: Test, result: FileResult): void => resolve(result);
    const onFailure = (_: Test, error: Error): void => reject(error);
    if (runner.supportsEventEmitters === true && runner.on) {
      runner.on('test-file-success', ([of, result]) => onSuccess(of, result as FileResult));
      runner.on('test-file-failure', ([of, error]) => onFailure(of, error as Error));
      runner.runTests([test], watcher, { serial: true }).catch(reject);
      return;
    }
    const onStart = (): Promise<void> => Promise.resolve();
    runner.runTests([test], watcher, onStart, onSuccess, onFailure, { serial: true }).catch(reject);
  });
}

/** Packages that keep sources in memory, whoever uses them; a transformer of the host's own may. */
const keepsSources = `${path.sep}node_modules${path.sep}ts-jest${path.sep}`;

/** Has a package loaded anew when it is next required. Babel's transformer keeps nothing of a source. */
function unload(entry: string): void {
  const parts = entry.split(`${path.sep}node_modules${path.sep}`);
  const inside = parts.pop() ?? '';
  const name = inside.split(path.sep, inside.startsWith('@') ? 2 : 1).join(path.sep);
  if (name === 'babel-jest') return;
  const isPackage = parts.length > 0;
  const folder = isPackage
    ? path.join(parts.join(`${path.sep}node_modules${path.sep}`), 'node_modules', name)
    : entry;
  for (const file of Object.keys(require.cache)) {
    const isOf = file === folder || file.startsWith(folder + path.sep) || file.includes(keepsSources);
    if (isOf) Reflect.deleteProperty(require.cache, file);
  }
}

/** @throws Error when a part that is needed is missing or another than expected. */
export function openHostJest(jestBinary: string): LoadedJest {
  const { find, load } = openRequire(jestBinary);
  const { SearchSource } = load('@jest/core') as Core;
  const { readConfigs } = load('jest-config') as Pick<LoadedJest, 'readConfigs'>;
  const runtime = byDefault(load('jest-runtime')) as Runtime;
  const resolver = byDefault(load('jest-resolve')) as { clearDefaultResolverCache?(): void };
  const Runner = byDefault(load('jest-runner')) as RunnerClass;
  const results = load('@jest/test-result') as ResultsModule;
  const { createScriptTransformer } = load('@jest/transform') as Transform;
  const ownRunner = fs.realpathSync(find('jest-runner'));

  return {
    readConfigs,
    createContext: (config) =>
      runtime.createContext(config, { console, maxWorkers: 1, watch: false, watchman: false }),
    forgetFiles(context) {
      resolver.clearDefaultResolverCache?.();
      context.resolver = runtime.createResolver(context.config, context.moduleMap);
    },
    forgetSources({ config }) {
      for (const [, transformer] of config.transform) unload(transformer);
    },
    findTests: (context, file) => new SearchSource(context).findTestsByPaths([file]).tests,
    isOwnRunner: (file) => file === 'jest-runner' || fs.realpathSync(file) === ownRunner,
    async runTest(globalConfig, test) {
      const runner = new Runner(globalConfig, {});
      try {
        const result = await runFile(runner, test);
        if (result.testResults.length > 0 || result.testExecError !== undefined) return result;
        return results.buildFailureTestResult(test.path, {
          message: 'Your test suite must contain at least one test.',
        });
      } catch (error) {
        const { message, stack } = error as Error;
        const failure = results.buildFailureTestResult(test.path, { message, stack });
        failure.failureMessage ??= stack ?? message;
        return failure;
      }
    },
    format(files) {
      const all = results.makeEmptyAggregatedTestResult();
      for (const file of files) results.addResult(all, file);
      return results.formatTestResults(all);
    },
    async runGlobalHook(file, globalConfig, config) {
      const transformer = await createScriptTransformer(config);
      await transformer.requireAndTranspileModule(file, async (hook) => {
        await hook(globalConfig, config);
      });
    },
  };
}
