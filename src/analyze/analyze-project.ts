/** The analysis proper; it loads ts-morph, so `analyze-host` imports it only when it is needed. */
import type { Host } from '../domain/host.js';
import type { Analysis } from '../domain/target.js';
import { findDeclarations } from './host/declaration-files.js';
import { callsOfHost } from './examples/examples.js';
import { listFiles } from './host/file-listing.js';
import { makeModuleGraph } from './modules/module-graph.js';
import { importedFiles } from './modules/outside.js';
import { readPackageFile } from './host/package-file.js';
import { findBrokenFiles, loadProgram } from './project.js';
import { chooseBuilt, chooseSources } from './host/source-files.js';
import { findTargets } from './targets.js';
import { spreadWords, wordsOfHost } from './examples/words.js';

export interface AnalyzeOptions {
  /** Globs relative to the host; none means the default sources. */
  include: string[];
  exclude: string[];
  /** Restricts the targets, not what they are seen against. */
  onlyFiles?: readonly string[];
}

/** See `analyzeHost`. */
export async function analyzeProject(host: Host, options: AnalyzeOptions): Promise<Analysis> {
  const packageFile = readPackageFile(host.root);
  const question = {
    files: await listFiles(host.root),
    entries: [packageFile.main, packageFile.module].filter((entry) => entry !== undefined),
    include: options.include,
    exclude: options.exclude,
  };
  const chosen = chooseSources(question);
  const sources = chosen.length > 0 ? chosen : chooseBuilt(question);
  const declarations = findDeclarations(host.root, packageFile, sources);
  const program = loadProgram(host, sources, [...new Set(declarations.values())]);
  const skipped = findBrokenFiles(host.root, program, sources);
  const broken = new Set(skipped.map(({ file }) => file));
  const files = sources.filter((file) => !broken.has(file));
  const graph = makeModuleGraph(host.root, program);
  const wanted = new Set(options.onlyFiles ?? files);
  const targets = findTargets(graph, files, wanted, {
    declarations,
    shown: callsOfHost(host.root, question.files),
    packageName: packageFile.name,
  });
  const loaded = files.flatMap((file) => graph.load(file)?.source ?? []);
  return {
    targets: spreadWords(targets, wordsOfHost(host.root, question.files, loaded)),
    files,
    skipped,
    imports: Object.fromEntries(files.map((file) => [file, importedFiles(graph, file)])),
  };
}
