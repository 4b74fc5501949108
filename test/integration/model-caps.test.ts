/** Caps on tokens and money against a server that counts what it was really made to do. */
import fc from 'fast-check';
import type { CallRecord } from '../../src/author/model/money/account.js';
import { createModelClient } from '../../src/author/model/server/client.js';
import { keptAccount } from '../support/model-account.js';
import { completion, type Move, startScriptedServer } from '../support/scripted-server.js';

const form = { name: 'tests', schema: { type: 'object' }, inWords: 'Answer with JSON.' };
const prices = { inputPerMillion: 3, outputPerMillion: 15 };
const usdOf = (input: number, output: number): number => (input * 3 + output * 15) / 1e6;

/** What a server does with a request, and which share of the limits it works off for it. */
const behaviour = fc.record({
  end: fc.constantFrom(
    'ok',
    'ok',
    'ok',
    'uncounted',
    'rush',
    'fault',
    'late',
    'cut',
    'cut within',
    'stall',
    'no form',
  ),
  input: fc.double({ min: 0, max: 1, noNaN: true }),
  output: fc.double({ min: 0, max: 1, noNaN: true }),
});
type Behaviour = typeof behaviour extends fc.Arbitrary<infer T> ? T : never;

interface Truth {
  tokens: number;
  usd: number;
}

/** The move, and what it truly took: refused requests nothing, a connection that breaks whatever was done by then. */
function play({ end, input, output }: Behaviour, body: Record<string, unknown>, truth: Truth): Move {
  const most = Buffer.byteLength(JSON.stringify(body));
  const limit = Number(body['max_completion_tokens'] ?? body['max_tokens']);
  const usage = { prompt_tokens: Math.floor(most * input), completion_tokens: Math.floor(limit * output) };
  const work = (): void => {
    truth.tokens += usage.prompt_tokens + usage.completion_tokens;
    truth.usd += usdOf(usage.prompt_tokens, usage.completion_tokens);
  };
  switch (end) {
    case 'ok':
      work();
      return { send: completion('{"tests": []}', usage) };
    case 'uncounted': {
      const tokens = { input: Math.ceil(most / 4), output: 4 };
      truth.tokens += tokens.input + tokens.output;
      truth.usd += usdOf(tokens.input, tokens.output);
      return { send: completion('{"tests": []}', null) };
    }
    case 'rush':
      return { send: { error: { message: 'slow down' } }, status: 429, headers: { 'retry-after-ms': '1' } };
    case 'fault':
      return { send: { error: { message: 'boom' } }, status: 500, headers: { 'retry-after-ms': '1' } };
    case 'late':
      work();
      return { send: 'upstream timed out', status: 504 };
    case 'no form':
      return { send: { error: { message: 'response_format is not supported' } }, status: 400 };
    case 'stall':
      work();
      return { stall: 'within' };
    case 'cut':
    case 'cut within':
      work();
      return { cut: end === 'cut' ? 'before' : 'within' };
  }
  throw new Error(end);
}

const scenario = fc.record({
  behaviours: fc.array(behaviour, { minLength: 1, maxLength: 12 }),
  sizes: fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 10 }),
  outputTokens: fc.integer({ min: 1000, max: 6000 }),
  maxTokens: fc.option(fc.integer({ min: 0, max: 40_000 })),
  maxUsd: fc.option(fc.double({ min: 0, max: 0.3, noNaN: true })),
  /** After so many requests the process dies, and another takes over. */
  killedAfter: fc.option(fc.integer({ min: 1, max: 8 })),
});

/** What a journal says was spent, requests that never ended at their most. */
const spentIn = (calls: Iterable<CallRecord>): { tokens: number; usd: number } => {
  const spent = { tokens: 0, usd: 0 };
  for (const { inputTokens, outputTokens, usd } of calls) {
    spent.tokens += inputTokens + outputTokens;
    spent.usd += usd ?? 0;
  }
  return spent;
};

test('caps hold over any usage, side by side, through retries, faults, cut connections, timeouts and kills', async () => {
  await fc.assert(
    fc.asyncProperty(
      scenario,
      async ({ behaviours, sizes, outputTokens, maxTokens, maxUsd, killedAfter }) => {
        const truth: Truth = { tokens: 0, usd: 0 };
        const kill = new AbortController();
        const server = await startScriptedServer(({ body }, index) => {
          if (index + 1 === killedAfter) kill.abort();
          return play(behaviours[index % behaviours.length] as Behaviour, body, truth);
        });
        const spentBefore = { tokens: 0, usd: 0 };
        for (const signal of killedAfter === null ? [undefined] : [kill.signal, undefined]) {
          const { account, calls } = keptAccount({
            caps: { maxTokens, maxUsd },
            prices,
            spentBefore: { ...spentBefore },
          });
          const options = {
            model: 'm',
            baseUrl: server.url,
            key: 'k',
            account,
            redact: (text: string) => text,
          };
          const client = createModelClient({ ...options, outputTokens, timeoutMs: 250, retries: 2 });
          const ask = (size: number) =>
            client.ask({ about: 'a', messages: [{ role: 'user', content: 'x'.repeat(size) }], form }, signal);
          await Promise.all(sizes.map(ask));
          const spent = spentIn(calls.values());
          spentBefore.tokens += spent.tokens;
          spentBefore.usd += spent.usd;
        }
        await server.close();
        const slack = 1e-9;
        expect(truth.tokens).toBeLessThanOrEqual(spentBefore.tokens);
        expect(truth.usd).toBeLessThanOrEqual(spentBefore.usd + slack);
        expect(truth.tokens).toBeLessThanOrEqual(maxTokens ?? Infinity);
        expect(truth.usd).toBeLessThanOrEqual((maxUsd ?? Infinity) + slack);
      },
    ),
    { numRuns: Number(process.env['CAPS_RUNS'] ?? 30) },
  );
}, 120_000);
