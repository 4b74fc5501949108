/** Collects which values the repository itself uses under which name: in its README, doc comments, tests, JSON files and code. */
import path from 'node:path';
import { ts } from 'ts-morph';
import type { Target } from '../../domain/target.js';
import type { Parameter, TypeShape } from '../../domain/type-shape.js';
import { codeBlocks, codeOfDoc, parseExample, readText } from './examples.js';
import { isCode, isTestFile } from '../files/source-files.js';

const maxEach = 12;
const maxText = 60;
const maxFiles = 80;

export type Word = string | number;

/** Values by the name that they are given under, in lower case, the most trustworthy first. */
export type Words = Map<string, Word[]>;

function addWord(words: Words, name: string, value: Word): void {
  const isPlain = typeof value === 'number' || (value.trim() !== '' && value.length <= maxText);
  if (!isPlain || name.length < 2) return;
  const key = name.toLowerCase();
  const known = words.get(key) ?? [];
  if (known.length < maxEach && !known.includes(value)) words.set(key, [...known, value]);
}

function valueOf(node: ts.Node | undefined): Word | null {
  if (node === undefined) return null;
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isNumericLiteral(node) ? Number(node.text) : null;
}

/** The last name of something that is read: `options.country` is a country. */
function nameOf(node: ts.Node): string | null {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) ? node.name.text : null;
}

