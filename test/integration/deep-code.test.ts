/** Code that is nested so deeply that no small mutants can be made: the gate still empties its functions. */
import { candidateFor } from '../support/gate-corpus/kit.js';
import { judgeCandidates } from '../support/judge-candidates.js';
import { removeTempFolders } from '../support/temp-repo.js';
import { tinyHost } from '../support/tiny-host.js';
import { closeTinySessions } from '../support/tiny-session.js';

afterAll(async () => {
  await closeTinySessions();
  removeTempFolders();
});

const DEPTH = 400;
const many = (part: (index: number) => string, between = ''): string =>
  Array.from({ length: DEPTH }, (_, index) => part(index)).join(between);

const files = {
  'sum.js': `exports.sum = (list) => ${many((n) => `list[${n % 3}]`, ' + ')};\n`,
  'text.js': `exports.text = (name) => name${many(() => `.replace('a', 'b')`)};\n`,
  'line.js': `exports.line = (name) => ${many((n) => (n % 2 ? 'name' : "'-'"), ' + ')};\n`,
};

const of = (name: string, body: string) => candidateFor(`${name}.js`, name, body);

test('a test of deeply nested code is judged by what it notices when the code does nothing', async () => {
  const verdicts = await judgeCandidates(tinyHost(files).dir, {
    'sum.nightshift.test.js': [of('sum', `expect(sum([1, 0, 0])).toBe(134);`)],
    'text.nightshift.test.js': [of('text', `expect(text('banana')).toBe('bbnbnb');`)],
    'line.nightshift.test.js': [of('line', `expect(line('a')).toBe('-a'.repeat(200));`)],
  });
  expect(verdicts).toEqual(['accepted', 'accepted', 'accepted']);
}, 300_000);

test('a test of deeply nested code that notices nothing is too weak', async () => {
  const verdicts = await judgeCandidates(tinyHost(files).dir, {
    'sum.nightshift.test.js': [of('sum', `expect(sum([1, 0, 0])).toBeDefined();`)],
    'text.nightshift.test.js': [of('text', `expect(typeof text('banana')).toBe('string');`)],
    'line.nightshift.test.js': [of('line', `expect(line('a')).not.toBeNull();`)],
  });
  expect(verdicts.map((verdict) => verdict.replace(/^weak: [^]*/, 'weak'))).toEqual(['weak', 'weak', 'weak']);
}, 300_000);
