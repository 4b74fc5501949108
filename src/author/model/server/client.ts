/** Talks to a model behind the OpenAI protocol: reserves, sends, learns the server's dialect, waits and tries again. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from '../money/account.js';
import { mostTokens } from '../money/tokens.js';
import { conclude, failed, type ModelAttempt } from './attempt.js';
import { hopeless, type AnswerForm, type ChatMessage, type Failure } from './chat.js';
import type { Completion } from './completion.js';
import { adaptDialect, fullDialect, toBody, type Dialect } from './dialect.js';
import { openEndpoint, type Endpoint } from './endpoint.js';
import { exchange } from './exchange.js';
import { explainNoAnswer, type FailureContext } from './failure.js';

export interface ModelQuestion {
  /** The target, or the file, that the ledger keeps the request under. */
  about: string;
  messages: readonly ChatMessage[];
  form: AnswerForm;
}

/** The text that the model wrote, or why there is none. */
export type Reply = { outcome: 'ok'; text: string; isCut: boolean } | Failure;

export interface ModelClient {
  readonly model: string;
  /** The server as users know it. */
  readonly server: string;
  /** Asks one question; never throws for anything that the server does. */
  ask(question: ModelQuestion, signal?: AbortSignal): Promise<Reply>;
}

export interface ModelClientOptions {
  model: string;
  /** Null for OpenAI's own address. */
  baseUrl: string | null;
  /** Empty or undefined for servers that know no key. */
  key: string | undefined;
  account: Account;
  /** Masks secrets in everything that is sent. */
  redact: (text: string) => string;
  /** For one attempt, in milliseconds; two minutes by default. */
  timeoutMs?: number;
  /** Further attempts after a rush, a server's fault or a broken connection; 2 by default. */
  retries?: number;
  /** The limit of an answer in tokens; 8192 by default. */
  outputTokens?: number;
  /** `reasoning_effort`, for models that have it. */
  effort?: string | null;
  headers?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
  /** As an earlier pass has learned it of this server. */
  dialect?: Dialect;
  onDialect?: (dialect: Dialect) => void;
  /** Called once where the server counts far fewer tokens than a prompt has, because it reads only a part of it. */
  onShortened?: (message: string) => void;
}

/** A pause that a server asks for is kept up to this long; a longer one ends the question. */
const LONGEST_PAUSE_MS = 60_000;
const FIRST_PAUSE_MS = 500;
/** Shorter answers hold no test. */
const LEAST_OUTPUT_TOKENS = 1000;
/** No tokenizer makes longer tokens of code and prose on average. */
const MOST_CHARACTERS_OF_TOKEN = 8;
const FIRST_OUTPUT_TOKENS = 8192;
const TIMEOUT_MS = 120_000;
/** How often a dialect may change for one question. */
const MOST_CHANGES = 6;

/** Makes a client; it connects with the first question. Questions may be asked side by side. */
export const createModelClient = (options: ModelClientOptions): ModelClient => new Client(options);

class Client implements ModelClient {
  readonly #options: ModelClientOptions;
  readonly #endpoint: Endpoint;
  readonly #context: FailureContext;
  readonly #firstLimit: number;
  #limit: number;
  #dialect: Dialect;
  /** A pause that the server asked for holds for all questions. */
  #resumesAt = 0;
  #isShortened = false;
  /** The first question finds the dialect out; the others wait for it, so that a server refuses once and not four times. */
  #scout: Promise<unknown> | null = null;

