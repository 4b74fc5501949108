/** The tests of an earlier pass in the next one: changed behaviour, edits by people, sources that are gone or elsewhere. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeTempFolders, type TempRepo } from '../support/temp-repo.js';
import { runNightshift, type RunResult, signSource, tinyHost } from '../support/tiny-host.js';

const parity = (name: string): string =>
  `exports.${name} = function ${name}(n) {\n  return n % 2 ? 'odd ${name}' : 'even ${name}';\n};\n`;

let host: TempRepo;
let second: RunResult;
/** What a person made of the tests of `edited.js`. */
let edited = '';

const delivered = (file: string): string => host.git('show', `nightshift/main:${file}`);
const findingsAt = (target: string): string[] =>
  (second.report?.findings ?? [])
    .filter((finding) => finding.target === target)
    .map(({ kind, title, detail }) => `${kind}: ${title}\n${detail}`);

beforeAll(async () => {
  host = tinyHost({
    'sign.js': signSource,
    'gone.js': parity('gone'),
    'moved.js': parity('moved'),
    'edited.js': parity('edited'),
  });
  await runNightshift(host.dir);
  host.git('merge', '--quiet', 'nightshift/main');

  writeFileSync(join(host.dir, 'sign.js'), signSource.replace('positive', 'plus'));
  rmSync(join(host.dir, 'gone.js'));
  mkdirSync(join(host.dir, 'lib'));
  renameSync(join(host.dir, 'moved.js'), join(host.dir, 'lib/moved.js'));
  const test = join(host.dir, 'edited.nightshift.test.js');
  edited = readFileSync(test, 'utf8').replace("'odd edited'", "'strange edited'");
  writeFileSync(test, edited);
  host.git('add', '--all');
  host.git('commit', '--quiet', '--message', 'feat: plus');
  second = await runNightshift(host.dir);
}, 1_200_000);
afterAll(removeTempFolders);

test('changed behaviour is a finding with the old and the new value, and the test is written anew', () => {
  expect(second.exitCode).toBe(0);
  const [finding = '', ...more] = findingsAt('sign.nightshift.test.js');
  expect(more).toEqual([]);
  expect(finding).toMatch(/^disagreement: the behaviour changed: 1 test of an earlier pass no longer fits/);
  expect(finding).toContain('was "positive", is now "plus"');
  expect(delivered('sign.nightshift.test.js')).toContain("'plus'");
  expect(delivered('sign.nightshift.test.js')).not.toContain("'positive'");
  expect(delivered('sign.nightshift.test.js')).toContain("'negative'");
});

test('a test that a person edited is theirs: it stays as it is, and its failure is reported', () => {
  expect(edited).toContain("'strange edited'");
  expect(delivered('edited.nightshift.test.js')).toBe(edited.trim());
  expect(findingsAt('edited.nightshift.test.js').join('\n')).toMatch(/^failing-host-test: /);
});

test('tests of a source that is gone are retired without a finding', () => {
  expect(() => delivered('gone.nightshift.test.js')).toThrow();
  expect(findingsAt('gone.nightshift.test.js')).toEqual([]);
  expect(second.err).toMatch(/gone\.nightshift\.test\.js was retired, because its source is gone/);
});

test('tests of a source that was moved are written anew beside it', () => {
  expect(() => delivered('moved.nightshift.test.js')).toThrow();
  expect(delivered('lib/moved.nightshift.test.js')).toMatch(/odd moved/);
  expect(findingsAt('moved.nightshift.test.js')).toEqual([]);
});

test('afterwards everything is covered, and the branch passes but for what a person made fail', () => {
  expect(second.report?.coverage.after.statements).toEqual(
    expect.objectContaining({ covered: second.report?.coverage.after.statements.total }),
  );
});
