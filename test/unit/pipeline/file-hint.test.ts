/** Which test files the repository's own coverage would count as sources. */
import { describe, expect, test } from '@jest/globals';
import type { JestProject } from '../../../src/io/jest/config/jest-config.js';
import { buildProject } from '../../support/builders.js';
import { isCountedAsSource } from '../../../src/pipeline/prepare/file-hint.js';

const project = (changes: Partial<JestProject>): JestProject =>
  buildProject({ roots: ['/copy'], testMatch: ['/copy/**/*.test.js'], ...changes });

const client = project({ testMatch: ['/copy/client/**/*.spec.js'] });
const server = project({ testMatch: ['/copy/server/**/*.test.js'] });
const byRegex = project({ testMatch: [], testRegex: ['\\.test\\.js$'] });
const globs = ['client/**/*.js', 'server/**/*.js', '!**/*.stories.js'];

describe('a test file counts as a source', () => {
  test.each<[string, JestProject[], string[] | null, boolean]>([
    ['where another project sees it by the globs of all', [client, server], globs, true],
    ['not where it is a test of the only project', [server], globs, false],
    ['not where a regular expression makes it a test', [byRegex], ['**/*.js'], false],
    ['not where the globs leave tests out', [client, server], [...globs, '!**/*.test.js'], false],
    ['not where there are no globs', [client, server], null, false],
    [
      'not for a project with a root elsewhere',
      [project({ rootDir: '/copy/web', testMatch: [] })],
      globs,
      false,
    ],
    [
      'where the project ignores it as a test',
      [project({ testPathIgnorePatterns: ['/server/'] })],
      globs,
      true,
    ],
  ])('%s', (_, projects, collectCoverageFrom, expected) => {
    const file = '/copy/server/quota.nightshift.test.js';
    expect(isCountedAsSource({ projects, collectCoverageFrom }, file)).toBe(expected);
  });
});
