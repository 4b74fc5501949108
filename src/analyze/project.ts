/** Loads the host's sources into one TypeScript program, without type-checking what nobody asks for. */
import path from 'node:path';
import { Project, ts } from 'ts-morph';
import type { Host } from '../domain/host.js';
import type { SkippedFile } from '../domain/target.js';
import { findPackage } from './host/package-file.js';
import { readCompilerOptions } from './host/tsconfig.js';

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

function compilerOptions(host: Host): ts.CompilerOptions {
  const own = Object.entries(readCompilerOptions(host.root, host.tsconfig));
  const kept = Object.fromEntries(own.filter(([name]) => !dropped.includes(name))) as ts.CompilerOptions;
  const hasNodeTypes = findPackage(path.join(host.root, 'package.json'), '@types/node') !== null;
  return {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: hasNodeTypes ? ['node'] : [],
    ...kept,
    allowJs: true,
    noEmit: true,
    skipLibCheck: true,
    strict: true,
    maxNodeModuleJsDepth: 0,
    resolveJsonModule: true,
  };
}

/** The program over these host-relative files and these declarations (absolute). */
export function loadProgram(
  host: Host,
  files: readonly string[],
  declarations: readonly string[] = [],
): ts.Program {
  const project = new Project({
    compilerOptions: compilerOptions(host),
    skipAddingFilesFromTsConfig: true,
    skipFileDependencyResolution: true,
    skipLoadingLibFiles: false,
  });
  for (const file of files) project.addSourceFileAtPathIfExists(path.join(host.root, file));
  for (const file of declarations) project.addSourceFileAtPathIfExists(file);
  return project.getProgram().compilerObject;
}

/** The first syntax error of each file that has one, in words for a person. */
export function findBrokenFiles(root: string, program: ts.Program, files: readonly string[]): SkippedFile[] {
  const broken: SkippedFile[] = [];
  for (const file of files) {
    const source = program.getSourceFile(path.join(root, file));
    if (source === undefined) {
      broken.push({ file, reason: 'the file cannot be read' });
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
