/** Type-checks tests in the process that reads repositories, so that no type of theirs can hang or end this one. */
import type { Host } from '../../domain/host.js';
import type { ImaginedTest } from '../types/test-types.js';
import { ask } from './analysis-process.js';
import { unexpected } from './read-host.js';

/** As `checkTestTypes`. Tests on which the process hangs or dies are found one by one, and have that as their error. */
export async function readTestTypes(
  host: Host,
  tests: readonly ImaginedTest[],
  signal: AbortSignal,
): Promise<(string | null)[]> {
  if (host.tsconfig === null || tests.length === 0) return tests.map(() => null);
  const ending = await ask({ kind: 'types', host, tests: [...tests] }, signal);
  if ('answer' in ending) {
    if (ending.answer.kind !== 'types') throw unexpected(ending);
    return ending.answer.errors;
  }
  if (tests.length === 1) return [`its types cannot be checked: ${ending.stuck}`];
  const errors: (string | null)[] = [];
  for (const test of tests) errors.push(...(await readTestTypes(host, [test], signal)));
  return errors;
}
