/** Decides which files of a host are sources worth testing. */
import path from 'node:path';
import picomatch from 'picomatch';

const codeFile = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const declarationFile = /\.d\.(?:[cm]?ts|[^./]+\.ts)$/;
const testFolder = /^(?:__tests__|__mocks__|__fixtures__|tests?|specs?|e2e|cypress|playwright)$/;
const sideFolder =
  /^(?:examples?|demos?|docs?|website|benchmarks?|bench|perf|scripts?|dist|build|out|coverage|storybook-static)$/;
const vendoredFolder = /^(?:vendor|third_party|third-party|bower_components)$/;
const sourceFolder = /^(?:src|lib|source|app)$/;
const compiledFolder = /^(?:lib|cjs|esm|es|umd)$/;
const rootScript =
  /^(?:gulpfile|gruntfile|webpack|rollup|karma|vite|vitest|jest|babel|makefile|protractor)\b[^/]*$/i;

export interface SourceQuestion {
  /** All files of the host, host-relative. */
  files: readonly string[];
  /** `main` and `module` of the host's package.json. */
  entries: readonly string[];
  include: readonly string[];
  exclude: readonly string[];
}

const isHidden = (segments: readonly string[]): boolean => segments.some((part) => part.startsWith('.'));

/** Whether a file is JavaScript or TypeScript with something to run in it. */
export const isCode = (file: string): boolean => codeFile.test(file) && !declarationFile.test(file);

/** Whether a file is a test by its name or by the folder it is in. */
export function isTestFile(file: string): boolean {
  const segments = file.split('/');
  const base = segments.pop() ?? '';
  if (/(?:^|[._-])(?:tests?|spec|e2e|cy)\.(?:[cm]?[jt]s|[jt]sx)$/i.test(base)) return true;
  return segments.some((part) => testFolder.test(part));
}

function isNoSourceByKind(file: string): boolean {
  const segments = file.split('/');
  const base = segments.at(-1) ?? '';
  if (isHidden(segments) || isTestFile(file)) return true;
  if (/\.min\.[cm]?js$|\.stories\.|\.bundle\.js$/.test(base)) return true;
  if (/(?:\.config|rc)\.[cm]?[jt]s$/.test(base) && /config|^\.|rc\./.test(base)) return true;
  return segments.length === 1 && rootScript.test(base);
}

function isInSideFolder(file: string, hasSrc: boolean, entries: readonly string[]): boolean {
  const folders = file.split('/').slice(0, -1);
  if (folders.some((part) => vendoredFolder.test(part))) return true;
  const first = folders[0];
  if (hasSrc && first !== undefined && compiledFolder.test(first)) {
    if (first !== 'lib' || entries.some((entry) => entry.startsWith('lib/'))) return true;
  }
  // Below a source folder, names such as `build` or `docs` are ordinary names.
  const outer = folders.findIndex((part) => sourceFolder.test(part));
  return folders.slice(0, outer === -1 ? undefined : outer).some((part) => sideFolder.test(part));
}

/**
 * Files that hold again what other files hold: `es` beside `lib`, or a bundle that was minified as well. What
 * package.json points to is kept.
 */
function isCopy(file: string, files: ReadonlySet<string>, entries: readonly string[]): boolean {
  if (entries.includes(file)) return false;
  const [first, ...rest] = file.split('/');
  if (rest.length === 0) return /\.[cm]?js$/.test(file) && files.has(file.replace(/(\.[cm]?js)$/, '.min$1'));
  if (first !== 'es' && first !== 'esm') return false;
  return ['lib', 'cjs'].some((other) =>
    files.has([other, ...rest.filter((part, at) => at > 0 || part !== other)].join('/')),
  );
}

function matcher(globs: readonly string[]): (file: string) => boolean {
  if (globs.length === 0) return () => false;
  const patterns = globs.flatMap((raw) => {
    const pattern = raw.replace(/^\.\//, '').replace(/\/+$/, '');
    return [pattern, `${pattern}/**`];
  });
  return picomatch(patterns, { dot: true });
}

/**
 * The source files among all files of a host. `include` lifts the rule about folders such as `scripts` or `dist`, but
 * tests, declarations and config files are never sources.
 */
export function chooseSources(question: SourceQuestion): string[] {
  const entries = question.entries.map((entry) => entry.replace(/^\.\//, ''));
  const code = question.files.filter((file) => isCode(file) && !isNoSourceByKind(file));
  const all = new Set(question.files);
  const hasSrc = code.some((file) => file.startsWith('src/'));
  const isIncluded =
    question.include.length === 0
      ? (file: string) => !isInSideFolder(file, hasSrc, entries) && !isCopy(file, all, entries)
      : matcher(question.include);
  const isExcluded = matcher(question.exclude);
  return code.filter((file) => isIncluded(file) && !isExcluded(file));
}

/** Where nothing but built code exists, as in a published package, that is what there is to test: beside the main entry. */
export function chooseBuilt(question: SourceQuestion): string[] {
  const [main] = question.entries;
  if (main === undefined || question.include.length > 0) return [];
  const folder = path.posix.dirname(path.posix.normalize(main));
  const extension = path.posix.extname(main);
  if (folder === '.' || extension === '') return [];
  return chooseSources({ ...question, include: [`${folder}/**/*${extension}`] });
}
