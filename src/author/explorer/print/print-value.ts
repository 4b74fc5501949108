/** Prints expressions as source text in the host's style. */
import type { TestConventions } from '../../../domain/host.js';
import { quote } from '../../../test-file/quote.js';
import type { Access } from '../../../domain/target.js';
import type { TypeText } from '../../../domain/type-shape.js';
import { type FunctionExpression, isWatchable } from '../notation/algebra.cjs';
import { type Act, type Expression, folderMark } from '../notation/expression.js';

export interface PrintContext {
  conventions: TestConventions;
  /** The local expression for something of the host; records that it has to be imported. */
  nameOf: (access: Access) => string;
  /** The same for a type. */
  typeNameOf: (access: Access) => string;
  /** The text of a type; records what has to be imported for it. */
  typeTextOf: (type: TypeText) => string;
  /** Whether functions are printed as `jest.fn(…)`, so that their calls can be looked at. */
  mocksFunctions: boolean;
  /** Prints a text that contains a path in the test's own temp folder; absent where a test has none. */
  markedText?: (text: string, literal: (text: string) => string) => string;
  /** Functions that were given a name before. */
  named?: ReadonlyMap<Expression, string>;
  /** Members of results in which the cases of a target differ. */
  decided?: ReadonlySet<string>;
  /** Characters that a value may take on one line. */
  width?: number;
}

/** Characters of a line that a value may take. */
export const WIDTH = 88;
const isIdentifier = (name: string): boolean => /^[A-Za-z_$][\w$]*$/.test(name);

function printLiteral(value: string | number | boolean | null, context: PrintContext): string {
  if (typeof value !== 'string') return String(value);
  const literal = (text: string): string => quote(text, context.conventions);
  return context.markedText && value.includes(folderMark)
    ? context.markedText(value, literal)
    : literal(value);
}

type Brackets = readonly [open: string, close: string];

/** Items between brackets: on one line when they fit, else one to a line. */
function bracket([open, close]: Brackets, items: readonly string[], context: PrintContext): string {
  if (items.length === 0) return open + close;
  const pad = open === '{' ? ' ' : '';
  const line = `${open}${pad}${items.join(', ')}${pad}${close}`;
  if (line.length <= (context.width ?? WIDTH) && !line.includes('\n')) return line;
  const { indent, trailingCommas } = context.conventions;
  const lines = items.map((item) => indent + item.split('\n').join(`\n${indent}`));
  return `${open}\n${lines.join(',\n')}${trailingCommas ? ',' : ''}\n${close}`;
}

function printKey(key: string, context: PrintContext): string {
  if (key.includes(folderMark)) return `[${printLiteral(key, context)}]`;
  if (key === '__proto__') return `[${quote(key, context.conventions)}]`;
  return isIdentifier(key) ? key : quote(key, context.conventions);
}

const printMember = (key: string, value: string, context: PrintContext): string => {
  const name = printKey(key, context);
  const isVariable = isIdentifier(name) && !/^(?:null|true|false)$/.test(name);
  return name === value && isVariable ? name : `${name}: ${value}`;
};

const printFailure = (message: string, context: PrintContext): string =>
  `new Error(${quote(message, context.conventions)})`;

/** Names for what a function is given, up to the function that it calls. */
function namesForCall({ at, args, settles }: Act & { kind: 'calls' }): string[] {
  if (settles) return ['resolve', 'reject'].slice(0, at + 1);
  const before = at === 1 ? ['value'] : Array.from({ length: at }, (_, index) => `value${index + 1}`);
  return [...before, args.length === 0 ? 'next' : 'done'];
}

/** A function that does something with what it is given, or fails. */
function printAct(acts: Act, context: PrintContext): string {
  switch (acts.kind) {
    case 'calls': {
      const names = namesForCall(acts);
      const call = printCall(names.at(-1) ?? 'done', acts.args, context);
      const end = context.conventions.semicolons ? ';' : '';
      const body = acts.isLater ? `{\n${context.conventions.indent}setTimeout(() => ${call})${end}\n}` : call;
      return `(${names.join(', ')}) => ${body}`;
    }
    case 'fails': {
      const failure = printFailure(acts.message, context);
      const end = context.conventions.semicolons ? ';' : '';
      return `${acts.isAsync ? 'async ' : ''}() => {\n${context.conventions.indent}throw ${failure}${end}\n}`;
    }
    case 'gives-back':
      return acts.isAsync ? 'async (value) => value' : '(value) => value';
    case 'compares':
      return '(a, b) => b - a';
  }
}

function printFunction({ returns, acts }: FunctionExpression, context: PrintContext): string {
  if (acts) {
    const act = printAct(acts, context);
    return context.mocksFunctions && isWatchable(acts) ? `jest.fn(${act})` : act;
  }
  const isVoid = returns.k === 'undef';
  if (isVoid) return context.mocksFunctions ? 'jest.fn()' : '() => {}';
  const value = printValue(returns, context);
  const arrow = `() => ${returns.k === 'obj' ? `(${value})` : value}`;
  return context.mocksFunctions ? `jest.fn(${arrow})` : arrow;
}

