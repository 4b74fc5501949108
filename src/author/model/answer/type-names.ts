/** Finds the names in a test's body that are only types, so that they are imported as types. */
import type { ts } from 'ts-morph';

/** Those of the names that occur in the body, and only where a type is written. */
export async function namesOfTypes(body: string, names: readonly string[]): Promise<Set<string>> {
  const { ts } = await import('ts-morph');
  const tree = ts.createSourceFile('body.tsx', body, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TSX);
  const asType = new Set<string>();
  const asValue = new Set<string>();
  const visit = (node: ts.Node, isInType: boolean): void => {
    const isType = isInType || (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node));
    if (ts.isIdentifier(node) && names.includes(node.text)) (isType ? asType : asValue).add(node.text);
    ts.forEachChild(node, (child) => visit(child, isType));
  };
  visit(tree, false);
  return new Set([...asType].filter((name) => !asValue.has(name)));
}
