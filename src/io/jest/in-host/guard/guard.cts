/**
 * Stops code inside a test context from reaching files, processes and the network, and writes down what tried. Only the
 * context's own view of Node's modules is replaced, so that Jest and the host's transforms go on working.
 */
import { createFileRules, isInHost } from './guard-files.cjs';
import { rememberShared } from './shared-state.cjs';
import { type LoadSettings, whoLoads } from './who-loads.cjs';

type Members = Record<string, unknown>;
type Load = (name: string, ...rest: unknown[]) => unknown;

/** The two shapes in which Jest's runtime hands out core modules: up to 30.4, and after. */
interface GuardedRuntime {
  _requireCoreModule?: Load;
  coreModule?: { require: Load };
}

type GuardedFunction = (...args: unknown[]) => unknown;

/** The stand-in for a refused function, by its label; the explorer sets it while it searches. */
type StandIns = (label: string) => GuardedFunction | undefined;

const refused: string[] = [];
/** Modules that Jest makes anew for each context. */
const ownOfContext = new Set(['process', 'module']);
const replaced = new Map<string, Members>();
let rules = createFileRules({ root: '', exempt: [], allowsScratch: false });
let standIns: StandIns | null = null;
let mayLoad: (label: string, args: readonly unknown[]) => boolean = () => false;

/** These work on descriptors that an allowed open gave out, or do nothing outside the process. */
const neutral = /^(close|read|readv|fstat|write|writev|fsync|unwatchFile)(Sync)?$/;

function refuse(name: string): never {
  refused.push(name);
  const error = new Error(`${name} is not available to generated tests`) as Error & { code: string };
  error.code = 'ERR_NIGHTSHIFT_GUARD';
  throw error;
}

/** A function with the original's name, prototype and own properties; other ways to do the same are guarded likewise. */
function shellOf(original: GuardedFunction, guardOwn: (value: GuardedFunction) => unknown): GuardedFunction {
  const shell = function (): void {
    // The proxy around it never calls it.
  };
  Object.setPrototypeOf(shell, Object.getPrototypeOf(original) as object | null);
  for (const key of Reflect.ownKeys(original)) {
    const descriptor = Object.getOwnPropertyDescriptor(original, key);
    if (!descriptor) continue;
    const own = descriptor.value as unknown;
    // The result of `promisify` refers to itself.
    const isOtherWay =
      typeof own === 'function' && own !== original && (key === 'native' || typeof key === 'symbol');
    Reflect.defineProperty(
      shell,
      key,
      isOtherWay ? { ...descriptor, value: guardOwn(own as GuardedFunction) } : descriptor,
    );
  }
  return shell;
}

/**
 * A function that refuses unless `allows` lets the call through. Its own functions, such as `realpath.native` and what
 * `promisify` takes in its place, are other ways to do the same and are guarded too.
 */
function guarded(
  original: unknown,
  label: string,
  allows: (args: unknown[]) => boolean,
  onResult?: (result: unknown) => void,
): unknown {
  if (typeof original !== 'function') return original;
  const real = original as GuardedFunction;
  return new Proxy(
    shellOf(real, (own) => guarded(own, label, allows)),
    {
      apply(_, self, args: unknown[]) {
        if (!allows(args) && !mayLoad(label, args)) {
          const standIn = standIns?.(label);
          return standIn ? standIn(...args) : refuse(label);
        }
        const result: unknown = Reflect.apply(real, self, args);
        onResult?.(result);
        return result;
      },
      construct: (_, args: unknown[]) =>
        allows(args) || mayLoad(label, args) ? (Reflect.construct(real, args) as object) : refuse(label),
    },
  );
}

const never = (): boolean => false;

/** These look at files and leave them as they are. */
const look =
  /^fs(?:\.promises)?\.(stat|lstat|statfs|readdir|opendir|readlink|access|exists|realpath|readFile)(Sync)?$/;

/**
 * Whether a call belongs to a module that is being loaded and may do so: a dependency whatever it likes, as the sandbox
 * holds it, and a module of the host may look at the files beside it.
 */
function isLoading(
  settings: LoadSettings & { root: string },
  label: string,
  args: readonly unknown[],
): boolean {
  const loader = whoLoads(settings);
  if (loader === 'repository') return look.test(label) && isInHost(settings.root, args[0]);
  return loader === 'dependency';
}

function guardFileSystem(fs: Members, prefix: string): Members {
  const copy: Members = {};
  for (const key of Object.keys(fs)) {
    const value = key === 'promises' ? guardFileSystem(fs[key] as Members, 'fs.promises') : fs[key];
    const isLeftAlone = key === 'constants' || key === 'promises' || key === 'Stats';
    if (isLeftAlone) copy[key] = value;
    else if (neutral.test(key)) {
      const isAllowed = ([descriptor]: unknown[]): boolean =>
        typeof descriptor !== 'number' || rules.mayUse(descriptor);
      copy[key] = guarded(value, `${prefix}.${key}`, isAllowed);
    } else
      copy[key] = guarded(
        value,
        `${prefix}.${key}`,
        (args) => rules.mayTouch(key, args),
        (result) => rules.noteMade(key, result),
      );
  }
  return copy;
}

