/** The model author against a real server that speaks the OpenAI protocol. */
import { LLMock } from '@copilotkit/aimock';
import { createModelClient, type ModelClientOptions } from '../../src/author/model/server/client.js';
import { createRedactor } from '../../src/io/system/redact.js';
import { askForOpinion, askForTests } from '../../src/author/model/ask-tests.js';
import { askForGaps, askForReview } from '../../src/author/model/prompt/questions.js';
import { keptAccount, type KeptAccount } from '../support/model-account.js';
import { sampleBrief, sampleRequest, sampleTargetBrief } from '../support/model-request.js';

let kept: KeptAccount;

const good = {
  tests: [
    {
      title: 'refuses bounds in the wrong order',
      kind: 'unit',
      body: 'expect(() => clamp(1, 3, 2)).toThrow(RangeError);',
      isAsync: false,
      imports: [{ module: '../src/clamp', names: ['clamp'], default: null, namespace: null }],
    },
    {
      title: 'refuses bounds in the wrong order',
      kind: 'unit',
      body: 'expect(clamp(0, 1, 2)).toBe(1);',
      isAsync: false,
      imports: [],
    },
  ],
  suspectedBug: null,
};

let mock: LLMock;

beforeEach(async () => {
  kept = keptAccount({ prices: { inputPerMillion: 1, outputPerMillion: 10 } });
  mock = new LLMock({ port: 0, logLevel: 'silent' });
  await mock.start();
});

afterEach(async () => {
  await mock.stop();
});

const client = (changes: Partial<ModelClientOptions> = {}) =>
  createModelClient({
    ...{ model: 'test-model', baseUrl: `${mock.url}/v1`, key: 'my-own-key-123', account: kept.account },
    redact: (text) => text,
    ...changes,
  });

const bodies = () => mock.getRequests().map(({ body }) => body as unknown as Record<string, unknown>);

const ask = (model = client(), brief = sampleBrief) => {
  const targets = [sampleTargetBrief];
  return askForTests({ client: model, brief, targets }, askForGaps(brief, targets));
};

describe('an answer', () => {
  test('becomes candidates, with the call accounted for', async () => {
    mock.onMessage(/clamp/, {
      content: JSON.stringify(good),
      usage: { prompt_tokens: 900, completion_tokens: 100 },
    });
    const proposal = await ask();
    expect(proposal.problem).toBeNull();
    expect(proposal.written.map(({ candidate }) => candidate)).toMatchObject([
      {
        target: 'src/clamp.js#clamp',
        file: 'src/clamp.js',
        author: 'model',
        group: 'clamp',
        title: 'refuses bounds in the wrong order',
        body: 'expect(() => clamp(1, 3, 2)).toThrow(RangeError);',
        imports: [sampleRequest.access.need],
      },
      { title: 'refuses bounds in the wrong order, another case', imports: [sampleRequest.access.need] },
    ]);
    expect([...kept.calls.values()]).toMatchObject([
      {
        target: 'src/clamp.js#clamp',
        model: 'test-model',
        inputTokens: 900,
        outputTokens: 100,
        outcome: 'ok',
      },
    ]);
    expect(kept.account.usage().usd).toBeCloseTo(0.0019);
    expect(bodies()[0]).toMatchObject({
      model: 'test-model',
      max_completion_tokens: 8192,
      response_format: { type: 'json_schema', json_schema: { strict: true } },
    });
    expect(bodies()[0]).not.toHaveProperty('temperature');
  });

  test('the same answer gives the same ids', async () => {
    mock.onMessage(/clamp/, { content: JSON.stringify(good) });
    const first = await ask();
    const second = await ask();
    expect(first.written.map(({ candidate }) => candidate.id)).toEqual(
      second.written.map(({ candidate }) => candidate.id),
    );
    expect(new Set(first.written.map(({ candidate }) => candidate.id)).size).toBe(2);
  });

  test('is not asked for when the budget does not allow it', async () => {
    kept = keptAccount({ caps: { maxTokens: 100, maxUsd: null } });
    expect(await ask()).toMatchObject({
      written: [],
      outcome: 'no-budget',
      problem: expect.stringContaining('100 of 100 are left') as string,
    });
    expect(mock.getRequests()).toEqual([]);
  });

  test('is asked for once more, in plain words, when the answer cannot be used', async () => {
    mock.on(
      { userMessage: /Write the tests now/, sequenceIndex: 0 },
      { content: 'I would rather talk about it.' },
    );
    mock.on(
      { predicate: () => true },
      { content: `\`\`\`js\ntest('limits', () => { expect(clamp(9, 1, 3)).toBe(3); });\n\`\`\`` },
    );
    const proposal = await ask(client(), { ...sampleBrief, exampleTest: 'const example = 1;' });
    expect(proposal.outcome).toBe('ok');
    expect(mock.getRequests()).toHaveLength(2);
    expect(proposal.written.map(({ candidate }) => candidate)).toMatchObject([
      { title: 'limits', imports: [sampleRequest.access.need] },
    ]);
    expect(JSON.stringify(bodies()[1])).toContain('This could not be read');
  });

  test('sends no secret of the environment or of the source, and the key only as the key', async () => {
    mock.onMessage(/clamp/, { content: JSON.stringify(good) });
    const token = `ghp_${'a1'.repeat(18)}`;
    const source = `// ${token} hunter2hunter2 my-own-key-123\n${sampleRequest.source}`;
    const env = { OPENAI_API_KEY: 'my-own-key-123', DB_PASSWORD: 'hunter2hunter2' };
    await ask(client({ redact: createRedactor(env) }), { ...sampleBrief, shown: source });
    const sent = JSON.stringify(bodies());
    for (const secret of [token, 'hunter2hunter2', 'my-own-key-123']) expect(sent).not.toContain(secret);
    expect(sent).toContain('[redacted]');
  });
});

test('a second opinion is asked for in a form of its own, and one that cannot be read is none', async () => {
  mock.on(
    { userMessage: /Do not write tests/, sequenceIndex: 0 },
    { content: '{"verdicts": [{"number": 1, "verdict": "open"}]}' },
  );
  mock.onMessage(/Do not write tests/, { content: 'I would rather not say.' });
  const messages = askForReview(
    sampleBrief,
    [sampleTargetBrief],
    [{ target: 'clamp', text: 'clamp(5, 1, 3) gives 3' }],
  );
  const topic = { client: client(), brief: sampleBrief };
  expect(await askForOpinion(topic, messages)).toEqual({
    outcome: 'ok',
    verdicts: [{ number: 1, verdict: 'open', sentence: null }],
  });
  expect(bodies()[0]).toMatchObject({ response_format: { json_schema: { name: 'review' } } });
  expect(await askForOpinion(topic, messages)).toMatchObject({ outcome: 'unusable' });
});
