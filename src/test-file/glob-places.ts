/** Derives from the globs by which a runner finds tests where the tests of a source may go; pure. */
import path from 'node:path';
import { ownInfix } from './test-path.js';

const posix = path.posix;
const MOST_EXPANDED = 64;

/** `a.{b,c}` as `a.b` and `a.c`; what is nested is taken apart from the inside. */
function expandBraces(glob: string): string[] {
  const braces = /\{([^{}]*)\}/.exec(glob);
  if (!braces) return [glob];
  const { index, 0: all, 1: inside = '' } = braces;
  const expanded = inside
    .split(',')
    .flatMap((part) => expandBraces(glob.slice(0, index) + part + glob.slice(index + all.length)));
  return expanded.slice(0, MOST_EXPANDED);
}

/** `?(c|m)` and the like, which stand for nothing just as well. */
const withoutOptional = (glob: string): string => glob.replace(/\?\([^()]*\)/g, '');

const isStatic = (segment: string): boolean => !/[*?[\]{}()!+@]/.test(segment);

/**
 * Paths that the globs would let through for the tests of a source, both relative to the same folder. Only globs that end in
 * `*` with a suffix say enough.
 */
export function placesByGlob(globs: readonly string[], source: string): string[] {
  const base = posix.basename(source, posix.extname(source));
  const folder = posix.dirname(source);
  const belowRoot = folder.split('/').slice(1).join('/');
  return globs.flatMap(expandBraces).flatMap((glob) => {
    const segments = withoutOptional(glob).replace(/^\.\//, '').split('/');
    const ending = /^\*([\w.-]*)(\.[cm]?[jt]sx?)$/.exec(segments.pop() ?? '');
    if (!ending) return [];
    const [, suffix = '', extension = ''] = ending;
    const name = `${base}${ownInfix}${suffix}${extension}`;
    const prefix = segments.slice(0, segments.findIndex((each) => !isStatic(each)) >>> 0);
    const inner = segments.slice(prefix.length).filter(isStatic);
    const top = prefix.join('/');
    const isDeep = segments.includes('**');
    const folders = !isDeep
      ? [top]
      : folder === top || folder.startsWith(`${top}/`) || top === ''
        ? [posix.join(folder, ...inner)]
        : [posix.join(top, belowRoot, ...inner), posix.join(top, folder, ...inner), top];
    return folders.map((each) => posix.join(each, name));
  });
}
