/** Turns a model's import specifiers, which are relative to the test file, into what a candidate needs; pure. */
import { posix } from 'node:path';
import type { ImportBinding, ImportNeed } from '../../domain/candidate.js';
import type { ModelRequest } from './brief.js';
import { hasWord, type WrittenImport, type WrittenTest } from './answer/split-tests.js';

/** Modules that only bring Jest's own globals. */
const jestModules = new Set(['@jest/globals', 'jest', '@types/jest', 'vitest', 'node:test', 'mocha', 'chai']);

const extensions = ['.ts', '.tsx', '.js', '.jsx', '.mts', '.cts', '.mjs', '.cjs', '.json'];

/** TypeScript sources are imported by the name they have after compilation. */
const sourcesOf: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

/**
 * The imports of a test, without those of Jest's globals and those that the body does not use. The target's import is
 * the one that is known to work, whatever the model wrote, and is added when the body uses it without an import.
 */
export function resolveImports(test: WrittenTest, request: ModelRequest): ImportNeed[] {
  const known = request.access.need;
  const needs = new Map<string, ImportNeed>();
  for (const written of test.imports) {
    if (jestModules.has(written.module)) continue;
    const from = resolveModule(written.module, request);
    for (const binding of bindingsOf(written)) {
      if (!hasWord(test.body, binding.local)) continue;
      const need: ImportNeed = { from, binding: fitBinding(from, binding, request) };
      if (written.typeOnly === true || isTypeName(written, binding.local)) need.typeOnly = true;
      const isKnown = from.kind === 'file' && binding.local === known.binding.local;
      needs.set(binding.local, isKnown ? known : need);
    }
  }
  const declares = (local: string) =>
    new RegExp(`\\b(?:const|let|var|function|class)\\s+${local.replaceAll('$', '\\$')}(?![\\w$])`).test(
      test.body,
    );
  const { local } = known.binding;
  if (!needs.has(local) && hasWord(test.body, local) && !declares(local)) needs.set(local, known);
  if (!needs.has('fc') && /\bfc\./.test(test.body) && !declares('fc')) {
    needs.set('fc', {
      from: { kind: 'package', name: 'fast-check' },
      binding: { kind: fastCheckKind(request), local: 'fc' },
    });
  }
  return [...needs.values()];
}

/**
 * Models take the default import for a CommonJS module as a whole, and the other way round. What works for the
 * target's module is known; what `require` gives for others is the module as a whole, unless they were compiled.
 */
function fitBinding(from: ImportNeed['from'], binding: ImportBinding, request: ModelRequest): ImportBinding {
  const { style, access } = request;
  const known = access.need;
  if (binding.kind === 'named') return binding;
  const { local } = binding;
  if (from.kind === 'package') {
    if (from.name === 'fast-check') return { kind: fastCheckKind(request), local };
    return style.imports === 'require' ? { kind: 'namespace', local } : binding;
  }
  const isSameModule = known.from.kind === 'file' && from.path === known.from.path;
  if (isSameModule) return known.binding.kind === 'named' ? binding : { kind: known.binding.kind, local };
  const isPlain =
    style.imports === 'require' && style.moduleSystem === 'cjs' && !/\.[cm]?tsx?$/.test(from.path);
  return isPlain ? { kind: 'namespace', local } : binding;
}

/** One way for all tests of a host, so that tests of both authors can share the import. */
const fastCheckKind = ({ style }: ModelRequest): 'default' | 'namespace' =>
  style.moduleSystem === 'esm' || style.esModuleInterop ? 'default' : 'namespace';

/** Whether a name is imported as in `import { type Name }`. */
const isTypeName = ({ names }: WrittenImport, local: string): boolean =>
  names.some((name) => /^type\s/.test(name) && name.trim().endsWith(` ${local}`));

function bindingsOf(written: WrittenImport): ImportBinding[] {
  const bindings: ImportBinding[] = [];
  if (written.default !== null) bindings.push({ kind: 'default', local: written.default });
  if (written.namespace !== null) {
    bindings.push({ kind: 'namespace', local: written.namespace.replace(/^\*\s+as\s+/, '') });
  }
  for (const name of written.names) {
    const [imported = name, local = imported] = name
      .trim()
      .replace(/^type\s+/, '')
      .split(/\s+as\s+|\s*:\s*/);
    if (imported === 'default') bindings.push({ kind: 'default', local });
    else if (imported === '*') bindings.push({ kind: 'namespace', local });
    else bindings.push({ kind: 'named', imported, local });
  }
  return bindings;
}

/** Where a specifier leads; one that leads nowhere is kept as it is written, for the gate to say so. */
function resolveModule(specifier: string, request: ModelRequest): ImportNeed['from'] {
  const isRelative = /^\.{1,2}(?:\/|$)/.test(specifier);
  const written = posix.normalize(
    isRelative ? posix.join(posix.dirname(request.testFile), specifier) : specifier.replace(/^\//, ''),
  );
  const found = findFile(written, request.hostFiles);
  if (found !== undefined) return { kind: 'file', path: found };
  if (!isRelative && !specifier.startsWith('/')) return { kind: 'package', name: specifier };
  // The right file by the wrong number of dots: models miscount them.
  const { need } = request.access;
  if (need.from.kind === 'file' && stem(written) === stem(need.from.path)) return need.from;
  if (stem(written) === stem(request.target.file)) return { kind: 'file', path: request.target.file };
  return { kind: 'file', path: written };
}

const stem = (path: string): string => posix.basename(path).replace(/\.[cm]?[jt]sx?$/, '');

/** The file of the host that a path without or with another extension means. */
export function findFile(path: string, hostFiles: Pick<ReadonlySet<string>, 'has'>): string | undefined {
  const extension = posix.extname(path);
  const bare = path.slice(0, path.length - extension.length);
  const names = [
    path,
    ...(sourcesOf[extension] ?? []).map((source) => bare + source),
    ...extensions.map((each) => path + each),
    ...extensions.map((each) => posix.join(path, `index${each}`)),
  ];
  return names.find((name) => hostFiles.has(name));
}
