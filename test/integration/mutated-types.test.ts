/** Mutated code in repositories whose transformer checks types: what mutants do to types is held against no test. */
import type { Candidate } from '../../src/domain/candidate.js';
import { candidateFor } from '../support/gate-corpus/kit.js';
import { judgeCandidates } from '../support/judge-candidates.js';
import { removeTempFolders } from '../support/temp-repo.js';
import { tinyHost } from '../support/tiny-host.js';
import { closeTinySessions } from '../support/tiny-session.js';

afterAll(async () => {
  await closeTinySessions();
  removeTempFolders();
});

const judge = (
  files: Record<string, string>,
  candidates: Readonly<Record<string, readonly Candidate[]>>,
): Promise<string[]> => judgeCandidates(tinyHost(files).dir, candidates);

// A mutant of `measure` returns nothing, so that the file between no longer fits its type.
const chain = {
  'measure.ts': `export const measure = (text: string) => ({ size: text.length, isLong: text.length > 9 });\n`,
  'between.ts': `import { measure } from './measure';\nexport const sizeOf = (text: string): number => measure(text).size;\n`,
  'room.ts': `import { sizeOf } from './between';\nexport const fits = (text: string): boolean => sizeOf(text) < 5;\n`,
};

const ofChain = {
  'measure.nightshift.test.ts': [
    candidateFor('measure.ts', 'measure', `expect(measure('hello').size).toBe(5);`),
  ],
  'room.nightshift.test.ts': [candidateFor('room.ts', 'fits', `expect(fits('hello there')).toBe(false);`)],
};

const tsconfig = (more: object = {}): string =>
  JSON.stringify({
    compilerOptions: {
      target: 'ES2022',
      module: 'commonjs',
      moduleResolution: 'bundler',
      types: ['jest'],
      strict: true,
      esModuleInterop: true,
      skipLibCheck: true,
      ...more,
    },
  });

const withTsJest = "module.exports = { transform: { '^.+\\\\.ts$': 'ts-jest' } };\n";
const ownTransformer = `const { default: tsJest } = require('ts-jest');
module.exports = tsJest.createTransformer();
`;

const shebang = (end: string): string =>
  `#!/usr/bin/env node\nfunction plural(n${end}) {\n  return n === 1 ? 'one' : 'many';\n}\n`;

test('mutants that change types cost no test, and a wrong type in a test still does', async () => {
  const files = {
    ...chain,
    'cli.ts': `${shebang(': number')}export { plural };\n`,
    'tsconfig.json': tsconfig(),
    'jest.config.js': withTsJest,
  };
  const verdicts = await judge(files, {
    ...ofChain,
    'cli.nightshift.test.ts': [
      candidateFor('cli.ts', 'plural', `expect(plural(1)).toBe('one');`),
      candidateFor('cli.ts', 'plural', `expect(plural('1')).toBe('many');`),
    ],
  });
  expect(verdicts.map((verdict) => verdict.split(':')[0])).toEqual([
    'accepted',
    'accepted',
    'accepted',
    'types',
  ]);
}, 240_000);

test("they cost none under a transformer of the repository's own, with a compiler that gives out nothing where a type is wrong", async () => {
  const files = {
    ...chain,
    'tsconfig.json': tsconfig({ noEmitOnError: true }),
    'transform.js': ownTransformer,
    'jest.config.js': "module.exports = { transform: { '^.+\\\\.ts$': './transform.js' } };\n",
  };
  expect(await judge(files, ofChain)).toEqual(['accepted', 'accepted']);
}, 240_000);

test('a JavaScript file that begins with #! gets tests', async () => {
  const files = { 'cli.js': `${shebang('')}module.exports = { plural };\n` };
  const candidate = candidateFor('cli.js', 'plural', `expect(plural(1)).toBe('one');`);
  expect(await judge(files, { 'cli.nightshift.test.js': [candidate] })).toEqual(['accepted']);
}, 240_000);
