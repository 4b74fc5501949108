/**
 * Sends one request through the OpenAI SDK and returns what came back; never throws for anything that a server does. The SDK
 * makes one attempt: retries decide about money and are ours, and so is the reading of answers that are not the protocol's.
 */
import type OpenAI from 'openai';
import { errorCode, errorMessage } from '../../../io/system/system-error.js';

/** How one exchange ended. */
export type HttpExchange =
  | { kind: 'answer'; status: number; headers: Headers; text: string }
  /** Nothing was sent: no connection came about. */
  | { kind: 'unsent'; code: string }
  /** The request was sent, and the connection broke or the answer was too long; the server may have worked on it. */
  | { kind: 'broken'; code: string }
  | { kind: 'timeout' }
  | { kind: 'interrupted' };

export interface HttpRequest {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** For the whole exchange, in milliseconds. */
  timeoutMs: number;
}

/** Longer answers come from no model. */
const mostBytes = 16 * 1024 * 1024;

/** Errors of a connection that never came about. */
const unsentCodes =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|bad port|UND_ERR_CONNECT_TIMEOUT|ERR_INVALID_URL|UND_ERR_INVALID_ARG|ERR_INVALID_CHAR|(?:ERR_TLS|ERR_SSL|CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)_?\w*)$/;

/** One exchange; `signal` is of whoever may give it up. */
export async function exchange(request: HttpRequest, signal?: AbortSignal): Promise<HttpExchange> {
  const clock = AbortSignal.timeout(request.timeoutMs);
  const giveUp = signal ?? new AbortController().signal;
  if (giveUp.aborted) return { kind: 'interrupted' };
  const client = await openSdk();
  let ended: HttpExchange | undefined;
  const fetchOnce: typeof fetch = async (url, init) => {
    ended = await send(url, init, { clock, giveUp });
    if (ended.kind !== 'answer') throw new Error(ended.kind);
    const { status, headers, text } = ended;
    return new Response(bodiless.has(status) ? null : text, { status, headers });
  };
  try {
    const { url, headers, body, timeoutMs } = request;
    // Servers that know no key get none, and Azure has a header of its own.
    const options = { headers: { authorization: null, ...headers }, body, maxRetries: 0 };
    await client.withOptions({ fetch: fetchOnce, timeout: timeoutMs + slackMs }).post(url, options);
  } catch (error) {
    return ended ?? { kind: 'unsent', code: codeOf(error) };
  }
  return ended ?? { kind: 'unsent', code: 'no request was made' };
}

/** Statuses whose responses have no body. */
const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);
/** The clock here ends an exchange, and not the SDK's. */
const slackMs = 10_000;

/** The SDK takes a moment to load, and most passes ask nobody. */
async function openSdk(): Promise<OpenAI> {
  const { default: Sdk } = await import('openai');
  return new Sdk({ apiKey: 'none', maxRetries: 0, organization: null, project: null, logLevel: 'off' });
}

interface Ends {
  clock: AbortSignal;
  giveUp: AbortSignal;
}

async function send(
  url: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
  { clock, giveUp }: Ends,
): Promise<HttpExchange> {
  try {
    const signal = AbortSignal.any([giveUp, clock]);
    // The key goes to the address that the user gave and to no other.
    const response = await fetch(url, { ...init, signal, redirect: 'manual' });
    const text = await readBody(response);
    if (text === null) return { kind: 'broken', code: `more than ${mostBytes} bytes` };
    return { kind: 'answer', status: response.status, headers: response.headers, text };
  } catch (error) {
    if (giveUp.aborted) return { kind: 'interrupted' };
    const code = codeOf(error);
    if (clock.aborted || /^UND_ERR_(?:HEADERS|BODY)_TIMEOUT$/.test(code)) return { kind: 'timeout' };
    return unsentCodes.test(code) ? { kind: 'unsent', code } : { kind: 'broken', code };
  }
}

async function readBody(response: Response): Promise<string | null> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > mostBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The code of the innermost cause that has one; `fetch failed` alone says nothing. */
function codeOf(error: unknown): string {
  let code = '';
  let innermost = error;
  for (let inner = error, depth = 0; isObject(inner) && depth < 5; inner = inner['cause'], depth++) {
    const [first] = Array.isArray(inner['errors']) ? (inner['errors'] as unknown[]) : [];
    code = errorCode(inner) || errorCode(first) || code;
    innermost = inner;
  }
  return code || errorMessage(innermost);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
