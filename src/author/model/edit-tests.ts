/** Asks the model to reword tests that exist, and makes candidates of the answer. */
import { createHash } from 'node:crypto';
import type { Candidate, TestRow } from '../../domain/candidate.js';
import { editsForm, parseEdits, type WrittenEdit } from './answer/parse-edits.js';
import { printable } from '../../io/system/printable.js';
import { fullNameOf } from '../../test-file/test-file.js';
import { splitTests } from './answer/split-tests.js';
import type { Topic } from './ask-tests.js';
import type { CallOutcome, ChatMessage } from './server/chat.js';

export interface EditsAnswer {
  outcome: CallOutcome;
  /** Why there is no answer, in words for the user. */
  problem: string | null;
  /** New wordings by the id of the test that each may replace. */
  edits: ReadonlyMap<Candidate['id'], Candidate>;
}

interface WordingQuestion {
  messages: readonly ChatMessage[];
  originals: readonly Candidate[];
  /** The names of all tests of the file, to which those of the edits are added. */
  taken: Set<string>;
}

/** One question about tests of a file; an answer without a readable edit leaves them as they are. */
export async function askForWording(
  { client, brief }: Pick<Topic, 'client' | 'brief'>,
  { messages, originals, taken }: WordingQuestion,
  signal?: AbortSignal,
): Promise<EditsAnswer> {
  const reply = await client.ask({ about: brief.file, messages, form: editsForm }, signal);
  if (reply.outcome !== 'ok') return { outcome: reply.outcome, problem: reply.message, edits: new Map() };
  return { outcome: 'ok', problem: null, edits: await toEdits(originals, parseEdits(reply.text), taken) };
}

/**
 * The edits as candidates. Two tests of a group never get the same title: an edit whose title another test has keeps the
 * title of its original.
 */
export async function toEdits(
  originals: readonly Candidate[],
  written: readonly WrittenEdit[],
  taken: Set<string>,
): Promise<Map<Candidate['id'], Candidate>> {
  const edits = new Map<Candidate['id'], Candidate>();
  for (const each of written) {
    const original = originals[each.number - 1];
    if (original === undefined || edits.has(original.id)) continue;
    const edit = await toEdit(original, each);
    if (edit === null) continue;
    const isFree = !taken.has(fullNameOf(edit));
    const named = isFree ? edit : { ...edit, title: original.title };
    if (named.title === original.title && named.body === original.body) continue;
    taken.add(fullNameOf(named));
    edits.set(original.id, named);
  }
  return edits;
}

/** Null for what is no single test. A row whose body is as it was stays a row, under its new title. */
async function toEdit(original: Candidate, { title, body }: WrittenEdit): Promise<Candidate | null> {
  const { kind, isAsync } = original;
  const [test, ...more] = await splitTests(body, { title, kind, body, isAsync, imports: [] });
  if (test === undefined || more.length > 0) return null;
  const { row, ...rest } = original;
  const isSame = test.body === original.body;
  const hash = createHash('sha256')
    .update(JSON.stringify([title, test.body]))
    .digest('hex');
  return {
    ...rest,
    id: `${original.id}~edit~${hash.slice(0, 12)}`,
    title: printable(title.replaceAll(/\s+/g, ' ')),
    body: test.body,
    isAsync: test.isAsync,
    editOf: original.id,
    ...(isSame && row !== undefined ? { row: withoutPattern(row) } : {}),
  };
}

function withoutPattern(row: TestRow): TestRow {
  const plain = { ...row };
  delete plain.pattern;
  return plain;
}
