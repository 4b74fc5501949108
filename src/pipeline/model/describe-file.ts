/** Gathers the facts about a file and its targets for the prompt: sources, how to reach them, how tests look here. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { createImports } from '../../author/explorer/print/imports.js';
import { planUnits } from '../../author/explorer/plan/plan-units.js';
import type { FileBrief, TargetBrief } from '../../author/model/brief.js';
import { describeGap } from '../../author/model/context/describe-gap.js';
import { excerptSource } from '../../author/model/context/excerpt.js';
import { passagesAbout } from '../../author/model/context/passages.js';
import { relateDeclarations } from '../../author/model/context/related.js';
import type { ImportNeed } from '../../domain/candidate.js';
import type { CounterSet } from '../../domain/coverage.js';
import { plain } from '../../domain/measurement.js';
import type { SourceRange, Target, TargetId } from '../../domain/target.js';
import { importLineFor } from '../../test-file/test-file.js';
import { isOwnTestFile, specifierFor, testStyle } from '../../test-file/test-path.js';
import { isShowable, readHostText } from '../../io/sandbox/copy/host-text.js';
import { readOwnFile } from '../delivery/delivery-target.js';
import { placeTests } from '../delivery/place-tests.js';
import type { Work } from '../pass.js';

/** Tests of the target's group that are shown with their bodies. */
const mostShown = 4;

/** Masked before anything is cut, because half a secret would not be known for one. */
const readText = async ({ prepared }: Work, file: string): Promise<string> =>
  prepared.secrets.redact(prepared.committed?.texts[file] ?? (await readHostText(prepared.host.root, file)));

const readOrEmpty = (work: Work, file: string): Promise<string> => readText(work, file).catch(() => '');

/** The facts about a file that all questions about these targets share; null where no test of it would be found. */
export async function describeFile(
  work: Work,
  file: string,
  targets: readonly Target[],
): Promise<FileBrief | null> {
  const { prepared } = work;
  const { host, session } = prepared;
  const testFile = placeTests(session, file, prepared.deliveryTarget.isTaken);
  if (testFile === null) return null;
  const source = await readText(work, file);
  const ranges = targets.flatMap((target) => [target.range, ...rangesBehind(work, target)]);
  const hostFiles = filesOf(work);
  const [elsewhere] = targets.flatMap(({ access }) =>
    access !== null && access.module !== file && access.export.kind === 'named'
      ? [{ file: access.module, name: access.export.name }]
      : [],
  );
  const related = await relateDeclarations({
    ...{ file, source, ranges, hostFiles, imports: prepared.analysis.imports },
    ...(elsewhere === undefined ? {} : { entry: elsewhere }),
    read: (name) => readOrEmpty(work, name),
  });
  const exampleTest = await findExample(work, file);
  return {
    file,
    source,
    shown: await excerptSource(source, file, ranges),
    testFile,
    hostFiles,
    related: related.map((each) => ({ ...each, specifier: specifierFor(host, testFile, each.file) })),
    packages: [...prepared.allowedPackages],
    style: {
      jestVersion: host.jest.version,
      moduleSystem: host.moduleSystem,
      typescript: /\.[cm]?tsx?$/.test(testFile),
      imports: testStyle(host, testFile),
      esModuleInterop: host.esModuleInterop,
      testFunction: host.conventions.testFunction,
      hasFastCheck: host.hasFastCheck,
    },
    ...(exampleTest === null ? {} : { exampleTest }),
    docs: await findDocs(work, targets),
  };
}

/** The files of the host by name, those outside of `--include` too: types and helpers live there. */
const filesOf = ({ prepared }: Work): FileBrief['hostFiles'] => {
  const analysed = new Set(prepared.analysis.files);
  const { root } = prepared.host;
  const isPlain = (file: string): boolean =>
    !path.posix.isAbsolute(file) &&
    !/(?:^|\/)(?:\.\.|node_modules)(?:\/|$)/.test(file) &&
    /\.[cm]?[jt]sx?$|\.json$/.test(file);
  return {
    has: (file) =>
      analysed.has(file) || (isPlain(file) && existsSync(path.join(root, file)) && isShowable(root, file)),
  };
};

