/** How commits of tests are worded. */
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { commitMessage, type MessageFacts } from '../../../src/deliver/commit-message.js';

const facts: MessageFacts = {
  file: 'src/time/parse.ts',
  targetNames: ['parseDuration'],
  gain: { statements: 12, branches: 5 },
  tests: 3,
  author: 'explorer',
  runId: 'run-7',
  mutants: { killed: 7, tried: 8 },
};

const subjectOf = (some: Partial<MessageFacts>): string =>
  commitMessage({ ...facts, ...some }).split('\n')[0] ?? '';

test('says what was gained, how it was proven, and carries the trailers', () => {
  expect(commitMessage({ ...facts, targetNames: ['parseDuration', 'Clock.tick'] })).toBe(
    `test(parse): cover 5 branches of parseDuration and Clock.tick

Keeps 3 tests by the explorer. Each passed every repeat run under the
project's own Jest and covers code that no other test covers; together
they notice 7 of 8 deliberate faults in that code.

Nightshift-Target: src/time/parse.ts#parseDuration
Nightshift-Target: src/time/parse.ts#Clock.tick
Nightshift-Author: explorer
Nightshift-Gain: 12 statements, 5 branches
Nightshift-Mutants: 7/8
Nightshift-Run: run-7
`,
  );
});

test.each<[string, Partial<MessageFacts>]>([
  ['test(parse): cover 5 branches of parseDuration', {}],
  ['test(parse): cover 1 branch of parseDuration', { gain: { statements: 9, branches: 1 } }],
  ['test(parse): cover 4 statements of parseDuration', { gain: { statements: 4, branches: 0 } }],
  ['test(parse): pin the behaviour of parseDuration', { gain: { statements: 0, branches: 0 } }],
  [
    'test(parse): cover 12 branches of parse, format and 3 more',
    { targetNames: ['parse', 'format', 'c', 'd', 'e'], gain: { statements: 0, branches: 12 } },
  ],
  ['test(parse): cover 5 branches of parse and 1 more', { targetNames: ['parse', 'x'.repeat(40)] }],
  ['test(parse): cover 5 branches of inner', { targetNames: [`${'Outer'.repeat(10)}.inner`] }],
  ['test(parse): cover 5 branches of one function', { targetNames: ['x'.repeat(60)] }],
  [
    'test(money): cover 5 branches of the default export',
    { file: 'src/money/index.js', targetNames: ['default'] },
  ],
  ['test(index): cover 5 branches of parseDuration', { file: 'index.js' }],
])('words the subject as %p', (subject, some) => {
  expect(subjectOf(some)).toBe(subject);
});

test('keeps subjects to 72 characters and trailers readable for git, whatever the names', () => {
  const name = fc.oneof(fc.string({ minLength: 1, maxLength: 90 }), fc.constantFrom('a', 'Parser.parse'));
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 6 }), name, (targetNames, base) => {
      const file = `src/${base.replaceAll('/', '-')}.ts`;
      const subject = subjectOf({ file, targetNames });
      expect(subject.length).toBeLessThanOrEqual(72);
      expect(commitMessage({ ...facts, file, targetNames })).toMatch(
        /\n\nKeeps 3 tests [^]*\nNightshift-Run: run-7\n$/,
      );
    }),
  );
  const input = commitMessage({ ...facts, targetNames: ['a\nNightshift-Run: forged'] });
  const trailers = execFileSync('git', ['interpret-trailers', '--parse'], { input, encoding: 'utf8' });
  expect(trailers.match(/^Nightshift-Run: .*$/gm)).toEqual(['Nightshift-Run: run-7']);
});
