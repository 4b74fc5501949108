/** Where the tests of a source file go, and how they name what they import; pure. */
import path from 'node:path';
import type { Host, Placement } from '../domain/host.js';

const posix = path.posix;

/** The part of a name that marks a file as Nightshift's own. */
export const ownInfix = '.nightshift';

/**
 * Where tests go that the host's runner could not run. Runners, compilers and linters look into no folder whose name begins
 * with a dot, unless they are asked to.
 */
export const ownFolder = '.jest-nightshift';

/** Whether tests go to a folder of their own, because neither Jest nor Vitest runs those of the host. */
export const usesOwnFolder = ({ jest, runner }: Pick<Host, 'jest' | 'runner'>): boolean =>
  jest.origin === 'nightshift' && runner.name !== 'vitest';

/** Whether a host-relative path is that of a test file which Nightshift delivers. */
export const isOwnTestFile = (file: string): boolean => /\.nightshift(\.[\w-]+)?\.[cm]?[jt]sx?$/.test(file);

function extensionFor(source: string): string {
  const extension = posix.extname(source);
  if (extension === '.tsx') return '.ts';
  if (extension === '.jsx') return '.js';
  return extension;
}

function folderFor(placement: Placement, source: string): string {
  const folder = posix.dirname(source);
  switch (placement.kind) {
    case 'beside':
      return folder;
    case 'folder':
      return posix.join(folder, placement.name);
    case 'mirror': {
      const { sourceRoot, testRoot } = placement;
      const isBelow = sourceRoot !== '' && (folder === sourceRoot || folder.startsWith(`${sourceRoot}/`));
      return posix.join(testRoot, isBelow ? posix.relative(sourceRoot, folder) : folder);
    }
  }
}

/**
 * Host-relative paths at which the tests of a source file could stand, best first: by the host's convention, then by
 * the conventions that Jest knows without configuration. The caller takes the first that the host's Jest would run.
 */
export function testFileCandidates(host: Host, source: string): string[] {
  const extension = extensionFor(source);
  const base = posix.basename(source, posix.extname(source));
  if (usesOwnFolder(host))
    return [posix.join(ownFolder, posix.dirname(source), `${base}${ownInfix}${extension}`)];
  const { placement, suffix } = host.conventions;
  const placements: Placement[] = [
    placement,
    { kind: 'beside' },
    { kind: 'folder', name: '__tests__' },
    { kind: 'mirror', testRoot: 'test', sourceRoot: 'src' },
    { kind: 'mirror', testRoot: 'tests', sourceRoot: 'src' },
    { kind: 'mirror', testRoot: '__tests__', sourceRoot: 'src' },
  ];
  const plain = extension.replace(/^\.[cm]/, '.');
  const files: string[] = [];
  for (const ending of [
    extension,
    plain,
    extension === '.ts' ? '.tsx' : extension === '.js' ? '.jsx' : plain,
  ]) {
    for (const tried of placements) {
      for (const infix of [suffix, '.test', '.spec']) {
        files.push(posix.join(folderFor(tried, source), `${base}${ownInfix}${infix}${ending}`));
      }
    }
  }
  return [...new Set(files)];
}

/** Whether what a CommonJS module exports as a whole is the default import of a test file, as Node, Babel and Vitest have it. */
export const takesWholeAsDefault = (host: Host, testFile: string): boolean =>
  host.esModuleInterop || testStyle(host, testFile) === 'esm' || !/\.[cm]?tsx?$/.test(testFile);

/** The specifier by which a test file imports a module of the host. */
export function specifierFor(host: Host, testFile: string, module: string): string {
  const relative = posix.relative(posix.dirname(testFile), module);
  const dotted = relative.startsWith('.') ? relative : `./${relative}`;
  const extension = posix.extname(dotted);
  const isEsm = testStyle(host, testFile) === 'esm';
  if (isEsm) return dotted.replace(/\.([cm]?)tsx?$/, '.$1js');
  const isImplied = ['.js', '.ts', '.tsx', '.jsx'].includes(extension);
  return isImplied ? dotted.slice(0, -extension.length) : dotted.replace(/\.([cm])ts$/, '.$1js');
}

/** How a test file imports: native ES modules, `import` that is compiled to CommonJS, or `require`. */
export type TestStyle = 'esm' | 'compiled' | 'require';

/** The style of the test file at this host-relative path. */
export function testStyle(host: Host, testFile: string): TestStyle {
  const extension = posix.extname(testFile);
  if (extension === '.mjs' || extension === '.mts') return 'esm';
  if (extension === '.cjs' || extension === '.cts') return extension === '.cts' ? 'compiled' : 'require';
  const runsAsEsm = host.moduleSystem !== 'cjs' && host.nodeOptions.includes('--experimental-vm-modules');
  if (runsAsEsm) return 'esm';
  if (extension.startsWith('.ts')) return 'compiled';
  // Vitest has no `require` in a test file.
  if (host.runner.name === 'vitest') return 'compiled';
  return host.conventions.compiledImports && !usesOwnFolder(host) ? 'compiled' : 'require';
}
