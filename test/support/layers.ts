/** Checks that imports keep to the layers: each may use those below it, and the stages never each other. */
import path from 'node:path';
import ts from 'typescript';

const stages = [
  'analyze',
  'measure',
  'select',
  'author',
  'verify',
  'deliver',
  'ledger',
  'report',
  'config',
] as const;

const ranks: ReadonlyMap<string, number> = new Map([
  ['domain', 0],
  ['io', 1],
  ...stages.map((stage) => [stage, 2] as const),
  ['pipeline', 3],
  ['daemon', 4],
  ['cli', 5],
  // The package's entry, which shows the outside what is below.
  ['index.ts', 6],
]);

/** Every relative import of a source text: static, dynamic, of types, `require` and `import x = require`. */
function relativeImports(text: string): string[] {
  const { importedFiles } = ts.preProcessFile(text, true, true);
  return importedFiles.map(({ fileName }) => fileName).filter((name) => name.startsWith('.'));
}

function refuseImport(from: string, to: string): string | null {
  if (from === to) return null;
  const [rank, otherRank] = [ranks.get(from), ranks.get(to)];
  if (rank === undefined) return `${from} belongs to no layer`;
  if (otherRank === undefined) return `${to} belongs to no layer`;
  if (otherRank < rank) return null;
  return otherRank === rank ? 'stages do not import each other' : `${from} is below ${to}`;
}

/**
 * A line for each import that breaks the rule.
 * @param files texts by their path below the source folder, with forward slashes
 */
export function findLayerViolations(files: ReadonlyMap<string, string>): string[] {
  const layerOf = (file: string): string => file.split('/')[0] ?? '';
  return [...files].flatMap(([file, text]) =>
    relativeImports(text).flatMap((specifier) => {
      const imported = path.posix.join(path.posix.dirname(file), specifier);
      const why = refuseImport(layerOf(file), layerOf(imported));
      return why === null ? [] : [`${file} imports ${imported}: ${why}`];
    }),
  );
}
