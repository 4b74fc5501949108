export interface RetryOptions {
  attempts?: number;
  baseMs?: number;
  maxMs?: number;
  factor?: number;
  /** Spreads the waits; returns 0 to 1. */
  random?: () => number;
  retryIf?: (error: unknown, attempt: number) => boolean;
  onRetry?: (error: unknown, attempt: number, waitMs: number) => void;
  sleep?: (ms: number) => Promise<void>;
}

export class RetryError extends Error {
  constructor(readonly attempts: number, readonly errors: unknown[]) {
    super(`Gave up after ${attempts} attempts`);
    this.name = "RetryError";
  }
}

const sleepFor = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export function backoff(attempt: number, options: RetryOptions = {}): number {
  const { baseMs = 100, maxMs = 10_000, factor = 2, random } = options;
  if (attempt < 1) return 0;
  const wait = Math.min(maxMs, baseMs * factor ** (attempt - 1));
  return random ? Math.round(wait / 2 + (wait / 2) * random()) : wait;
}

/** Seconds or an HTTP date, as servers send it; milliseconds from `now`, or null. */
export function parseRetryAfter(header: string | null | undefined, now: number): number | null {
  if (!header) return null;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  if (Number.isNaN(date)) return null;
  return Math.max(0, date - now);
}

export function isTransient(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { code, status } = error as { code?: unknown; status?: unknown };
  if (typeof status === "number") return status === 408 || status === 429 || (status >= 500 && status !== 501);
  return typeof code === "string" && ["ECONNRESET", "ETIMEDOUT", "EPIPE", "EAI_AGAIN"].includes(code);
}

export async function retry<T>(task: (attempt: number) => Promise<T> | T, options: RetryOptions = {}): Promise<T> {
  const attempts = options.attempts ?? 3;
  const sleep = options.sleep ?? sleepFor;
  const errors: unknown[] = [];
  for (let attempt = 1; ; attempt++) {
    try {
      return await task(attempt);
    } catch (error) {
      errors.push(error);
      if (options.retryIf && !options.retryIf(error, attempt)) throw error;
      if (attempt >= attempts) throw attempts === 1 ? error : new RetryError(attempt, errors);
      const wait = backoff(attempt, options);
      options.onRetry?.(error, attempt, wait);
      await sleep(wait);
    }
  }
}

export async function withTimeout<T>(promise: Promise<T>, ms: number, message = "Timed out"): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(message)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
