/** The model author against a real server that speaks the OpenAI protocol. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LLMock } from '@copilotkit/aimock';
import { createBudget } from '../../src/author/model/budget.js';
import { createModelClient, type ModelClientOptions } from '../../src/author/model/client.js';
import { proposeTests, repairTest } from '../../src/author/model/propose.js';
import type { Candidate } from '../../src/domain/candidate.js';
import { sampleRequest } from '../support/model-request.js';

const noCaps = createBudget({ maxTokens: null, maxUsd: null });

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
  mock = new LLMock({ port: 0, logLevel: 'silent' });
  await mock.start();
});

afterEach(async () => {
  await mock.stop();
});

const client = (changes: Partial<ModelClientOptions> = {}) =>
  createModelClient({ model: 'test-model', baseUrl: `${mock.url}/v1`, env: {}, retries: 0, ...changes });

const bodies = () => mock.getRequests().map(({ body }) => body as unknown as Record<string, unknown>);

describe('a proposal', () => {
  test('becomes candidates, with the call accounted for', async () => {
    mock.onMessage(/clamp/, {
      content: JSON.stringify(good),
      usage: { prompt_tokens: 900, completion_tokens: 100 },
    });
    const prices = { inputPerMillion: 1, outputPerMillion: 10 };
    const budget = createBudget({ maxTokens: 50_000, maxUsd: 1 }, prices);
    const proposal = await proposeTests(sampleRequest, client(), budget);
    expect(proposal.problem).toBeUndefined();
    expect(proposal.candidates).toMatchObject([
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
    expect(proposal.calls).toMatchObject([
      {
        target: 'src/clamp.js#clamp',
        model: 'test-model',
        inputTokens: 900,
        outputTokens: 100,
        outcome: 'ok',
      },
    ]);
    expect(proposal.calls[0]?.usd).toBeCloseTo(0.0019);
    expect(bodies()[0]).toMatchObject({
      model: 'test-model',
      max_completion_tokens: 8192,
      response_format: { type: 'json_schema', json_schema: { strict: true } },
    });
    expect(bodies()[0]).not.toHaveProperty('temperature');
  });

  test('the same answer gives the same ids', async () => {
    mock.onMessage(/clamp/, { content: JSON.stringify(good) });
    const first = await proposeTests(sampleRequest, client(), noCaps);
    const second = await proposeTests(sampleRequest, client(), noCaps);
    expect(first.candidates.map(({ id }) => id)).toEqual(second.candidates.map(({ id }) => id));
    expect(new Set(first.candidates.map(({ id }) => id)).size).toBe(2);
  });

  test('is not asked for when the budget does not allow it', async () => {
    const proposal = await proposeTests(
      sampleRequest,
      client(),
      createBudget({ maxTokens: 100, maxUsd: null }),
    );
    expect(proposal).toMatchObject({
      candidates: [],
      calls: [],
      problem: expect.stringContaining('100 of 100 are left') as string,
    });
    expect(mock.getRequests()).toEqual([]);
  });

  test('is asked for once more, and shorter, when the answer cannot be used', async () => {
    const request = { ...sampleRequest, exampleTest: 'const example = 1;' };
    mock.on({ userMessage: /clamp/, sequenceIndex: 0 }, { content: 'I would rather talk about it.' });
    mock.on(
      { predicate: () => true },
      { content: `\`\`\`js\ntest('limits', () => { expect(clamp(9, 1, 3)).toBe(3); });\n\`\`\`` },
    );
    const proposal = await proposeTests(request, client(), noCaps);
    expect(proposal.calls.map(({ outcome }) => outcome)).toEqual(['unusable', 'ok']);
    expect(proposal.candidates).toMatchObject([{ title: 'limits', imports: [sampleRequest.access.need] }]);
    expect(JSON.stringify(bodies()[0])).toContain('const example = 1;');
    expect(JSON.stringify(bodies()[1])).not.toContain('const example = 1;');
  });

  test('sends no secret of the environment or of the source, and the key only as the key', async () => {
    mock.onMessage(/clamp/, { content: JSON.stringify(good) });
    const token = `ghp_${'a1'.repeat(18)}`;
    const source = `// ${token} hunter2hunter2 my-own-key-123\n${sampleRequest.source}`;
    const env = { OPENAI_API_KEY: 'my-own-key-123', DB_PASSWORD: 'hunter2hunter2' };
    await proposeTests({ ...sampleRequest, source }, client({ env }), noCaps);
    const sent = JSON.stringify(bodies());
    for (const secret of [token, 'hunter2hunter2', 'my-own-key-123']) expect(sent).not.toContain(secret);
    expect(sent).toContain('[redacted]');
  });
});

describe('a repair', () => {
  const candidate: Candidate = {
    id: 'c1',
    target: 'src/clamp.js#clamp',
    file: 'src/clamp.js',
    author: 'model',
    kind: 'unit',
    group: 'clamp',
    title: 'limits a value',
    body: 'expect(clamp(5, 1, 3)).toBe(4);',
    isAsync: false,
    imports: [sampleRequest.access.need],
  };
  const failed = {
    candidate,
    verdict: {
      status: 'rejected' as const,
      reason: 'fails' as const,
      detail: 'expect(received).toBe(expected)\n\nExpected: 4\nReceived: 3\n\n  at x',
    },
  };

  test('gives one corrected test', async () => {
    mock.onMessage(/Received: 3/, {
      content: JSON.stringify({ tests: [{ ...good.tests[1], title: 'limits a value' }], suspectedBug: null }),
    });
    const taken = { ...sampleRequest, takenTitles: ['limits a value'] };
    const repaired = await repairTest(taken, failed, client(), noCaps);
    expect(repaired.findings).toEqual([]);
    expect(repaired.candidates).toMatchObject([
      { title: 'limits a value', body: 'expect(clamp(0, 1, 2)).toBe(1);' },
    ]);
  });

  test('a suspected bug becomes a finding with both values, and no test pins it', async () => {
    const suspectedBug = 'The upper bound should be exclusive, says line 2.';
    mock.onMessage(/Received: 3/, { content: JSON.stringify({ ...good, suspectedBug }) });
    const repaired = await repairTest(sampleRequest, failed, client(), noCaps);
    expect(repaired.candidates).toEqual([]);
    expect(repaired.findings).toEqual([
      {
        kind: 'disagreement',
        target: 'src/clamp.js#clamp',
        title: 'a test expected otherwise: limits a value',
        detail: `${suspectedBug}\nThe test expects 4, and the code gives 3.`,
        reproduce: candidate.body,
      },
    ]);
  });

  test('the same test again is no repair', async () => {
    mock.onMessage(/clamp/, { content: JSON.stringify(good) });
    const [same] = (await proposeTests(sampleRequest, client(), noCaps)).candidates;
    if (same === undefined) throw new Error('no candidate');
    const verdict = { status: 'rejected' as const, reason: 'weak' as const, detail: '0 of 3 mutants' };
    const one = { ...good, tests: [good.tests[0]] };
    mock.clearFixtures();
    mock.onMessage(/clamp/, { content: JSON.stringify(one) });
    const repaired = await repairTest(sampleRequest, { candidate: same, verdict }, client(), noCaps);
    expect(repaired.candidates).toEqual([]);
  });
});

describe('servers with a dialect', () => {
  test('one that knows no response format is asked in words, and remembered', async () => {
    mock.on(
      { predicate: (request) => 'response_format' in request },
      {
        error: { message: "'response_format' of type 'json_schema' is not supported", type: 'invalid' },
        status: 400,
      },
    );
    mock.onMessage(/nothing before or after/, { content: `\`\`\`json\n${JSON.stringify(good)}\n\`\`\`` });
    const model = client();
    expect((await proposeTests(sampleRequest, model, noCaps)).candidates).toHaveLength(2);
    expect((await proposeTests(sampleRequest, model, noCaps)).candidates).toHaveLength(2);
    expect(bodies().map((body) => 'response_format' in body)).toEqual([true, false, false]);
  });

  test('one that only knows max_tokens gets max_tokens', async () => {
    mock.on(
      { predicate: (request) => 'max_completion_tokens' in request },
      { error: { message: 'Unrecognized request argument supplied: max_completion_tokens' }, status: 400 },
    );
    mock.onMessage(/clamp/, { content: JSON.stringify(good) });
    expect((await proposeTests(sampleRequest, client(), noCaps)).candidates).toHaveLength(2);
    expect(bodies().map((body) => [body['max_completion_tokens'], body['max_tokens']])).toEqual([
      [8192, undefined],
      [undefined, 8192],
    ]);
  });
});

describe('what can go wrong', () => {
  test.each([
    [401, 'Incorrect API key', 'unauthorised', 'OPENAI_API_KEY is not set'],
    [403, 'No access', 'unauthorised', 'No access'],
    [404, 'The model does not exist', 'refused', 'knows no model "test-model"'],
    [400, 'context length exceeded', 'refused', 'context length exceeded'],
    [429, 'You exceeded your current quota', 'rate-limited', 'check the plan'],
    [500, 'boom', 'unreachable', 'a fault of its own'],
  ])('status %i (%s) is %s', async (status, message, outcome, words) => {
    mock.on({ predicate: () => true }, { error: { message }, status });
    const { result } = await client().ask([{ role: 'user', content: 'hi' }]);
    expect(result).toEqual({ outcome, message: expect.stringContaining(words) as string });
  });

  test('a short rush is waited out', async () => {
    mock.on(
      { userMessage: /clamp/, sequenceIndex: 0 },
      { error: { message: 'slow down' }, status: 429, retryAfter: 0 },
    );
    mock.onMessage(/clamp/, { content: JSON.stringify(good) });
    const proposal = await proposeTests(sampleRequest, client({ retries: 2 }), noCaps);
    expect(proposal.candidates).toHaveLength(2);
    expect(mock.getRequests()).toHaveLength(2);
  });

  test('a server that is not there is named, with the remedy', async () => {
    const { result } = await client({ baseUrl: 'http://127.0.0.1:9/v1' }).ask([
      { role: 'user', content: 'hi' },
    ]);
    expect(result).toMatchObject({ outcome: 'unreachable' });
    expect(result).toHaveProperty('message', expect.stringMatching(/127\.0\.0\.1:9.*check the base URL/));
  });
});

describe('a server of its own kind', () => {
  let server: Server;

  async function serve(answer: unknown): Promise<string> {
    server = createServer((_request, response) => {
      if (answer === undefined) return;
      response.setHeader('content-type', 'application/json');
      if (answer === 'stall') return void response.write('{"choices":');
      response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  }

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const ask = async (changes: Partial<ModelClientOptions>) =>
    client(changes).ask([{ role: 'user', content: 'hello there' }]);

  test.each([
    ['silence', undefined],
    ['an answer that begins and does not go on', 'stall'],
  ])('%s ends at the timeout', async (_name, answer) => {
    const { result, usage } = await ask({ baseUrl: await serve(answer), timeoutMs: 200 });
    expect(result).toMatchObject({ outcome: 'timeout' });
    expect(usage).toBeNull();
  });

  test('an interruption ends the wait at once, and the tokens count as spent', async () => {
    const baseUrl = await serve(undefined);
    const proposal = await proposeTests(sampleRequest, client({ baseUrl }), noCaps, AbortSignal.timeout(100));
    expect(proposal.calls).toMatchObject([{ outcome: 'interrupted', outputTokens: 8192 }]);
  });

  test.each([
    ['an empty object', {}, 'unusable'],
    ['no choices', { choices: [] }, 'unusable'],
    ['no message', { choices: [{}] }, 'unusable'],
    ['a refusal', { choices: [{ message: { content: null, refusal: 'I will not' } }] }, 'refused'],
    [
      'a filtered answer',
      { choices: [{ finish_reason: 'content_filter', message: { content: '' } }] },
      'refused',
    ],
    [
      'an answer cut off',
      { choices: [{ finish_reason: 'length', message: { content: '{"tests": [{"ti' } }] },
      'unusable',
    ],
    ['text that is no JSON', '<html>busy</html>', 'unreachable'],
  ])('%s is an outcome and no exception', async (_name, answer, outcome) => {
    const { result } = await ask({ baseUrl: await serve(answer) });
    expect(result.outcome).toBe(outcome);
  });

  test('tokens that it does not count are estimated', async () => {
    const content = JSON.stringify(good);
    const { usage } = await ask({ baseUrl: await serve({ choices: [{ message: { content } }] }) });
    expect(usage?.inputTokens).toBeGreaterThan(0);
    expect(usage?.outputTokens).toBe(Math.ceil(content.length / 4));
  });
});
