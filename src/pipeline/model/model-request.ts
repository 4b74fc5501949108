/**
 * Gathers the facts about a target for the prompt: its gap, how to reach it, what it uses, and how tests look here.
 */
import path from 'node:path';
import { createImports } from '../../author/explorer/print/imports.js';
import { planUnits } from '../../author/explorer/plan/plan-units.js';
import { describeGap } from '../../author/model/context/describe-gap.js';
import {
  relateDeclarations,
  type RelatedRequest,
  type RelatedText,
} from '../../author/model/context/related.js';
import type { ModelRequest } from '../../author/model/request.js';
import type { ImportNeed } from '../../domain/candidate.js';
import { plain } from '../../domain/measurement.js';
import type { Access } from '../../domain/type-shape.js';
import type { SourceRange, Target, TargetId } from '../../domain/target.js';
import { importLineFor } from '../../test-file/test-file.js';
import { isOwnTestFile, specifierFor, testStyle } from '../../test-file/test-path.js';
import { readHostText } from '../../io/sandbox/copy/host-text.js';
import { readOwnFile } from '../delivery/delivery-target.js';
import { placeTests } from '../delivery/place-tests.js';
import type { Work } from '../pass.js';

/** Tests of the target's group that are shown with their bodies. */
const mostShown = 6;

/** The request for a target, or null when there is nothing to ask: no gap is left, or no test can reach it. */
export async function makeModelRequest(work: Work, target: Target): Promise<ModelRequest | null> {
  const { prepared, progress } = work;
  const { host, session, analysis } = prepared;
  const testFile = placeTests(session, target.file, prepared.deliveryTarget.isTaken);
  const entry = progress.coverage[target.file];
  if (testFile === null || !target.access || !entry) return null;
  const source = await readHostText(host.root, target.file);
  // Masked before it is cut, because half a secret would not be known for one.
  const read = async (file: string): Promise<string> =>
    prepared.secrets.redact(await readHostText(host.root, file));
  const file = plain(entry);
  const ranges = [target.range, ...rangesBehind(work, target)];
  const open = uncoveredIn(file);
  const uncovered = [...new Set(ranges.flatMap((range) => describeGap(file, open, source, range)))];
  if (uncovered.length === 0) return null;
  const { need, callee } = reach(work, target);
  const taken = progress.delivered.filter(({ candidate }) => candidate.target === target.id);
  const related = await findRelated(work, target.access, { file: target.file, source, ranges, read });
  const exampleTest = await findExample(work, target, read);
  return {
    target,
    source,
    uncovered,
    access: { line: importLineFor(host, testFile, need), need, callee },
    testFile,
    hostFiles: new Set(analysis.files),
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
    observations: taken.slice(0, mostShown).map(({ candidate }) => candidate.body),
    takenTitles: await titlesIn(work, testFile),
  };
}

/** Declarations of other files that the target uses, or through which a test reaches it. */
function findRelated(
  { prepared }: Work,
  { module, export: exported }: Access,
  known: Pick<RelatedRequest, 'file' | 'source' | 'ranges' | 'read'>,
): Promise<RelatedText[]> {
  const isElsewhere = module !== known.file && exported.kind === 'named';
  return relateDeclarations({
    ...known,
    ...(isElsewhere ? { entry: { file: module, name: exported.name } } : {}),
    imports: prepared.analysis.imports,
    hostFiles: new Set(prepared.analysis.files),
    read: (name) => known.read(name).catch(() => ''),
  });
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

function uncoveredIn({ s, b }: { s: Record<string, number>; b: Record<string, number[]> }): string[] {
  const statements = Object.entries(s).flatMap(([id, hits]) => (hits === 0 ? [`s${id}`] : []));
  const branches = Object.entries(b).flatMap(([id, paths]) =>
    paths.flatMap((hits, at) => (hits === 0 ? [`b${id}.${at}`] : [])),
  );
  return [...statements, ...branches];
}

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
async function findExample(
  { prepared }: Work,
  target: Target,
  read: (file: string) => Promise<string>,
): Promise<string | null> {
  const nameOf = (file: string): string => path.posix.basename(file).split('.')[0] ?? '';
  const worth = (file: string): number => {
    const folders = path.posix.relative(path.posix.dirname(target.file), file).split('/').length;
    return (nameOf(file) === nameOf(target.file) ? 100 : 0) - folders;
  };
  const [best] = prepared.measurement.testFiles
    .filter((file) => file.passed && !isOwnTestFile(file.path))
    .map((file) => file.path)
    .sort((a, b) => worth(b) - worth(a) || (a < b ? -1 : 1));
  return best === undefined ? null : read(best).catch(() => null);
}
