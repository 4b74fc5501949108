/** Collects how people call functions: in doc comments, the README, the host's own tests and its sources. */
import path from 'node:path';
import { ts } from 'ts-morph';
import type { Literal } from '../../domain/type-shape.js';
import type { Target } from '../../domain/target.js';
import { textRefusal } from '../reading/depth.js';
import { type Readable, readPlainText } from '../reading/readable.js';
import { readConstants, readLiteral } from './literals.js';
import { isCode, isTestFile } from '../files/source-files.js';

const maxEach = 16;
const maxFiles = 150;
const maxBytes = 300_000;
const fence = /^[ \t]*(?:```|~~~)[^\n]*\n([\s\S]*?)^[ \t]*(?:```|~~~)/gm;

/** Argument lists by the last name of what is called; `new Name` for constructors. */
export type ExampleCalls = Map<string, Literal[][]>;

function nameOf(callee: ts.Expression): string | null {
  if (ts.isIdentifier(callee)) return callee.text;
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : null;
}

/** Adds the calls with literal arguments that a piece of code holds. */
export function addCallsOf(source: ts.SourceFile, calls: ExampleCalls): void {
  const constants = readConstants(source);
  const addCall = (key: string, given: readonly ts.Expression[]): void => {
    if (given.length === 0 || given.length > 6) return;
    const known = calls.get(key) ?? [];
    if (known.length >= maxEach) return;
    const args = given.map((argument) => readLiteral(argument, constants));
    if (args.includes(null)) return;
    const text = JSON.stringify(args);
    if (known.some((other) => JSON.stringify(other) === text)) return;
    calls.set(key, [...known, args.filter((argument) => argument !== null)]);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const name = nameOf(node.expression);
      const key = name !== null && ts.isNewExpression(node) ? `new ${name}` : name;
      if (key !== null) addCall(key, [...(node.arguments ?? [])]);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}

/** Parses code that stands in a text. */
export function parseExample(text: string, name = 'example.tsx'): ts.SourceFile {
  const parse = (code: string): ts.SourceFile =>
    ts.createSourceFile(name, code, ts.ScriptTarget.ESNext, true);
  return parse(textRefusal(name, text) === null ? text : '');
}

/** The code blocks of a text in Markdown. */
const fencedCode = (text: string): string[] => [...text.matchAll(fence)].map((match) => match[1] ?? '');

const indented = /(?<=^|\n[ \t]*\n)((?:(?: {4}|\t).*(?:\n|$))+)/g;

/** The same with the blocks that are only indented. */
export const codeBlocks = (text: string): string[] => [
  ...fencedCode(text),
  ...[...text.replace(fence, '').matchAll(indented)].map((match) => match[1] ?? ''),
];

/** The text of each `@example`, up to the next tag; line by line, because comments may be of any length. */
function examplesOfDoc(lines: readonly string[]): string[] {
  const found: string[][] = [];
  let current: string[] | null = null;
  for (const line of lines) {
    const at = line.search(/@example\b/);
    if (at >= 0) found.push((current = [line.slice(at + '@example'.length)]));
    else if (/^\s*@\w/.test(line)) current = null;
    else current?.push(line);
  }
  return found.map((part) => withoutCaption(part.join('\n')));
}

function withoutCaption(text: string): string {
  const start = text.indexOf('<caption>');
  const end = start < 0 ? -1 : text.indexOf('</caption>', start);
  return end < 0 ? text : text.slice(0, start) + text.slice(end + '</caption>'.length);
}

/** The code in a doc comment: fenced, behind `@example`, and lines that look like a call. */
export function codeOfDoc(doc: string): string[] {
  const fenced = fencedCode(doc);
  const examples = examplesOfDoc(doc.split('\n'));
  const lines = doc.split('\n').filter((line) => /^\s*(?:[\w$]+\s*=\s*)?[\w$.]+\(.*\)/.test(line));
  return [...fenced, ...examples.filter((text) => !text.includes('```')), ...lines];
}

/** The calls that a doc comment shows. */
function callsOfDoc(doc: string): ExampleCalls {
  const calls: ExampleCalls = new Map();
  for (const code of codeOfDoc(doc)) addCallsOf(parseExample(code), calls);
  return calls;
}

/** The text of a file of the host, or null when there is none or too much of it. */
export const readText = (root: string, file: string): string | null =>
  readPlainText(path.join(root, file), maxBytes);

/** How files of the host are read. */
interface Reading {
  root: string;
  readable: Readable;
  /** Called with each file before it is read. */
  onFile: (file: string) => void;
}

/** The calls that the README and the host's own tests show, `files` being all files of the host. */
export function callsOfHost(files: readonly string[], { root, readable, onFile }: Reading): ExampleCalls {
  const calls: ExampleCalls = new Map();
  const read = (file: string): string | null => {
    onFile(file);
    const text = readable.readText(path.join(root, file));
    return text === null || text.length > maxBytes ? null : text;
  };
  const readmes = files.filter((file) => /^(?:readme[^/]*|docs\/[^/]*)\.(?:md|markdown)$/i.test(file));
  for (const file of readmes) {
    for (const code of codeBlocks(read(file) ?? '')) addCallsOf(parseExample(code), calls);
  }
  const tests = files.filter((file) => isTestFile(file) && isCode(file) && !file.includes('.nightshift'));
  for (const file of tests.slice(0, maxFiles)) {
    const text = read(file);
    if (text !== null) addCallsOf(parseExample(text, file), calls);
  }
  return calls;
}

/** Everything that shows how functions of the host are called. */
export interface ExampleSources {
  /** Of the README and the tests. */
  shown: ExampleCalls;
  /** Of the host's own code. */
  made: ExampleCalls;
  packageName: string | undefined;
}

/** Names under which a target may be called: its own, and those of its module where it is all that a module exports. */
function namesOf({ name, kind, member, access }: ExampleTarget, packageName: string | undefined): string[] {
  const simple = member ?? name.split('.').at(-1) ?? name;
  const isWhole =
    access !== null && access.export.kind !== 'named' && access.members.length === 0 && member === null;
  const file = path.posix.basename(access?.module ?? '').replace(/\.[^.]+$/, '');
  const whole = isWhole ? [packageName?.split('/').at(-1) ?? '', file] : [];
  const camel = (text: string): string =>
    text.replace(/[-_.]+(\w)/g, (_, letter: string) => letter.toUpperCase());
  const names = [
    ...new Set([simple === 'constructor' ? (name.split('.').at(-2) ?? name) : simple, ...whole.map(camel)]),
  ];
  const known = names.filter((text) => text !== '' && text !== 'default');
  return kind === 'constructor' ? known.flatMap((text) => [`new ${text}`, text]) : known;
}

type ExampleTarget = Pick<Target, 'name' | 'kind' | 'member' | 'access' | 'params' | 'doc'>;

/** Argument lists that people gave to a target, the doc comment's first, at most sixteen. */
export function examplesFor(
  target: ExampleTarget,
  { shown, made, packageName }: ExampleSources,
): Literal[][] {
  const names = namesOf(target, packageName);
  const documented = target.doc === null ? new Map<string, Literal[][]>() : callsOfDoc(target.doc);
  const all = [documented, shown, made].flatMap((calls) => names.flatMap((name) => calls.get(name) ?? []));
  const last = target.params.at(-1);
  const fitting = all.filter((args) => args.length <= target.params.length || last?.rest === true);
  const byText = new Map(fitting.map((args) => [JSON.stringify(args), args]));
  return [...byText.values()].slice(0, maxEach);
}
