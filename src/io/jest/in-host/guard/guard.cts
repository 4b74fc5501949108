/**
 * Stops code inside a test context from reaching files, processes and the network, and writes down what tried. Only the
 * context's own view of Node's modules is replaced, so that Jest and the host's transforms go on working.
 */
import { createFileRules, isInHost } from './guard-files.cjs';
import { guardFunction, type GuardedFunction, type Refusing } from './guarded-function.cjs';
import { createModuleViews, type Members } from './module-views.cjs';
import { type LoadSettings, whoLoads } from './who-loads.cjs';

type LoadCore = (name: string, ...rest: unknown[]) => unknown;

/** The two shapes in which Jest's runtime hands out core modules: up to 30.4, and after. */
export interface GuardedRuntime {
  _requireCoreModule?: LoadCore;
  coreModule?: { require: LoadCore };
}

/** The stand-in for a refused function, by its label; the explorer sets it while it searches. */
type StandIns = (label: string) => GuardedFunction | undefined;

export interface GuardSettings extends LoadSettings {
  /** The copy of the host. */
  root: string;
  /** Folders below which everything is allowed. */
  exempt: string[];
  /** Whether tests may make temp folders of their own. */
  allowsScratch: boolean;
  /** Modules that the context gets in the place of Node's, by name. */
  inPlaceOf: Readonly<Record<string, object>>;
}

/** The guard of one test file. */
export interface Guard {
  /** Makes the runtime hand out guarded modules. Returns false where its shape is not known. */
  readonly guardRuntime: (runtime: GuardedRuntime) => boolean;
  /** Replaces the globals of a context that end or steer the whole process, or reach the network. */
  readonly guardGlobals: (context: Members) => void;
  /** Whether a module that the context was given is a guarded view. */
  readonly isGuarded: (members: unknown) => boolean;
  /** The calls refused since the last look. */
  readonly takeRefused: () => string[];
  /** Ends a test: a folder that it has left behind in the temp folder counts as refused. */
  readonly closeTest: () => void;
  readonly setStandIns: (find: StandIns | null) => void;
  /** File accesses since the last call: their number, and the names in the test's own folders. */
  readonly takeFileTrace: () => { calls: number; asked: string[] };
}

/** These look at files and leave them as they are. */
const look =
  /^fs(?:\.promises)?\.(stat|lstat|statfs|readdir|opendir|readlink|access|exists|realpath|readFile)(Sync)?$/;

/**
 * Whether a call belongs to a module that is being loaded and may do so: a dependency whatever it likes, as the sandbox
 * holds it, and a module of the host may look at the files beside it.
 */
function isLoading(settings: GuardSettings, label: string, args: readonly unknown[]): boolean {
  const loader = whoLoads(settings);
  if (loader === 'repository') return look.test(label) && isInHost(settings.root, args[0]);
  return loader === 'dependency';
}

export function openGuard(settings: GuardSettings): Guard {
  const refused: string[] = [];
  const rules = createFileRules(settings);
  let standIns: StandIns | null = null;
  const refusing: Refusing = {
    mayLoad: (label, args) => isLoading(settings, label, args),
    standInFor: (label) => standIns?.(label),
    refuse(label) {
      refused.push(label);
      const error = new Error(`${label} is not available to generated tests`) as Error & { code: string };
      error.code = 'ERR_NIGHTSHIFT_GUARD';
      throw error;
    },
  };
  const views = createModuleViews({ rules, refusing, inPlaceOf: settings.inPlaceOf });
  return {
    guardRuntime(runtime) {
      const owner = runtime.coreModule;
      if (owner && typeof owner.require === 'function') {
        const load = owner.require.bind(owner);
        owner.require = (name, ...rest) => views.of(name, load(name, ...rest));
        return true;
      }
      const load = runtime._requireCoreModule?.bind(runtime);
      if (!load) return false;
      runtime._requireCoreModule = (name, ...rest) => views.of(name, load(name, ...rest));
      return true;
    },
    guardGlobals: (context) => guardContext(context, refusing),
    isGuarded: (members) => views.has(members),
    takeRefused: () => refused.splice(0),
    closeTest() {
      if (rules.closeTest() > 0) refused.push('fs.mkdtempSync without removing the folder');
    },
    setStandIns(find) {
      standIns = find;
    },
    takeFileTrace: () => ({ calls: rules.takeCount(), asked: rules.takeAsked() }),
  };
}

function guardContext(context: Members, refusing: Refusing): void {
  const guard = (value: unknown, label: string): unknown =>
    guardFunction(value, { label, allows: () => false }, refusing);
  for (const name of ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']) {
    if (typeof context[name] === 'function') context[name] = guard(context[name], name);
  }
  const contextProcess = (context['process'] ?? {}) as Members;
  const keys = ['exit', 'reallyExit', 'abort', 'kill', 'chdir', 'setuid', 'setgid'];
  for (const key of keys) contextProcess[key] = () => refusing.refuse(`process.${key}`);
  // Old packages look into Node this way while they load.
  for (const key of ['dlopen', 'binding', '_linkedBinding'])
    contextProcess[key] = guard(contextProcess[key], `process.${key}`);
}
