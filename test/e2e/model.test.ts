/** The program with a model behind a server on loopback: what is asked, what comes of the answers, and what never leaks. */
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Report } from '../../src/domain/report.js';
import { type ModelServer, type ServedAnswer, startModelServer } from '../support/model-server.js';
import { removeTempFolders, type TempRepo, tempRepo } from '../support/temp-repo.js';

const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const key = 'key-that-nobody-may-see-0123456789';

const servers: ModelServer[] = [];
const serve = async (answer: (prompt: string) => ServedAnswer): Promise<ModelServer> => {
  const server = await startModelServer(answer);
  servers.push(server);
  return server;
};

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  removeTempFolders();
});

interface Run {
  exitCode: number;
  stderr: string;
  report: Report;
}

const run = (
  repo: TempRepo,
  baseUrl: string,
  secrets: Record<string, string>,
  ...options: string[]
): Promise<Run> =>
  new Promise((resolve, reject) => {
    const own = { OPENAI_API_KEY: key, OPENAI_BASE_URL: baseUrl, NO_COLOR: '1' };
    const env = { ...process.env, ...own, ...secrets };
    const args = [program, 'run', repo.dir, '--model', 'test-model', '--json', '-', ...options];
    execFile(process.execPath, args, { env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : Number(error.code);
      if (stdout.trim() === '') reject(new Error(`no report; exit ${exitCode}: ${stderr}`));
      else resolve({ exitCode, stderr, report: JSON.parse(stdout) as Report });
    });
  });

const asTest = (title: string, body: string, target = '', promise: string | null = null) => ({
  target,
  promise,
  title,
  kind: 'unit',
  body,
  isAsync: false,
  imports: [],
});
const asAnswer = (tests: unknown[]): string => JSON.stringify({ tests, suspectedBugs: [] });

const limit = 'free from 5000 cents on, the limit included';

