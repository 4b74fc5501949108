/** Decides what a changed path means for the next pass; pure. */

/** `source`: test this file again. `everything`: a full pass. `nothing`: it does not matter. */
export type ChangeKind = 'source' | 'everything' | 'nothing';

const buildFolders = new Set(['node_modules', 'coverage', 'dist', 'build', 'out']);

const isOwnTest = (name: string): boolean => /\.nightshift\.(?:[\w-]+\.)?[cm]?[jt]sx?$/.test(name);

/**
 * Whether nothing at or below a host-relative path (with forward slashes) is worth watching: dependencies, build
 * output, hidden folders, and Nightshift's own tests.
 */
export function isIgnored(file: string): boolean {
  const parts = file.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.some((part) => buildFolders.has(part) || /^\.(?!\.$)/.test(part))) return true;
  return isOwnTest(parts.at(-1) ?? '');
}

/** Classifies a change of a host-relative file. */
export function changeKind(file: string): ChangeKind {
  if (isIgnored(file)) return 'nothing';
  const name = file.slice(file.lastIndexOf('/') + 1);
  if (/^(?:package\.json|[jt]sconfig(?:\..+)?\.json)$/.test(name)) return 'everything';
  if (/^(?:jest|babel)\.(?:config|setup)\b/.test(name)) return 'everything';
  if (/\.d\.[cm]?ts$/.test(name) || !/\.[cm]?[jt]sx?$/.test(name)) return 'nothing';
  // A person's test changes the coverage of files that its name does not reveal.
  const isTest =
    /\.(?:test|spec)\.[cm]?[jt]sx?$/.test(name) || /(?:^|\/)(?:__tests__|__mocks__|tests?|spec)\//.test(file);
  return isTest ? 'everything' : 'source';
}
