/** Host code that does not parse, does not end, or ends the process: it costs itself and nothing beside it. */
import { removeTempFolders, type TempRepo } from '../support/temp-repo.js';
import { runNightshift, type RunResult, signSource, tinyHost } from '../support/tiny-host.js';

let host: TempRepo;
let run: RunResult;

beforeAll(async () => {
  host = tinyHost({
    'broken.js': 'exports.f = function ( { return 1;\n',
    'spin.js': `${signSource}exports.spin = function spin(n) {\n  while (true) {}\n};\n`,
    'words.js': `exports.isWords = function isWords(text) {
  return /^(\\w+\\s?)*$/.test(text + ' and a rather long sentence to go over again and again!');
};
exports.half = function half(n) {
  return n % 2 === 0 ? n / 2 : null;
};
`,
    'exits.js': `exports.fail = function fail(code) {
  process.exit(code);
};
exports.atMost = function atMost(n, limit) {
  return n > limit ? limit : n;
};
`,
  });
  run = await runNightshift(host.dir);
});
afterAll(removeTempFolders);

const findingsOf = (target: string): unknown[] =>
  (run.report?.findings ?? []).filter((finding) => finding.target === target);
const delivered = (): Set<string> => new Set(run.report?.tests.map((one) => one.target));

test('the pass finishes, and leaves no copy behind', () => {
  expect(run).toMatchObject({ exitCode: 0, leftovers: [] });
});

test('a file with a syntax error is skipped and named, with the line', () => {
  expect(findingsOf('broken.js')).toEqual([
    expect.objectContaining({
      kind: 'broken-file',
      detail: expect.stringContaining('syntax error in line 1') as string,
    }),
  ]);
  expect(run.out).toContain('broken.js');
});

test.each([
  ['spin.js', 'spin', 'sign', 'an endless loop without statements in it'],
  ['words.js', 'isWords', 'half', 'a catastrophic regular expression'],
])('%s: %s never returns and is a finding; %s beside it gets its tests', (file, hanging, healthy) => {
  expect(findingsOf(`${file}#${hanging}`)).toEqual([expect.objectContaining({ kind: 'hang' })]);
  expect(delivered()).toContain(`${file}#${healthy}`);
  expect(delivered()).not.toContain(`${file}#${hanging}`);
});

test('a function that ends the process gets no test and says why; its neighbour does', () => {
  expect(delivered()).toContain('exits.js#atMost');
  expect(delivered()).not.toContain('exits.js#fail');
  expect(run.report?.targets.find(({ id }) => id === 'exits.js#fail')).toMatchObject({
    status: 'skipped',
    reason: expect.stringContaining('process.exit') as string,
  });
});