/** A second reader for whom observations that fit are against the sentence, and all others as promised. */
const asReview = (prompt: string, against: RegExp): string => {
  const [, list = ''] = prompt.split('Each of these observations was made by running the code:');
  const observations = [...list.matchAll(/^(\d+)\. "[^"]+":\n```\n([\s\S]*?)\n```$/gm)];
  const verdicts = observations.map(([, number, text = '']) => ({
    number: Number(number),
    ...(against.test(text)
      ? { verdict: 'contradicts', sentence: limit }
      : { verdict: 'promised', sentence: null }),
  }));
  return JSON.stringify({ verdicts });
};

const shop = `'use strict';

/** Price in cents after the discount: 10 % from 100 pieces on. */
function priceOf(cents, pieces) {
  const total = cents * pieces;
  return pieces >= 100 ? Math.round(total * 0.9) : total;
}

/** Shipping in cents; free from 5000 cents on, the limit included. */
function shippingOf(total) {
  return total > 5000 ? 0 : 490;
}

module.exports = { priceOf, shippingOf };
`;

const files = {
  'package.json': '{"name":"shop","devDependencies":{"jest":"^30.0.0"}}',
  '.gitignore': 'node_modules\n',
  'lib/shop.js': shop,
  // Shows what the environment of the host's tests holds: a failing file's message stands in the report.
  'test/env.test.js': "test('env', () => { throw new Error(Object.values(process.env).join(' ')); });\n",
};

/** Every file below the folder as one text, byte for byte. */
const everythingIn = (dir: string): string =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');

describe('tests of the model alone', () => {
  let repo: TempRepo;
  let server: ModelServer;
  let result: Run;

  beforeAll(async () => {
    server = await serve((prompt) => {
      if (prompt.includes('Do not write tests now')) return asReview(prompt, /shippingOf\(5000\)/);
      if (prompt.includes('These tests were rejected'))
        return asAnswer([asTest('sells ten pieces', 'expect(priceOf(250, 10)).toBe(2500);', 'priceOf')]);
      return asAnswer([
        asTest('ships for free at the limit', 'expect(shippingOf(5000)).toBe(0);', 'shippingOf', limit),
        asTest('takes a tenth off for a hundred pieces', 'expect(priceOf(199, 100)).toBe(17910);', 'priceOf'),
        asTest(
          'sells ten pieces',
          'expect(priceOf(250, 10)).toBe(2250);',
          'priceOf',
          '10 % from 100 pieces on',
        ),
      ]);
    });
    repo = tempRepo(files);
    symlinkSync(
      fileURLToPath(new URL('../../node_modules', import.meta.url)),
      path.join(repo.dir, 'node_modules'),
    );
    result = await run(repo, server.baseUrl, {}, '--author', 'model');
  });

  test('a file is one conversation: its question, a second opinion, and all that was rejected', () => {
    expect(result.exitCode).toBe(0);
    const [first = '', review = '', repair = '', ...more] = server.requests.map(({ prompt }) => prompt);
    expect(more).toEqual([]);
    expect(first).toContain('Target "priceOf"');
    expect(first).toContain('Target "shippingOf"');
    expect(review).toContain('expect(priceOf(250, 10)) /* gives 2500 */');
    expect(review).not.toContain('2250');
    expect(repair).toContain('Expected: 2250');
    expect(repair).toContain('Received: 2500');
    expect(repair).not.toContain('"ships for free at the limit" (target');
    expect(result.report.model).toMatchObject({ requests: 3, inputTokens: 3600, outputTokens: 450 });
  });

  test('a correction is committed beside the good tests', () => {
    const [first] = result.report.tests;
    const delivered = repo.git('show', `nightshift/main:${first?.file ?? ''}`);
    expect(delivered).toContain("test('takes a tenth off for a hundred pieces'");
    expect(delivered).toContain('expect(priceOf(250, 10)).toBe(2500);');
    expect(delivered).not.toContain('toBe(2250)');
    expect(result.report.tests.map(({ author }) => author)).toEqual(['model', 'model']);
  });

  test('what the second reader confirms is a finding with both values, which can be run, and no test pins it', () => {
    const found = result.report.findings.filter(({ target }) => target === 'lib/shop.js#shippingOf');
    expect(found).toMatchObject([{ kind: 'disagreement', reproduce: 'expect(shippingOf(5000)).toBe(0);' }]);
    const detail = found[0]?.detail ?? '';
    expect(detail).toContain(`The documentation says: "${limit}"`);
    expect(detail).toContain('expects 0, and the code gives 490');
    expect(result.report.tests.filter(({ target }) => target.endsWith('#shippingOf'))).toEqual([]);
    const command = /Run it: npx (jest .*)/.exec(detail)?.[1] ?? '';
    const args = command.replaceAll('"', '').split(' ').slice(1);
    const jest = path.join(repo.dir, 'node_modules/jest/bin/jest.js');
    const ran = spawnSync(process.execPath, [jest, ...args], { cwd: repo.dir, encoding: 'utf8' });
    expect(ran.stderr).toContain('Expected: 0');
    expect(ran.stderr).toContain('Received: 490');
  });

  test('what the second reader does not confirm is no finding', () => {
    expect(result.report.findings.filter(({ target }) => target === 'lib/shop.js#priceOf')).toEqual([]);
  });

  test('the key goes to the server as the key, and nowhere else', () => {
    expect(server.requests.map(({ headers }) => headers['authorization'])).toEqual(
      server.requests.map(() => `Bearer ${key}`),
    );
    const environment = result.report.findings.find(({ kind }) => kind === 'failing-host-test');
    expect(environment?.detail).toContain('/');
    const told = [
      JSON.stringify(result.report),
      result.stderr,
      ...server.requests.map(({ prompt }) => prompt),
    ];
    for (const text of [...told, everythingIn(repo.dir)]) expect(text).not.toContain(key);
  });
});

/** Without Jest of its own, so that nothing has to be linked. */
const bare = { 'package.json': '{"name":"bare"}' };

const redeem = `'use strict';

function checksum(code) {
  let sum = 7;
  for (const letter of code) sum = (Math.imul(sum, 31) + letter.charCodeAt(0)) >>> 0;
  return sum;
}

function redeem(code) {
  return checksum(code) === 107901506 ? 'gold' : 'plain';
}

function isEmpty(code) {
  return code === '' ? 'empty' : 'given';
}

module.exports = { redeem, isEmpty };
`;

/** In the environment, in the host's source, in its `.env` and in what the model answers. */
const planted = 'Badge/+"7531"\'quoted';
const inFiles = 'in-a-file-only-4821';
/** A source that names what must not be read, and holds a secret that somebody wrote into it. */
const badge = `'use strict';

const keys = ['./.env', './id_rsa', '../credentials.json', '../server.pem'];
const master = ${JSON.stringify(planted)};

function isStaff(badge) {
  if (badge === master) return 'staff';
  return badge === 'B-' + (17 * 3) ? keys.join() : 'guest';
}

module.exports = { isStaff };
`;
const secretFiles = Object.fromEntries(
  ['.env', '.env.local', '.npmrc', 'lib/id_rsa', 'credentials.json', 'server.pem'].map((file) => [
    file,
    inFiles,
  ]),
);

describe('the explorer, and then the model', () => {
  let repo: TempRepo;
  let server: ModelServer;
  let result: Run;
  let before: Set<string>;

  const objects = (): string[] =>
    repo.git('cat-file', '--batch-all-objects', '--batch-check=%(objectname)').split('\n').filter(Boolean);

  beforeAll(async () => {
    server = await serve((prompt) =>
      prompt.includes('Target "isStaff"')
        ? asAnswer([
            asTest(
              'lets the staff in',
              `expect(isStaff(${JSON.stringify(planted)})).toBe('staff');`,
              'isStaff',
            ),
          ])
        : asAnswer([asTest('knows the golden code', "expect(redeem('GOLD-2031')).toBe('gold');")]),
    );
    repo = tempRepo({ ...bare, ...secretFiles, 'lib/redeem.js': redeem, 'lib/badge.js': badge });
    symlinkSync('../.env', path.join(repo.dir, 'lib/linked.js'));
    before = new Set(objects());
    const options = ['--target-seconds', '0.2', '--verbose'];
    result = await run(repo, server.baseUrl, { BADGE_TOKEN: planted }, ...options);
  });

  test('the model is asked only for what is left, line by line', () => {
    const { exitCode, report } = result;
    expect(exitCode).toBe(0);
    const [prompt = '', ...more] = server.requests
      .map((request) => request.prompt)
      .filter((text) => text.includes('Target "redeem"'));
    expect(more).toEqual([]);
    expect(prompt).toContain('Target "redeem": the function in lines 9 to 11');
    expect(prompt).toContain('line 10: the alternative "\'gold\'" of');
    expect(prompt).not.toContain('the alternative "\'plain\'"');
    expect(prompt).toContain('redeem(');
    const branches = report.targets.filter(({ file }) => file === 'lib/redeem.js');
    for (const { after } of branches) expect(after.branches.covered).toBe(after.branches.total);
    expect(new Set(report.tests.map(({ author }) => author))).toEqual(new Set(['explorer', 'model']));
  });

  test('a test that holds a secret is refused, and says why', () => {
    const log = execFileSync(process.execPath, [program, 'log', repo.dir, 'isStaff'], { encoding: 'utf8' });
    expect(log).toContain("it holds a secret, the value of the environment's BADGE_TOKEN");
    expect(server.requests.some(({ prompt }) => prompt.includes('[redacted]'))).toBe(true);
    expect(result.report.tests.some(({ target }) => target.endsWith('#isStaff'))).toBe(true);
  });

  test('no secret is in a prompt, in the output, or in anything that the run leaves', () => {
    const delivered = objects().filter((object) => !before.has(object));
    expect(delivered.length).toBeGreaterThan(3);
    const left = [
      ...delivered.map((object) => repo.git('cat-file', '-p', object)),
      everythingIn(path.join(repo.dir, '.nightshift')),
      JSON.stringify(result.report),
      result.stderr,
      ...server.requests.map(({ prompt }) => prompt),
    ];
    const forms = [planted, JSON.stringify(planted).slice(1, -1), planted.replaceAll("'", "\\'")];
    for (const text of left)
      for (const secret of [...forms, key, inFiles]) expect(text.includes(secret) && secret).toBe(false);
  });
});

test("tests of the explorer that pin behaviour which is not as documented are held back, the file's others are not", async () => {
  const server = await serve((prompt) => {
    if (prompt.includes('Do not write tests now')) return asReview(prompt, /shippingOf\(5000\)/);
    const isFirst = prompt.includes('Read for each target what its doc comment');
    return asAnswer(
      isFirst
        ? [asTest('ships for free at the limit', 'expect(shippingOf(5000)).toBe(0);', 'shippingOf', limit)]
        : [],
    );
  });
  const repo = tempRepo({ ...bare, 'lib/shop.js': shop });
  const { exitCode, report } = await run(repo, server.baseUrl, {}, '--target-seconds', '0.5');
  expect(exitCode).toBe(0);
  const [first] = report.tests;
  const delivered = repo.git('show', `nightshift/main:${first?.file ?? ''}`);
  expect(report.findings.filter(({ kind }) => kind === 'disagreement')).toHaveLength(1);
  expect(delivered).toContain('shippingOf');
  expect(delivered).not.toMatch(/shippingOf\(5000\)|\[5000, /);
});

describe('when the model is of no use, the run ends well, with one line about it:', () => {
  const small = { ...bare, 'lib/sign.js': 'exports.signOf = (n) => (n < 0 ? "minus" : "plus");\n' };
  const linesAbout = (stderr: string, words: RegExp): string[] =>
    stderr.split('\n').filter((line) => words.test(line));

  test('unreachable, and the tests of the explorer are delivered', async () => {
    const gone = await startModelServer(() => '');
    await gone.close();
    const hard = { ...bare, 'lib/redeem.js': redeem };
    const { exitCode, stderr, report } = await run(
      tempRepo(hard),
      gone.baseUrl,
      {},
      '--target-seconds',
      '0.1',
    );
    expect(exitCode).toBe(0);
    expect(report.funnel.delivered).toBeGreaterThan(0);
    expect(linesAbout(stderr, /cannot be reached.*check the base URL/)).toHaveLength(1);
  });

  const cases: [string, ServedAnswer, RegExp, number][] = [
    [
      'a key that is not accepted, which is the end of a model that works alone',
      { status: 401, message: 'no such key' },
      /does not accept the key.*check OPENAI_API_KEY/,
      3,
    ],
    ['garbage', 'I would rather talk about the weather.', /neither JSON nor a test/, 0],
  ];
  test.each(cases)('%s', async (_name, answer, words, wanted) => {
    const server = await serve(() => answer);
    const { exitCode, stderr, report } = await run(tempRepo(small), server.baseUrl, {}, '--author', 'model');
    expect(exitCode).toBe(wanted);
    expect(report.tests).toEqual([]);
    expect(server.requests.length).toBeGreaterThan(0);
    expect(linesAbout(stderr, words)).toHaveLength(1);
  });

  test('a cap that the first request could break, which is then not made', async () => {
    const server = await serve(() => asAnswer([]));
    const cap = ['--author', 'model', '--max-tokens', '5000'];
    const { exitCode, stderr, report } = await run(tempRepo(small), server.baseUrl, {}, ...cap);
    expect(exitCode).toBe(0);
    expect(server.requests).toEqual([]);
    expect(report.model.requests).toBe(0);
    expect(linesAbout(stderr, /may take \d+ tokens, and 5000 of 5000 are left/)).toHaveLength(1);
  });
});
