/** Checks what a candidate imports. */
import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import type { Candidate, ImportNeed } from '../../domain/candidate.js';
import { pureBuiltins } from './names.js';
import { scratchFunctions } from './scratch-files.js';
import { replaceableModules } from './stand-ins.js';

/** The first import that the policy does not allow, in words, or undefined. */
export function refuseImports(
  imports: Candidate['imports'],
  allowedPackages: ReadonlySet<string>,
): string | undefined {
  for (const need of imports) {
    const words =
      refuseBinding(need) ??
      (isForScratch(need) || isReplaced(need) ? undefined : refuseSource(need.from, allowedPackages));
    if (words !== undefined) return words;
  }
  return undefined;
}

/** Their failures go unseen where a test swallows them. */
const unwatched = new Set([
  'expect',
  '@jest/globals',
  '@jest/expect',
  'vitest',
  'expect.js',
  'should',
  'power-assert',
  'unexpected',
  'must',
  'tap',
  'jest-expect-message',
]);

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const reserved = new Set(['expect', 'jest', 'eval', 'arguments', 'await', 'undefined', 'globalThis']);

/** Names end up in the text of the test file, so they must be names and nothing else. */
function refuseBinding({ binding }: ImportNeed): string | undefined {
  const names = binding.kind === 'named' ? [binding.imported, binding.local] : [binding.local];
  const odd = names.find((name) => !identifier.test(name));
  if (odd !== undefined) return `the import name "${odd}" is no identifier`;
  return reserved.has(binding.local) ? `an import must not take the name "${binding.local}"` : undefined;
}

/** Whether a test needs the import for its own temp folder; its use is checked elsewhere. */
function isForScratch({ from, binding, typeOnly }: ImportNeed): boolean {
  if (from.kind !== 'package' || binding.kind !== 'named' || typeOnly) return false;
  const module = from.name.replace(/^node:/, '');
  if (module === 'os') return binding.imported === 'tmpdir';
  return module === 'fs' && scratchFunctions.has(binding.imported);
}

/** Modules of Node that reach outside, of which a test may replace functions; how is checked apart. */
const isReplaced = ({ from, binding, typeOnly }: ImportNeed): boolean =>
  from.kind === 'package' &&
  binding.kind !== 'named' &&
  !typeOnly &&
  replaceableModules.has(from.name.replace(/^node:/, ''));

function refuseSource(from: ImportNeed['from'], allowedPackages: ReadonlySet<string>): string | undefined {
  if (from.kind === 'file') {
    const parts = from.path.split('/');
    const isInside =
      !posix.isAbsolute(from.path) && !parts.includes('..') && !/^[a-z]:|[\\'"`\n\r\0]/i.test(from.path);
    if (!isInside) return `the import "${from.path}" leads out of the repository`;
    return parts.includes('node_modules') ? `the import "${from.path}" reaches into node_modules` : undefined;
  }
  const name = from.name.replace(/^node:/, '');
  if (from.name.startsWith('node:') || isBuiltin(name)) {
    const root = name.split('/')[0] ?? name;
    return pureBuiltins.has(root) ? undefined : `Node's module "${name}" reaches outside of the test`;
  }
  const packageName = /^(?:@[\w.~-]+\/)?[\w.~-]+(?=\/|$)/.exec(name)?.[0];
  if (packageName !== undefined && unwatched.has(packageName))
    return `the global expect is enough: "${from.name}" is not for tests here`;
  const isPlain = packageName !== undefined && !name.split('/').includes('..') && !/['"`\s\\:]/.test(name);
  if (isPlain && (packageName === 'fast-check' || allowedPackages.has(packageName))) return undefined;
  return `the package "${from.name}" is not among those that tests here may use`;
}
