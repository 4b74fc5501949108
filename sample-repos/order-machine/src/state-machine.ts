export interface Transition<S extends string, E extends string, C> {
  from: S | S[];
  event: E;
  to: S;
  guard?: (context: C) => boolean | string;
  action?: (context: C) => void;
}

export class TransitionError extends Error {
  readonly state: string;
  readonly event: string;

  constructor(state: string, event: string, reason?: string) {
    super(reason ? `Cannot ${event} while ${state}: ${reason}` : `Cannot ${event} while ${state}`);
    this.name = "TransitionError";
    this.state = state;
    this.event = event;
  }
}

export class StateMachine<S extends string, E extends string, C> {
  #state: S;
  readonly #initial: S;
  readonly #table: Transition<S, E, C>[];
  readonly #history: S[] = [];
  #frozen = false;

  constructor(initial: S, transitions: Transition<S, E, C>[], private readonly context: C) {
    this.#state = initial;
    this.#initial = initial;
    this.#table = transitions;
  }

  get state(): S {
    return this.#state;
  }

  get history(): readonly S[] {
    return [...this.#history];
  }

  #find(event: E): { transition?: Transition<S, E, C>; reason?: string } {
    let reason: string | undefined;
    for (const transition of this.#table) {
      const from = Array.isArray(transition.from) ? transition.from : [transition.from];
      if (transition.event !== event || !from.includes(this.#state)) continue;
      const allowed = transition.guard ? transition.guard(this.context) : true;
      if (allowed === true) return { transition };
      // the first guard that says why wins, later rows may still let it pass
      if (typeof allowed === "string" && reason === undefined) reason = allowed;
    }
    return reason === undefined ? {} : { reason };
  }

  can(event: E): boolean {
    return !this.#frozen && this.#find(event).transition !== undefined;
  }

  send(event: E): S {
    if (this.#frozen) throw new TransitionError(this.#state, event, "frozen");
    const { transition, reason } = this.#find(event);
    if (!transition) throw new TransitionError(this.#state, event, reason);
    const before = this.#state;
    this.#state = transition.to;
    try {
      transition.action?.(this.context);
    } catch (error) {
      this.#state = before;
      throw error;
    }
    this.#history.push(before);
    if (this.#history.length > 50) this.#history.shift();
    return this.#state;
  }

  /** Steps back, at most to the beginning. Actions are not undone. */
  back(steps = 1): S {
    if (this.#frozen) throw new TransitionError(this.#state, "back", "frozen");
    for (let i = 0; i < steps; i++) {
      const previous = this.#history.pop();
      if (previous === undefined) {
        this.#state = this.#initial;
        break;
      }
      this.#state = previous;
    }
    return this.#state;
  }

  freeze(): this {
    this.#frozen = true;
    return this;
  }

  /** States that can be reached from here, guards left aside. */
  reachable(): S[] {
    const seen = new Set<S>([this.#state]);
    const queue: S[] = [this.#state];
    for (let state = queue.shift(); state !== undefined; state = queue.shift()) {
      for (const { from, to } of this.#table) {
        const starts = Array.isArray(from) ? from : [from];
        if (starts.includes(state) && !seen.has(to)) {
          seen.add(to);
          queue.push(to);
        }
      }
    }
    seen.delete(this.#state);
    return [...seen].sort();
  }
}
