/** The program with a model that reads the documentation: disagreements, findings, and what is held back because of them. */
import { spawnSync } from 'node:child_process';
import { rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModelServer } from '../support/model-server.js';
import {
  asAnswer,
  asReview,
  asTest,
  bare,
  closeServers,
  everythingIn,
  key,
  limit,
  run,
  type Run,
  serve,
  shop,
} from '../support/run-with-model.js';
import { removeTempFolders, type TempRepo, tempRepo } from '../support/temp-repo.js';

/** Passes take minutes on a busy machine. */
const patience = 400_000;

afterAll(async () => {
  await closeServers();
  removeTempFolders();
});

const files = {
  'package.json': '{"name":"shop","devDependencies":{"jest":"^30.0.0"}}',
  '.gitignore': 'node_modules\n',
  'lib/shop.js': shop,
  // Shows what the environment of the host's tests holds: a failing file's message stands in the report.
  'test/env.test.js': "test('env', () => { throw new Error(Object.values(process.env).join(' ')); });\n",
};

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
  }, patience);

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

  test(
    'another run over the same commit asks nothing, and gives the same bytes',
    async () => {
      const [first] = result.report.tests;
      const file = `nightshift/main:${first?.file ?? ''}`;
      const before = repo.git('show', file);
      const asked = server.requests.length;
      for (const name of ['ledger.db', 'ledger.db-wal', 'ledger.db-shm'])
        rmSync(path.join(repo.dir, '.nightshift', name), { force: true });
      repo.git('branch', '-D', 'nightshift/main');
      const again = await run(repo, server.baseUrl, {}, '--author', 'model');
      expect(server.requests).toHaveLength(asked);
      expect(again.report.model).toMatchObject({
        requests: 0,
        inputTokens: 0,
        outputTokens: 0,
        accepted: 2,
        findings: 1,
      });
      expect(repo.git('show', file)).toBe(before);
    },
    patience,
  );

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

test(
  "tests of the explorer that pin behaviour which is not as documented are held back, the file's others are not",
  async () => {
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
  },
  patience,
);

test(
  "the explorer's tests are delivered in the model's words where these show as much",
  async () => {
    const server = await serve((prompt) => {
      if (!prompt.includes('Write no other tests')) return asAnswer([]);
      const originals = [...prompt.matchAll(/^(\d+)\. "\w+": ".*"\n```\n([\s\S]*?)\n```$/gm)];
      const tests = originals.map(([, number, body = '']) => ({
        number: Number(number),
        title: body.includes('shippingOf') ? `a parcel, ${number}` : `an order, ${number}`,
        body: body.includes('shippingOf') ? body : 'expect(priceOf(1, 1)).toBeDefined();',
      }));
      return JSON.stringify({ tests });
    });
    const repo = tempRepo({ ...bare, 'lib/shop.js': shop });
    const { exitCode, report } = await run(repo, server.baseUrl, {}, '--target-seconds', '0.5');
    expect(exitCode).toBe(0);
    const titlesBy = (author: string): string[] =>
      report.tests.filter((one) => one.author === author).map(({ title }) => title);
    expect(titlesBy('explorer, model')).toContainEqual(expect.stringMatching(/^shippingOf a parcel, \d/));
    expect(titlesBy('explorer, model').filter((title) => !title.startsWith('shippingOf '))).toEqual([]);
    expect(titlesBy('explorer')).toContainEqual(expect.stringMatching(/^priceOf /));
    expect(titlesBy('explorer').filter((title) => !title.startsWith('priceOf '))).toEqual([]);
    expect(repo.git('log', '-1', '--format=%b', 'nightshift/main')).toContain(
      'Nightshift-Author: explorer, model',
    );
  },
  patience,
);
