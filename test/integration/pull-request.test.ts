/** The pull request for a report, against a scripted GitHub. */
import { putPullRequest, type PullRequestPlace } from '../../src/cli/ci/pull-request.js';
import { describePullRequest } from '../../src/report/pull-request.js';
import {
  type Move,
  type Received,
  type ScriptedServer,
  startScriptedServer,
} from '../support/scripted-server.js';
import { keptTest, sampleReport } from '../unit/report/sample-report.js';

const text = { title: 'test: add 1 test', body: 'read it' };
const made = { number: 7, html_url: 'https://github.example/o/r/pull/7' };

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

async function github(script: (request: Received, index: number) => Move): Promise<PullRequestPlace> {
  server = await startScriptedServer(script);
  return { api: server.url, token: 'secret', repository: 'o/r', head: 'nightshift/main', base: 'main' };
}

const asked = (): string[] => (server?.received ?? []).map(({ method, path }) => `${method} ${path}`);

test('is opened where there is none', async () => {
  const place = await github(({ method }) => ({ send: method === 'GET' ? [] : made, status: 200 }));
  expect(await putPullRequest(place, text)).toEqual({ number: 7, url: made.html_url, isNew: true });
  expect(asked()).toEqual([
    'GET /repos/o/r/pulls?state=open&head=o%3Anightshift%2Fmain&base=main',
    'POST /repos/o/r/pulls',
  ]);
  expect(server?.received[1]?.body).toEqual({ ...text, head: 'nightshift/main', base: 'main' });
  expect(server?.received[1]?.headers.authorization).toBe('Bearer secret');
});

test('is updated where it is open', async () => {
  const place = await github(({ method }) => ({ send: method === 'GET' ? [made] : made }));
  expect(await putPullRequest(place, text)).toMatchObject({ number: 7, isNew: false });
  expect(asked()[1]).toBe('PATCH /repos/o/r/pulls/7');
  expect(server?.received[1]?.body).toEqual(text);
});

test('an overloaded server is asked again', async () => {
  const place = await github(({ method }, index) =>
    index === 0 ? { send: 'busy', status: 502 } : { send: method === 'GET' ? [] : made },
  );
  expect(await putPullRequest(place, text)).toMatchObject({ number: 7 });
});

test('one that was made in spite of an error is not made again', async () => {
  let open: unknown[] = [];
  const place = await github(({ method }) => {
    if (method === 'GET') return { send: open };
    if (method === 'PATCH') return { send: made };
    open = [made];
    return { send: 'bad gateway', status: 502 };
  });
  expect(await putPullRequest(place, text)).toMatchObject({ number: 7 });
  expect(asked().map((line) => line.split(' ')[0])).toEqual(['GET', 'POST', 'GET', 'PATCH']);
});

test('a server that stays overloaded is reported with its words', async () => {
  const place = await github(() => ({ send: 'busy', status: 503 }));
  await expect(putPullRequest(place, text)).rejects.toThrow(/was answered with 503: busy/);
  expect(asked()).toHaveLength(3);
});

test.each([
  [401, /token/],
  [403, /pull-requests: write/],
  [422, undefined],
])(
  'an answer of %i is reported with its words and the remedy, and without the token',
  async (status, remedy) => {
    const place = await github(() => ({ send: { message: 'not so' }, status }));
    const refused = putPullRequest(place, text);
    await expect(refused).rejects.toThrow(/was answered with \d+: .*not so/);
    await expect(refused).rejects.toMatchObject(
      remedy === undefined ? {} : { remedy: expect.stringMatching(remedy) as string },
    );
    await expect(refused).rejects.not.toThrow(/secret/);
  },
);

describe('its description', () => {
  test('begins with what to do, and counts what needs a decision', () => {
    const { title, body } = describePullRequest(
      sampleReport({
        findings: [{ kind: 'hang', target: 'src/parse.ts#parse', title: 'hangs', detail: '' }],
      }),
      null,
    );
    expect(title).toBe('test: add 1 test for 1 file (statements 10.0 % → 90.0 %)');
    expect(body).toMatch(/^### To review this\n\n1\. Decide about the 1 finding below/);
    expect(body.indexOf('To review this')).toBeLessThan(body.indexOf('### Findings'));
  });

  test('stays within what GitHub takes', () => {
    const tests = Array.from({ length: 900 }, (_, index) =>
      keptTest({ id: `c${index}`, title: 'does something that has a long name '.repeat(12) }),
    );
    const { body } = describePullRequest(sampleReport({ tests }), null);
    expect(body.length).toBeLessThan(65_536);
    expect(body.trimEnd()).toMatch(/… cut; .* have all\.$/);
  });
});