const refusedMembers: Record<string, RegExp> = {
  child_process: /^(spawn|exec|execFile|fork|ChildProcess|_forkChild)/,
  worker_threads: /^Worker$/,
  cluster: /^(fork|setupPrimary|setupMaster|Worker)$/,
  http: /^(request|get|createServer|Server|ClientRequest)$/,
  https: /^(request|get|createServer|Server)$/,
  http2: /^(connect|createServer|createSecureServer)$/,
  net: /^(connect|createConnection|createServer|Socket|Stream|Server)$/,
  tls: /^(connect|createServer|TLSSocket|Server)$/,
  dgram: /^(createSocket|Socket)$/,
  dns: /^(lookup|resolve|reverse|Resolver|setServers)/,
  'dns/promises': /^(lookup|resolve|reverse|Resolver|setServers)/,
  inspector: /./,
  repl: /^(start|REPLServer)$/,
  v8: /^(setFlagsFromString|writeHeapSnapshot)$/,
  vm: /^(runInThisContext|Script|compileFunction)$/,
  os: /^setPriority$/,
};

function guardMembers(name: string, members: Members, pattern: RegExp): Members {
  const copy: Members = { ...members };
  for (const key of Object.keys(members)) {
    if (pattern.test(key)) copy[key] = guarded(members[key], `${name}.${key}`, never);
  }
  if (name === 'dns')
    copy['promises'] = guardMembers('dns.promises', members['promises'] as Members, pattern);
  return copy;
}

function view(name: string, original: unknown): unknown {
  const bare = name.replace(/^node:/, '');
  const pattern = refusedMembers[bare];
  const known = replaced.get(bare);
  if (known) return known;
  if (bare !== 'fs' && bare !== 'fs/promises' && !pattern) {
    if (!ownOfContext.has(bare)) rememberShared(original);
    return original;
  }
  const members = original as Members;
  const made = pattern
    ? guardMembers(bare, members, pattern)
    : guardFileSystem(members, bare === 'fs' ? 'fs' : 'fs.promises');
  replaced.set(bare, made);
  return made;
}

/** Makes the runtime of one test file hand out guarded modules. Returns false where its shape is not known. */
export function guardRuntime(
  runtime: GuardedRuntime,
  settings: {
    root: string;
    exempt: string[];
    allowsScratch: boolean;
    /** Modules that the context gets in the place of Node's, by name. */
    inPlaceOf: Record<string, object>;
  } & LoadSettings,
): boolean {
  rules = createFileRules(settings);
  mayLoad = (label, args) => isLoading(settings, label, args);
  // Each file has views of its own, so that what it changes in them goes away with it.
  replaced.clear();
  for (const [name, module] of Object.entries(settings.inPlaceOf)) replaced.set(name, module as Members);
  const owner = runtime.coreModule;
  if (owner && typeof owner.require === 'function') {
    const load = owner.require.bind(owner);
    owner.require = (name, ...rest) => view(name, load(name, ...rest));
    return true;
  }
  const load = runtime._requireCoreModule?.bind(runtime);
  if (!load) return false;
  runtime._requireCoreModule = (name, ...rest) => view(name, load(name, ...rest));
  return true;
}

/** Replaces the globals of a test context that end or steer the whole process, or reach the network. */
export function guardGlobals(context: Members): void {
  for (const name of ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']) {
    if (typeof context[name] === 'function') context[name] = guarded(context[name], name, never);
  }
  const contextProcess = (context['process'] ?? {}) as Members;
  const keys = ['exit', 'reallyExit', 'abort', 'kill', 'chdir', 'setuid', 'setgid'];
  for (const key of keys) {
    contextProcess[key] = () => refuse(`process.${key}`);
  }
  // Old packages look into Node this way while they load.
  for (const key of ['dlopen', 'binding', '_linkedBinding']) {
    contextProcess[key] = guarded(contextProcess[key], `process.${key}`, never);
  }
}

/** The calls refused since the last look. */
export const takeRefused = (): string[] => refused.splice(0);

/** Ends a test: a folder that it has left behind in the temp folder counts as refused. */
export function closeTest(): void {
  if (rules.closeTest() > 0) refused.push('fs.mkdtempSync without removing the folder');
}

export const setStandIns = (find: StandIns | null): void => {
  standIns = find;
};

/** File accesses since the last call: their number, and the names in the test's own folders. */
export const takeFileTrace = (): { calls: number; asked: string[] } => ({
  calls: rules.takeCount(),
  asked: rules.takeAsked(),
});

/** Whether a module that the context was given is a guarded view. */
export const isGuarded = (members: unknown): boolean => [...replaced.values()].includes(members as Members);
