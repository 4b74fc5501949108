/** What a user's config file, environment and options add up to, and how faults in them are told. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConfig } from '../../../src/config/load-config.js';
import { NightshiftError } from '../../../src/domain/errors.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'nightshift-config-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const put = (name: string, value: unknown): Promise<void> =>
  writeFile(path.join(dir, name), typeof value === 'string' ? value : JSON.stringify(value));
const load = (flags: Record<string, unknown> = {}, env: Record<string, string> = {}) =>
  loadConfig({ dir, flags, env });

async function fault(promise: Promise<unknown>): Promise<NightshiftError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof NightshiftError))
    throw new Error(`expected a NightshiftError, got ${String(error)}`);
  expect(error.code).toBe('usage');
  return error;
}

test('without any settings the explorer works alone, on a branch, with the fixed seed', async () => {
  const { config, origins, file } = await load();
  expect(config).toEqual({
    authors: ['explorer'],
    model: null,
    modelPrices: null,
    modelOptions: {
      outputTokens: null,
      effort: null,
      timeoutSeconds: null,
      headers: {},
      query: {},
      edits: true,
    },
    include: [],
    exclude: [],
    since: null,
    maxMinutes: null,
    maxTokens: null,
    maxUsd: null,
    targetSeconds: null,
    shard: null,
    deliver: 'branch',
    branch: null,
    jestConfig: null,
    projects: [],
    sandbox: 'auto',
    seed: 1,
  });
  expect(new Set(Object.values(origins))).toEqual(new Set(['default']));
  expect(file).toBeNull();
});

test('an option beats the environment, the environment beats the file, the file beats the default', async () => {
  await put('nightshift.config.json', {
    model: 'from-file',
    baseUrl: 'http://127.0.0.1:1/v1',
    seed: 7,
    maxMinutes: 3,
  });
  const loaded = await load({ maxMinutes: '9' }, { OPENAI_MODEL: 'from-env', OPENAI_API_KEY: 'k' });
  expect(loaded.config).toMatchObject({
    authors: ['explorer', 'model'],
    model: { name: 'from-env', baseUrl: 'http://127.0.0.1:1/v1' },
    seed: 7,
    maxMinutes: 9,
  });
  expect(loaded.origins).toMatchObject({
    model: 'environment',
    baseUrl: 'file',
    seed: 'file',
    maxMinutes: 'flag',
    deliver: 'default',
  });
  expect(loaded.file).toBe('nightshift.config.json');
});

test('settings may live in package.json, also behind a byte-order mark, but not in two places', async () => {
  await put('package.json', '\uFEFF{"name":"h","nightshift":{"include":["src/**"]}}');
  expect((await load()).config.include).toEqual(['src/**']);
  await put('nightshift.config.json', {});
  expect((await fault(load())).message).toMatch(/both nightshift\.config\.json and package\.json/);
});

test.each(['nightshift.config.js', 'nightshift.config.ts', 'nightshift.config.mjs'])(
  '%s is refused',
  async (name) => {
    await put(name, 'throw new Error("must never run")');
    const error = await fault(load());
    expect(error.message).toMatch(
      /config is data, because nothing of the repository runs outside the sandbox/,
    );
    expect(error.remedy).toContain('nightshift.config.json');
  },
);

test.each([
  [{ maxMinuts: 5 }, 'nightshift.config.json: "maxMinuts" is not a setting; did you mean "maxMinutes"?'],
  [{ zzzzzz: 5 }, 'nightshift.config.json: "zzzzzz" is not a setting'],
  [{ maxMinutes: 'ten' }, 'nightshift.config.json: "maxMinutes" must be a number above 0; got "ten"'],
  [
    { deliver: 'pr' },
    'nightshift.config.json: "deliver" must be one of branch, commit, patch, worktree, none; got "pr"',
  ],
  [{ author: ['robot'] }, 'nightshift.config.json: "author" must be explorer, model, or both; got ["robot"]'],
  [{ baseUrl: 'http://me:pw@host/' }, /"baseUrl" must be an http or https address without a user name/],
  [{ branch: 'a..b' }, /"branch" must be a valid branch name; got "a\.\.b"/],
  [{ unsafe: true }, /"unsafe" is refused/],
  [{ sandbox: 'none' }, /"sandbox": "none" is refused/],
  [{ sandbox: 'reduced' }, /"sandbox": "reduced" is refused: a file may only ask for more/],
  [{ apiKey: 'sk-1' }, /"apiKey" is refused: .*OPENAI_API_KEY/],
])('the file %j is refused with the file and the key in the line', async (content, expected) => {
  await put('nightshift.config.json', content);
  const { message } = await fault(load());
  if (typeof expected === 'string') expect(message).toBe(expected);
  else expect(message).toMatch(expected);
});

test('a refused key does not show its value', async () => {
  await put('nightshift.config.json', { apiKey: 'sk-very-secret' });
  expect((await fault(load())).message).not.toContain('very-secret');
  await put('nightshift.config.json', { baseUrl: 'http://me:very-secret@host/' });
  expect((await fault(load())).message).not.toContain('very-secret');
});

test('every fault of a file is told at once', async () => {
  await put('nightshift.config.json', { seed: 1.5, maxUsd: -1 });
  expect((await fault(load())).message.split('\n')).toHaveLength(2);
});

test('broken JSON and a missing folder are named', async () => {
  await put('nightshift.config.json', '{');
  expect((await fault(load())).message).toMatch(/nightshift\.config\.json is not valid JSON/);
  const missing = loadConfig({ dir: path.join(dir, 'nowhere'), flags: {}, env: {} });
  expect((await fault(missing)).message).toMatch(/there is no folder .*nowhere/);
});

test('a wrong option is named as it was typed', async () => {
  expect((await fault(load({ maxMinutes: 'soon' }))).message).toBe(
    '--max-minutes must be a number above 0; got "soon"',
  );
  expect((await fault(load({}, { OPENAI_BASE_URL: 'nope' }))).message).toMatch(/^OPENAI_BASE_URL must be/);
});

describe('authors', () => {
  test.each([
    [{}, { OPENAI_API_KEY: 'k', OPENAI_MODEL: 'm' }, ['explorer', 'model']],
    [{ baseUrl: 'http://localhost:11434/v1', model: 'm' }, {}, ['explorer', 'model']],
    [{ author: 'explorer' }, { OPENAI_API_KEY: 'k', OPENAI_MODEL: 'm' }, ['explorer']],
    [{ author: 'model, explorer' }, { OPENAI_API_KEY: 'k', OPENAI_MODEL: 'm' }, ['model', 'explorer']],
    [{}, { OPENAI_MODEL: 'm' }, ['explorer']],
  ])('options %j with environment %j', async (flags, env, authors) => {
    const { config } = await load(flags, env);
    expect(config.authors).toEqual(authors);
    expect(config.model !== null).toBe(authors.includes('model'));
  });

  test('a key without a model name leaves the explorer alone and says so', async () => {
    const { config, notes } = await load({}, { OPENAI_API_KEY: 'k' });
    expect(config.authors).toEqual(['explorer']);
    expect(notes).toEqual([expect.stringMatching(/no model is named/)]);
  });

  test('asking for the model without what it needs is refused, with the remedy', async () => {
    const unnamed = await fault(load({ author: 'model' }, { OPENAI_API_KEY: 'k' }));
    expect(unnamed.remedy).toMatch(/--model NAME/);
    const unreachable = await fault(load({ model: 'm' }));
    expect(unreachable.remedy).toMatch(/OPENAI_API_KEY/);
  });
});

test('--unsafe means no sandbox, for this run only, and contradicts another choice', async () => {
  const { config, origins } = await load({ unsafe: true });
  expect([config.sandbox, origins['sandbox']]).toEqual(['none', 'flag']);
  expect((await fault(load({ unsafe: true, sandbox: 'full' }))).message).toMatch(/--unsafe/);
});

describe('a base URL in the config file', () => {
  const env = { OPENAI_API_KEY: 'k', OPENAI_MODEL: 'm' };

  test.each(['http://localhost:11434/v1', 'http://127.0.0.1:8080/v1', 'http://[::1]:1/v1'])(
    'may be %s, which is on this machine',
    async (baseUrl) => {
      await put('nightshift.config.json', { baseUrl });
      expect((await load({}, env)).config.model).toEqual({ name: 'm', baseUrl });
    },
  );

  test.each([
    'https://collector.example/v1',
    'http://localhost.example/v1',
    'http://127.0.0.1.example/v1',
    'http://0.0.0.0:1/v1',
    'http://192.168.0.2/v1',
  ])('must not be %s, which could be there to collect the key', async (baseUrl) => {
    await put('package.json', { nightshift: { baseUrl } });
    const { message, remedy } = await fault(load({}, env));
    expect(message).toMatch(/package\.json: "baseUrl" is refused: .* is not on this machine/);
    expect(remedy).toMatch(/--base-url .*OPENAI_BASE_URL/);
  });

  test('does not matter when the command line or the environment names another', async () => {
    await put('nightshift.config.json', { baseUrl: 'https://collector.example/v1' });
    const own = 'https://models.example/v1';
    expect((await load({ baseUrl: own }, env)).config.model?.baseUrl).toBe(own);
    expect((await load({}, { ...env, OPENAI_BASE_URL: own })).config.model?.baseUrl).toBe(own);
  });
});

test('prices of the model come from the file, both or none', async () => {
  const modelPrices = { inputPerMillion: 0.25, outputPerMillion: 2 };
  await put('nightshift.config.json', { modelPrices });
  expect((await load()).config.modelPrices).toEqual(modelPrices);
  await put('nightshift.config.json', { modelPrices: { inputPerMillion: 1 } });
  expect((await fault(load())).message).toMatch(/"modelPrices" must be an object with inputPerMillion and/);
});

test('a cap on money needs a price: of the file, or of a model that is known', async () => {
  const env = { OPENAI_API_KEY: 'k' };
  const unknown = () => load({ model: 'own-model', maxUsd: '1' }, env);
  const error = await fault(unknown());
  expect(error).toMatchObject({ code: 'usage' });
  expect(error.message).toContain('the prices of "own-model" are not known');
  expect(error.remedy).toContain('"modelPrices"');
  expect((await load({ model: 'gpt-4o-mini', maxUsd: '1' }, env)).config.modelPrices).toEqual({
    inputPerMillion: 0.15,
    outputPerMillion: 0.6,
  });
  const modelPrices = { inputPerMillion: 9, outputPerMillion: 9 };
  await put('nightshift.config.json', { modelPrices });
  expect((await unknown()).config.modelPrices).toEqual(modelPrices);
  expect((await load({ model: 'gpt-4o-mini' }, env)).config.modelPrices).toEqual(modelPrices);
});

test('what the model is asked with can be set, and a limit that holds no test is refused', async () => {
  await put('nightshift.config.json', { modelOptions: { effort: 'low', headers: { 'x-team': 'night' } } });
  expect((await load()).config.modelOptions).toEqual({
    outputTokens: null,
    effort: 'low',
    timeoutSeconds: null,
    headers: { 'x-team': 'night' },
    query: {},
    edits: true,
  });
  await put('nightshift.config.json', { modelOptions: { outputTokens: 10 } });
  expect((await fault(load())).message).toMatch(/"modelOptions" must be an object with any of outputTokens/);
});
