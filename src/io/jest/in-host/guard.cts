/**
 * Stops code inside a test context from reaching files, processes and the network, and writes down what tried. Only the
 * context's own view of Node's modules is replaced, so that Jest and the host's transforms go on working.
 */
import path = require('node:path');
import shared = require('./shared-state.cjs');

type Members = Record<string, unknown>;
type Load = (name: string, ...rest: unknown[]) => unknown;

/** The two shapes in which Jest's runtime hands out core modules: up to 30.4, and after. */
interface Runtime {
  _requireCoreModule?: Load;
  coreModule?: { require: Load };
}

const settings = { root: '', exempt: [] as string[] };
const refused: string[] = [];
/** Modules that Jest makes anew for each context. */
const ownOfContext = new Set(['process', 'module']);
const replaced = new Map<string, Members>();

/** Harmless on files of the host itself: they give the same answer wherever the host is checked out. */
const plainReads = new Set(
  ['readFile', 'existsSync', 'exists', 'access', 'realpath', 'open', 'createReadStream'].flatMap((name) => [
    name,
    `${name}Sync`,
  ]),
);
plainReads.add('existsSync');

/** These work on descriptors that an allowed open gave out, or do nothing outside the process. */
const neutral = /^(close|read|readv|fstat|write|writev|fsync|unwatchFile)(Sync)?$/;

function refuse(name: string): never {
  refused.push(name);
  const error = new Error(`${name} is not available to generated tests`) as Error & { code: string };
  error.code = 'ERR_NIGHTSHIFT_GUARD';
  throw error;
}

const isBelow = (file: string, folder: string): boolean =>
  file === folder || file.startsWith(folder + path.sep);

function resolvePath(value: unknown): string | null {
  if (typeof value === 'string') return path.resolve(settings.root, value);
  if (Buffer.isBuffer(value)) return path.resolve(settings.root, value.toString());
  if (value instanceof URL && value.protocol === 'file:') return decodeURIComponent(value.pathname);
  return null;
}

const isReadFlag = (flag: unknown): boolean =>
  flag === undefined || flag === 'r' || flag === 0 || typeof flag !== 'string';

function mayTouch(method: string, args: readonly unknown[]): boolean {
  if (typeof args[0] === 'number') return true;
  const file = resolvePath(args[0]);
  if (file === null) return false;
  if (settings.exempt.some((folder) => isBelow(file, folder))) return true;
  if (method.startsWith('open') && !isReadFlag(args[1])) return false;
  return plainReads.has(method) && isBelow(file, settings.root);
}

/** A function that refuses unless `allows` lets the call through; it keeps the original's own properties. */
function guarded(original: unknown, label: string, allows: (args: unknown[]) => boolean): unknown {
  if (typeof original !== 'function') return original;
  return new Proxy(original, {
    apply: (target, self, args: unknown[]) =>
      allows(args) ? (Reflect.apply(target, self, args) as unknown) : refuse(label),
    construct: (target, args: unknown[]) =>
      allows(args) ? (Reflect.construct(target, args) as object) : refuse(label),
  });
}

const never = (): boolean => false;

function guardFileSystem(fs: Members, prefix: string): Members {
  const copy: Members = {};
  for (const key of Object.keys(fs)) {
    const value = key === 'promises' ? guardFileSystem(fs[key] as Members, 'fs.promises') : fs[key];
    const isLeftAlone = key === 'constants' || key === 'promises' || key === 'Stats' || neutral.test(key);
    copy[key] = isLeftAlone ? value : guarded(value, `${prefix}.${key}`, (args) => mayTouch(key, args));
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
  if (bare !== 'fs' && bare !== 'fs/promises' && !pattern) {
    if (!ownOfContext.has(bare)) shared.remember(original);
    return original;
  }
  const known = replaced.get(bare);
  if (known) return known;
  const members = original as Members;
  const made = pattern
    ? guardMembers(bare, members, pattern)
    : guardFileSystem(members, bare === 'fs' ? 'fs' : 'fs.promises');
  replaced.set(bare, made);
  return made;
}

/** Makes the runtime of one test file hand out guarded modules. Returns false where its shape is not known. */
function guardRuntime(runtime: Runtime, root: string, exempt: string[]): boolean {
  settings.root = root;
  settings.exempt = exempt;
  // Each file has views of its own, so that what it changes in them goes away with it.
  replaced.clear();
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
function guardGlobals(context: Members): void {
  for (const name of ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest']) {
    if (typeof context[name] === 'function') context[name] = guarded(context[name], name, never);
  }
  const contextProcess = (context['process'] ?? {}) as Members;
  const keys = [
    'exit',
    'reallyExit',
    'abort',
    'kill',
    'chdir',
    'dlopen',
    'binding',
    '_linkedBinding',
    'setuid',
    'setgid',
  ];
  for (const key of keys) {
    contextProcess[key] = () => refuse(`process.${key}`);
  }
}

/** What was refused since the last call. */
const takeRefused = (): string[] => refused.splice(0);

/** Whether a module that the context was given is a guarded view. */
const isGuarded = (members: unknown): boolean => [...replaced.values()].includes(members as Members);

export = { guardRuntime, guardGlobals, takeRefused, isGuarded };
