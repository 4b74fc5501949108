/**
 * The account of one pass with the model. Each request reserves the most that it can cost before it is sent, and is settled
 * with what it did cost, so that the caps hold however many requests are in flight and however each of them ends.
 */
import type { ModelPrices } from '../../../domain/config.js';
import { costInUsd, type TokenCount } from './tokens.js';

/** Caps of a pass; null is no cap. */
export interface Caps {
  maxTokens: number | null;
  maxUsd: number | null;
}

/** One request as the ledger keeps it. */
export interface CallRecord extends TokenCount {
  target: string;
  model: string;
  /** Null when the prices are not known. */
  usd: number | null;
  ms: number;
  /** `sent` until the request has ended. */
  outcome: string;
  /** SHA-256 over the request as it was sent, hexadecimal. */
  promptHash: string;
}

/** Writes requests down. A request that was begun and never ended counts with what it reserved. */
export interface CallJournal {
  /** Called before a request is sent; returns the id to end it with. */
  begin(call: CallRecord): string;
  end(id: string, call: CallRecord): void;
}

export interface Usage extends TokenCount {
  requests: number;
  usd: number | null;
}

export interface Wish {
  /** The most tokens that the prompt can take. */
  inputTokens: number;
  /** The limit of the answer that is wished for; less may be granted. */
  outputTokens: number;
  /** The shortest limit that is of use. */
  leastOutputTokens: number;
}

export interface Reservation {
  /** The limit of the answer that was granted. */
  outputTokens: number;
  /** Replaces what was reserved by what was used; called once. */
  settle(end: TokenCount & { outcome: string; ms: number }): void;
}

export type Grant = { ok: true; reservation: Reservation } | { ok: false; message: string };

export interface Account {
  /**
   * Reserves for one request. Waits for requests in flight while their ends may make room for it.
   * @param signal ends the wait with a refusal
   */
  reserve(wish: Wish, about: { target: string; promptHash: string }, signal?: AbortSignal): Promise<Grant>;
  /** The usage so far, requests in flight left out. */
  usage(): Usage;
}

export interface AccountOptions {
  caps: Caps;
  /** Null when they are not known; a cap on money then allows nothing, because it could not be held. */
  prices: ModelPrices | null;
  model: string;
  journal: CallJournal;
  /** Counts as spent from the beginning: by passes that were killed. */
  spentBefore?: { tokens: number; usd: number };
}

/** Opens an account; nothing is reserved yet. */
export function openAccount(options: AccountOptions): Account {
  const { caps, prices, model, journal } = options;
  const spent = { tokens: options.spentBefore?.tokens ?? 0, usd: options.spentBefore?.usd ?? 0 };
  const reserved = { tokens: 0, usd: 0, count: 0 };
  const usage: Usage = { requests: 0, inputTokens: 0, outputTokens: 0, usd: null };
  let waiting: (() => void)[] = [];

  const take = (wish: Wish, outputTokens: number, about: { target: string; promptHash: string }) => {
    const startCount = { inputTokens: wish.inputTokens, outputTokens };
    const tokens = startCount.inputTokens + outputTokens;
    const usd = costInUsd(startCount, prices);
    reserved.tokens += tokens;
    reserved.usd += usd ?? 0;
    reserved.count++;
    const call = { ...about, ...startCount, model, usd };
    const id = journal.begin({ ...call, ms: 0, outcome: 'sent' });
    return {
      outputTokens,
      settle: ({ outcome, ms, inputTokens, outputTokens: written }) => {
        const used = { inputTokens, outputTokens: written };
        const cost = costInUsd(used, prices);
        reserved.tokens -= tokens;
        reserved.usd -= usd ?? 0;
        reserved.count--;
        spent.tokens += inputTokens + written;
        spent.usd += cost ?? 0;
        usage.requests++;
        usage.inputTokens += inputTokens;
        usage.outputTokens += written;
        if (cost !== null) usage.usd = (usage.usd ?? 0) + cost;
        journal.end(id, { ...call, ...used, usd: cost, ms, outcome });
        const woken = waiting;
        waiting = [];
        for (const wake of woken) wake();
      },
    } satisfies Reservation;
  };

  return {
    usage: () => ({ ...usage }),
    async reserve(wish, about, signal) {
      for (;;) {
        const free = room(caps, prices, wish, {
          tokens: spent.tokens + reserved.tokens,
          usd: spent.usd + reserved.usd,
        });
        const outputTokens = Math.min(wish.outputTokens, free);
        if (outputTokens >= wish.leastOutputTokens)
          return { ok: true, reservation: take(wish, outputTokens, about) };
        const later = room(caps, prices, wish, spent);
        if (reserved.count === 0 || later < wish.leastOutputTokens || signal?.aborted === true)
          return { ok: false, message: refusal(caps, prices, wish, spent) };
        await nextEnd(waiting, signal);
      }
    },
  };
}

/** How many tokens of answer the caps leave room for, when so much is spoken for already. */
function room(
  caps: Caps,
  prices: ModelPrices | null,
  wish: Wish,
  taken: { tokens: number; usd: number },
): number {
  const byTokens = caps.maxTokens === null ? Infinity : caps.maxTokens - taken.tokens - wish.inputTokens;
  if (caps.maxUsd === null) return byTokens;
  const input = costInUsd({ inputTokens: wish.inputTokens, outputTokens: 0 }, prices);
  if (prices === null || input === null) return -Infinity;
  const usd = caps.maxUsd - taken.usd - input;
  if (usd < 0) return -Infinity;
  return Math.min(
    byTokens,
    prices.outputPerMillion === 0 ? Infinity : Math.floor((usd * 1e6) / prices.outputPerMillion),
  );
}

/** Waits until a request ends or the signal aborts. */
function nextEnd(waiting: (() => void)[], signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}

function refusal(
  caps: Caps,
  prices: ModelPrices | null,
  wish: Wish,
  spent: { tokens: number; usd: number },
): string {
  const least = { inputTokens: wish.inputTokens, outputTokens: wish.leastOutputTokens };
  const tokens = least.inputTokens + least.outputTokens;
  if (caps.maxTokens !== null && spent.tokens + tokens > caps.maxTokens) {
    const left = Math.max(0, caps.maxTokens - spent.tokens);
    return `the next request to the model may take ${tokens} tokens, and ${left} of ${caps.maxTokens} are left`;
  }
  const usd = costInUsd(least, prices);
  if (caps.maxUsd === null || usd === null)
    return 'a cap on money cannot be held, because the prices of this model are not known; set "modelPrices" in the config or cap the tokens instead';
  const left = Math.max(0, caps.maxUsd - spent.usd);
  return `the next request to the model may cost ${usd.toFixed(4)} USD, and ${left.toFixed(4)} of ${caps.maxUsd} are left`;
}
