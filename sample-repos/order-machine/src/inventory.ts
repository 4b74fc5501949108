export class OutOfStockError extends Error {
  constructor(readonly sku: string, readonly missing: number) {
    super(`${missing} of ${sku} missing`);
    this.name = "OutOfStockError";
  }
}

interface Reservation {
  sku: string;
  quantity: number;
  until: number;
}

/** Stock with reservations that lapse. All times are given by the caller. */
export class Inventory {
  readonly #stock = new Map<string, number>();
  readonly #reservations = new Map<number, Reservation>();
  #nextId = 1;
  protected backorder = new Map<string, number>();

  receive(sku: string, quantity: number): number {
    if (quantity <= 0) throw new RangeError("Nothing received");
    const owed = this.backorder.get(sku) ?? 0;
    const used = Math.min(owed, quantity);
    if (used > 0) {
      if (owed === used) this.backorder.delete(sku);
      else this.backorder.set(sku, owed - used);
    }
    const level = (this.#stock.get(sku) ?? 0) + quantity - used;
    this.#stock.set(sku, level);
    return level;
  }

  available(sku: string, now: number): number {
    let free = this.#stock.get(sku) ?? 0;
    for (const reservation of this.#reservations.values()) {
      if (reservation.sku === sku && reservation.until > now) free -= reservation.quantity;
    }
    return free;
  }

  reserve(sku: string, quantity: number, now: number, holdMs = 900_000): number {
    this.expire(now);
    const free = this.available(sku, now);
    if (free < quantity) throw new OutOfStockError(sku, quantity - free);
    const id = this.#nextId++;
    this.#reservations.set(id, { sku, quantity, until: now + holdMs });
    return id;
  }

  /** True when the goods left; false when the reservation lapsed in between. */
  commit(id: number, now: number): boolean {
    const reservation = this.#reservations.get(id);
    if (!reservation) throw new Error(`No reservation ${id}`);
    this.#reservations.delete(id);
    if (reservation.until <= now && this.available(reservation.sku, now) < reservation.quantity) return false;
    this.#stock.set(reservation.sku, (this.#stock.get(reservation.sku) ?? 0) - reservation.quantity);
    return true;
  }

  order(sku: string, quantity: number): void {
    this.backorder.set(sku, (this.backorder.get(sku) ?? 0) + quantity);
  }

  owed(sku: string): number {
    return this.backorder.get(sku) ?? 0;
  }

  expire(now: number): number {
    let expired = 0;
    for (const [id, reservation] of this.#reservations) {
      if (reservation.until <= now) {
        this.#reservations.delete(id);
        expired++;
      }
    }
    return expired;
  }
}