/** Operators that compare, default or assign, with the name on one side and the value on the other. */
const binary = new Set([
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

const keysOf = (node: ts.ObjectLiteralExpression): string[] =>
  node.properties.flatMap(({ name }) =>
    name && (ts.isIdentifier(name) || ts.isStringLiteralLike(name)) ? [name.text] : [],
  );

/** The keys of a table, the texts of a list, or of a set that is made of one. */
function listedIn(node: ts.Expression): string[] | null {
  if (ts.isObjectLiteralExpression(node)) return keysOf(node);
  if (ts.isArrayLiteralExpression(node))
    return node.elements.flatMap((item) => (ts.isStringLiteralLike(item) ? [item.text] : []));
  const [list] = ts.isNewExpression(node) && nameOf(node.expression) === 'Set' ? (node.arguments ?? []) : [];
  return list === undefined ? null : listedIn(list);
}

/** The pairs of name and value that one node shows. */
function pairsOf(node: ts.Node, tables: ReadonlyMap<string, string[]>): [string | null, Word | null][] {
  if (ts.isBinaryExpression(node) && binary.has(node.operatorToken.kind)) {
    return [
      [nameOf(node.left), valueOf(node.right)],
      [nameOf(node.right), valueOf(node.left)],
    ];
  }
  if (ts.isPropertyAssignment(node)) return [[nameOf(node.name), valueOf(node.initializer)]];
  if (ts.isParameter(node) || ts.isBindingElement(node) || ts.isVariableDeclaration(node))
    return [[nameOf(node.name), valueOf(node.initializer)]];
  if (ts.isSwitchStatement(node)) {
    const name = nameOf(node.expression);
    const cases = node.caseBlock.clauses.filter(ts.isCaseClause);
    return cases.map(({ expression }) => [name, valueOf(expression)]);
  }
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    // `LIST.includes(currency)`
    const { expression, name } = node.expression;
    const listed = /^(?:includes|indexOf|has)$/.test(name.text)
      ? (tables.get(nameOf(expression) ?? '') ?? [])
      : [];
    const [sought] = node.arguments;
    return sought === undefined ? [] : listed.map((item) => [nameOf(sought), item]);
  }
  if (ts.isElementAccessExpression(node)) {
    const { expression, argumentExpression } = node;
    const keys = ts.isObjectLiteralExpression(expression)
      ? keysOf(expression)
      : (tables.get(nameOf(expression) ?? '') ?? []);
    return keys.map((key) => [nameOf(argumentExpression), key]);
  }
  return [];
}

function addWordsOf(source: ts.SourceFile, words: Words): void {
  const tables = new Map<string, string[]>();
  const findTables = (node: ts.Node): void => {
    const listed = ts.isVariableDeclaration(node) && node.initializer ? listedIn(node.initializer) : null;
    if (ts.isVariableDeclaration(node) && listed) tables.set(nameOf(node.name) ?? '', listed);
    ts.forEachChild(node, findTables);
  };
  findTables(source);
  const visit = (node: ts.Node): void => {
    for (const [name, value] of pairsOf(node, tables))
      if (name !== null && value !== null) addWord(words, name, value);
    ts.forEachChild(node, visit);
  };
  visit(source);
}

/** Quoted values in the line of a doc comment that describes a parameter: `@param {string} code "10%", "free"`. */
function addDocumentedWords(doc: string, words: Words): void {
  for (const [, name = '', rest = ''] of doc.matchAll(
    /@param\s+(?:\{[^}]*\}+\s+)?\[?([\w$]+)[^\s]*((?:(?!\n\s*@)[\s\S])*)/g,
  ))
    for (const [, text = ''] of rest.matchAll(/["'`]([^"'`\n]{1,60})["'`]/g)) addWord(words, name, text);
  for (const code of codeOfDoc(doc)) addWordsOf(parseExample(code), words);
}

function addJsonWords(value: unknown, words: Words, depth = 0): void {
  if (typeof value !== 'object' || value === null || depth > 6) return;
  for (const [name, item] of Object.entries(value)) {
    if ((typeof item === 'string' || typeof item === 'number') && !Array.isArray(value))
      addWord(words, name, item);
    else addJsonWords(item, words, depth + 1);
  }
}

const isFixture = (file: string): boolean =>
  /\.json$/.test(file) &&
  /(^|\/)(fixtures?|__fixtures__|examples?|samples?|data|test|tests|__tests__)\//.test(file);

/** Names that mean something else in each file, so that what one file compares with says nothing in another. */
const isCommon = (name: string): boolean =>
  /^(?:text|str|string|value|values|data|input|content|body|line|name|key|type|kind|item|result|message)$/.test(
    name,
  );

/** Doc comments of a source, as they are written. */
const docsOf = (text: string): string[] =>
  [...text.matchAll(/\/\*\*([\s\S]*?)\*\//g)].map((match) => (match[1] ?? '').replace(/^[ \t]*\* ?/gm, ''));

/** The values by name that a host uses; `files` are all its files, `sources` those that are analysed. */
export function wordsOfHost(
  root: string,
  files: readonly string[],
  sources: readonly ts.SourceFile[],
): Words {
  const words: Words = new Map();
  for (const source of sources) for (const doc of docsOf(source.text)) addDocumentedWords(doc, words);
  const readmes = files.filter((file) => /^(?:readme[^/]*|docs\/[^/]*)\.(?:md|markdown)$/i.test(file));
  for (const file of readmes)
    for (const code of codeBlocks(readText(root, file) ?? '')) addWordsOf(parseExample(code), words);
  const tests = files.filter((file) => isTestFile(file) && isCode(file) && !file.includes('.nightshift'));
  for (const file of tests.slice(0, maxFiles))
    addWordsOf(parseExample(readText(root, file) ?? '', file), words);
  for (const file of files.filter(isFixture).slice(0, maxFiles)) {
    try {
      addJsonWords(JSON.parse(readText(root, file) ?? 'null'), words);
    } catch {
      // It is no JSON, and says nothing.
    }
  }
  const own: Words = new Map();
  for (const source of sources.filter(({ fileName }) => !path.basename(fileName).endsWith('.d.ts')))
    addWordsOf(source, own);
  for (const [name, values] of own)
    if (!isCommon(name)) for (const value of values) addWord(words, name, value);
  return words;
}

const namesInShape = (shape: TypeShape): string[] => {
  switch (shape.kind) {
    case 'object':
      return shape.properties.flatMap(({ name, type }) => [name, ...namesInShape(type)]);
    case 'array':
      return namesInShape(shape.of);
    case 'string':
      return shape.holds === undefined ? [] : namesInShape(shape.holds.of);
    case 'union':
      return shape.of.flatMap(namesInShape);
    default:
      return [];
  }
};

const namesInParams = (params: readonly Parameter[]): string[] =>
  params.flatMap(({ name, type }) => [name, ...namesInShape(type)]);

/** Values that people passed for a parameter come first among those known under its name. */
function withExamples(target: Target, words: Words): Words {
  const own: Words = new Map();
  for (const args of target.examples ?? [])
    for (const [index, value] of args.entries()) {
      const name = target.params[index]?.name;
      const isWord = value.k === 'lit' && (typeof value.v === 'string' || typeof value.v === 'number');
      if (name !== undefined && isWord) addWord(own, name, value.v as Word);
    }
  if (target.doc !== null) addDocumentedWords(target.doc, own);
  for (const [name, values] of words) for (const value of values) addWord(own, name, value);
  return own;
}

/** The targets, each with the values that the host uses under the names of its parameters and of what it reads from them. */
export function spreadWords(targets: readonly Target[], words: Words): Target[] {
  return targets.map((target) => {
    const all = withExamples(target, words);
    const names = [
      ...namesInParams([...target.params, ...target.constructorParams]),
      ...target.hints.properties,
    ];
    const known = [...new Set(names.map((name) => name.toLowerCase()))].flatMap(
      (name): [string, Word[]][] => {
        const values = all.get(name);
        return values === undefined ? [] : [[name, values]];
      },
    );
    return known.length === 0
      ? target
      : { ...target, hints: { ...target.hints, words: Object.fromEntries(known) } };
  });
}