  constructor(options: ModelClientOptions) {
    this.#options = options;
    this.#endpoint = openEndpoint(options);
    this.#firstLimit = this.#limit = options.outputTokens ?? FIRST_OUTPUT_TOKENS;
    this.#dialect = options.dialect ?? fullDialect;
    this.#context = {
      server: this.#endpoint.name,
      model: options.model,
      hasKey: (options.key ?? '') !== '',
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    };
  }

  get model(): string {
    return this.#options.model;
  }

  get server(): string {
    return this.#endpoint.name;
  }

  async ask(question: ModelQuestion, signal?: AbortSignal): Promise<Reply> {
    if (this.#scout !== null) {
      await this.#scout;
      return this.#askPatiently(question, signal);
    }
    const known = this.#dialect;
    const asking = this.#askPatiently(question, signal);
    this.#scout = asking;
    const reply = await asking;
    if (this.#dialect !== known && !hopeless.has(reply.outcome)) this.#options.onDialect?.(this.#dialect);
    return reply;
  }

  /** Asks until there is an answer, or a failure that another attempt would not mend. */
  async #askPatiently(question: ModelQuestion, signal?: AbortSignal): Promise<Reply> {
    const { retries = 2 } = this.#options;
    let tries = 0;
    for (let changes = 0; ;) {
      if (!(await pause(this.#resumesAt - Date.now(), signal)))
        return explainNoAnswer({ kind: 'interrupted' }, this.#context);
      const dialect = this.#dialect;
      const limit = this.#limit;
      const result = await this.#attempt(question, limit, signal);
      if (result.kind === 'done') {
        this.#noteShortened(question, result.completion);
        const isCut = result.completion.finish === 'length';
        if (!isCut || limit > this.#firstLimit) return readCompletion(result.completion, limit);
        // Reasoning takes its share of the limit; a cut answer is asked for once more with a longer one.
        this.#limit = limit * 2;
        continue;
      }
      const { failure, status, words, retryAfterMs } = result;
      const next = adaptDialect(dialect, status, words);
      if (next !== null && changes++ < MOST_CHANGES) {
        if (this.#dialect === dialect) this.#dialect = next;
        continue;
      }
      const waitMs = retryAfterMs ?? FIRST_PAUSE_MS * 2 ** tries;
      if (!isWorthAnother(failure) || tries++ >= retries || waitMs > LONGEST_PAUSE_MS) return failure;
      this.#resumesAt = Math.max(this.#resumesAt, Date.now() + waitMs);
    }
  }

  /** Local servers cut prompts to their context without a word. */
  #noteShortened({ messages }: ModelQuestion, { usage }: Completion): void {
    const least = messages.reduce((sum, { content }) => sum + content.length, 0) / MOST_CHARACTERS_OF_TOKEN;
    if (this.#isShortened || usage === null || usage.inputTokens === 0 || usage.inputTokens >= least) return;
    this.#isShortened = true;
    const text = `${this.server} read only ${usage.inputTokens} tokens of a longer prompt; give the model a longer context (Ollama: OLLAMA_CONTEXT_LENGTH=32768)`;
    this.#options.onShortened?.(text);
  }

  async #attempt(question: ModelQuestion, limit: number, signal?: AbortSignal): Promise<ModelAttempt> {
    const { model, account, redact, effort = null } = this.#options;
    const messages = question.messages.map((each) => ({ ...each, content: redact(each.content) }));
    const bodyFor = (outputTokens: number): string =>
      JSON.stringify(toBody({ model, messages, form: question.form, outputTokens, effort }, this.#dialect));
    const body = bodyFor(limit);
    const leastOutputTokens = Math.min(limit, LEAST_OUTPUT_TOKENS);
    const wish = { inputTokens: mostTokens([body]), outputTokens: limit, leastOutputTokens };
    const about = { target: question.about, promptHash: sha256(body) };
    const grant = await account.reserve(wish, about, signal);
    if (!grant.ok) return failed({ outcome: 'no-budget', message: grant.message });
    const { reservation } = grant;
    const { outputTokens } = reservation;
    const sent = outputTokens === limit ? body : bodyFor(outputTokens);
    const startedAt = performance.now();
    const { timeoutMs } = this.#context;
    const ended = await exchange({ ...this.#endpoint, body: sent, timeoutMs }, signal);
    return conclude(ended, {
      wish: { ...wish, outputTokens },
      ...{ sent, reservation, startedAt, context: this.#context },
    });
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const isWorthAnother = ({ outcome }: Failure): boolean =>
  outcome === 'rate-limited' || outcome === 'server-error';

/** Waits; false when the signal aborted meanwhile. */
async function pause(ms: number, signal: AbortSignal | undefined): Promise<boolean> {
  if (signal?.aborted === true) return false;
  if (ms <= 0) return true;
  return sleep(ms, true, signal === undefined ? {} : { signal }).catch(() => false);
}

function readCompletion({ content, refusal, finish }: Completion, limit: number): Reply {
  if (refusal !== null && refusal !== '')
    return { outcome: 'refused', message: `the model refused: ${refusal.slice(0, 300)}` };
  if (finish === 'content_filter')
    return { outcome: 'refused', message: "the server's content filter held the answer back" };
  const isCut = finish === 'length';
  if (content.trim() === '' && isCut)
    return {
      outcome: 'unusable',
      message: `the answer was cut off after ${limit} tokens before it began; allow more with "modelOptions": { "outputTokens": N }`,
    };
  return { outcome: 'ok', text: content, isCut };
}
