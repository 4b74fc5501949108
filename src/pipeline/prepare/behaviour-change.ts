/** Reads out of a failed expectation what a test expected and what the code gives now; pure. */

export interface BehaviourChange {
  /** The full name of the test. */
  title: string;
  /** Old and new value in words; null where the runner's message does not name them. */
  words: string | null;
}

const maxLength = 200;

const cut = (text: string): string => (text.length <= maxLength ? text : `${text.slice(0, maxLength - 1)}…`);

/** The value after a label such as `Expected substring:`. */
const labelled = (message: string, label: string): string | undefined =>
  new RegExp(String.raw`^\s*${label}[^:\n]*: +(.+)$`, 'm').exec(message)?.[1];

/** The lines of a diff that begin with a sign, less its legend and the headings of its parts. */
const marked = (message: string, sign: string): string[] =>
  message
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith(`${sign} `) && !/^[-+] (?:Expected|Received)\b/.test(line))
    .map((line) => line.slice(2).trim());

interface FailedExpectation {
  fullName: string;
  failureMessages?: readonly string[] | null | undefined;
}

/** The change that a failed test shows. */
export function findChange({ fullName: title, failureMessages }: FailedExpectation): BehaviourChange {
  const message = failureMessages?.[0] ?? '';
  const [old, now] = [labelled(message, 'Expected'), labelled(message, 'Received')];
  if (old !== undefined && now !== undefined) return { title, words: `was ${cut(old)}, is now ${cut(now)}` };
  const [before, after] = [marked(message, '-').join(' '), marked(message, '+').join(' ')];
  if (before === '' && after === '') return { title, words: null };
  return {
    title,
    words: `was ${cut(before) || 'nothing'}, is now ${cut(after) || 'nothing'} (in what differs)`,
  };
}
