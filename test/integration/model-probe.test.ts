/** One small question shows whether a model can be asked; what is learned of a server is kept. */
import { symlinkSync, writeFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fullDialect } from '../../src/author/model/server/dialect.js';
import { recallDialect, rememberDialect } from '../../src/author/model/server/dialect-memory.js';
import { describeDialect, probeModel } from '../../src/author/model/server/probe-model.js';
import {
  completion,
  type Move,
  type ScriptedServer,
  startScriptedServer,
} from '../support/scripted-server.js';
import { removeTempFolders, tempFolder } from '../support/temp-repo.js';

let server: ScriptedServer | undefined;
afterEach(() => server?.close());
afterAll(removeTempFolders);

const probe = async (script: (body: Record<string, unknown>) => Move) => {
  server = await startScriptedServer(({ body }) => script(body));
  return probeModel({ model: 'm', baseUrl: server.url, key: 'k' });
};

test('a model that answers works, and its dialect is known', async () => {
  const found = await probe((body) =>
    'response_format' in body
      ? { status: 400, send: { error: { message: 'response_format is not supported' } } }
      : { send: completion('{"ready": true}') },
  );
  expect(found).toEqual({ works: true, dialect: { ...fullDialect, form: 'none' }, tokens: 120 });
  expect(describeDialect({ ...fullDialect, form: 'none', system: false })).toBe(
    'the form in words, max_completion_tokens, no system message',
  );
});

test('reasoning that takes all of the short answer is an answer', async () => {
  expect(await probe(() => ({ send: completion('', undefined, 'length') }))).toMatchObject({ works: true });
});

test('a wrong key is the problem, with the remedy', async () => {
  expect(await probe(() => ({ status: 401, send: { error: { message: 'no such key' } } }))).toEqual({
    works: false,
    problem: expect.stringMatching(/does not accept the key.*check OPENAI_API_KEY/) as string,
  });
});

describe('what was learned of a server', () => {
  const known = { server: 'http://localhost:1/v1', model: 'm' };
  const dialect = { ...fullDialect, limit: 'max_tokens' as const };

  test('is known to the next pass, for the same model at the same server', () => {
    const file = path.join(tempFolder(), 'servers.json');
    rememberDialect(file, known, dialect);
    rememberDialect(file, { ...known, model: 'other' }, fullDialect);
    expect(recallDialect(file, known)).toEqual(dialect);
    expect(recallDialect(file, { ...known, server: 'http://localhost:2/v1' })).toBeUndefined();
  });

  test.each(['', '{', '{"http://localhost:1/v1 m": {"form": "xml"}}'])(
    'is nothing when the file holds %j',
    (text) => {
      const file = path.join(tempFolder(), 'servers.json');
      writeFileSync(file, text);
      expect(recallDialect(file, known)).toBeUndefined();
    },
  );

  test('is neither read from nor written to the target of a link', () => {
    const other = path.join(tempFolder(), 'other');
    writeFileSync(other, '{}');
    const file = path.join(tempFolder(), 'servers.json');
    symlinkSync(other, file);
    rememberDialect(file, known, dialect);
    expect(readFileSync(other, 'utf8')).toBe('{}');
  });
});
