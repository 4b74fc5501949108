import type { Clock } from "./clock";

/** A token bucket per key, with a penalty box for those who keep knocking. */
export class RateLimiter {
  #buckets = new Map<string, { tokens: number; at: number; strikes: number; blockedUntil: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly perSecond: number,
    private readonly burst: number = perSecond,
  ) {}

  tryTake(key: string, cost = 1): { allowed: boolean; waitMs: number } {
    const now = this.clock.now();
    const bucket = this.#buckets.get(key) ?? { tokens: this.burst, at: now, strikes: 0, blockedUntil: 0 };
    this.#buckets.set(key, bucket);
    if (now < bucket.blockedUntil) {
      return { allowed: false, waitMs: bucket.blockedUntil - now };
    }
    bucket.tokens = Math.min(this.burst, bucket.tokens + ((now - bucket.at) / 1000) * this.perSecond);
    bucket.at = now;
    if (bucket.tokens >= cost) {
      bucket.tokens -= cost;
      bucket.strikes = 0;
      return { allowed: true, waitMs: 0 };
    }
    if (++bucket.strikes >= 5) {
      bucket.strikes = 0;
      bucket.blockedUntil = now + 60_000;
      return { allowed: false, waitMs: 60_000 };
    }
    return { allowed: false, waitMs: Math.ceil(((cost - bucket.tokens) / this.perSecond) * 1000) };
  }

  forget(key?: string): void {
    if (key === undefined) this.#buckets.clear();
    else this.#buckets.delete(key);
  }
}
