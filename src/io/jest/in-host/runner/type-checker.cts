/** Type-checks source text with the repository's own compiler, as its tests are checked. */
import path from 'node:path';
import type ts from 'typescript';

export interface CheckedPlace {
  /** Absolute path of the repository. */
  root: string;
  /** Absolute path of the tsconfig that the tests are checked by. */
  tsconfig: string;
  /** Absolute path beside which the texts are imagined; its extension is theirs. */
  file: string;
}

/** Whether each text, a module of its own, has no type error. Many at once are hardly dearer than one. */
export type TypeChecker = (texts: readonly string[]) => boolean[];

type HostCompiler = typeof ts;

function findCompiler(root: string): HostCompiler | null {
  try {
    const found = require(require.resolve('typescript', { paths: [root] })) as HostCompiler;
    return typeof found.createProgram === 'function' ? found : null;
  } catch {
    return null;
  }
}

function readOptions(compiler: HostCompiler, { root, tsconfig }: CheckedPlace): ts.CompilerOptions {
  const { config } = compiler.readConfigFile(tsconfig, (name) => compiler.sys.readFile(name)) as {
    config?: unknown;
  };
  // Only the options are of interest: no other file of the repository is part of the question.
  const folders = { ...compiler.sys, readDirectory: () => [] };
  const { options } = compiler.parseJsonConfigFileContent(config, folders, root, {}, tsconfig);
  return {
    ...options,
    noEmit: true,
    skipLibCheck: true,
    noUnusedLocals: false,
    noUnusedParameters: false,
    incremental: false,
    composite: false,
  };
}

interface CheckSettings {
  compiler: HostCompiler;
  options: ts.CompilerOptions;
  place: CheckedPlace;
}

/** Parsed files by their names, kept for all questions of one process that go by the same settings. */
const parsed = new Map<string, Map<string, ts.SourceFile | undefined>>();

/** Reads the repository's files once, and those that are imagined from their texts. */
function openFiles(
  { compiler, options, place }: CheckSettings,
  imagined: ReadonlyMap<string, string>,
): ts.CompilerHost {
  const files = compiler.createCompilerHost(options, true);
  const known = parsed.get(place.tsconfig) ?? new Map<string, ts.SourceFile | undefined>();
  parsed.set(place.tsconfig, known);
  return {
    ...files,
    getCurrentDirectory: () => place.root,
    fileExists: (name) => imagined.has(name) || files.fileExists(name),
    readFile: (name) => imagined.get(name) ?? files.readFile(name),
    getSourceFile(name, language, ...rest) {
      const text = imagined.get(name);
      if (text !== undefined) return compiler.createSourceFile(name, text, language, true);
      if (!known.has(name)) known.set(name, files.getSourceFile(name, language, ...rest));
      return known.get(name);
    },
  };
}

/**
 * A checker for texts at one place; null where the repository has no compiler that can be asked. It asks a program, and no
 * language service: those are kept from judging types.
 * @param beat called now and then, to show that something goes on
 */
export function openTypeChecker(place: CheckedPlace, beat: () => void): TypeChecker | null {
  const compiler = findCompiler(place.root);
  if (!compiler) return null;
  const options = readOptions(compiler, place);
  const extension = path.extname(place.file);
  const nameAt = (index: number): string => `${place.file.slice(0, -extension.length)}-${index}${extension}`;
  let last: ts.Program | undefined;
  return (texts) => {
    const imagined = new Map(texts.map((text, index) => [nameAt(index), text]));
    const host = openFiles({ compiler, options, place }, imagined);
    const program = compiler.createProgram([...imagined.keys()], options, host, last);
    last = program;
    return [...imagined.keys()].map((name) => {
      beat();
      const file = program.getSourceFile(name);
      return (
        file !== undefined &&
        program.getSyntacticDiagnostics(file).length === 0 &&
        program.getSemanticDiagnostics(file).length === 0
      );
    });
  };
}
