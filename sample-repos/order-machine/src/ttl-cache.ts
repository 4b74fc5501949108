import { systemClock, type Clock } from "./clock";

interface Slot<V> {
  value: V;
  expires: number;
  hits: number;
}

export interface CacheStats {
  hits: number;
  misses: number;
  evicted: number;
}

/** Least recently used goes first; expired entries go when somebody looks. */
export class TtlCache<V> {
  readonly #slots = new Map<string, Slot<V>>();
  readonly #loading = new Map<string, Promise<V>>();
  readonly #clock: Clock;
  readonly #ttl: number;
  readonly #max: number;
  #stats: CacheStats = { hits: 0, misses: 0, evicted: 0 };

  constructor(options: { ttl: number; max?: number; clock?: Clock }) {
    if (options.ttl <= 0) throw new RangeError("ttl must be positive");
    this.#ttl = options.ttl;
    this.#max = options.max ?? 100;
    this.#clock = options.clock ?? systemClock;
  }

  get size(): number {
    return this.#slots.size;
  }

  get stats(): CacheStats {
    return { ...this.#stats };
  }

  set(key: string, value: V, ttl = this.#ttl): this {
    this.#slots.delete(key);
    if (this.#slots.size >= this.#max) this.#evict();
    this.#slots.set(key, { value, expires: this.#clock.now() + ttl, hits: 0 });
    return this;
  }

  get(key: string): V | undefined {
    const slot = this.#slots.get(key);
    if (!slot) {
      this.#stats.misses++;
      return undefined;
    }
    if (slot.expires <= this.#clock.now()) {
      this.#slots.delete(key);
      this.#stats.misses++;
      return undefined;
    }
    this.#stats.hits++;
    slot.hits++;
    // popular entries live a little longer
    if (slot.hits === 3) slot.expires += this.#ttl / 2;
    this.#slots.delete(key);
    this.#slots.set(key, slot);
    return slot.value;
  }

  #evict(): void {
    const now = this.#clock.now();
    for (const [key, slot] of this.#slots) {
      if (slot.expires <= now) {
        this.#slots.delete(key);
        this.#stats.evicted++;
      }
    }
    if (this.#slots.size < this.#max) return;
    const oldest = this.#slots.keys().next();
    if (!oldest.done) {
      this.#slots.delete(oldest.value);
      this.#stats.evicted++;
    }
  }

  /** Loads once for all who ask at the same time. A failed load is not remembered. */
  async load(key: string, loader: (key: string) => Promise<V>): Promise<V> {
    const known = this.get(key);
    if (known !== undefined) return known;
    const running = this.#loading.get(key);
    if (running) return running;
    const promise = loader(key);
    this.#loading.set(key, promise);
    try {
      const value = await promise;
      this.set(key, value);
      return value;
    } finally {
      this.#loading.delete(key);
    }
  }
}
