/** Of several starts of a runner in the scripts, the one that runs the unit tests is chosen. */
import { chooseStart } from '../../../../src/analyze/runner/choose-start.js';

const chosenOf = (scripts: Record<string, string>): string[] | undefined =>
  chooseStart({ packages: [{ folder: '', name: 'root', scripts }], readText: () => null })?.start.args;

test.each<[string, Record<string, string>, string[]]>([
  [
    'the one of all test files, behind some for a few files only',
    { test: 'TZ=Europe/Paris npm run zone && jest --ci', zone: 'jest test/timezone.test' },
    ['--ci'],
  ],
  ['the one of all test files, in front of others', { test: 'jest && jest --testPathPattern=slow' }, []],
  ['the first where each is for some files', { test: 'jest src && jest tools' }, ['src']],
  [
    'the one of all files rather than one for integration tests',
    { test: 'jest --config integration.json && jest test/a && jest --config unit.json' },
    ['--config', 'unit.json'],
  ],
])('chooses %s', (_, scripts, args) => {
  expect(chosenOf(scripts)).toEqual(args);
});
