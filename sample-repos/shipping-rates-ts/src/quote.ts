import { normalizeAddress } from './address';
import type { Carrier, QuoteOptions } from './carriers/base';
import { ShippingError } from './errors';
import { groupBy } from './rate-table';
import { Service, type Quote, type Shipment } from './types';

export type Outcome = { status: 'quoted'; quotes: Quote[] } | { status: 'refused'; reasons: string[] };

/** Cheapest first; at the same price the faster one. */
export function compareQuotes(a: Quote, b: Quote): number {
  return a.cents - b.cents || a.days[1] - b.days[1] || a.carrier.localeCompare(b.carrier);
}

export function quoteAll(carriers: readonly Carrier[], shipment: Shipment, options: QuoteOptions): Outcome {
  const tidy: Shipment = {
    ...shipment,
    from: normalizeAddress(shipment.from),
    to: normalizeAddress(shipment.to),
  };
  const quotes: Quote[] = [];
  const reasons: string[] = [];
  for (const carrier of carriers) {
    try {
      quotes.push(carrier.quote(tidy, options));
    } catch (error) {
      if (!(error instanceof ShippingError) && !(error instanceof RangeError)) {
        throw error;
      }
      reasons.push(`${carrier.name}: ${error.message}`);
    }
  }
  return quotes.length > 0 ? { status: 'quoted', quotes: quotes.sort(compareQuotes) } : { status: 'refused', reasons };
}

/** The best quote per service, for the shop's three radio buttons. */
export function bestPerService(quotes: readonly Quote[]): Partial<Record<Service, Quote>> {
  const best: Partial<Record<Service, Quote>> = {};
  for (const [service, group] of groupBy(quotes, (quote) => quote.service)) {
    best[service] = [...group].sort(compareQuotes)[0];
  }
  return best;
}

/** "Arrives Tue 4 to Thu 6 Jan" needs a calendar; shops only get the words. */
export function describeDelivery(quote: Pick<Quote, 'days' | 'service'>): string {
  const [min, max] = quote.days;
  if (max === 1) return 'tomorrow';
  if (min === max) return `in ${min} days`;
  if (max > 14) return `in ${Math.round(min / 7)} to ${Math.ceil(max / 7)} weeks`;
  return `in ${min} to ${max} days`;
}
