/** Retires tests of earlier passes that no longer fit the code, so that they are written anew and never extended. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { retireMessage } from '../../deliver/commit-message.js';
import type { Finding } from '../../domain/finding.js';
import { jestWords } from '../../io/jest/config/jest-words.js';
import { type JestSession, runJest } from '../../io/jest/run/run-jest.js';
import type { Measurement } from '../../measure/measure-host.js';
import { ownMarker } from '../../test-file/test-file.js';
import { isOwnTestFile } from '../../test-file/test-path.js';
import type { DeliveryTarget } from '../delivery/delivery-target.js';

/** A test file of an earlier pass in which tests fail. */
export interface StaleFile {
  /** Host-relative. */
  file: string;
  text: string;
  /** The text without the tests that fail; null where nothing is left. */
  left: string | null;
  /** Full names of the tests that fail; empty where the file as a whole does. */
  failing: string[];
  /** The words of the runner. */
  detail: string;
}

const TIMEOUT_MS = 10 * 60_000;

/** The test files of earlier passes in which tests fail, in the whole suite as well as by themselves. */
export async function findStale(
  session: JestSession,
  { testFiles }: Measurement,
  signal: AbortSignal,
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
    if (!text.startsWith(ownMarker)) continue;
    const failed = second.tests.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
    const both = failing.filter((name) => failed.includes(name));
    // A file that cannot be loaded has no tests that could be kept.
    if (both.length === 0 && failing.length > 0) continue;
    const { cutTests } = await import('../../test-file/cut-tests.js');
    const left = both.length === 0 ? null : cutTests(text, both);
    const place = { copy: session.box.root, root: session.host.root };
    stale.push({ file, text, left, failing: both, detail: jestWords(message, place, 6) });
  }
  return stale.filter(({ left, text }) => left !== text);
}

/** Delivers the files without those tests. */
export async function retireStale(
  stale: readonly StaleFile[],
  { runId, deliveryTarget }: { runId: string; deliveryTarget: DeliveryTarget },
): Promise<void> {
  for (const { file, text, left, failing } of stale) {
    const message = retireMessage({ testFile: file, tests: failing.length, runId });
    await deliveryTarget.deliver([{ path: file, content: left }], message, new Map([[file, text]]));
  }
}

/** The finding about a file of which tests were retired. */
export function staleFinding({ file, failing, detail }: StaleFile): Finding {
  const count = failing.length === 1 ? '1 test' : `${failing.length} tests`;
  const what = failing.length === 0 ? 'this file' : count;
  return {
    kind: 'failing-host-test',
    target: file,
    title: `${what} of an earlier pass no longer ${failing.length > 1 ? 'fit' : 'fits'} the code and ${failing.length > 1 ? 'were' : 'was'} retired; if the code is wrong, take the commit back`,
    detail: failing.length === 0 ? detail : `${failing.slice(0, 5).join('\n')}\n${detail}`,
  };
}
