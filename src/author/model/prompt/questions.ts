/** The questions of a conversation: for tests, for corrections, and for a second opinion; pure. */
import type { Candidate } from '../../../domain/candidate.js';
import type { Reason } from '../../../domain/verdict.js';
import { editsShape } from '../answer/parse-edits.js';
import type { FailedTest, FileBrief, TargetBrief } from '../brief.js';
import type { ChatMessage } from '../server/chat.js';
import { describeFile } from './file-part.js';
import { cutAtLine, fence, oneLine } from './fence.js';
import { acceptedForm } from './idioms.js';
import { rules } from './rules.js';
import { describeTargets } from './target-part.js';

const longestMessage = 1200;

const opening = (brief: FileBrief, question: string): ChatMessage[] => [
  { role: 'system', content: rules },
  { role: 'user', content: `${describeFile(brief)}\n\n${question}` },
];

/** Asks for one test for each promise, whatever is covered. */
export const askForIntentions = (brief: FileBrief, targets: readonly TargetBrief[]): ChatMessage[] =>
  opening(
    brief,
    `${describeTargets(targets)}

Read for each target what its doc comment, the README, its name and its types promise to a caller: results, limits (included or
not?), units, defaults, order, errors, what is left unchanged, what an empty or extreme input gives. Write one test for each
promise that a caller would rely on, at most four for a target, with a value at the limit where the promise has one. Compute each
expectation from the promise, not by running the source in your head: the source may be wrong. Write the tests now.`,
  );

/** Asks for tests of uncovered code. */
export const askForGaps = (brief: FileBrief, targets: readonly TargetBrief[]): ChatMessage[] =>
  opening(
    brief,
    `${describeTargets(targets)}

Write no more tests than it takes to run and check every uncovered line and path that is listed. Leave out what no argument of the
declared types can reach; an empty list is a good answer then. Write the tests now.`,
  );

/** Asks for a better wording of tests that a program found. */
export const askForEdits = (
  brief: FileBrief,
  targets: readonly TargetBrief[],
  originals: readonly Pick<Candidate, 'group' | 'title' | 'body'>[],
): ChatMessage[] =>
  opening(
    brief,
    `${describeTargets(targets.map((target) => ({ ...target, uncovered: [], observations: [], takenTitles: [] })))}

These tests pass already. A program found them by searching, so values, names and titles may read badly:
${originals.map(({ group, title, body }, index) => `${index + 1}. "${group}": "${oneLine(title)}"\n${fence(body)}`).join('\n')}

Write no other tests. Edit those that a careful maintainer of this code base would not have written so:
- The title says the behaviour and its condition in the words of the domain. It repeats no arguments, names no variables, and
  differs from the titles of the others by more than a number.
- Values are those that a user of this code would pass: real names, dates of our time, one plain violation where the point is
  invalid input. Keep what leads into the same branch.
- The expectation says what the title promises: the property that matters, not a dump of everything.
- The edit runs the same lines and branches and checks at least as much. It is run; one that fails or checks less is thrown away,
  so leave a value as it is where you cannot be sure what the code gives for another.
- It uses the same imports, under the same names, and no others.
Leave out tests that read well. Answer as JSON: ${editsShape}`,
  );

const meanings: Readonly<Record<Reason, string>> = {
  syntax: 'it does not parse',
  policy: 'it uses something that tests here must not use, or asserts nothing that certainly runs',
  types: 'it does not type-check',
  fails: 'it fails when it runs',
  timeout: 'it does not come to an end: look for a forgotten callback, a timer or a promise nobody settles',
  crash: 'it ends the process that runs it',
  flaky: 'it passes in one run and fails in another: look for time, randomness, order or shared state',
  'no-gain': 'it passes, but runs no line and no path that the tests before it have not run already',
  weak: 'it passes even when the function is broken on purpose: assert on the exact result',
  redundant: 'other tests show the same already',
  interferes: 'the tests of the code base fail beside it',
};

/** Asks, in the same conversation, for corrections of all tests that were rejected. */
export function askForCorrections(
  { before, answer }: { before: readonly ChatMessage[]; answer: string },
  failed: readonly FailedTest[],
): ChatMessage[] {
  const each = failed.map(({ candidate, verdict: { reason, detail } }) => {
    const form = acceptedForm(detail);
    return [
      `"${oneLine(candidate.title)}" (target "${candidate.group}") was rejected because ${meanings[reason]}:`,
      fence(cutAtLine(detail, longestMessage)),
      ...(form === null || (reason !== 'policy' && reason !== 'flaky')
        ? []
        : [`The form that is accepted:\n${fence(form)}`]),
    ].join('\n');
  });
  const hasMismatch = failed.some(({ verdict }) => verdict.reason === 'fails');
  const question = `These tests were rejected; the others are kept.

${each.join('\n\n')}

Answer with the corrected tests alone, under their old titles, and leave out those that are not worth keeping.${hasMismatch ? `\n${disagreementRule}` : ''}`;
  return [...before, { role: 'assistant', content: answer }, { role: 'user', content: question }];
}

const disagreementRule = `Where the expected value differs from the received one, decide by the documentation and the names:
- if they allow the received value, the expectation was wrong: correct it;
- if they say otherwise, leave the test out of "tests" and add it to "suspectedBugs", with one sentence that says what the code
  does, what it should do, and which sentence or name says so.
Never change an expectation only because another value was received.`;

/** An observation of what code does, for a second opinion. */
export interface ObservedBehaviour {
  target: string;
  text: string;
}

/** Asks whether observed behaviour is as promised; does not say what anybody expected. */
export const askForReview = (
  brief: FileBrief,
  targets: readonly TargetBrief[],
  observations: readonly ObservedBehaviour[],
): ChatMessage[] =>
  opening(
    brief,
    `${describeTargets(targets.map((target) => ({ ...target, uncovered: [], observations: [], takenTitles: [] })))}

Do not write tests now. Each of these observations was made by running the code:
${observations.map(({ target, text }, index) => `${index + 1}. "${target}":\n${fence(text)}`).join('\n')}

Compare each with the documentation: doc comments, README, names and types. The source shows what is done, not what was promised.
Answer as JSON: {"verdicts": [{"number": number, "verdict": "promised" | "contradicts" | "open", "sentence": string | null}]}
- "promised": the documentation says so, or plainly allows it.
- "contradicts": the documentation says otherwise; "sentence" is the sentence that does, word for word.
- "open": nothing says anything about it.`,
  );
