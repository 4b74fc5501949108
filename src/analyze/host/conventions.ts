/** Learns where the host's tests go and how they are written, by a majority vote of those that exist. */
import path from 'node:path';
import type { Placement, TestConventions } from '../../domain/host.js';
import type { PackageFile } from '../files/package-file.js';
import type { Readable } from '../reading/readable.js';
import { isCode, isTestFile } from '../files/source-files.js';
import { learnCompiledImports, learnStyle, learnTestNames, readPrettierStyle } from './test-style.js';

export interface ConventionQuestion {
  root: string;
  files: readonly string[];
  sources: readonly string[];
  /** The text of the Jest config; empty when there is none. */
  jestConfig: string;
  packageFile: PackageFile;
  readable: Readable;
}

interface Vote {
  placement: Placement;
  suffix: string;
  /** Three for a test whose source was found, one for a guess from the folder alone. */
  weight: number;
}

/** Source paths without their extension, by their base name. */
type SourcesByStem = ReadonlyMap<string, readonly string[]>;

/** Tests in there follow other rules than the host's unit tests. */
const otherPeoples =
  /(?:^|\/)(?:e2e|cypress|vendor|third[_-]party|bower_components|examples?|docs?|dist|build)\//;

const maxRead = 30;
const testFolderName = /^(?:__tests__|tests?|specs?)$/;
const noTest = /(?:^|\/)(?:fixtures?|__fixtures__|helpers?|support|mocks?|__mocks__|snapshots?)\//;
const suffixOf = /([._-](?:tests?|spec))$/;

const withoutExtension = (file: string): string => file.replace(/\.[^./]+$/, '');

function indexSources(sources: readonly string[]): SourcesByStem {
  const index = new Map<string, string[]>();
  for (const source of sources.map(withoutExtension)) {
    const stem = path.posix.basename(source);
    index.set(stem, [...(index.get(stem) ?? []), source]);
  }
  return index;
}

/** The folder in which `rest` names a source, or null. */
function sourceRootOf(rest: string, index: SourcesByStem): string | null {
  const named = index.get(path.posix.basename(rest)) ?? [];
  const roots = named
    .filter((source) => source === rest || source.endsWith(`/${rest}`))
    .map((source) => source.slice(0, Math.max(0, source.length - rest.length - 1)));
  return roots.sort((a, b) => a.length - b.length)[0] ?? null;
}

/** Tests that lie flat say nothing about folders below the source root, so those are cut off. */
function mirror(testFolders: string[], at: number, sourceRoot: string): Placement {
  const roots = sourceRoot.split('/');
  const isInside = testFolders.slice(0, at).every((folder, index) => roots[index] === folder);
  const depth = testFolders[at] === '__tests__' && at > 0 ? at : at + 1;
  const cut = isInside ? roots.slice(0, depth).join('/') : sourceRoot;
  return { kind: 'mirror', testRoot: testFolders.join('/'), sourceRoot: cut };
}

function mirrorOf(
  { folders, at, stem }: { folders: string[]; at: number; stem: string },
  index: SourcesByStem,
): Placement | null {
  // The shortest test root that fits leaves the longest path in common with the source.
  for (let cut = at + 1; cut <= folders.length; cut++) {
    const sourceRoot = sourceRootOf([...folders.slice(cut), stem].join('/'), index);
    if (sourceRoot !== null) return mirror(folders.slice(0, cut), at, sourceRoot);
  }
  return null;
}

/** Where sources are when a test does not say: `src` when nothing is outside it. */
function usualSourceRoot(index: SourcesByStem): string {
  const all = [...index.values()].flat();
  return all.length > 0 && all.every((source) => source.startsWith('src/')) ? 'src' : '';
}

function voteOf(file: string, index: SourcesByStem): Vote | null {
  const folders = path.posix.dirname(file).split('/');
  const base = withoutExtension(path.posix.basename(file));
  const suffix = suffixOf.exec(base)?.[1] ?? '';
  const stem = suffix === '' ? base : base.slice(0, -suffix.length);
  const has = (source: string): boolean => index.get(stem)?.includes(source) ?? false;
  const dir = folders[0] === '.' ? '' : folders.join('/');
  if (suffix !== '' && has(path.posix.join(dir, stem)))
    return { placement: { kind: 'beside' }, suffix, weight: 3 };
  const at = folders.findIndex((folder) => testFolderName.test(folder));
  const folder = folders[at];
  if (folder === undefined)
    return suffix === '' ? null : { placement: { kind: 'beside' }, suffix, weight: 1 };
  const parent = folders.slice(0, at).join('/');
  if (at === folders.length - 1 && has(path.posix.join(parent, stem)) && (at > 0 || folder === '__tests__')) {
    return { placement: { kind: 'folder', name: folder }, suffix, weight: 3 };
  }
  const mirror = mirrorOf({ folders, at, stem }, index);
  if (mirror !== null) return { placement: mirror, suffix, weight: 3 };
  if (at > 0 && folder === '__tests__')
    return { placement: { kind: 'folder', name: folder }, suffix, weight: 1 };
  const testRoot = folders.slice(0, at + 1).join('/');
  return { placement: { kind: 'mirror', testRoot, sourceRoot: usualSourceRoot(index) }, suffix, weight: 1 };
}

