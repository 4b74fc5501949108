/** Puts a failed expectation into words: as an observation for a second opinion, and as a finding for a person; pure but for the parser. */
import type { ts } from 'ts-morph';
import type { Candidate } from '../../domain/candidate.js';
import type { Finding } from '../../domain/finding.js';
import type { Compiler } from './answer/statement-text.js';

/** The two values of a failed expectation, as Jest prints them. */
export interface Mismatch {
  expected: string;
  received: string;
}

/** The values in a runner's message; null when the test failed for a cause of its own. */
export function readMismatch(message: string): Mismatch | null {
  const expected = /^\s*Expected[^:\n]*:\s*(\S.*)$/m.exec(message)?.[1]?.trim();
  const received = /^\s*Received[^:\n]*:\s*(\S.*)$/m.exec(message)?.[1]?.trim();
  if (expected !== undefined && received !== undefined) return { expected, received };
  if (/- Expected/.test(message) && /\+ Received/.test(message)) return readDifference(message);
  if (/Received function did not throw/.test(message))
    return { expected: expected ?? 'an error', received: 'no error' };
  if (/Received promise (?:resolved instead of rejected|rejected instead of resolved)/.test(message))
    return {
      expected: expected ?? 'the other outcome',
      received: /resolved instead/.test(message) ? 'a result' : 'an error',
    };
  return null;
}

/** Both values as wholes, from the lines that are alike and those of either side; a message may have been cut. */
function readDifference(message: string): Mismatch {
  const lines = message
    .slice(message.search(/\+ Received.*$/m))
    .split('\n')
    .slice(1);
  const side = (other: RegExp): string => {
    const kept = lines.filter((line) => line.trim() !== '' && !other.test(line) && !/^\s*@@/.test(line));
    const text = kept.map((line) => line.trim().replace(/^[-+]\s+/, '')).join(' ');
    return /[\]})"'\d]$/.test(text) ? text : `${text} …`;
  };
  return { expected: side(/^\s*\+\s/), received: side(/^\s*-\s/) };
}

/**
 * The body of a failed test with what the code gave in place of what was expected, so that a second reader does not see
 * the expectation.
 */
export async function observe(candidate: Candidate, { expected, received }: Mismatch): Promise<string> {
  const { ts } = await import('ts-morph');
  const tree = ts.createSourceFile(
    'body.tsx',
    candidate.body,
    ts.ScriptTarget.ES2022,
    true,
    ts.ScriptKind.TSX,
  );
  const matchers = findMatchers(ts, tree);
  const culprit =
    matchers.find(({ args }) => squeeze(args) === squeeze(expected)) ??
    (matchers.length === 1 ? matchers[0] : undefined);
  let text = candidate.body;
  for (const matcher of [...matchers].reverse()) {
    const words = matcher === culprit ? ` /* gives ${received} */` : ' /* … */';
    text = text.slice(0, matcher.from) + words + text.slice(matcher.to);
  }
  return culprit === undefined ? `${text}\n// One of the values looked at was ${received}.` : text;
}

/** A law that was tried, with the input for which it does not hold. */
export const observeLaw = (candidate: Candidate, message: string): string => {
  const counterexample = /Counterexample: (.*)/.exec(message)?.[1] ?? message.trim();
  return `${candidate.body}\n// This law does not hold for ${counterexample}`;
};

const squeeze = (text: string): string => text.replaceAll(/["'`\s;,]/g, '');

/** Places of matchers from behind `expect(…)`, in the order of the text. */
function findMatchers(ts: Compiler, root: ts.Node): { from: number; to: number; args: string }[] {
  const found: { from: number; to: number; args: string }[] = [];
  const visit = (node: ts.Node): void => {
    const head = ts.isCallExpression(node) ? headOf(ts, node) : undefined;
    if (head !== undefined && ts.isCallExpression(node)) {
      const args = node.arguments.map((each) => each.getText()).join(', ');
      found.push({ from: head.getEnd(), to: node.getEnd(), args });
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

/** The `expect(…)` that a call of a matcher begins with. */
function headOf(ts: Compiler, call: ts.CallExpression): ts.Node | undefined {
  let node: ts.Expression = call.expression;
  while (ts.isPropertyAccessExpression(node)) node = node.expression;
  const isHead = ts.isCallExpression(node) && node !== call && node.expression.getText() === 'expect';
  return isHead ? node : undefined;
}

/** Who agrees with a test whose expectation the code does not meet. */
export interface Opinions {
  /** The sentence of the documentation that the test checks or the second reader named. */
  sentence: string | null;
  /** False where there was no second reader: no budget, no time, no answer. */
  isConfirmed: boolean;
}

/** The finding about a test whose expectation the code does not meet, the evidence first. */
export function describeDisagreement(
  candidate: Candidate,
  { values, message }: { values: Mismatch | null; message: string },
  { sentence, isConfirmed }: Opinions,
): Finding {
  const isLaw = candidate.kind === 'property';
  const said =
    values === null
      ? `The test failed with: ${message.trim()}`
      : `The test expects ${values.expected}, and the code gives ${values.received}.`;
  const detail = [
    ...(sentence === null ? [] : [`The documentation says: "${sentence.replaceAll(/\s+/g, ' ').trim()}"`]),
    said,
    isConfirmed
      ? 'A second, independent answer agrees that the documentation is not kept.'
      : 'Nobody has confirmed it: there was no room for a second question.',
  ];
  return {
    kind: isLaw ? 'counterexample' : 'disagreement',
    target: candidate.target,
    title: isLaw ? `does not hold: ${candidate.title}` : `not as documented: ${candidate.title}`,
    detail: detail.join('\n'),
    reproduce: candidate.body,
  };
}
