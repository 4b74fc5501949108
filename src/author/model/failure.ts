/** Puts a failed request to the model into words for the user. */
import type { ModelResult, ModelServer } from './outcome.js';

type Failure = Exclude<ModelResult, { outcome: 'ok' }>;
type FailureContext = ModelServer & {
  timeoutMs: number;
  isAborted: boolean;
  isTimedOut: boolean;
};

/** Maps an error of the SDK to an outcome, by status and by the SDK's class names. */
export function explainFailure(error: unknown, context: FailureContext): Failure {
  const { baseUrl, timeoutMs } = context;
  const server = baseUrl ?? "OpenAI's server";
  const name = error instanceof Error ? error.constructor.name : '';
  if (context.isAborted) {
    return { outcome: 'interrupted', message: 'the request to the model was interrupted' };
  }
  if (context.isTimedOut || name === 'APIConnectionTimeoutError') {
    const seconds = Math.round(timeoutMs / 1000);
    return { outcome: 'timeout', message: `${server} did not answer within ${seconds} s` };
  }
  const { status } = error as { status?: unknown };
  if (typeof status === 'number') return explainStatus(status, wordsOf(error), context);
  if (name === 'APIConnectionError') {
    const remedy = baseUrl === null ? 'check the network' : 'check the base URL and that the server runs';
    return {
      outcome: 'unreachable',
      message: `${server} cannot be reached (${rootCause(error)}); ${remedy}`,
    };
  }
  return { outcome: 'unreachable', message: `${server} sent no proper answer: ${wordsOf(error)}` };
}

function explainStatus(status: number, words: string, { baseUrl, env, model }: FailureContext): Failure {
  const server = baseUrl ?? "OpenAI's server";
  if (status === 401 || status === 403) {
    const remedy =
      (env['OPENAI_API_KEY'] ?? '') === ''
        ? 'OPENAI_API_KEY is not set'
        : 'check OPENAI_API_KEY and what it may use';
    return { outcome: 'unauthorised', message: `${server} does not accept the key: ${words}; ${remedy}` };
  }
  if (status === 429) {
    const remedy = /quota|billing|credit/i.test(words) ? 'check the plan of the account' : 'try again later';
    return { outcome: 'rate-limited', message: `${server} wants fewer requests: ${words}; ${remedy}` };
  }
  if (status === 408 || status === 504)
    return { outcome: 'timeout', message: `${server} took too long: ${words}` };
  if (status >= 500) return { outcome: 'unreachable', message: `${server} has a fault of its own: ${words}` };
  if (status === 404) {
    return {
      outcome: 'refused',
      message: `${server} knows no model "${model}" or no such address: ${words}; check --model and --base-url`,
    };
  }
  return { outcome: 'refused', message: `${server} refused the request: ${words}` };
}

const wordsOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').slice(0, 300);

/** The innermost cause: what the SDK says itself is only `Connection error.`. */
function rootCause(error: unknown): string {
  let inner = error;
  while (inner instanceof Error && inner.cause !== undefined) inner = inner.cause;
  const { code } = inner as { code?: unknown };
  return typeof code === 'string' ? code : wordsOf(inner);
}
