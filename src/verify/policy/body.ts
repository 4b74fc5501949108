/** Parses a candidate's body and resolves the names in it, without running anything. */
import { isBuiltin } from 'node:module';
import { Script } from 'node:vm';
import type { ts } from 'ts-morph';
import type { Candidate, ImportNeed } from '../../domain/candidate.js';

export type TypeScript = typeof ts;

/** A parsed body with what the checks ask about it. */
export interface Body {
  ts: TypeScript;
  /** The function that wraps the statements. */
  root: ts.FunctionDeclaration;
  statements: readonly ts.Statement[];
  /** Local names that the candidate's imports bind, with where each comes from. */
  imports: ReadonlyMap<string, 'file' | 'package'>;
  /** The meaning of local names in packages: the package, and the member of it, null for the whole. */
  packages: ReadonlyMap<string, { name: string; member: string | null }>;
  /** The meaning of local names in Node's own modules: the module without `node:`, and the member of it. */
  builtins: ReadonlyMap<string, { module: string; name: string | null }>;
  /** Local names by which the tested module as a whole is imported. */
  ownModule: ReadonlySet<string>;
  /** The declaration inside the body that a name refers to, or undefined for imports and globals. */
  declarationOf(name: ts.Identifier): ts.Declaration | undefined;
  /** Line of the body, from 1. */
  lineOf(node: ts.Node): number;
}

export type ParsedBody = { ok: true; body: Body } | { ok: false; detail: string };

/** A construct that the policy does not allow. */
export interface Refusal {
  node: ts.Node;
  /** Completes `line 3: …`. */
  words: string;
}

/** Parses the body as the inside of a function; `detail` names the first error and its line. */
export async function parseBody(candidate: Candidate): Promise<ParsedBody> {
  const { ts } = await import('ts-morph');
  const isTyped = /\.[cm]?ts$/.test(candidate.file);
  const fileName = isTyped ? '/candidate.ts' : '/candidate.tsx';
  const text = `${candidate.isAsync ? 'async ' : ''}function candidate() {\n${candidate.body}\n}`;
  const file = ts.createSourceFile(fileName, text, ts.ScriptTarget.ES2022, true);
  const program = ts.createProgram({
    rootNames: [fileName],
    options: { noLib: true, noResolve: true, target: ts.ScriptTarget.ES2022, jsx: ts.JsxEmit.Preserve },
    host: singleFileHost(file, fileName),
  });
  const lineOf = (position: number) => file.getLineAndCharacterOfPosition(position).line;
  const error = program.getSyntacticDiagnostics(file)[0];
  if (error !== undefined) {
    const words = ts.flattenDiagnosticMessageText(error.messageText, ' ');
    return { ok: false, detail: `line ${lineOf(error.start)}: ${words}` };
  }
  const root = file.statements[0];
  const isWhole = file.statements.length === 1 && root !== undefined && ts.isFunctionDeclaration(root);
  if (!isWhole || root.body === undefined) {
    return { ok: false, detail: 'the braces of the body do not match' };
  }
  const early = findEarlyError(ts, text);
  if (early !== undefined) return { ok: false, detail: early };
  const checker = program.getTypeChecker();
  const body: Body = {
    ts,
    root,
    statements: root.body.statements,
    imports: new Map(candidate.imports.map(({ from, binding }) => [binding.local, from.kind])),
    ownModule: new Set(
      candidate.imports.flatMap(({ from, binding }) =>
        from.kind === 'file' && from.path === candidate.file && binding.kind !== 'named'
          ? [binding.local]
          : [],
      ),
    ),
    packages: new Map(
      candidate.imports.flatMap(({ from, binding }) => {
        if (from.kind !== 'package') return [];
        const member = binding.kind === 'named' ? binding.imported : null;
        return [[binding.local, { name: from.name, member }] as const];
      }),
    ),
    builtins: new Map(candidate.imports.flatMap(builtinOf)),
    declarationOf: (name) => {
      const isShorthand = ts.isShorthandPropertyAssignment(name.parent);
      const symbol = isShorthand
        ? checker.getShorthandAssignmentValueSymbol(name.parent)
        : checker.getSymbolAtLocation(name);
      return symbol?.declarations?.[0];
    },
    lineOf: (node) => lineOf(node.getStart(file)),
  };
  return { ok: true, body };
}

function builtinOf({ from, binding }: ImportNeed): [string, { module: string; name: string | null }][] {
  if (from.kind !== 'package' || !isBuiltin(from.name)) return [];
  const name = binding.kind === 'named' ? binding.imported : null;
  return [[binding.local, { module: from.name.replace(/^node:/, ''), name }]];
}

function singleFileHost(file: ts.SourceFile, fileName: string): ts.CompilerHost {
  return {
    getSourceFile: (name) => (name === fileName ? file : undefined),
    getDefaultLibFileName: () => '/lib.d.ts',
    writeFile: () => undefined,
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (name) => name === fileName,
    readFile: () => undefined,
  };
}

/** Errors that the engine finds before it runs anything and the parser does not, such as a name declared twice. */
function findEarlyError(ts: TypeScript, text: string): string | undefined {
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    jsx: ts.JsxEmit.React,
  };
  const { outputText } = ts.transpileModule(text, { compilerOptions, fileName: 'candidate.tsx' });
  try {
    new Script(outputText);
    return undefined;
  } catch (error) {
    return String(error).replace(/^SyntaxError: /, '');
  }
}

/** Calls `check` for every node inside; the first refusal ends the walk. */
export function findFirst(
  ts: TypeScript,
  node: ts.Node,
  check: (node: ts.Node) => Refusal | undefined,
): Refusal | undefined {
  return ts.forEachChild(node, (child) => check(child) ?? findFirst(ts, child, check));
}

/** Takes off parentheses, `as`, `satisfies`, `!` and type assertions. */
export function bare(ts: TypeScript, node: ts.Expression): ts.Expression {
  let inner = node;
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isSatisfiesExpression(inner) ||
    ts.isNonNullExpression(inner) ||
    ts.isTypeAssertionExpression(inner)
  ) {
    inner = inner.expression;
  }
  return inner;
}

/** The identifier that a chain of members and indices starts from, if it is one; what a call gives is new. */
export function rootName(ts: TypeScript, node: ts.Expression): ts.Identifier | undefined {
  let inner = bare(ts, node);
  while (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner)) {
    inner = bare(ts, inner.expression);
  }
  return ts.isIdentifier(inner) ? inner : undefined;
}

/** Whether a name refers to a global: neither declared in the body nor imported. */
export const isGlobal = (body: Body, name: ts.Identifier): boolean =>
  body.declarationOf(name) === undefined && !body.imports.has(name.text);

/** Shortens source text for a message. */
export function cite(node: ts.Node): string {
  const text = node.getText().replaceAll(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
