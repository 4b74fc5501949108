/** Finds tests that compute what they expect by a copy of the code that they test. */
import type { ts } from 'ts-morph';

const SHINGLE = 5;
/** Code shorter than this, in tokens, is alike by chance. */
const LEAST_TOKENS = 14;
const COPIED_SHARE = 0.75;

/**
 * Whether most of the code stands in the test as well, whatever its variables are called there.
 * @param code the text of the target
 */
export function isCopyOf(typescript: typeof ts, code: string, test: string): boolean {
  if (test.length < code.length / 2) return false;
  const own = tokensOf(typescript, code);
  if (own.length < LEAST_TOKENS) return false;
  const shingles = shinglesOf(own);
  const known = new Set(shinglesOf(tokensOf(typescript, test)));
  const shared = shingles.filter((shingle) => known.has(shingle));
  return shared.length >= COPIED_SHARE * shingles.length;
}

/** The tokens of the statements, without types; names of variables are all alike. */
function tokensOf(typescript: typeof ts, text: string): string[] {
  // A method is made a function, so that it can stand by itself.
  const body = text.slice(Math.max(0, text.search(/=>|\{/)));
  const { outputText } = typescript.transpileModule(`_ = () ${body.startsWith('=>') ? '' : '=>'} ${body}`, {
    compilerOptions: { target: typescript.ScriptTarget.ES2022, jsx: typescript.JsxEmit.Preserve },
    fileName: 'code.tsx',
  });
  const file = typescript.createSourceFile('code.jsx', outputText, typescript.ScriptTarget.ES2022, true);
  const tokens: string[] = [];
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(file);
    if (children.length > 0) {
      children.forEach(visit);
      return;
    }
    const { parent } = node;
    const isMember = typescript.isPropertyAccessExpression(parent) && parent.name === node;
    const token = typescript.isIdentifier(node) && !isMember ? '$' : node.getText(file);
    if (token !== '' && !/^[(){};]$/.test(token)) tokens.push(token);
  };
  visit(file);
  return tokens.slice(3);
}

const shinglesOf = (tokens: readonly string[]): string[] =>
  tokens.slice(SHINGLE - 1).map((_, index) => tokens.slice(index, index + SHINGLE).join(' '));
