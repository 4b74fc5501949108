export interface TaskOptions {
  priority?: number;
  signal?: AbortSignal;
}

interface Entry {
  run: () => Promise<void>;
  cancel: (reason: unknown) => void;
  priority: number;
  order: number;
}

/** Runs promises with bounded concurrency, higher priority first, otherwise in order of arrival. */
export class TaskQueue {
  #waiting: Entry[] = [];
  #running = 0;
  #order = 0;
  #paused = false;
  #idle: Array<() => void> = [];
  readonly #concurrency: number;

  constructor(concurrency = 1) {
    if (!(concurrency >= 1)) throw new RangeError("concurrency must be at least 1");
    this.#concurrency = concurrency;
  }

  get size(): number {
    return this.#waiting.length;
  }

  get pending(): number {
    return this.#running;
  }

  add<T>(task: () => Promise<T> | T, options: TaskOptions = {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (options.signal?.aborted) {
        reject(new Error("Aborted before start"));
        return;
      }
      const entry: Entry = {
        priority: options.priority ?? 0,
        order: this.#order++,
        cancel: reject,
        run: async () => {
          try {
            resolve(await task());
          } catch (error) {
            reject(error);
          }
        },
      };
      options.signal?.addEventListener("abort", () => {
        const at = this.#waiting.indexOf(entry);
        if (at === -1) return;
        this.#waiting.splice(at, 1);
        reject(new Error("Aborted while waiting"));
      });
      const at = this.#waiting.findIndex((other) => other.priority < entry.priority);
      if (at === -1) this.#waiting.push(entry);
      else this.#waiting.splice(at, 0, entry);
      this.#drain();
    });
  }

  #drain(): void {
    while (!this.#paused && this.#running < this.#concurrency) {
      const entry = this.#waiting.shift();
      if (!entry) break;
      this.#running++;
      void entry.run().then(() => {
        this.#running--;
        this.#drain();
      });
    }
    if (this.#running === 0 && this.#waiting.length === 0) {
      for (const resolve of this.#idle.splice(0)) resolve();
    }
  }

  pause(): this {
    this.#paused = true;
    return this;
  }

  resume(): this {
    if (this.#paused) {
      this.#paused = false;
      this.#drain();
    }
    return this;
  }

  /** Drops what has not started and tells how many tasks that were. */
  clear(): number {
    const dropped = this.#waiting.splice(0);
    for (const entry of dropped) entry.cancel(new Error("Cleared"));
    this.#drain();
    return dropped.length;
  }

  onIdle(): Promise<void> {
    if (this.#running === 0 && this.#waiting.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }
}
