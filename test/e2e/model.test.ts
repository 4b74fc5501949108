/** The program with a model behind a server on loopback: what is asked, what comes of the answers, and what never leaks. */
import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { type ModelServer, type ServedAnswer, startModelServer } from '../support/model-server.js';
import {
  asAnswer,
  asTest,
  bare,
  closeServers,
  everythingIn,
  key,
  program,
  run,
  type Run,
  serve,
} from '../support/run-with-model.js';
import { removeTempFolders, type TempRepo, tempRepo } from '../support/temp-repo.js';

/** Passes take minutes on a busy machine. */
const patience = 400_000;

afterAll(async () => {
  await closeServers();
  removeTempFolders();
});

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

const isEdit = (prompt: string): boolean => prompt.includes('Write no other tests');

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
  }, patience);

  test("the explorer's tests are handed over for a better wording", () => {
    const edits = server.requests.filter(({ prompt }) => isEdit(prompt) && prompt.includes('"redeem": "'));
    expect(edits).toHaveLength(1);
    expect(edits[0]?.prompt).toContain('expect(redeem(');
  });

  test('the model is asked only for what is left, line by line', () => {
    const { exitCode, report } = result;
    expect(exitCode).toBe(0);
    const [prompt = '', ...more] = server.requests
      .map((request) => request.prompt)
      .filter((text) => text.includes('Target "redeem"') && !isEdit(text));
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

  test('a module that no test can load, which is not asked about', async () => {
    const server = await serve(() => asAnswer([]));
    const broken = {
      ...bare,
      'lib/db.js':
        "const pg = require('pg-that-is-not-here');\n/** Finds a user. */\nexports.find = (id) => pg.find(id);\n",
    };
    const { exitCode, report } = await run(tempRepo(broken), server.baseUrl, {}, '--author', 'model');
    expect(exitCode).toBe(0);
    expect(server.requests).toEqual([]);
    expect(report.targets).toMatchObject([
      { status: 'skipped', reason: expect.stringMatching(/cannot load it.*pg-that-is-not-here/s) as string },
    ]);
  });
});
