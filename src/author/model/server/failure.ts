/** Puts a failed request to the model into an outcome and one line for the user, with the remedy; pure. */
import type { Failure } from './chat.js';
import { emptyAnswer, type ReadBody } from './completion.js';
import type { HttpExchange } from './exchange.js';

export interface FailureContext {
  /** The server as users know it. */
  server: string;
  model: string;
  hasKey: boolean;
  timeoutMs: number;
}

/** The failure of an exchange that brought no answer. */
export function explainNoAnswer(
  ended: Exclude<HttpExchange, { kind: 'answer' }>,
  { server, timeoutMs }: FailureContext,
): Failure {
  switch (ended.kind) {
    case 'interrupted':
      return { outcome: 'interrupted', message: 'the request to the model was interrupted' };
    case 'timeout': {
      const seconds = Math.max(1, Math.round(timeoutMs / 1000));
      return {
        outcome: 'timeout',
        message: `${server} did not answer within ${seconds} s; give it longer with "modelOptions": { "timeoutSeconds": N }`,
      };
    }
    case 'unsent':
      return {
        outcome: 'unreachable',
        message: `${server} cannot be reached (${ended.code}); check the base URL, the network, and that the server runs`,
      };
    case 'broken':
      return {
        outcome: 'server-error',
        message: `${server} broke off the connection (${ended.code}); try again later`,
      };
  }
}

/** The failure in a response, or null when it holds a completion. An error inside a response with status 200 is an error. */
export function explainResponse(status: number, body: ReadBody, context: FailureContext): Failure | null {
  const isFine = status >= 200 && status < 300;
  if (isFine && body.kind === 'completion') return null;
  const { server } = context;
  const checkUrl = 'check --base-url (most servers want it to end in /v1)';
  if (body.kind === 'foreign' && (isFine || status === 404 || status === 405)) {
    const what = isFine ? '' : ` and status ${status}`;
    return { outcome: 'unreachable', message: `${server} answers with ${body.words}${what}; ${checkUrl}` };
  }
  if (status >= 300 && status < 400)
    return {
      outcome: 'unreachable',
      message: `${server} redirects to another address (${status}); ${checkUrl}`,
    };
  const words = body.kind === 'completion' || body.words === emptyAnswer ? '' : body.words;
  const code = body.kind === 'error' ? body.code : '';
  const known = explainWords(isFine ? statusIn(code) : status, words, code, context);
  return known ?? { outcome: 'refused', message: `${server} refused the request: ${saying(words, status)}` };
}

/** The status that an error inside an ordinary response names, or 0. */
const statusIn = (code: string): number => Number(/\b([45]\d\d)\b/.exec(code)?.[1] ?? 0);

const saying = (words: string, status: number): string =>
  words === '' ? `status ${status}, no reason given` : words;

function explainWords(status: number, words: string, code: string, context: FailureContext): Failure | null {
  const { server, model, hasKey } = context;
  const all = `${code} ${words}`;
  const said = saying(words, status);
  if (
    /context.?length|context.?window|maximum context|too many tokens|too long|reduce the length|input.*exceeds/i.test(
      all,
    )
  )
    return {
      outcome: 'too-long',
      message: `${server} cannot read a prompt of this length: ${said}; give the model a longer context, or name one that has it`,
    };
  if (
    status === 402 ||
    /insufficient_quota|exceeded your current quota|billing|credit balance|more credits|insufficient (?:funds|balance|credit)/i.test(
      all,
    )
  )
    return {
      outcome: 'no-credit',
      message: `${server} has no credit left for this key: ${said}; check the plan of the account`,
    };
  if (/content.?(?:filter|policy)|responsible.?ai/i.test(all))
    return { outcome: 'refused', message: `${server} holds the request back by its content filter: ${said}` };
  if (
    status === 401 ||
    status === 403 ||
    /invalid.?api.?key|api key not valid|unauthenticated|permission_denied/i.test(all)
  ) {
    const remedy = hasKey ? 'check OPENAI_API_KEY and what it may use' : 'OPENAI_API_KEY is not set';
    return { outcome: 'unauthorised', message: `${server} does not accept the key: ${said}; ${remedy}` };
  }
  if (
    status === 404 ||
    /model.?not.?found|no such model|unknown model|does not exist|invalid model|not a valid model|deployment.*not/i.test(
      all,
    )
  )
    return {
      outcome: 'unknown-model',
      message: `${server} knows no model "${model}" or no such address: ${said}; check --model and --base-url`,
    };
  if (status === 429 || /rate.?limit|too many requests|resource_exhausted/i.test(all))
    return { outcome: 'rate-limited', message: `${server} wants fewer requests: ${said}; try again later` };
  if (status === 408 || status === 504 || status === 524)
    return { outcome: 'timeout', message: `${server} took too long: ${said}` };
  if (status >= 500 || /overloaded|unavailable|internal.?(?:server.?)?error/i.test(all))
    return { outcome: 'server-error', message: `${server} has a fault of its own: ${said}; try again later` };
  return null;
}
