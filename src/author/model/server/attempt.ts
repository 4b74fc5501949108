/** One attempt at a question: what an exchange came to, and what it is charged. */
import type { Reservation } from '../money/account.js';
import { estimateTokens, type TokenCount } from '../money/tokens.js';
import type { Failure } from './chat.js';
import { emptyAnswer, isPage, readBody, type Completion } from './completion.js';
import type { HttpExchange } from './exchange.js';
import { explainNoAnswer, explainResponse, type FailureContext } from './failure.js';

export type ModelAttempt =
  | { kind: 'done'; completion: Completion }
  | {
      kind: 'failed';
      failure: Failure;
      /** 0 where there was no response. */
      status: number;
      /** The pause that the server asks for, in milliseconds. */
      retryAfterMs: number | null;
      /** The reason that the server gave. */
      words: string;
    };

/** An attempt that failed without a response. */
export const failed = (failure: Failure): ModelAttempt => ({
  kind: 'failed',
  failure,
  status: 0,
  retryAfterMs: null,
  words: '',
});

/** A request on its way. */
export interface Sent {
  /** The most that it can take. */
  wish: TokenCount;
  sent: string;
  reservation: Reservation;
  startedAt: number;
  context: FailureContext;
}

/** Reads the end of an exchange, and settles what it cost. */
export function conclude(
  ended: HttpExchange,
  { wish, sent, reservation, startedAt, context }: Sent,
): ModelAttempt {
  const settle = (outcome: string, used: TokenCount): void =>
    reservation.settle({ ...used, outcome, ms: Math.round(performance.now() - startedAt) });
  if (ended.kind !== 'answer') {
    const failure = explainNoAnswer(ended, context);
    // A server goes on working for a client that is gone, so whatever was sent is charged in full.
    settle(failure.outcome, ended.kind === 'unsent' ? nothing : wish);
    return failed(failure);
  }
  const body = readBody(ended.text);
  const failure = explainResponse(ended.status, body, context);
  if (failure === null && body.kind === 'completion') {
    const estimate = {
      inputTokens: estimateTokens(sent),
      outputTokens: estimateTokens(body.completion.content),
    };
    settle('ok', body.completion.usage ?? estimate);
    return { kind: 'done', completion: body.completion };
  }
  const known = failure ?? { outcome: 'refused' as const, message: 'no reason given' };
  settle(known.outcome, chargeOf(ended, sent, wish));
  return {
    kind: 'failed',
    failure: known,
    status: ended.status,
    retryAfterMs: retryAfter(ended.headers),
    words: body.kind === 'completion' || body.words === emptyAnswer ? '' : body.words,
  };
}

const nothing: TokenCount = { inputTokens: 0, outputTokens: 0 };

/**
 * Refused requests cost nothing; what failed on the server's side may have been read, and after a timeout there, answered.
 * A text that cannot be read may be an answer, unless it is a web page.
 */
function chargeOf(
  { status, text }: { status: number; text: string },
  sent: string,
  wish: TokenCount,
): TokenCount {
  if (status === 408 || status === 504 || status === 524) return wish;
  if (status >= 300 && status < 500) return nothing;
  const isKnownEnd = status >= 500 || readBody(text).kind === 'error' || isPage(text);
  if (!isKnownEnd) return wish;
  return { inputTokens: Math.min(wish.inputTokens, estimateTokens(sent)), outputTokens: 0 };
}

/** The pause that a server asks for, in milliseconds; null when it says none. */
function retryAfter(headers: Headers): number | null {
  const ms = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(ms) && ms >= 0) return ms;
  const text = headers.get('retry-after');
  if (text === null || text === '') return null;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}