/** The facts about one target; null where no test can reach it. */
export async function describeTarget(
  work: Work,
  { testFile, source }: FileBrief,
  { target, covered }: { target: Target; covered: CounterSet | null },
): Promise<TargetBrief | null> {
  const { prepared, progress } = work;
  if (target.access === null) return null;
  const { need, callee } = reach(work, target);
  const taken = progress.delivered.filter(({ candidate }) => candidate.target === target.id);
  return {
    target,
    access: { line: importLineFor(prepared.host, testFile, need), need, callee },
    uncovered: covered === null ? [] : describeGaps(work, source, { target, covered }),
    observations: covered === null ? [] : taken.slice(0, mostShown).map(({ candidate }) => candidate.body),
    takenTitles: await titlesIn(work, testFile),
  };
}

/** Titles that the test file has already, of this pass and of earlier ones. */
async function titlesIn({ prepared, progress }: Work, testFile: string): Promise<string[]> {
  const text =
    progress.texts.get(testFile) ??
    prepared.deliveryTarget.earlier.get(testFile) ??
    (await readOwnFile(prepared.host, testFile)) ??
    '';
  // Of single tests, and of the rows of tables.
  const titles = text.matchAll(/^\s*(?:(?:test|it)\(|\[)(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/gm);
  return [...titles].map(([, single, double]) => (single ?? double ?? '').replace(/\\(.)/g, '$1'));
}

/** Places of what no test can call itself and this target is the first to lead to. */
function rangesBehind({ prepared }: Work, target: Target): SourceRange[] {
  const isReachable = (id: TargetId): boolean =>
    prepared.analysis.targets.some((other) => other.id === id && other.file === target.file && other.access);
  return prepared.analysis.targets
    .filter(({ access, file }) => access === null && file === target.file)
    .filter(({ reachedThrough }) => reachedThrough.find(isReachable) === target.id)
    .map(({ range }) => range);
}

/**
 * The uncovered code of a target in words, by what the host's tests and those accepted for its file cover: tests of other
 * files come in another order each time, and the same pass has to ask the same.
 */
function describeGaps(
  work: Work,
  source: string,
  { target, covered }: { target: Target; covered: CounterSet },
): string[] {
  const entry = work.progress.coverage[target.file];
  if (entry === undefined) return [];
  const file = plain(entry);
  const known = covered.get(target.file) ?? new Set();
  const uncovered = countersOf(file).filter((counter) => !known.has(counter));
  const ranges = [target.range, ...rangesBehind(work, target)];
  return [...new Set(ranges.flatMap((range) => describeGap(file, uncovered, source, range)))];
}

const countersOf = ({ s, b }: FileCoverageData): string[] => [
  ...Object.keys(s).map((id) => `s${id}`),
  ...Object.entries(b).flatMap(([id, paths]) => paths.map((_, at) => `b${id}.${at}`)),
];

/** How a test imports and calls the target, by the same names that the explorer's tests of this file use. */
function reach({ prepared, request }: Work, target: Target): { need: ImportNeed; callee: string } {
  const { targets } = prepared.analysis;
  const { access } = target;
  if (access === null) throw new TypeError(`${target.id} cannot be reached`);
  const ofFile = targets.filter(({ file }) => file === target.file);
  const units = planUnits(ofFile, targets, { seed: request.config.seed, cpuMsPerTarget: null });
  const imports = createImports(units);
  const callee = imports.nameOf(access);
  const [need] = imports.needs;
  if (need === undefined) throw new TypeError(`${target.id} has no import`);
  return { need, callee };
}

/** A test that people of the host wrote: of the same source file, else the nearest in the tree; null without any. */
async function findExample(work: Work, source: string): Promise<string | null> {
  const nameOf = (file: string): string => path.posix.basename(file).split('.')[0] ?? '';
  const worth = (file: string): number => {
    const folders = path.posix.relative(path.posix.dirname(source), file).split('/').length;
    return (nameOf(file) === nameOf(source) ? 100 : 0) - folders;
  };
  const [best] = work.prepared.measurement.testFiles
    .filter((file) => file.passed && !isOwnTestFile(file.path))
    .map((file) => file.path)
    .sort((a, b) => worth(b) - worth(a) || (a < b ? -1 : 1));
  return best === undefined ? null : readText(work, best).catch(() => null);
}

/** Passages about the targets in the README of the host. */
async function findDocs(work: Work, targets: readonly Target[]): Promise<string[]> {
  for (const name of ['README.md', 'readme.md', 'Readme.md', 'README.markdown']) {
    const text = await readOrEmpty(work, name);
    if (text === '') continue;
    const names = targets.flatMap((target) => [
      target.member ?? target.name.split('.').at(-1) ?? target.name,
    ]);
    return passagesAbout(text, [...new Set(names)]);
  }
  return [];
}