function printDate(ms: number | null, context: PrintContext): string {
  if (ms === null) return 'new Date(NaN)';
  const iso = Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : null;
  return iso === null
    ? 'new Date(NaN)'
    : `new Date(${quote(iso.replace(/T00:00:00\.000Z$/, '').replace('.000Z', 'Z'), context.conventions)})`;
}

function printRegex(source: string, flags: string): string {
  return source === '' ? `new RegExp('', '${flags}')` : `/${source}/${flags}`;
}

/** Prints the call of one of the host's own functions. */
function printHostValue(
  expression: Extract<Expression, { k: 'ref' | 'call' | 'method' }>,
  context: PrintContext,
): string {
  if (expression.k === 'ref') return context.nameOf(expression.access);
  const callee =
    expression.k === 'call'
      ? context.nameOf(expression.access)
      : `${printValue(expression.of, context)}.${expression.member}`;
  return printCall(callee, expression.args, context);
}

/** Nothing is too little for `never`; other types want to be asked twice for a part of them. */
const castOf = (cast: TypeText, context: PrintContext): string =>
  cast.names.length === 0 ? cast.text : `unknown as ${context.typeTextOf(cast)}`;

/** Source text that evaluates to the value. */
export function printValue(expression: Expression, context: PrintContext): string {
  const all = (items: readonly Expression[]): string[] => items.map((item) => printValue(item, context));
  switch (expression.k) {
    case 'lit':
      if (expression.access) return context.nameOf(expression.access);
      if (expression.brand)
        return `${printLiteral(expression.v, context)} as ${context.typeNameOf(expression.brand)}`;
      return printLiteral(expression.v, context);
    case 'undef':
      return 'undefined';
    case 'num':
      return expression.v;
    case 'big':
      return `BigInt(${quote(expression.v, context.conventions)})`;
    case 'symbol':
      return `Symbol(${quote(expression.v, context.conventions)})`;
    case 'regex':
      return printRegex(expression.source, expression.flags);
    case 'date':
      return printDate(expression.ms, context);
    case 'arr':
      return bracket(['[', ']'], all(expression.items), context);
    case 'obj': {
      const props = expression.props.map(([key, value]) =>
        printMember(key, printValue(value, context), context),
      );
      const object = bracket(['{', '}'], props, context);
      if (expression.cast) return `${object} as ${castOf(expression.cast, context)}`;
      return expression.partial ? `expect.objectContaining(${object})` : object;
    }
    case 'map': {
      const entries = expression.entries.map(
        ([key, value]) => `[${printValue(key, context)}, ${printValue(value, context)}]`,
      );
      return entries.length === 0 ? 'new Map()' : `new Map(${bracket(['[', ']'], entries, context)})`;
    }
    case 'set':
      return expression.items.length === 0
        ? 'new Set()'
        : `new Set(${bracket(['[', ']'], all(expression.items), context)})`;
    case 'fn':
      return context.named?.get(expression) ?? printFunction(expression, context);
    case 'promise':
      return `Promise.resolve(${printValue(expression.value, context)})`;
    case 'builtin':
      if (expression.name === 'Buffer') return `Buffer.from(${all(expression.args).join(', ')})`;
      return `new ${expression.name}(${all(expression.args).join(', ')})`;
    case 'construct':
      return `new ${context.nameOf(expression.access)}(${all(expression.args).join(', ')})`;
    case 'ref':
    case 'call':
    case 'method':
      return printHostValue(expression, context);
    case 'any':
      return `expect.any(${expression.type})`;
    case 'error':
      return `expect.objectContaining({ message: ${printLiteral(expression.message, context)} })`;
  }
}

/** A call, with its arguments on lines of their own when they do not fit. */
export function printCall(callee: string, args: readonly Expression[], context: PrintContext): string {
  const printed = args.map((arg) => printValue(arg, context));
  const line = `${callee}(${printed.join(', ')})`;
  if (!line.includes('\n') && line.length <= (context.width ?? WIDTH)) return line;
  if (printed.length === 1) return line;
  return bracket([`${callee}(`, ')'], printed, context);
}

/** Whether a number or text is best compared with `toBe`. */
const isPrimitive = (expression: Expression): boolean =>
  expression.k === 'lit' || expression.k === 'undef' || expression.k === 'num' || expression.k === 'big';

/** More lines of a literal than this are no longer read. */
const MAX_LINES = 5;

/** Values that an object has before anything happened to it. */
const isBlank = (value: Expression): boolean =>
  value.k === 'undef' ||
  (value.k === 'lit' && (value.v === null || value.v === '' || value.v === 0 || value.v === false)) ||
  (value.k === 'arr' && value.items.length === 0) ||
  (value.k === 'obj' && value.props.length === 0);

