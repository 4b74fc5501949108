/** How providers and local servers answer, one row each: what comes of it, what the user reads, and what is charged. */
import { createModelClient, type ModelClientOptions } from '../../src/author/model/server/client.js';
import { keptAccount } from '../support/model-account.js';
import { answerRows } from '../support/providers/answers.js';
import { failureRows } from '../support/providers/failures.js';
import { fails, ok } from '../support/providers/row.js';
import { type Move, type ScriptedServer, startScriptedServer } from '../support/scripted-server.js';

const form = { name: 'tests', schema: { type: 'object' }, inWords: 'Answer with JSON.' };
let server: ScriptedServer | undefined;
afterEach(() => server?.close());

const rows = { ...answerRows, ...failureRows };

const ask = async (moves: readonly Move[], options: Partial<ModelClientOptions> = {}) => {
  server = await startScriptedServer((_request, index) => moves[Math.min(index, moves.length - 1)] as Move);
  const kept = keptAccount();
  const client = createModelClient({
    ...{
      model: 'test-model',
      baseUrl: `${server.url}/v1`,
      key: 'k',
      account: kept.account,
      redact: (text) => text,
    },
    outputTokens: 2000,
    ...options,
  });
  const reply = await client.ask({
    about: 'a.js#f',
    messages: [
      { role: 'system', content: 'rules' },
      { role: 'user', content: 'hi' },
    ],
    form,
  });
  return { reply, ...kept, received: server.received };
};

test.each(Object.entries(rows))('%s', async (_name, row) => {
  const { reply, account, received, calls } = await ask(row.moves, row.options);
  expect(reply.outcome).toBe(row.outcome);
  if (reply.outcome !== 'ok') {
    expect(reply.message).toMatch(row.message ?? /./);
    expect(reply.message).not.toContain('\n');
  }
  if (row.requests !== undefined) expect(received).toHaveLength(row.requests);
  const { requests, inputTokens, outputTokens } = account.usage();
  expect(requests).toBe(received.length);
  expect([...calls.values()].every(({ outcome }) => outcome !== 'sent')).toBe(true);
  const bytes = Buffer.byteLength(JSON.stringify(received[0]?.body));
  const charges: Record<string, () => void> = {
    input: () => expect([inputTokens, outputTokens]).toEqual([Math.ceil(bytes / 3), 0]),
    estimate: () => expect([inputTokens, outputTokens]).toEqual([Math.ceil(bytes / 3), 5]),
    'in full': () => expect([inputTokens >= bytes, outputTokens]).toEqual([true, 2000]),
    'twice in full': () => expect([inputTokens >= 2 * bytes, outputTokens]).toEqual([true, 4000]),
  };
  if (typeof row.charged === 'string') charges[row.charged]?.();
  else expect([inputTokens, outputTokens]).toEqual(row.charged);
});

test('the table holds forty behaviours and more', () => {
  expect(Object.keys(rows).length).toBeGreaterThanOrEqual(40);
});

test('a server that nobody started is named, with the remedy, and costs nothing', async () => {
  const kept = keptAccount();
  const options = {
    model: 'm',
    baseUrl: 'http://127.0.0.1:1999/v1',
    key: '',
    account: kept.account,
    redact: (text: string) => text,
  };
  const reply = await createModelClient(options).ask({ about: 'a', messages: [], form });
  expect(reply).toEqual({
    outcome: 'unreachable',
    message:
      'http://127.0.0.1:1999/v1 cannot be reached (ECONNREFUSED); check the base URL, the network, and that the server runs',
  });
  expect(kept.account.usage()).toMatchObject({ requests: 1, inputTokens: 0, outputTokens: 0 });
});

test('what a server refuses once is not sent again, however many questions there are at once', async () => {
  server = await startScriptedServer(({ body }) =>
    'response_format' in body ? fails(400, 'response_format is not supported') : ok(),
  );
  const learned: unknown[] = [];
  const client = createModelClient({
    ...{ model: 'm', baseUrl: server.url, key: 'k', account: keptAccount().account, redact: (text) => text },
    onDialect: (dialect) => learned.push(dialect),
  });
  const question = { about: 'a', messages: [{ role: 'user' as const, content: 'hi' }], form };
  const replies = await Promise.all([client.ask(question), client.ask(question), client.ask(question)]);
  expect(replies.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok']);
  expect(server.received.map(({ body }) => 'response_format' in body)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
  expect(server.received.at(-1)?.body['messages']).toEqual([
    { role: 'user', content: 'hi\n\nAnswer with JSON.' },
  ]);
  expect(learned).toMatchObject([{ form: 'none' }]);
});

test('an interruption ends the wait at once, and the tokens count as spent', async () => {
  server = await startScriptedServer(() => ({ stall: 'before' }));
  const kept = keptAccount();
  const client = createModelClient({
    model: 'm',
    baseUrl: server.url,
    key: 'k',
    account: kept.account,
    redact: (text) => text,
  });
  const reply = await client.ask({ about: 'a', messages: [], form }, AbortSignal.timeout(200));
  expect(reply.outcome).toBe('interrupted');
  expect(kept.account.usage()).toMatchObject({ requests: 1, outputTokens: 8192 });
});

test('headers, query and key go where the settings say', async () => {
  const { received } = await ask([ok()], {
    headers: { 'X-Team': 'night' },
    query: { tier: 'flex' },
    effort: 'low',
  });
  expect(received[0]).toMatchObject({
    path: '/v1/chat/completions?tier=flex',
    headers: { 'x-team': 'night', authorization: 'Bearer k' },
    body: { reasoning_effort: 'low', max_completion_tokens: 2000 },
  });
  expect(received[0]?.body).not.toHaveProperty('temperature');
});

test('secrets are masked in all that is sent', async () => {
  const { received } = await ask([ok()], { redact: (text) => text.replaceAll('hi', '[redacted]') });
  expect(JSON.stringify(received[0]?.body)).not.toContain('"hi"');
});

test('a server that reads only a part of the prompt is reported once, with the remedy', async () => {
  server = await startScriptedServer(() => ok({ prompt_tokens: 2048, completion_tokens: 5 }));
  const notes: string[] = [];
  const client = createModelClient({
    ...{ model: 'm', baseUrl: server.url, key: '', account: keptAccount().account, redact: (text) => text },
    onShortened: (text) => notes.push(text),
  });
  const ask = (length: number) =>
    client.ask({ about: 'a', messages: [{ role: 'user', content: 'word '.repeat(length) }], form });
  for (const length of [1000, 9000, 9000]) await ask(length);
  expect(notes).toHaveLength(1);
  expect(notes[0]).toMatch(/read only 2048 tokens of a longer prompt.*OLLAMA_CONTEXT_LENGTH/);
});
