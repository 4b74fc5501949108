/** Loads the host's sources into one TypeScript program, without type-checking what nobody asks for. */
import path from 'node:path';
import { Project, ts } from 'ts-morph';
import type { Host } from '../domain/host.js';
import type { SkippedFile } from '../domain/target.js';
import { convertFlow } from '../io/source/flow.js';
import { findPackage } from './files/package-file.js';
import { oldResolution, readCompilerOptions } from './host/tsconfig.js';
import { fileSystemOver } from './reading/compiler-files.js';
import type { Readable } from './reading/readable.js';

/** Options that would make the compiler write, or look at more than the sources. */
const dropped = [
  'outDir',
  'outFile',
  'rootDir',
  'declaration',
  'declarationDir',
  'declarationMap',
  'emitDeclarationOnly',
  'composite',
  'incremental',
  'tsBuildInfoFile',
  'isolatedDeclarations',
  'plugins',
  'checkJs',
];

function compilerOptions(host: Host, readable: Readable): ts.CompilerOptions {
  const own = Object.entries(readCompilerOptions(host.root, host.tsconfig, readable));
  const kept = Object.fromEntries(own.filter(([name]) => !dropped.includes(name))) as ts.CompilerOptions;
  const hasNodeTypes = findPackage(path.join(host.root, 'package.json'), '@types/node') !== null;
  return {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: hasNodeTypes ? ['node'] : [],
    ...kept,
    ...oldResolution(kept),
    allowJs: true,
    noEmit: true,
    skipLibCheck: true,
    strict: true,
    maxNodeModuleJsDepth: 0,
    resolveJsonModule: true,
  };
}

/** The loaded files: host-relative ones, and declarations by their absolute paths. */
export interface LoadRequest {
  files: readonly string[];
  declarations: readonly string[];
  /** Texts in place of those of files, by host-relative path. */
  texts: Readonly<Record<string, string>>;
  readable: Readable;
  /** Called with each file before it is read. */
  onFile: (file: string) => void;
}

/** The program over the files that can be read, less those that are nested too deeply. */
export function loadProgram(
  host: Host,
  { files, declarations, texts, readable, onFile }: LoadRequest,
): ts.Program {
  const project = new Project({
    compilerOptions: compilerOptions(host, readable),
    skipAddingFilesFromTsConfig: true,
    skipFileDependencyResolution: true,
    skipLoadingLibFiles: false,
    fileSystem: fileSystemOver(readable),
  });
  const add = (file: string): void => {
    const source = readable.isFile(file) ? project.addSourceFileAtPathIfExists(file) : undefined;
    if (source !== undefined && !readable.isFile(file)) project.removeSourceFile(source);
  };
  for (const file of files) {
    onFile(file);
    const text = Object.hasOwn(texts, file) ? texts[file] : undefined;
    if (text === undefined) add(path.join(host.root, file));
    else project.createSourceFile(path.join(host.root, file), text, { overwrite: true });
  }
  for (const file of declarations) add(file);
  return project.getProgram().compilerObject;
}

/**
 * The texts of files that are no JavaScript because they hold Flow's types, as TypeScript reads them: with the types that it
 * writes in the same way, else without any.
 */
export function readFlow(
  broken: readonly SkippedFile[],
  { textOf }: { textOf: (file: string) => string | null },
): Record<string, string> {
  const read = broken.flatMap(({ file }) => {
    const text = /\.[cm]?jsx?$/.test(file) ? textOf(file) : null;
    const converted = [true, false].map((keepsTypes) => text && convertFlow(text, { keepsTypes }));
    const clean = converted.find((each) => each !== null && hasNoSyntaxError(file, each));
    return clean == null ? [] : [[file, clean] as const];
  });
  return Object.fromEntries(read);
}

const hasNoSyntaxError = (fileName: string, text: string): boolean =>
  !ts
    .transpileModule(text, { reportDiagnostics: true, fileName })
    .diagnostics?.some(({ code }) => code < 8000);

/** The first syntax error of each file that has one, in words for a person. */
export function findBrokenFiles(
  program: ts.Program,
  { root, files, readable }: { root: string; files: readonly string[]; readable: Readable },
): SkippedFile[] {
  const broken: SkippedFile[] = [];
  for (const file of files) {
    const source = program.getSourceFile(path.join(root, file));
    if (source === undefined) {
      broken.push({ file, reason: readable.refusal(path.join(root, file)) ?? 'the file cannot be read' });
      continue;
    }
    // From 8000 on the compiler complains about types in JavaScript, which Babel may well accept.
    const error = program.getSyntacticDiagnostics(source).find(({ code }) => code < 8000);
    if (error === undefined) continue;
    const { line } = source.getLineAndCharacterOfPosition(error.start);
    const message = ts.flattenDiagnosticMessageText(error.messageText, ' ');
    broken.push({ file, reason: `syntax error in line ${line + 1}: ${message}` });
  }
  return broken;
}
