/**
 * Knows which functions stood where before a test, and names those that were replaced: parts of the language, on which
 * the matchers stand, and functions of the host's modules, which are what the test is about.
 */

/** A plain object in Jest 24, a map since. */
type Registry = Iterable<[string, LoadedModule]> | Record<string, LoadedModule>;

/** The shapes in which Jest's runtime keeps the modules of a test context: up to 30.4, and after. */
interface RegistryRuntime {
  _moduleRegistry?: Registry;
  _esmoduleRegistry?: Registry;
  registries?: { moduleRegistry?: Registry; esModuleRegistry?: Registry };
}

interface LoadedModule {
  exports?: unknown;
  namespace?: unknown;
}

const entriesOf = (registry: Registry): [string, LoadedModule][] =>
  Symbol.iterator in registry ? [...registry] : Object.entries(registry);

/** Paths with modules, CommonJS first. */
export function loadedModules(runtime: object): [string, LoadedModule][] {
  const { _moduleRegistry, _esmoduleRegistry, registries } = runtime as RegistryRuntime;
  const all = [_moduleRegistry, _esmoduleRegistry, registries?.moduleRegistry, registries?.esModuleRegistry];
  return all.flatMap((registry) => (registry ? entriesOf(registry) : []));
}

/** The exports of a module; undefined for one that is not linked or not evaluated yet. */
export function exportsOf(module: LoadedModule): unknown {
  try {
    return module.exports ?? module.namespace;
  } catch {
    return undefined;
  }
}

type ExportMembers = Record<PropertyKey, unknown>;

interface ExportPlace {
  name: string;
  holder: object;
  before: Record<string, PropertyDescriptor>;
  isLanguage: boolean;
}

const classes = (
  'Object Array String Number Boolean BigInt Symbol RegExp Function Promise Map Set WeakMap WeakSet Error TypeError ' +
  'RangeError SyntaxError JSON Reflect'
).split(' ');
/** The function that the marked functions of a test call. */
const OWN_MARK = '__nightshiftRan__';
const MOST_MODULES = 200;

const isHolder = (value: unknown): value is ExportMembers =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

const keepOf = (name: string, holder: unknown, isLanguage: boolean): ExportPlace[] =>
  isHolder(holder) ? [{ name, holder, before: Object.getOwnPropertyDescriptors(holder), isLanguage }] : [];

function languageOf(context: ExportMembers): ExportPlace[] {
  return classes.flatMap((name) => {
    const own = context[name];
    return [
      ...keepOf(name, own, true),
      ...(isHolder(own) ? keepOf(`${name}.prototype`, own['prototype'], true) : []),
    ];
  });
}

function modulesOf(runtime: object, root: string): ExportPlace[] {
  return loadedModules(runtime)
    .filter(([path]) => path.includes(root) && !path.includes('node_modules'))
    .slice(0, MOST_MODULES)
    .flatMap(([, module]) => placesOf(module));
}

/** The exports of a module, their members, and the methods of its classes. */
function placesOf(module: LoadedModule): ExportPlace[] {
  try {
    const exports = exportsOf(module);
    if (!isHolder(exports)) return [];
    const members = Object.entries(Object.getOwnPropertyDescriptors(exports));
    return [
      ...keepOf('exports', exports, false),
      ...members.flatMap(([name, descriptor]) => {
        const value = descriptor.value;
        const prototype =
          typeof value === 'function' ? (value as unknown as ExportMembers)['prototype'] : undefined;
        return [...keepOf(name, value, false), ...keepOf(`${name}.prototype`, prototype, false)];
      }),
    ];
  } catch {
    // A module that is not linked or not evaluated yet shows nothing.
    return [];
  }
}

/** A function that the test brought: a mock, one of its own, or one that hides its text. */
function isOfTest(value: unknown): boolean {
  if (typeof value !== 'function') return false;
  const text = Function.prototype.toString.call(value);
  const isMock = (value as unknown as ExportMembers)['_isMockFunction'] === true;
  return isMock || text.includes(OWN_MARK) || text.includes('[native code]');
}

function changedIn({ name, holder, before, isLanguage }: ExportPlace): string[] {
  return Reflect.ownKeys(before).flatMap((key) => {
    const was = before[key as string];
    const is = Object.getOwnPropertyDescriptor(holder, key);
    const isSame = is?.value === was?.value && is?.get === was?.get && is?.set === was?.set;
    const isFunction = typeof was?.value === 'function' || was?.get !== undefined;
    if (isSame || !isFunction) return [];
    return isLanguage || isOfTest(is?.value) ? [`${name}.${String(key)}`] : [];
  });
}

interface EnvironmentHolder {
  process?: { env?: Record<string, string | undefined> };
}

/** Variables of the environment that are others than before: `process.env.MODE`. */
function changedVariables(before: Record<string, string | undefined>, now: typeof before): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((name) => before[name] !== now[name])
    .map((name) => `process.env.${name}`);
}

export interface Identities {
  /** Takes down what stands where. */
  remember: () => void;
  /** Parts of the language that are others than before. */
  changedLanguage: () => string[];
  /** Everything that is another than before, modules and variables of the environment as well. */
  changed: () => string[];
}

/** Watches the context of one test file. */
export function watchIdentities(context: object, runtime: object, root: string): Identities {
  let places: ExportPlace[] = [];
  const environment = (): Record<string, string | undefined> => ({
    ...(context as EnvironmentHolder).process?.env,
  });
  let variables = environment();
  const changedOf = (list: readonly ExportPlace[]): string[] => list.flatMap(changedIn).slice(0, 3);
  return {
    remember: () => {
      places = [...languageOf(context as ExportMembers), ...modulesOf(runtime, root)];
      variables = environment();
    },
    changedLanguage: () => changedOf(places.filter(({ isLanguage }) => isLanguage)),
    changed: () => [...changedOf(places), ...changedVariables(variables, environment()).slice(0, 3)],
  };
}
