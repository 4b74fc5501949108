/** Talks to a model behind the OpenAI API and turns whatever comes back into a closed set of outcomes. */
import type OpenAI from 'openai';
import { createRedactor } from '../../io/system/redact.js';
import { answerSchema, parseAnswer } from './answer/parse-answer.js';
import { estimateTokens } from './budget.js';
import { explainFailure } from './failure.js';
import type { ModelResult, ModelServer } from './outcome.js';
import { plainTextNote, type ChatMessage } from './prompt.js';

export interface ModelReply {
  result: ModelResult;
  /** As the server counted them, or estimated when it did not say; null when no answer came. */
  usage: { inputTokens: number; outputTokens: number } | null;
  ms: number;
  /** The messages as they were sent, with secrets masked. */
  sent: ChatMessage[];
}

export interface ModelClient {
  readonly model: string;
  /** The most tokens that one answer may take. */
  readonly maxOutputTokens: number;
  /** Sends a conversation; never throws for anything that the server does. */
  ask(messages: readonly ChatMessage[], signal?: AbortSignal): Promise<ModelReply>;
}

export interface ModelClientOptions extends ModelServer {
  /** For one attempt, in milliseconds. Default two minutes. */
  timeoutMs?: number;
  /** Further attempts after 429, 5xx and broken connections. Default 2. */
  retries?: number;
  /** Default 8192. */
  maxOutputTokens?: number;
}

/** Servers that know no key still want the header. */
const dummyKey = 'none';

/** The SDK heeds a server that asks for a pause of up to a minute. */
const longestPauseMs = 60_000;

const defaultBaseUrl = 'https://api.openai.com/v1';

/** The options that this server accepts; learned from its refusals, once for each client. */
interface Dialect {
  schema: boolean;
  tokenParameter: 'max_completion_tokens' | 'max_tokens';
}

/** Makes a client; it connects with the first question. */
export function createModelClient(options: ModelClientOptions): ModelClient {
  const maxOutputTokens = options.maxOutputTokens ?? 8192;
  const redact = createRedactor(options.env);
  const timeoutMs = options.timeoutMs ?? 120_000;
  const retries = options.retries ?? 2;
  // The SDK's timeout ends with the headers of the response, and a body may dawdle; this one holds for all of it.
  const deadlineMs = (retries + 1) * timeoutMs + retries * longestPauseMs;
  const dialect: Dialect = { schema: true, tokenParameter: 'max_completion_tokens' };
  let sdk: Promise<OpenAI> | undefined;

  const attempt = async (messages: ChatMessage[], signal: AbortSignal) => {
    const client = await (sdk ??= connect(options, timeoutMs, retries));
    return client.chat.completions.create(
      {
        model: options.model,
        messages,
        [dialect.tokenParameter]: maxOutputTokens,
        ...(dialect.schema ? { response_format: responseFormat } : {}),
      },
      { signal },
    );
  };

  return {
    model: options.model,
    maxOutputTokens,
    async ask(messages, signal) {
      const startedAt = performance.now();
      const clean = messages.map((message) => ({ ...message, content: redact(message.content) }));
      const deadline = AbortSignal.timeout(deadlineMs);
      const either = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
      let sent = clean;
      const finish = (result: ModelResult, usage: ModelReply['usage'] = null): ModelReply => ({
        result,
        usage,
        ms: Math.round(performance.now() - startedAt),
        sent,
      });
      for (;;) {
        sent = dialect.schema ? clean : withNote(clean);
        try {
          const completion = await attempt(sent, either);
          return finish(await readCompletion(completion, maxOutputTokens), readUsage(completion, sent));
        } catch (error) {
          if (adapt(dialect, error)) continue;
          const isAborted = signal?.aborted === true;
          const context = { ...options, timeoutMs, isAborted, isTimedOut: deadline.aborted };
          return finish(explainFailure(error, context));
        }
      }
    },
  };
}

async function connect(options: ModelClientOptions, timeout: number, maxRetries: number): Promise<OpenAI> {
  const { default: Sdk } = await import('openai');
  const key = options.env['OPENAI_API_KEY'];
  return new Sdk({
    apiKey: key === undefined || key === '' ? dummyKey : key,
    adminAPIKey: null,
    baseURL: options.baseUrl ?? defaultBaseUrl,
    timeout,
    maxRetries,
    logLevel: 'off',
  });
}

const responseFormat = {
  type: 'json_schema' as const,
  json_schema: { name: 'tests', strict: true, schema: answerSchema },
};

function withNote(messages: ChatMessage[]): ChatMessage[] {
  return [...messages, { role: 'user', content: plainTextNote }];
}

/** Learns from a refusal; true when the same question is worth asking in another form. Each form changes only once. */
function adapt(dialect: Dialect, error: unknown): boolean {
  const { status, message } = error as { status?: unknown; message?: unknown };
  if ((status !== 400 && status !== 422) || typeof message !== 'string') return false;
  if (dialect.tokenParameter === 'max_completion_tokens' && message.includes('max_completion_tokens')) {
    dialect.tokenParameter = 'max_tokens';
    return true;
  }
  if (dialect.schema && /response_format|json_schema|structured output/i.test(message)) {
    dialect.schema = false;
    return true;
  }
  return false;
}

/** Servers that only resemble the protocol leave fields out, so every one of them may be missing. */
type LooseCompletion = {
  choices?: {
    finish_reason?: string | null;
    message?: { content?: string | null; refusal?: string | null } | null;
  }[];
  usage?: { prompt_tokens?: number; completion_tokens?: number } | null;
} | null;

async function readCompletion(completion: LooseCompletion, maxOutputTokens: number): Promise<ModelResult> {
  const choice = completion?.choices?.[0];
  const refusal = choice?.message?.refusal;
  if (typeof refusal === 'string' && refusal !== '') {
    return { outcome: 'refused', message: `the model refused: ${refusal.slice(0, 300)}` };
  }
  if (choice?.finish_reason === 'content_filter') {
    return { outcome: 'refused', message: "the server's content filter held the answer back" };
  }
  const parsed = await parseAnswer(choice?.message?.content ?? '');
  if (parsed.ok) return { outcome: 'ok', answer: parsed.answer };
  if (choice?.finish_reason === 'length') {
    return { outcome: 'unusable', message: `the answer was cut off after ${maxOutputTokens} tokens` };
  }
  return { outcome: 'unusable', message: parsed.message };
}

function readUsage(completion: LooseCompletion, sent: readonly ChatMessage[]): ModelReply['usage'] {
  const { prompt_tokens: input, completion_tokens: output } = completion?.usage ?? {};
  return {
    inputTokens: input ?? estimateTokens(sent.map(({ content }) => content).join('\n')),
    outputTokens: output ?? estimateTokens(completion?.choices?.[0]?.message?.content ?? ''),
  };
}
