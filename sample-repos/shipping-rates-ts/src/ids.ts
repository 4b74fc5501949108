declare const brand: unique symbol;

/** A string that was checked once and needs no second look. */
export type Branded<T, Name extends string> = T & { readonly [brand]: Name };

export type OrderId = Branded<string, 'OrderId'>;
export type CustomerId = Branded<string, 'CustomerId'>;

export function orderId(raw: string): OrderId {
  const text = raw.trim().toUpperCase();
  if (!/^[A-Z]{2}\d{6}$/.test(text)) {
    throw new TypeError(`Not an order id: ${raw}`);
  }
  return text as OrderId;
}

/** Customer ids came with a C before the merger and with K after it; both mean the same customer. */
export function customerId(raw: string | number): CustomerId {
  if (typeof raw === 'number') {
    if (!Number.isInteger(raw) || raw <= 0) {
      throw new RangeError(`Not a customer number: ${raw}`);
    }
    return `K${String(raw).padStart(7, '0')}` as CustomerId;
  }
  const match = /^([CK])-?(\d{1,7})$/.exec(raw);
  if (!match) {
    throw new TypeError(`Not a customer id: ${raw}`);
  }
  return customerId(Number(match[2]));
}

export function isOrderId(value: unknown): value is OrderId {
  return typeof value === 'string' && /^[A-Z]{2}\d{6}$/.test(value);
}
