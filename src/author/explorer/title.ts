/** Titles for tests: what happens, and the condition of the source that decides it. */
import { originalPositionFor, type SourceMapInput, TraceMap } from '@jridgewell/trace-mapping';
import { type BranchPlace, type Expression, folderMark, type RecordedCase } from './expression.js';

/** What titles need to know of the explored file. */
export interface SourceView {
  lines: string[];
  branches: Record<string, BranchPlace>;
  map: TraceMap | null;
}

/** What titles need to know of a target: clauses come from its own lines. */
export interface LineRange {
  first: number;
  last: number;
}

export function createSourceView(
  text: string,
  branches: Record<string, BranchPlace>,
  sourceMap: unknown,
): SourceView {
  return {
    lines: text.split('\n'),
    branches,
    map: sourceMap ? new TraceMap(sourceMap as SourceMapInput) : null,
  };
}

interface Place {
  line?: number;
  column?: number;
}

function toSource(view: SourceView, place: Place): { line: number; column: number } | null {
  if (place.line === undefined || place.column === undefined) return null;
  if (!view.map) return { line: place.line, column: place.column };
  const found = originalPositionFor(view.map, { line: place.line, column: place.column });
  return found.line === null ? null : { line: found.line, column: found.column };
}

/** The source text from a place on, a few lines of it at the most. */
function textFrom(view: SourceView, place: Place): string {
  const start = toSource(view, place);
  if (!start) return '';
  const [first = '', ...rest] = view.lines.slice(start.line - 1, start.line + 4);
  return [first.slice(start.column), ...rest].join('\n');
}

/** The text up to the bracket or operator at depth zero that ends it. */
function untilDepthZero(text: string, ends: (char: string, index: number) => boolean): string | null {
  let depth = 0;
  let quoteChar = '';
  for (let index = 0; index < text.length; index++) {
    const char = text.charAt(index);
    if (quoteChar !== '') {
      if (char === quoteChar && text[index - 1] !== '\\') quoteChar = '';
      continue;
    }
    if (depth === 0 && ends(char, index)) return text.slice(0, index);
    if (`'"\``.includes(char)) quoteChar = char;
    else if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char)) depth--;
    if (depth < 0) return null;
  }
  return null;
}

