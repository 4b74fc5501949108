export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** A clock for demos and replays; it moves only when told. */
export class ManualClock implements Clock {
  #time: number;

  constructor(start = 0) {
    this.#time = start;
  }

  now(): number {
    return this.#time;
  }

  advance(ms: number): number {
    if (ms < 0) throw new RangeError("Time does not run backwards");
    this.#time += ms;
    return this.#time;
  }
}
