type Handler<T> = (payload: T) => void;

/** A typed event emitter. `"*"` hears everything. */
export class Emitter<Events extends Record<string, unknown>> {
  #handlers = new Map<string, Set<Handler<never>>>();
  #paused: Array<[string, unknown]> | null = null;

  on<K extends (keyof Events & string) | "*">(
    type: K,
    handler: Handler<K extends keyof Events ? Events[K] : unknown>,
  ): () => void {
    let set = this.#handlers.get(type);
    if (!set) {
      set = new Set();
      this.#handlers.set(type, set);
    }
    set.add(handler as Handler<never>);
    return () => {
      set.delete(handler as Handler<never>);
      if (set.size === 0) this.#handlers.delete(type);
    };
  }

  once<K extends keyof Events & string>(type: K, handler: Handler<Events[K]>): () => void {
    const off = this.on(type, ((payload: Events[K]) => {
      off();
      handler(payload);
    }) as never);
    return off;
  }

  /** Number of handlers that were called. Errors of handlers are collected and thrown as one. */
  emit<K extends keyof Events & string>(type: K, payload: Events[K]): number {
    if (this.#paused) {
      this.#paused.push([type, payload]);
      return 0;
    }
    const errors: unknown[] = [];
    let called = 0;
    for (const key of [type, "*"]) {
      // handlers may remove themselves while we walk
      for (const handler of [...(this.#handlers.get(key) ?? [])]) {
        called++;
        try {
          handler(payload as never);
        } catch (error) {
          errors.push(error);
        }
      }
    }
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) throw new AggregateError(errors, `${errors.length} handlers of ${type} failed`);
    return called;
  }

  pause(): void {
    this.#paused ??= [];
  }

  /** Delivers what came in during the pause, in order. */
  resume(): number {
    const waiting = this.#paused ?? [];
    this.#paused = null;
    let delivered = 0;
    for (const [type, payload] of waiting) {
      delivered += this.emit(type, payload as Events[string]);
    }
    return delivered;
  }

  listenerCount(type?: string): number {
    if (type !== undefined) return this.#handlers.get(type)?.size ?? 0;
    let count = 0;
    for (const set of this.#handlers.values()) count += set.size;
    return count;
  }
}