const linesOf = (value: Expression, context: PrintContext): number =>
  printValue(value, context).split('\n').length;

/**
 * The members of an object that state the point, where its literal would be too long: first those that set it apart, then
 * those that hold something. Null when it is short enough.
 */
function tellingPart(value: Expression, context: PrintContext): Expression | null {
  if (value.k !== 'obj' || value.partial || linesOf(value, context) <= MAX_LINES) return null;
  const rank = ([key, item]: [string, Expression]): number =>
    (context.decided?.has(key) ? 0 : 2) + (isBlank(item) ? 1 : 0);
  const ranked = [...value.props].sort((a, b) => rank(a) - rank(b));
  const chosen: [string, Expression][] = [];
  for (const prop of ranked) {
    const isFull = linesOf({ k: 'obj', props: [...chosen, prop] }, context) > MAX_LINES;
    if (!isFull && (rank(prop) !== 3 || chosen.length === 0)) chosen.push(prop);
  }
  if (chosen.length === 0) return null;
  return { k: 'obj', props: value.props.filter((prop) => chosen.includes(prop)) };
}

const CLOSE_DIGITS = 6;

/** A computed number without the noise of its last digits, or null for one that has none. */
export function roundedOf(value: Expression): number | null {
  if (value.k !== 'lit' || typeof value.v !== 'number' || value.access) return null;
  const isNoisy = /^-?\d+\.\d{9,}$/.test(String(value.v)) && Math.abs(value.v) > 0.001;
  return isNoisy ? Number(value.v.toFixed(CLOSE_DIGITS + 1)) : null;
}

/** The matcher for a number that is right to six digits. */
const closeMatcher = (expected: string): string => `toBeCloseTo(${expected}, ${CLOSE_DIGITS})`;

/** The value without properties that hold nothing, which `toEqual` does not look at. */
function withoutUndefined(value: Expression): Expression {
  if (value.k === 'arr') return { ...value, items: value.items.map(withoutUndefined) };
  if (value.k !== 'obj') return value;
  const props = value.props.filter(([, item]) => item.k !== 'undef');
  // Of what is shown in part, nothing would be left to assert.
  if (props.length === 0 && value.partial) return value;
  return { ...value, props: props.map(([key, item]) => [key, withoutUndefined(item)]) };
}

/** The matcher that says `actual` is this value. */
export function printMatcher(given: Expression, context: PrintContext): string {
  const value = withoutUndefined(given);
  if (value.k === 'undef') return 'toBeUndefined()';
  if (value.k === 'lit' && value.v === null) return 'toBeNull()';
  if (value.k === 'num' && value.v === 'NaN') return 'toBeNaN()';
  const rounded = roundedOf(value);
  if (rounded !== null) return closeMatcher(String(rounded));
  if (isPrimitive(value)) return `toBe(${printValue(value, context)})`;
  if (value.k === 'obj' && value.partial)
    return `toMatchObject(${printValue({ k: 'obj', props: value.props }, context)})`;
  const part = tellingPart(value, context);
  if (part) return `toMatchObject(${printValue(part, context)})`;
  return `toEqual(${printValue(value, context)})`;
}

/** Errors of the language that code throws on purpose, where the class says something that `Error` does not. */
const ownErrors = new Set(['RangeError', 'TypeError', 'SyntaxError', 'URIError', 'EvalError']);

/** The argument of `toThrow`: an error of its class where the language has it, else the message. */
export function printError(
  { name, message, isNative }: { name: string; message: string; isNative: boolean },
  context: PrintContext,
): string {
  const printed = printValue({ k: 'lit', v: message }, context);
  if (isNative) return name;
  if (message === '') return ownErrors.has(name) ? name : '';
  return ownErrors.has(name) ? `new ${name}(${printed})` : printed;
}

/** The assertion that `actual` is this value. An invalid date equals no other, so its time is looked at. */
export function printExpectation(actual: string, value: Expression, context: PrintContext): string {
  if (value.k === 'date' && value.ms === null) return `expect(${actual}.getTime()).toBeNaN()`;
  return `expect(${actual}).${printMatcher(value, context)}`;
}

/** Longer lines of a test are broken. */
export const LINE = 104;

/** Breaks a statement over lines where it would be too long for one: only as far in as it takes. */
export function printToFit(print: (context: PrintContext) => string, context: PrintContext): string {
  for (let width = WIDTH; width >= 40; width -= 2) {
    const text = print({ ...context, width });
    if (text.split('\n').every((line) => line.length <= LINE)) return text;
  }
  return print(context);
}

/** A call with one argument, on a line of its own where both do not fit on one. */
export function printCallOf(callee: string, argument: string, { conventions, width }: PrintContext): string {
  const line = `${callee}(${argument})`;
  if (line.length <= LINE || callee.includes('\n') || width !== WIDTH) return line;
  return `${callee}(\n${conventions.indent}${argument}${conventions.trailingCommas ? ',' : ''}\n)`;
}
