/** Answers of models that are kept: the same question is paid for once, another model is asked anew. */
import { appendFileSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withAnswerCache } from '../../src/author/model/server/answer-cache.js';
import { createModelClient, type ModelClientOptions } from '../../src/author/model/server/client.js';
import { keptAccount } from '../support/model-account.js';
import { completion, type ScriptedServer, startScriptedServer } from '../support/scripted-server.js';
import { removeTempFolders, tempFolder } from '../support/temp-repo.js';

const question = {
  about: 'a.js#f',
  messages: [{ role: 'user' as const, content: 'hi hunter2' }],
  form: { name: 'tests', schema: { type: 'object' }, inWords: '' },
};
const redact = (text: string): string => text.replaceAll('hunter2', '[redacted]');

let server: ScriptedServer;
let file: string;
beforeEach(async () => {
  server = await startScriptedServer((_request, index) => ({ send: completion(`answer ${index} hunter2`) }));
  file = path.join(tempFolder(), 'answers.jsonl');
});
afterEach(() => server.close());
afterAll(removeTempFolders);

const ask = (changes: Partial<ModelClientOptions> = {}, settings = '') => {
  const { account } = keptAccount();
  const options = { model: 'm', baseUrl: server.url, key: 'k', account, redact, ...changes };
  return withAnswerCache(createModelClient(options), { file, redact, settings }).ask(question);
};

test('the same question is answered from the file, by another process too, with the same bytes', async () => {
  const first = await ask();
  expect(await ask()).toEqual(first);
  expect(server.received).toHaveLength(1);
  expect(readFileSync(file, 'utf8')).not.toContain('hunter2');
});

test('another model, another server and other settings are asked anew', async () => {
  await ask();
  await ask({ model: 'better' });
  await ask({ baseUrl: `${server.url}/other/v1` });
  await ask({}, 'effort high');
  expect(server.received).toHaveLength(4);
});

test('a server that is gone does not matter for what is kept, and its failures are not kept', async () => {
  const first = await ask();
  const { url } = server;
  await server.close();
  expect(await ask({ baseUrl: url })).toEqual(first);
  expect(await ask({ baseUrl: url, model: 'better' })).toMatchObject({ outcome: 'unreachable' });
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(1);
});

test('lines that are damaged are passed over', async () => {
  await ask();
  appendFileSync(file, '{"key": "half\n[]\n');
  await ask();
  expect(server.received).toHaveLength(1);
});

test('a planted link is neither read nor written', async () => {
  const other = path.join(tempFolder(), 'other');
  writeFileSync(other, 'mine\n');
  symlinkSync(other, file);
  expect(await ask()).toMatchObject({ outcome: 'ok' });
  expect(readFileSync(other, 'utf8')).toBe('mine\n');
});
