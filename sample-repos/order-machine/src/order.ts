import { systemClock, type Clock } from "./clock";
import { Emitter } from "./emitter";
import { StateMachine, type Transition } from "./state-machine";
import { isCardNumber, isEan13 } from "./check-digits";

export type OrderState =
  | "cart"
  | "placed"
  | "authorized"
  | "paid"
  | "packed"
  | "shipped"
  | "delivered"
  | "returned"
  | "cancelled";

export type OrderEvent = "place" | "authorize" | "capture" | "pack" | "ship" | "deliver" | "return" | "cancel" | "refund";

export interface OrderLine {
  ean: string;
  quantity: number;
  cents: number;
}

type Events = {
  changed: { from: OrderState; to: OrderState };
  total: number;
};

const RETURN_DAYS = 14;
const DAY = 86_400_000;

const TRANSITIONS: Transition<OrderState, OrderEvent, Order>[] = [
  { from: "cart", event: "place", to: "placed", guard: (o) => o.lines.length > 0 || "the cart is empty" },
  { from: "placed", event: "authorize", to: "authorized", guard: (o) => o.hasCard || "no card" },
  { from: ["placed", "authorized"], event: "capture", to: "paid", guard: (o) => o.total <= o.limit || "over the limit" },
  { from: "paid", event: "pack", to: "packed" },
  // invoice customers get their goods first
  { from: "placed", event: "pack", to: "packed", guard: (o) => o.onAccount },
  { from: "packed", event: "ship", to: "shipped" },
  { from: "shipped", event: "deliver", to: "delivered" },
  { from: "delivered", event: "return", to: "returned", guard: (o) => o.isReturnable() || "too late" },
  { from: "shipped", event: "return", to: "returned" },
  { from: ["cart", "placed", "authorized"], event: "cancel", to: "cancelled" },
  { from: "paid", event: "cancel", to: "cancelled", guard: (o) => o.total < 50_000 || "needs a refund" },
  { from: ["paid", "returned"], event: "refund", to: "cancelled" },
];

export class Order {
  readonly events = new Emitter<Events>();
  readonly #lines = new Map<string, OrderLine>();
  readonly #machine: StateMachine<OrderState, OrderEvent, Order>;
  readonly #clock: Clock;
  #card: string | null = null;
  #deliveredAt: number | null = null;
  #vouchers: string[] = [];
  onAccount = false;
  limit = 200_000;

  constructor(readonly id: string, clock: Clock = systemClock) {
    this.#clock = clock;
    this.#machine = new StateMachine<OrderState, OrderEvent, Order>("cart", TRANSITIONS, this);
  }

  get state(): OrderState {
    return this.#machine.state;
  }

  get lines(): OrderLine[] {
    return [...this.#lines.values()].map((line) => ({ ...line }));
  }

  get hasCard(): boolean {
    return this.#card !== null;
  }

  get total(): number {
    let cents = 0;
    for (const line of this.#lines.values()) cents += line.cents * line.quantity;
    for (const voucher of this.#vouchers) {
      const off = Number(voucher.slice(1));
      cents -= voucher[0] === "P" ? Math.floor((cents * off) / 100) : off * 100;
    }
    return Math.max(0, cents);
  }

  add(ean: string, cents: number, quantity = 1): this {
    if (this.state !== "cart") throw new Error(`Order ${this.id} is ${this.state}`);
    if (!isEan13(ean)) throw new RangeError(`Not an EAN: ${ean}`);
    if (!Number.isInteger(quantity) || quantity < 1) throw new RangeError(`Bad quantity: ${quantity}`);
    const line = this.#lines.get(ean);
    if (line) {
      line.quantity += quantity;
      line.cents = Math.min(line.cents, cents);
    } else {
      this.#lines.set(ean, { ean, quantity, cents });
    }
    this.events.emit("total", this.total);
    return this;
  }

  remove(ean: string, quantity = Infinity): boolean {
    const line = this.#lines.get(ean);
    if (!line || this.state !== "cart") return false;
    if (line.quantity > quantity) {
      line.quantity -= quantity;
    } else {
      this.#lines.delete(ean);
    }
    this.events.emit("total", this.total);
    return true;
  }

  /** P10 is ten percent, F5 five euros off. One percentage an order, applied in the order given. */
  redeem(voucher: string): boolean {
    if (!/^[PF][1-9]\d?$/.test(voucher)) throw new SyntaxError(`Bad voucher: ${voucher}`);
    if (this.#vouchers.includes(voucher)) return false;
    if (voucher[0] === "P" && this.#vouchers.some((other) => other[0] === "P")) return false;
    this.#vouchers.push(voucher);
    return true;
  }

  useCard(number: string): this {
    const digits = number.replace(/[ -]/g, "");
    if (!isCardNumber(digits)) throw new RangeError("The card number has a typing error");
    this.#card = digits;
    return this;
  }

  get maskedCard(): string | null {
    return this.#card && `${"*".repeat(this.#card.length - 4)}${this.#card.slice(-4)}`;
  }

  isReturnable(): boolean {
    if (this.#deliveredAt === null) return false;
    return this.#clock.now() - this.#deliveredAt <= RETURN_DAYS * DAY;
  }

  send(event: OrderEvent): OrderState {
    const from = this.state;
    const to = this.#machine.send(event);
    if (to === "delivered") this.#deliveredAt = this.#clock.now();
    this.events.emit("changed", { from, to });
    return to;
  }

  /** Sends events one after the other until one is refused; tells how many went through. */
  replay(events: OrderEvent[]): number {
    let done = 0;
    for (const event of events) {
      if (!this.#machine.can(event)) break;
      this.send(event);
      done++;
    }
    return done;
  }
}
