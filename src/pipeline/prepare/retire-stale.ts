/** Looks after tests of earlier passes that no longer fit the code: they are retired, and never extended. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { retireMessage } from '../../deliver/commit-message.js';
import type { Finding } from '../../domain/finding.js';
import { jestWords } from '../../io/jest/config/jest-words.js';
import { type JestSession, runJest } from '../../io/jest/run/run-jest.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { Measurement } from '../../measure/measure-host.js';
import { ownMarker } from '../../test-file/test-file.js';
import { isOwnTestFile } from '../../test-file/test-path.js';
import { contentHash } from '../delivery/delivery-target.js';
import type { OpenPass } from '../pass.js';
import { findChange, type BehaviourChange } from './behaviour-change.js';

/** A test file of an earlier pass in which tests fail. */
export interface StaleFile {
  /** Host-relative. */
  file: string;
  text: string;
  /** The text without the tests that fail; null where nothing is left. */
  left: string | null;
  /** The tests that fail; empty where the file as a whole does. */
  failing: BehaviourChange[];
  /** Whether the source that the file tests is no longer there. */
  isSourceGone: boolean;
  /** The words of the runner. */
  detail: string;
}

const TIMEOUT_MS = 10 * 60_000;

/**
 * The test files of earlier passes in which tests fail, in the whole suite as well as by themselves. A file that people have edited
 * since is theirs, and left alone.
 */
export async function findStale(
  session: JestSession,
  { testFiles }: Measurement,
  { ledger, signal }: Pick<OpenPass, 'ledger' | 'signal'>,
): Promise<StaleFile[]> {
  const suspects = testFiles.filter(({ path: file, passed }) => !passed && isOwnTestFile(file));
  if (suspects.length === 0) return [];
  const again = await runJest(session, {
    testFiles: suspects.map(({ path: file }) => file),
    coverage: 'none',
    perTest: false,
    plain: true,
    guard: false,
    stallMs: TIMEOUT_MS,
    timeoutMs: TIMEOUT_MS,
    writable: true,
    signal,
  });
  const stale: StaleFile[] = [];
  for (const { path: file, failing, message } of suspects) {
    const second = again.files.find((each) => each.path === file);
    if (second === undefined || second.passed) continue;
    const text = await readFile(path.join(session.box.root, file), 'utf8').catch(() => '');
    if (!text.startsWith(ownMarker) || isEdited(ledger, file, text)) continue;
    const failed = second.tests.filter(
      ({ status, fullName }) => status === 'failed' && failing.includes(fullName),
    );
    // A file that cannot be loaded has no tests that could be kept.
    if (failed.length === 0 && failing.length > 0) continue;
    const { cutTests } = await import('../../test-file/cut-tests.js');
    const names = failed.map(({ fullName }) => fullName);
    const source = ledger.lastDelivery(file)?.file;
    stale.push({
      file,
      text,
      left: names.length === 0 ? null : cutTests(text, names),
      failing: failed.map(findChange),
      isSourceGone: source !== undefined && !existsSync(path.join(session.box.root, source)),
      detail: jestWords(message, { copy: session.box.root, root: session.host.root }, 6),
    });
  }
  return stale.filter(({ left, text }) => left !== text);
}

/** Whether the text is none that was delivered. Without a record of deliveries, as in a fresh clone, nobody can say. */
function isEdited(ledger: Ledger, file: string, text: string): boolean {
  return ledger.lastDelivery(file) !== null && !ledger.wasDelivered(file, contentHash(text));
}

/** Delivers the files without those tests. */
export async function retireStale(
  stale: readonly StaleFile[],
  { runId, deliveryTarget, ledger }: Pick<OpenPass, 'runId' | 'deliveryTarget' | 'ledger'>,
): Promise<void> {
  for (const { file, text, left, failing } of stale) {
    const message = retireMessage({ testFile: file, tests: failing.length, runId });
    const { commit } = await deliveryTarget.deliver(
      [{ path: file, content: left }],
      message,
      new Map([[file, text]]),
    );
    const source = ledger.lastDelivery(file)?.file;
    if (left === null || source === undefined) continue;
    const delivery = {
      runId,
      file: source,
      testFile: file,
      contentHash: contentHash(left),
      candidateIds: [],
    };
    ledger.recordDelivery({ ...delivery, state: 'done', commit });
  }
}

const maxShown = 10;

/** One line about tests that are gone because their source is, where there is nothing to decide. */
export const goneNote = ({ file }: StaleFile): string =>
  `${file} was retired, because its source is gone; where that was renamed, its tests are written anew.`;

/** The finding about a file of which tests were retired, with the old and the new value of each. */
export function staleFinding({ file, failing, detail }: StaleFile): Finding {
  if (failing.length === 0) {
    return {
      kind: 'failing-host-test',
      target: file,
      title:
        'this file of an earlier pass no longer fits the code and was retired; if the code is wrong, take the commit back',
      detail,
    };
  }
  const count = failing.length === 1 ? '1 test' : `${failing.length} tests`;
  const verbs = failing.length === 1 ? ['fits', 'was'] : ['fit', 'were'];
  const rest = failing.length > maxShown ? [`… and ${failing.length - maxShown} more`] : [];
  const hasValues = failing.some(({ words }) => words !== null);
  return {
    kind: hasValues ? 'disagreement' : 'failing-host-test',
    target: file,
    title: `the behaviour changed: ${count} of an earlier pass no longer ${verbs[0] ?? ''} the code and ${verbs[1] ?? ''} retired; if the code is wrong, take the commit back`,
    detail: [
      ...failing
        .slice(0, maxShown)
        .map(({ title, words }) => (words === null ? title : `${title}\n  ${words}`)),
      ...rest,
      ...(hasValues ? [] : [detail]),
    ].join('\n'),
  };
}
