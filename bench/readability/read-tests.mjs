// Reads delivered test files: each test with its title, its group, its body and the rows of its table.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ts } from 'ts-morph';

/** The function name and the rest of `test(…)`, `it(…)`, `test.each(…)(…)`; null for any other call. */
function testCall(node) {
  if (!ts.isCallExpression(node)) return null;
  const { expression } = node;
  if (ts.isIdentifier(expression) && /^(test|it)$/.test(expression.text)) return { call: node, table: null };
  const isEach =
    ts.isCallExpression(expression) &&
    ts.isPropertyAccessExpression(expression.expression) &&
    /^(test|it)\.each$/.test(expression.expression.getText());
  return isEach ? { call: node, table: expression.arguments[0] ?? null } : null;
}

function readTest(node, groups, source) {
  const found = testCall(node);
  const callback = found?.call.arguments[1];
  if (!found || !callback || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback)))
    return null;
  const [title] = found.call.arguments;
  return {
    node: found.call,
    callback,
    title: ts.isStringLiteralLike(title) ? title.text : title.getText(source),
    rows: found.table && ts.isArrayLiteralExpression(found.table) ? [...found.table.elements] : null,
    group: groups.join(' '),
    text: found.call.getText(source),
  };
}

function readTests(source) {
  const tests = [];
  const visit = (node, groups) => {
    const test = readTest(node, groups, source);
    if (test) return void tests.push(test);
    const isGroup = ts.isCallExpression(node) && node.expression.getText(source) === 'describe';
    const name = isGroup && ts.isStringLiteralLike(node.arguments[0]) ? [node.arguments[0].text] : [];
    ts.forEachChild(node, (child) => visit(child, [...groups, ...name]));
  };
  visit(source, []);
  return tests;
}

/** The test files that Nightshift wrote in a folder. */
export function readTestFiles(dir) {
  const listed = execFileSync('git', ['ls-files'], { cwd: dir, encoding: 'utf8' }).split('\n');
  return listed
    .filter((file) => /\.nightshift\.(test|spec)\.[cm]?[jt]sx?$/.test(file))
    .map((file) => {
      const text = readFileSync(join(dir, file), 'utf8');
      const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
      return { file, text, source, tests: readTests(source) };
    });
}

export const isAssertion = (node) => /\b(expect|fc\.assert)\b/.test(node.getText());

/** Items by the key that each has. */
export function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
