/** Finds out with one small question whether a model can be asked, and in which dialect. */
import { openAccount } from '../money/account.js';
import { createModelClient, type ModelClientOptions } from './client.js';
import { fullDialect, type Dialect } from './dialect.js';

export type ModelProbe =
  | { works: true; dialect: Dialect; tokens: number }
  /** `problem` is for the user, with the remedy. */
  | { works: false; problem: string };

const form = {
  name: 'greeting',
  schema: {
    type: 'object',
    properties: { ready: { type: 'boolean' } },
    required: ['ready'],
    additionalProperties: false,
  },
  inWords: 'Answer with this JSON object and nothing else: {"ready": true}',
};

/** Asks once, with a short answer and without patience. */
export async function probeModel(
  options: Pick<ModelClientOptions, 'model' | 'baseUrl' | 'key' | 'effort' | 'headers' | 'query'>,
  signal?: AbortSignal,
): Promise<ModelProbe> {
  const caps = { maxTokens: null, maxUsd: null };
  const journal = { begin: () => '', end: () => undefined };
  const account = openAccount({ caps, prices: null, model: options.model, journal });
  let dialect = fullDialect;
  const client = createModelClient({
    ...options,
    account,
    redact: (text) => text,
    ...{ timeoutMs: 30_000, retries: 0, outputTokens: 1000 },
    onDialect: (learned) => {
      dialect = learned;
    },
  });
  const messages = [{ role: 'user' as const, content: 'Are you ready? Answer {"ready": true}.' }];
  const reply = await client.ask({ about: 'doctor', messages, form }, signal);
  // An answer that was cut off is one all the same: reasoning takes more than a greeting is given.
  if (reply.outcome !== 'ok' && reply.outcome !== 'unusable') return { works: false, problem: reply.message };
  const { inputTokens, outputTokens } = account.usage();
  return { works: true, dialect, tokens: inputTokens + outputTokens };
}

/** `json_schema, max_completion_tokens`. */
export const describeDialect = ({ form: way, limit, system }: Dialect): string =>
  [way === 'none' ? 'the form in words' : way, limit, ...(system ? [] : ['no system message'])].join(', ');
