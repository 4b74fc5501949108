/**
 * Finds out which module is being loaded at the moment. What a module does while it loads is not the doing of the test
 * that needs it, and a dependency is nobody's to test.
 */
import url from 'node:url';

export interface LoadSettings {
  /** The test file that runs. */
  testPath: string;
  /** Files of the host that Jest loads before each test file. */
  setupFiles: readonly string[];
}

/** Whose module is loading: `null` while none is, or the test file itself. */
type Loading = 'dependency' | 'repository' | null;

const MOST_FRAMES = 200;
const dependencyFile = /[/\\](node_modules|\.yarn|\.pnp)[/\\]/;
/** The callers of a module's body: Jest's runtime, or Node for ES modules. */
const loaderFile = /[/\\]jest-runtime[/\\]|^node:internal\/vm\/module|^node:vm/;

/** The files of the calls that led here, the innermost first. */
function callers(): string[] {
  const stackTraceLimit = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit');
  const prepareStackTrace = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  try {
    Error.stackTraceLimit = MOST_FRAMES;
    Error.prepareStackTrace = (_, sites) => sites;
    const sites = new Error().stack as unknown as NodeJS.CallSite[];
    return sites.map((site) => site.getFileName() ?? '').filter((file) => file !== '');
  } finally {
    putBack('stackTraceLimit', stackTraceLimit);
    putBack('prepareStackTrace', prepareStackTrace);
  }
}

function putBack(name: string, before: PropertyDescriptor | undefined): void {
  if (before) Object.defineProperty(Error, name, before);
  else Reflect.deleteProperty(Error, name);
}

const asPath = (file: string): string => (file.startsWith('file:') ? url.fileURLToPath(file) : file);

/** The module whose body runs, the innermost if there are several. */
function findLoading(): string | undefined {
  let body: string | undefined;
  for (const file of callers()) {
    if (loaderFile.test(file)) {
      if (body !== undefined) return asPath(body);
    } else if (!file.startsWith('node:') && !file.startsWith(__dirname)) body = file;
  }
  return undefined;
}

export function whoLoads({ testPath, setupFiles }: LoadSettings): Loading {
  const file = findLoading();
  if (file === undefined || file === testPath) return null;
  return dependencyFile.test(file) || setupFiles.includes(file) ? 'dependency' : 'repository';
}
