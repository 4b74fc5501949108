/** Where the tests of a file are type-checked inside the box. */
import path from 'node:path';
import type { JestSession } from '../../../io/jest/run/run-jest.js';
import { ownInfix, specifierFor, takesWholeAsDefault } from '../../../test-file/test-path.js';
import type { TypedPlace } from '../notation/plan.js';

/**
 * The place of texts that import these modules as a test file does; null where no compiler checks it.
 * @param testFile host-relative
 */
export function typedPlaceOf(
  { host, box }: JestSession,
  testFile: string,
  modules: readonly string[],
): TypedPlace | null {
  if (host.tsconfig === null || !/\.[cm]?tsx?$/.test(testFile)) return null;
  const imagined = testFile.replace(ownInfix, `${ownInfix}-types`);
  return {
    tsconfig: path.join(box.root, host.tsconfig),
    file: path.join(box.root, imagined),
    specifiers: Object.fromEntries(modules.map((module) => [module, specifierFor(host, testFile, module)])),
    importsWholeByDefault: takesWholeAsDefault(host, testFile),
  };
}
