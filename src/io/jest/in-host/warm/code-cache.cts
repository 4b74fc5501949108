/**
 * Keeps V8's compiled code of modules that are loaded anew into every test context (Jest's own circus and expect above
 * all), so that they are compiled once in the life of the process.
 */
import vm from 'node:vm';

interface Compiled {
  source: string;
  script: vm.Script;
  /** Made when the module is met for the second time: by then its functions have run and are compiled too. */
  cachedData: Buffer | null;
}

interface CompileOptions extends vm.ScriptOptions {
  parsingContext?: vm.Context | undefined;
  cachedData?: Buffer;
}

type Wrapper = (...args: unknown[]) => unknown;
type Compile = (code: string, params: readonly string[], options: CompileOptions) => Wrapper;

const MAX_CHARACTERS = 64 * 1024 * 1024;

/** Compiles scripts, and keeps the code of those that are compiled again. */
function createCompiler(): (source: string, options: CompileOptions) => vm.Script {
  const compiled = new Map<string, Compiled>();
  let characters = 0;
  return (source, options) => {
    const key = options.filename ?? '';
    const known = compiled.get(key);
    if (known?.source === source) {
      known.cachedData ??= known.script.createCachedData();
      return new vm.Script(source, { ...options, cachedData: known.cachedData });
    }
    const script = new vm.Script(source, options);
    if (known === undefined && characters + source.length > MAX_CHARACTERS) return script;
    characters += source.length - (known?.source.length ?? 0);
    compiled.set(key, { source, script, cachedData: null });
    return script;
  };
}

/** Makes what Jest 30 compiles with `vm.compileFunction`, and earlier ones with `vm.Script`, come from the cache. */
export function useCodeCache(): void {
  const compileFunction = vm.compileFunction as unknown as Compile;
  const OriginalScript = vm.Script;
  const compile = createCompiler();
  let isInside = false;

  const viaCache = (source: string, options: CompileOptions): vm.Script => {
    isInside = true;
    try {
      return compile(source, options);
    } finally {
      isInside = false;
    }
  };
  const patched = {
    compileFunction(code: string, params: readonly string[] = [], options: CompileOptions = {}): Wrapper {
      const { parsingContext, ...rest } = options;
      if (!parsingContext || options.cachedData) return compileFunction(code, params, options);
      try {
        // In one line, so that the lines of stack traces stay right.
        const script = viaCache(`(function (${params.join(',')}) {${code}\n})`, rest);
        return script.runInContext(parsingContext) as Wrapper;
      } catch {
        // Code that does not compile fails where Jest expects it.
        return compileFunction(code, params, options);
      }
    },
    Script: new Proxy(OriginalScript, {
      construct(target, [source, options]: [string, CompileOptions | undefined], newTarget) {
        if (isInside || options?.filename === undefined || options.cachedData)
          return Reflect.construct(target, [source, options], newTarget) as object;
        return viaCache(source, options);
      },
    }),
  };
  Object.assign(vm, patched);
}
