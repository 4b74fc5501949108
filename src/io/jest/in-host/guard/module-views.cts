/** Views of Node's modules in which every function that reaches files, processes or the network is guarded. */
import type { FileRules } from './guard-files.cjs';
import { guardFunction, type Refusing } from './guarded-function.cjs';
import { rememberShared } from './shared-state.cjs';

export type Members = Record<string, unknown>;

export interface ModuleViews {
  /** The view of a module; the module itself where nothing of it has to be guarded. */
  of(name: string, original: unknown): unknown;
  /** Whether a module that the context was given is one of these views. */
  has(members: unknown): boolean;
}

interface ViewSettings {
  rules: FileRules;
  refusing: Refusing;
  /** Modules that the context gets in the place of Node's, by name. */
  inPlaceOf: Readonly<Record<string, object>>;
}

/** Modules that Jest makes anew for each context. */
const ownOfContext = new Set(['process', 'module']);

/** These work on descriptors that an allowed open gave out, or do nothing outside the process. */
const neutral = /^(close|read|readv|fstat|write|writev|fsync|unwatchFile)(Sync)?$/;

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

function guardFileSystem(fs: Members, prefix: string, settings: ViewSettings): Members {
  const { rules, refusing } = settings;
  const copy: Members = {};
  const mayUse = ([descriptor]: readonly unknown[]): boolean =>
    typeof descriptor !== 'number' || rules.mayUse(descriptor);
  for (const key of Object.keys(fs)) {
    const value = key === 'promises' ? guardFileSystem(fs[key] as Members, 'fs.promises', settings) : fs[key];
    const label = `${prefix}.${key}`;
    if (key === 'constants' || key === 'promises' || key === 'Stats') copy[key] = value;
    else if (neutral.test(key)) copy[key] = guardFunction(value, { label, allows: mayUse }, refusing);
    else {
      const rule = {
        label,
        allows: (args: readonly unknown[]) => rules.mayTouch(key, args),
        onResult: (result: unknown) => rules.noteMade(key, result),
      };
      copy[key] = guardFunction(value, rule, refusing);
    }
  }
  return copy;
}

/** The members with those that are never allowed guarded. */
function guardMembers(name: string, members: Members, { refusing }: Pick<ViewSettings, 'refusing'>): Members {
  const pattern = refusedMembers[name.replace('dns.promises', 'dns')];
  const copy: Members = { ...members };
  for (const key of Object.keys(members)) {
    if (pattern?.test(key) !== true) continue;
    copy[key] = guardFunction(members[key], { label: `${name}.${key}`, allows: () => false }, refusing);
  }
  if (name === 'dns')
    copy['promises'] = guardMembers('dns.promises', members['promises'] as Members, { refusing });
  return copy;
}

/** Views for one test file, so that what it changes in them goes away with it. */
export function createModuleViews(settings: ViewSettings): ModuleViews {
  const views = new Map<string, Members>(Object.entries(settings.inPlaceOf) as [string, Members][]);
  const make = (name: string, members: Members): Members =>
    refusedMembers[name]
      ? guardMembers(name, members, settings)
      : guardFileSystem(members, name === 'fs' ? 'fs' : 'fs.promises', settings);
  return {
    of(name, original) {
      const bare = name.replace(/^node:/, '');
      const known = views.get(bare);
      if (known) return known;
      if (bare !== 'fs' && bare !== 'fs/promises' && !refusedMembers[bare]) {
        if (!ownOfContext.has(bare)) rememberShared(original);
        return original;
      }
      const view = make(bare, original as Members);
      views.set(bare, view);
      return view;
    },
    has: (members) => [...views.values()].includes(members as Members),
  };
}
