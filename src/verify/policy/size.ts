/** Checks that a test has a size that a person reads. */
import { type Body, findFirst, type Refusal } from './body.js';

const MOST_LINES = 120;
const MOST_CHARACTERS = 8_000;
/** Of a text, a pattern or a number that is written out. */
const MOST_LITERAL = 1_000;
/** Of an array or object that is written out. */
const MOST_ELEMENTS = 200;

/** The first thing that is too large, or undefined. */
export function refuseSize(body: Body): Refusal | undefined {
  const { ts, root, statements } = body;
  const last = statements.at(-1);
  if (last === undefined) return undefined;
  const lines = body.lineOf(root.getLastToken() ?? last);
  if (lines > MOST_LINES) return { node: root, words: `it has ${lines} lines, and ${MOST_LINES} are enough` };
  const length = root.getEnd() - root.getStart();
  const large = findFirst(ts, root, (node) => {
    const size = node.getEnd() - node.getStart();
    const isLiteral = ts.isLiteralExpression(node) || ts.isTemplateLiteralToken(node) || ts.isJsxText(node);
    if (isLiteral && size > MOST_LITERAL)
      return { node, words: `a literal of ${size} characters: make it of a short one` };
    const isList = ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node);
    const items = isList ? ('elements' in node ? node.elements : node.properties).length : 0;
    return items > MOST_ELEMENTS
      ? { node, words: `a list of ${items} elements that are written out` }
      : undefined;
  });
  if (large !== undefined) return large;
  return length > MOST_CHARACTERS
    ? { node: root, words: `it has ${length} characters, and ${MOST_CHARACTERS} are enough` }
    : undefined;
}
