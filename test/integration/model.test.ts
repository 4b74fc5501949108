/** The model author against a real server that speaks the OpenAI protocol. */
import { LLMock } from '@copilotkit/aimock';
import { createModelClient, type ModelClientOptions } from '../../src/author/model/server/client.js';
import { createRedactor } from '../../src/io/system/redact.js';
import { proposeTests, repairTest } from '../../src/author/model/propose.js';
import type { Candidate } from '../../src/domain/candidate.js';
import { keptAccount, type KeptAccount } from '../support/model-account.js';
import { sampleRequest } from '../support/model-request.js';

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

describe('a proposal', () => {
  test('becomes candidates, with the call accounted for', async () => {
    mock.onMessage(/clamp/, {
      content: JSON.stringify(good),
      usage: { prompt_tokens: 900, completion_tokens: 100 },
    });
    const proposal = await proposeTests(sampleRequest, client());
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
    const first = await proposeTests(sampleRequest, client());
    const second = await proposeTests(sampleRequest, client());
    expect(first.candidates.map(({ id }) => id)).toEqual(second.candidates.map(({ id }) => id));
    expect(new Set(first.candidates.map(({ id }) => id)).size).toBe(2);
  });

  test('is not asked for when the budget does not allow it', async () => {
    kept = keptAccount({ caps: { maxTokens: 100, maxUsd: null } });
    expect(await proposeTests(sampleRequest, client())).toMatchObject({
      candidates: [],
      outcome: 'no-budget',
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
    const proposal = await proposeTests(request, client());
    expect(proposal.outcome).toBe('ok');
    expect(mock.getRequests()).toHaveLength(2);
    expect(proposal.candidates).toMatchObject([{ title: 'limits', imports: [sampleRequest.access.need] }]);
    expect(JSON.stringify(bodies()[0])).toContain('const example = 1;');
    expect(JSON.stringify(bodies()[1])).not.toContain('const example = 1;');
  });

  test('sends no secret of the environment or of the source, and the key only as the key', async () => {
    mock.onMessage(/clamp/, { content: JSON.stringify(good) });
    const token = `ghp_${'a1'.repeat(18)}`;
    const source = `// ${token} hunter2hunter2 my-own-key-123\n${sampleRequest.source}`;
    const env = { OPENAI_API_KEY: 'my-own-key-123', DB_PASSWORD: 'hunter2hunter2' };
    await proposeTests({ ...sampleRequest, source }, client({ redact: createRedactor(env) }));
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
    const repaired = await repairTest(taken, failed, client());
    expect(repaired.findings).toEqual([]);
    expect(repaired.candidates).toMatchObject([
      { title: 'limits a value', body: 'expect(clamp(0, 1, 2)).toBe(1);' },
    ]);
  });

  test('a suspected bug becomes a finding with both values, and no test pins it', async () => {
    const suspectedBug = 'The upper bound should be exclusive, says line 2.';
    mock.onMessage(/Received: 3/, { content: JSON.stringify({ ...good, suspectedBug }) });
    const repaired = await repairTest(sampleRequest, failed, client());
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
    const [same] = (await proposeTests(sampleRequest, client())).candidates;
    if (same === undefined) throw new Error('no candidate');
    const verdict = { status: 'rejected' as const, reason: 'weak' as const, detail: '0 of 3 mutants' };
    const one = { ...good, tests: [good.tests[0]] };
    mock.clearFixtures();
    mock.onMessage(/clamp/, { content: JSON.stringify(one) });
    const repaired = await repairTest(sampleRequest, { candidate: same, verdict }, client());
    expect(repaired.candidates).toEqual([]);
  });
});
