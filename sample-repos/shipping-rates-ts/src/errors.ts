export class ShippingError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'ShippingError';
    this.code = code;
  }
}

export class NoRateError extends ShippingError {
  constructor(
    readonly carrier: string,
    readonly grams: number,
  ) {
    super('NO_RATE', `${carrier} has no rate for ${grams} g`);
    this.name = 'NoRateError';
  }
}

export class AddressError extends ShippingError {
  constructor(
    readonly field: string,
    message: string,
  ) {
    super('ADDRESS', message);
    this.name = 'AddressError';
  }
}

/** What a shop may show to its customers. */
export function explain(error: unknown): string {
  if (error instanceof AddressError) {
    return `Please check the ${error.field} of your address.`;
  }
  if (error instanceof NoRateError) {
    return error.grams > 30_000 ? 'This order needs a freight forwarder.' : 'We cannot ship this order.';
  }
  if (error instanceof ShippingError) {
    return `Shipping is not possible (${error.code}).`;
  }
  return 'Something went wrong.';
}
