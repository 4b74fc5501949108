/** The analysis proper; it loads ts-morph, so `analyze-host` imports it only when it is needed. */
import path from 'node:path';
import type { ts } from 'ts-morph';
import type { Host } from '../domain/host.js';
import type { Analysis, CommittedSources, SkippedFile, Target } from '../domain/target.js';
import { findDeclarations } from './host/declaration-files.js';
import { callsOfHost } from './examples/examples.js';
import { listFiles } from './files/file-listing.js';
import { makeModuleGraph, type ModuleGraph } from './modules/module-graph.js';
import { importedFiles } from './modules/outside.js';
import { readPackageFile } from './files/package-file.js';
import { findBrokenFiles, type LoadRequest, loadProgram, readFlow } from './project.js';
import { chooseBuilt, chooseSources } from './files/source-files.js';
import { makeReadable } from './reading/readable.js';
import { findTargets } from './targets/find-targets.js';
import { commentsOf, samplesFor } from './examples/samples.js';
import { spreadWords, wordsOfHost } from './examples/words.js';

export interface AnalyzeOptions {
  /** Globs relative to the host; none means the default sources. */
  include: string[];
  exclude: string[];
  /** How the commit that is tested differs from the work tree; null where the work tree is tested. */
  committed?: CommittedSources | null;
  /** Restricts the targets, not what they are seen against. */
  onlyFiles?: readonly string[];
  /** Host-relative files that are not read, with the reason. */
  setAside?: Readonly<Record<string, string>>;
  /** Called with each file before something is done that takes time in proportion to it; null where it is all files. */
  onFile?: (file: string | null) => void;
}

/** See `analyzeHost`. */
export async function analyzeProject(host: Host, options: AnalyzeOptions): Promise<Analysis> {
  const { setAside = {}, onFile = () => undefined, committed = null } = options;
  const readable = makeReadable(host.root, host.dependencyFolders);
  for (const [file, why] of Object.entries(setAside)) readable.setAside(path.join(host.root, file), why);
  const packageFile = readPackageFile(host.root);
  const question = {
    files: await listTested(host.root, committed),
    entries: [packageFile.main, packageFile.module].filter((entry) => entry !== undefined),
    include: options.include,
    exclude: options.exclude,
  };
  const chosen = chooseSources(question);
  const sources = chosen.length > 0 ? chosen : chooseBuilt(question);
  const declarations = findDeclarations(host.root, packageFile, sources);
  const load = {
    files: sources,
    declarations: [...new Set(declarations.values())],
    texts: committed?.texts ?? {},
    readable,
    onFile,
  };
  const { program, skipped } = loadReadable(host, load);
  const broken = new Set(skipped.map(({ file }) => file));
  const files = sources.filter((file) => !broken.has(file));
  const graph = makeModuleGraph(host.root, program, readable);
  const wanted = new Set(options.onlyFiles ?? files);
  const found = findTargets(
    graph,
    { files, wanted },
    {
      declarations,
      shown: callsOfHost(question.files, { root: host.root, readable, onFile }),
      packageName: packageFile.name,
      onFile,
    },
  );
  const given = new Set(found.skipped.map(({ file }) => file));
  const targets = found.targets.filter(({ file }) => !given.has(file));
  const loaded = files.flatMap((file) => (given.has(file) ? [] : (graph.load(file)?.source ?? [])));
  onFile(null);
  return {
    targets: withSamples(spreadWords(targets, wordsOfHost(host.root, question.files, loaded)), graph),
    files: files.filter((file) => !given.has(file)),
    skipped: [...skipped, ...found.skipped],
    imports: Object.fromEntries(files.map((file) => [file, importedFiles(graph, file)])),
  };
}

/** The targets, each with the texts in the comments of its file that have a format which it checks. */
function withSamples(targets: readonly Target[], graph: ModuleGraph): Target[] {
  const comments = new Map<string, string[]>();
  return targets.map((target) => {
    const own = comments.get(target.file) ?? commentsOf(graph.load(target.file)?.source.text ?? '');
    comments.set(target.file, own);
    const samples = samplesFor(target, own);
    return samples.length === 0 ? target : { ...target, hints: { ...target.hints, samples } };
  });
}

/** The program, with files of Flow in words of TypeScript, and the files that it cannot hold. */
function loadReadable(host: Host, load: LoadRequest): { program: ts.Program; skipped: SkippedFile[] } {
  const { files, texts, readable } = load;
  const { root } = host;
  const program = loadProgram(host, load);
  const skipped = findBrokenFiles(program, { root, files, readable });
  const textOf = (file: string): string | null => texts[file] ?? readable.readText(path.join(root, file));
  const flow = readFlow(skipped, { textOf });
  if (Object.keys(flow).length === 0) return { program, skipped };
  const again = loadProgram(host, { ...load, texts: { ...texts, ...flow } });
  return { program: again, skipped: findBrokenFiles(again, { root, files, readable }) };
}

/** The files of the work tree, or those of the commit that is tested in its place. */
async function listTested(root: string, committed: CommittedSources | null): Promise<string[]> {
  const listed = await listFiles(root);
  if (!committed) return listed;
  const uncommitted = new Set(committed.uncommitted);
  const kept = listed.filter((file) => !uncommitted.has(file));
  return [...new Set([...kept, ...Object.keys(committed.texts)])].sort();
}
