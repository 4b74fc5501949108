/** Sends one request over HTTP and returns what came back; never throws for anything that a server does. */
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
  const either = signal === undefined ? clock : AbortSignal.any([signal, clock]);
  const isGivenUp = (): boolean => signal?.aborted === true;
  if (isGivenUp()) return { kind: 'interrupted' };
  try {
    const response = await fetch(request.url, {
      method: 'POST',
      headers: request.headers,
      body: request.body,
      signal: either,
      // The key goes to the address that the user gave and to no other.
      redirect: 'manual',
    });
    const text = await readBody(response);
    if (text === null) return { kind: 'broken', code: `more than ${mostBytes} bytes` };
    return { kind: 'answer', status: response.status, headers: response.headers, text };
  } catch (error) {
    if (isGivenUp()) return { kind: 'interrupted' };
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
