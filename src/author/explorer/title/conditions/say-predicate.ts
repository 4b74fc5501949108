/** Says in plain words what a call that is used as a condition asks. */
import { ts } from 'ts-morph';
import { bare } from './bare.js';
import type { GivenArguments } from './given.js';
import { withArticle, wordsOf } from '../words.js';
import { sayLiteral, sayName } from './say-name.js';

type Predicate = [yes: string, no: string];

const byStaticName = new Map<string, Predicate>([
  ['Number.isInteger', ['is a whole number', 'is not a whole number']],
  ['Number.isSafeInteger', ['is a whole number', 'is not a whole number']],
  ['Number.isNaN', ['is NaN', 'is not NaN']],
  ['isNaN', ['is not a number', 'is a number']],
  ['Number.isFinite', ['is a finite number', 'is not a finite number']],
  ['isFinite', ['is a finite number', 'is not a finite number']],
  ['Array.isArray', ['is an array', 'is not an array']],
  ['Buffer.isBuffer', ['is a buffer', 'is not a buffer']],
]);

const byMethod = new Map<string, Predicate>([
  ['startsWith', ['starts with', 'does not start with']],
  ['endsWith', ['ends with', 'does not end with']],
  ['includes', ['contains', 'does not contain']],
  ['indexOf', ['contains', 'does not contain']],
  ['lastIndexOf', ['contains', 'does not contain']],
  ['has', ['has', 'does not have']],
  ['hasOwnProperty', ['has', 'does not have']],
]);

const MAX_PATTERN = 18;
const isTable = (name: string): boolean => /^[A-Z][A-Z0-9_]*$/.test(name);

/** A pattern by its name, or as it stands when it is short and free of backslashes. */
function sayPattern(node: ts.Expression, params: GivenArguments): string | null {
  if (ts.isRegularExpressionLiteral(node))
    return node.text.length <= MAX_PATTERN && !/["\\]/.test(node.text) ? node.text : sayClasses(node.text);
  return sayName(node, params);
}

const classes: [RegExp, string][] = [
  [/^\/\^\\d\+\$\/$/, 'digits only'],
  [/^\/\^\\s\*\\d\+\\s\*\$\/$/, 'digits only'],
  [/^\/\\d\/$/, 'a digit'],
  [/^\/\\s\+?\/$/, 'white space'],
  [/^\/\^\\s\*\$\/$/, 'white space only'],
];

const sayClasses = (pattern: string): string | null =>
  classes.find(([shape]) => shape.test(pattern))?.[1] ?? null;

/** A text tried against a pattern; null when it is something else or the pattern has no short name. */
export function sayMatch(node: ts.CallExpression, isTrue: boolean, params: GivenArguments): string | null {
  const callee = bare(node.expression);
  const [first] = node.arguments;
  if (!ts.isPropertyAccessExpression(callee) || !first) return null;
  const isByPattern = callee.name.text === 'test' || callee.name.text === 'exec';
  if (!isByPattern && !['match', 'matchAll', 'search'].includes(callee.name.text)) return null;
  const [pattern, text] = isByPattern ? [callee.expression, first] : [first, callee.expression];
  const subject = sayName(text, params);
  const named = sayPattern(bare(pattern), params);
  if (subject === null) return null;
  if (named === null)
    return ts.isRegularExpressionLiteral(bare(pattern)) && !isTrue ? `${subject} does not match` : null;
  const isWords = /^(digits|a digit|white)/.test(named);
  const verb = isTrue ? (isWords ? 'has' : 'matches') : isWords ? 'does not have' : 'does not match';
  return `${subject} ${verb} ${named}`;
}

/** Something that a text, a list or an object holds, or does not. */
interface Membership {
  holder: ts.Expression;
  wanted: ts.Expression;
  words: Predicate;
  isTrue: boolean;
}

function sayMembership({ holder, wanted, words, isTrue }: Membership, params: GivenArguments): string | null {
  const [whole, part] = [sayName(holder, params), sayName(wanted, params)];
  if (whole === null || part === null) return null;
  if (isTable(whole)) return `${part} is ${isTrue ? '' : 'not '}in ${whole}`;
  return `${whole} ${words[isTrue ? 0 : 1]} ${part}`;
}

/** `isLeapYear(x)` and `x.isLeapYear()`, by their names. */
function sayOwnPredicate(name: string, subject: string, isTrue: boolean): string | null {
  const [, verb = '', rest = ''] = /^_?(is|has|can|are|was)([A-Z]\w*)$/.exec(name) ?? [];
  if (verb === '') return null;
  const noun = wordsOf(rest);
  const isAdjective = !/[ \d]/.test(noun);
  const not = isTrue ? '' : 'not ';
  if (verb === 'has') return `${subject} ${isTrue ? 'has' : 'does not have'} ${noun}`;
  if (verb === 'can') return `${subject} can${isTrue ? '' : 'not'} ${noun}`;
  return `${subject} ${verb} ${not}${isAdjective ? noun : withArticle(noun)}`;
}

/** Words for a call as a condition, or null when they would not be plain. */
export function sayCallCondition(
  node: ts.CallExpression,
  isTrue: boolean,
  params: GivenArguments,
): string | null {
  const callee = bare(node.expression);
  const [first, second] = node.arguments;
  const known = byStaticName.get(callee.getText());
  if (known && first) {
    const subject = sayName(first, params);
    return subject === null ? null : `${subject} ${known[isTrue ? 0 : 1]}`;
  }
  if (/hasOwn$|hasOwnProperty\.call$/.test(callee.getText()) && first && second)
    return sayMembership({ holder: first, wanted: second, words: ['has', 'does not have'], isTrue }, params);
  if (!ts.isPropertyAccessExpression(callee)) {
    const subject = first && node.arguments.length === 1 ? sayName(first, params) : null;
    return ts.isIdentifier(callee) && subject !== null ? sayOwnPredicate(callee.text, subject, isTrue) : null;
  }
  const match = sayMatch(node, isTrue, params);
  if (match !== null) return match;
  const words = byMethod.get(callee.name.text);
  if (words && first)
    return sayMembership({ holder: callee.expression, wanted: first, words, isTrue }, params);
  const said = subjectOf(callee.expression, node.arguments, params);
  return said === null ? null : sayOwnPredicate(callee.name.text, said, isTrue);
}

/** Words for the thing that a method of the code's own is asked about. */
function subjectOf(
  owner: ts.Expression,
  args: readonly ts.Expression[],
  params: GivenArguments,
): string | null {
  const holder = bare(owner);
  const isOwn = holder.kind === ts.SyntaxKind.ThisKeyword;
  const [first] = args;
  if (args.length > 1 || (first && sayLiteral(first) !== null)) return null;
  // A method of the same object that is asked about something is about that thing; without one, about the object.
  return first ? sayName(first, params) : isOwn ? 'it' : sayName(holder, params);
}