function winner<T>(votes: readonly { of: T; weight: number }[]): T | null {
  const tally = new Map<string, { of: T; weight: number }>();
  for (const { of, weight } of votes) {
    const key = JSON.stringify(of);
    tally.set(key, { of, weight: (tally.get(key)?.weight ?? 0) + weight });
  }
  return [...tally.values()].sort((a, b) => b.weight - a.weight)[0]?.of ?? null;
}

/** The first value of `testMatch` or `testRegex`, found without trying every start against the whole rest. */
function patternsIn(config: string): string {
  for (const { index, 0: key } of config.matchAll(/\btest(?:Match|Regex)["']?[ \t]*:\s*(?=[["'/])/g)) {
    const start = index + key.length;
    const opening = config[start] ?? '';
    const line = config.slice(start, (config.indexOf('\n', start) + 1 || config.length + 1) - 1);
    const end = opening === '[' ? config.indexOf(']', start + 1) : start + line.lastIndexOf(opening);
    // Where one list does not end, no later one does.
    if (end < 0) return '';
    if (end > start) return config.slice(start, end + 1);
  }
  return '';
}

/** Reads simple patterns such as `**` + `/__tests__/*.spec.js` out of the text of a Jest config. */
function fromJestConfig(config: string, index: SourcesByStem): Pick<Vote, 'placement' | 'suffix'> {
  const text = patternsIn(config).replace(/\\/g, '');
  const suffix = text.includes('spec') && !text.includes('test.') ? '.spec' : '.test';
  const folder = /(?:^|["'/(>])(__tests__|tests?|specs?)\//.exec(text)?.[1];
  if (folder === '__tests__') return { placement: { kind: 'folder', name: folder }, suffix };
  if (folder === undefined) return { placement: { kind: 'beside' }, suffix };
  const isSuffixed = /\.(?:test|spec)|\((?:test|spec)|[.)](?:test|spec)\b/.test(text);
  const placement: Placement = { kind: 'mirror', testRoot: folder, sourceRoot: usualSourceRoot(index) };
  return { placement, suffix: isSuffixed ? suffix : '' };
}

function decidePlacement(
  question: ConventionQuestion,
  tests: readonly string[],
): Pick<Vote, 'placement' | 'suffix'> {
  const index = indexSources(question.sources);
  const votes = tests.map((file) => voteOf(file, index)).filter((vote) => vote !== null);
  const placement = winner(votes.map((vote) => ({ of: vote.placement, weight: vote.weight })));
  if (placement === null) return fromJestConfig(question.jestConfig, index);
  const same = JSON.stringify(placement);
  const agreeing = votes.filter((vote) => JSON.stringify(vote.placement) === same);
  const suffix = winner(agreeing.map((vote) => ({ of: vote.suffix, weight: vote.weight }))) ?? '.test';
  // Jest's default patterns find `test/a.js` nowhere but under __tests__, so such names need a pattern of the host's. Other runners
  // have theirs for `a-test.js`; whoever places a test tries the usual suffixes as well.
  const isFound =
    suffixOf.test(suffix) ||
    /test(?:Match|Regex)/.test(question.jestConfig) ||
    (suffix === '' && JSON.stringify(placement).includes('__tests__'));
  return { placement, suffix: isFound ? suffix : '.test' };
}

function readSome({ root, readable }: ConventionQuestion, files: readonly string[]): string[] {
  const step = Math.max(1, Math.floor(files.length / maxRead));
  const some = files.filter((_, index) => index % step === 0).slice(0, maxRead);
  return some.map((file) => readable.readText(path.join(root, file)) ?? '');
}

/** The tests in JavaScript, or the sources where there are no tests. */
function inJavaScript(tests: readonly string[], sources: readonly string[]): string[] {
  const isJavaScript = (file: string): boolean => /\.jsx?$/.test(file);
  const written = tests.filter(isJavaScript);
  return written.length > 0 ? written : sources.filter(isJavaScript);
}

/** The conventions of the host's tests; of its sources and its Jest config where it has no tests. */
export function learnConventions(question: ConventionQuestion): TestConventions {
  const tests = question.files.filter(
    (file) => isCode(file) && isTestFile(file) && !noTest.test(file) && !otherPeoples.test(file),
  );
  const texts = readSome(question, tests);
  const samples = texts.length > 0 ? texts : readSome(question, question.sources);
  const prettier = readPrettierStyle(question.root, question.packageFile.prettier, question.readable);
  return {
    ...decidePlacement(question, tests),
    ...(prettier ?? learnStyle(samples.join('\n'))),
    ...learnTestNames(texts),
    compiledImports: learnCompiledImports(readSome(question, inJavaScript(tests, question.sources))),
  };
}