const tidy = (text: string): string =>
  text
    .replace(/\/\*.*?\*\//gs, ' ')
    .replace(/\/\/.*$/gm, ' ')
    .replace(/\s+/g, ' ')
    .trim();

function ifCondition(view: SourceView, branch: BranchPlace): string | null {
  const text = textFrom(view, branch);
  const match = /^if\s*\(/.exec(text);
  return match ? untilDepthZero(text.slice(match[0].length), (char) => char === ')') : null;
}

function ternaryCondition(view: SourceView, branch: BranchPlace): string | null {
  const text = textFrom(view, branch);
  return untilDepthZero(
    text,
    (char, index) =>
      char === '?' && text[index + 1] !== '.' && text[index + 1] !== '?' && text[index - 1] !== '?',
  );
}

function switchCase(view: SourceView, branch: BranchPlace, path: number): string | null {
  const text = textFrom(view, branch.paths[path]?.start ?? {});
  const head = /^switch\s*\(/.exec(textFrom(view, branch));
  const subject = head
    ? untilDepthZero(textFrom(view, branch).slice(head[0].length), (char) => char === ')')
    : null;
  const value = /^case\s+(.+?):/.exec(text)?.[1];
  if (subject === null || value === undefined) return null;
  return `${tidy(subject)} is ${value}`;
}

const usable = (text: string | null): string | null => {
  const condition = text === null ? '' : tidy(text);
  return condition.length === 0 || condition.length > 64 ? null : condition;
};

/** Words for the condition under which a branch path is taken: `when x > 3`, `unless x > 3`. */
function clauseFor(view: SourceView, counter: string, range: LineRange | null): string | null {
  const match = /^b(\d+)\.(\d+)$/.exec(counter);
  const branch = match ? view.branches[match[1] ?? ''] : undefined;
  if (!match || !branch) return null;
  const line = toSource(view, branch)?.line ?? 0;
  if (range && (line < range.first || line > range.last)) return null;
  const path = Number(match[2]);
  if (branch.type === 'switch') {
    const text = usable(switchCase(view, branch, path));
    return text === null ? null : `when ${text}`;
  }
  const condition = usable(
    branch.type === 'if'
      ? ifCondition(view, branch)
      : branch.type === 'cond-expr'
        ? ternaryCondition(view, branch)
        : null,
  );
  if (condition === null) return null;
  if (path === 0)
    return condition.startsWith('!') && /^![\w$.]+$/.test(condition)
      ? `without ${condition.slice(1)}`
      : `when ${condition}`;
  return /^![\w$.]+$/.test(condition) ? `with ${condition.slice(1)}` : `unless ${condition}`;
}

const shorten = (text: string, limit: number): string =>
  text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;

/** A path in the test's own folder without the folder. */
const withoutFolder = (text: string): string =>
  text.replaceAll(`${folderMark}/`, '').replaceAll(folderMark, 'folder');

/** A value in few words. */
function describe(value: Expression): string {
  switch (value.k) {
    case 'lit':
      return typeof value.v === 'string'
        ? value.v === ''
          ? 'an empty string'
          : shorten(JSON.stringify(withoutFolder(value.v)), 40)
        : String(value.v);
    case 'undef':
      return 'nothing';
    case 'num':
      return value.v;
    case 'big':
      return `${value.v}n`;
    case 'arr':
      return value.items.length === 0 ? 'an empty list' : `a list of ${value.items.length}`;
    case 'obj':
      if (value.props.length === 0) return 'an empty object';
      return `an object with ${shorten(value.props.map(([key]) => key).join(', '), 36)}`;
    case 'date':
      return 'a date';
    case 'map':
      return 'a map';
    case 'set':
      return 'a set';
    case 'regex':
      return 'a pattern';
    case 'fn':
      return 'a function';
    case 'error':
      return 'an error';
    case 'promise':
      return 'a promise';
    case 'symbol':
      return 'a symbol';
    case 'builtin':
      return value.name === 'Buffer' ? 'a buffer' : `a ${value.name}`;
    case 'construct':
      return `a ${value.access.export.kind === 'named' ? value.access.export.name : 'instance'}`;
    case 'any':
      return `a ${value.type.toLowerCase()}`;
  }
}

function happening(recorded: RecordedCase): string {
  const { outcome } = recorded;
  switch (outcome.kind) {
    case 'throws':
    case 'rejects': {
      const verb = outcome.kind === 'throws' ? 'throws' : 'rejects with';
      return outcome.isNative || outcome.message === ''
        ? `${verb} ${article(outcome.name)}`
        : `${verb} ${shorten(JSON.stringify(withoutFolder(outcome.message)), 48)}`;
    }
    case 'resolves':
      return outcome.value.k === 'undef'
        ? effect(recorded, 'resolves')
        : `resolves to ${describe(outcome.value)}`;
    case 'yields':
      return `yields ${describe(outcome.value)}`;
    case 'returns':
      return outcome.value.k === 'undef'
        ? effect(recorded, 'returns nothing')
        : `returns ${describe(outcome.value)}`;
    case 'returns-this':
      return effect(recorded, 'returns itself');
    case 'opaque':
      return effect(recorded, 'works');
  }
}

const article = (name: string): string => (/^[AEIOU]/.test(name) ? `an ${name}` : `a ${name}`);

function effect(recorded: RecordedCase, otherwise: string): string {
  if (recorded.awaitsCallback !== null) return 'answers through the callback';
  const [first] = recorded.observations;
  switch (first?.of.kind) {
    case 'property':
      return `sets ${first.of.name} to ${describe(first.value)}`;
    case 'query':
      return `makes ${first.of.member} ${describe(first.value)}`;
    case 'argument':
      return 'changes its argument';
    case 'calls': {
      const calls = first.value.k === 'arr' ? first.value.items.length : 0;
      return calls === 0
        ? 'does not call back'
        : calls === 1
          ? 'calls back once'
          : `calls back ${calls} times`;
    }
    case 'file': {
      const { path } = first.of;
      const value = first.value.k === 'lit' ? first.value.v : true;
      return `${value === false ? 'removes' : typeof value === 'string' ? 'writes' : 'makes'} ${path === '' ? 'the folder' : path}`;
    }
    case 'stand-in': {
      const member = recorded.case.standIns?.[first.of.index]?.member ?? '';
      const isCalled = first.value.k === 'arr' && first.value.items.length > 0;
      return isCalled ? `calls ${member}` : `does not call ${member}`;
    }
    case undefined:
      return otherwise;
  }
}

function circumstances(recorded: RecordedCase): string {
  const last = recorded.case.steps.at(-1);
  const args = last?.args ?? recorded.case.construct ?? [];
  if (last?.kind === 'get') return '';
  if (args.length === 0) return 'without arguments';
  return `for ${shorten(args.map(describe).join(' and '), 60)}`;
}

/**
 * Titles for the cases of one target, unique among `taken`. The clause comes from a branch that the case was chosen for
 * and no earlier title used; where there is none, from its arguments.
 */
export function titleCase(
  recorded: RecordedCase,
  view: SourceView,
  taken: Set<string>,
  usedClauses: Set<string>,
  range: LineRange | null,
): string {
  const clauses = recorded.owns.flatMap((counter) => clauseFor(view, counter, range) ?? []);
  const clause = clauses.find((text) => !usedClauses.has(text)) ?? clauses[0];
  if (clause !== undefined) usedClauses.add(clause);
  const what = happening(recorded);
  const afterwards =
    recorded.case.steps.length > 1
      ? ` after ${recorded.case.steps
          .slice(0, -1)
          .map((step) => step.member ?? 'a first call')
          .join(' and ')}`
      : '';
  const tries = [
    clause === undefined ? `${what} ${circumstances(recorded)}` : `${what} ${clause}`,
    `${what} ${circumstances(recorded)}`,
    `${what} ${clause ?? ''} ${circumstances(recorded)}`,
    `${what} ${circumstances(recorded)}${afterwards}`,
    `${what} ${clause ?? ''} ${circumstances(recorded)}${afterwards}`,
  ].map((title) => title.replace(/\s+/g, ' ').trim());
  const last = tries.at(-1) ?? what;
  let title = tries.find((text) => !taken.has(text));
  for (let number = 2; title === undefined; number++) {
    const numbered = `${last} (${number})`;
    if (!taken.has(numbered)) title = numbered;
  }
  taken.add(title);
  return title;
}
