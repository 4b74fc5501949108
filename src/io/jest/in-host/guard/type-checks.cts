/**
 * Lets the host's transformers compile without judging types. Mutated code returns other types than the files that import
 * it expect, and a transformer that type-checks would fail those instead of the mutant.
 */
import Module from 'node:module';

interface CompilerOptions {
  noEmitOnError?: boolean;
}

interface LanguageServiceHost {
  getCompilationSettings(): CompilerOptions;
}

interface LanguageService {
  getSemanticDiagnostics(file: string): unknown[];
}

interface CheckedCompiler {
  createLanguageService(host: LanguageServiceHost, ...rest: unknown[]): LanguageService;
}

type LoadModule = (this: unknown, request: string, ...rest: unknown[]) => unknown;

const state = { skips: process.env['NIGHTSHIFT_SKIP_TYPES'] === '1' };
const views = new WeakMap<object, object>();

/** From now on, types are judged or not; what was compiled before stays as it is. */
export const skipTypeChecks = (skips: boolean): void => {
  state.skips = skips;
};

function isCompiler(loaded: unknown): loaded is CheckedCompiler & object {
  const isHolder = typeof loaded === 'object' && loaded !== null;
  return isHolder && typeof (loaded as Partial<CheckedCompiler>).createLanguageService === 'function';
}

/** With `noEmitOnError`, an error of types keeps the compiler from giving out any code. */
function lenientHost(host: LanguageServiceHost): LanguageServiceHost {
  const getCompilationSettings = (): CompilerOptions => {
    const settings = host.getCompilationSettings();
    return state.skips && settings.noEmitOnError === true ? { ...settings, noEmitOnError: false } : settings;
  };
  return Object.create(host, { getCompilationSettings: { value: getCompilationSettings } }) as typeof host;
}

/** The compiler with language services that keep silent about types while that is asked for. */
function lenient(compiler: CheckedCompiler & object): object {
  const createLanguageService: CheckedCompiler['createLanguageService'] = (host, ...rest) => {
    const service = compiler.createLanguageService(lenientHost(host), ...rest);
    const judge = service.getSemanticDiagnostics.bind(service);
    service.getSemanticDiagnostics = (file) => (state.skips ? [] : judge(file));
    return service;
  };
  // The compiler's own exports cannot be written to.
  const own = Object.getOwnPropertyDescriptors(compiler) as PropertyDescriptorMap;
  const value = { value: createLanguageService, enumerable: true, writable: true, configurable: true };
  return Object.create(Object.getPrototypeOf(compiler) as object, {
    ...own,
    createLanguageService: value,
  }) as object;
}

/** A compiler as its users get it; anything else stays as it is. */
export function viewOf(loaded: unknown): unknown {
  if (!isCompiler(loaded)) return loaded;
  const view = views.get(loaded) ?? lenient(loaded);
  views.set(loaded, view);
  return view;
}

const modules = Module as unknown as { _load: LoadModule };
const load = modules._load;
/** TypeScript and the packages that patch it. */
const compilerName = /(^|[/\\])(ttypescript|ts-patch|typescript)([/\\]|$)/;

modules._load = function (request, ...rest) {
  const loaded: unknown = load.call(this, request, ...rest);
  return compilerName.test(request) ? viewOf(loaded) : loaded;
};
