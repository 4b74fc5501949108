import { zoneOf } from '../address';
import { NoRateError, ShippingError } from '../errors';
import type { RateTable } from '../rate-table';
import { applySurcharges, parcelSurcharges, shipmentSurcharges } from '../surcharge';
import type { Parcel, Quote, Service, Shipment, Zone } from '../types';
import { billableGrams } from '../weight';

export interface QuoteOptions {
  month: number;
  dieselCents?: number;
}

export abstract class Carrier {
  abstract readonly name: string;
  protected abstract readonly rates: RateTable<Zone>;
  protected readonly divisor: number = 5000;

  abstract supports(service: Service, zone: Zone): boolean;
  abstract days(service: Service, zone: Zone): readonly [number, number];

  /** Cents for one parcel before surcharges. */
  protected price(parcel: Parcel, zone: Zone, service: Service): number {
    const grams = billableGrams(parcel.grams, parcel.size, this.divisor);
    const cents = this.rates.lookup(zone, grams);
    if (cents === undefined) {
      throw new NoRateError(this.name, grams);
    }
    return Math.round(cents * this.factor(service));
  }

  protected factor(_service: Service): number {
    return 1;
  }

  /** Per parcel, for the second and later parcels of a shipment. */
  protected multiDiscount(count: number): number {
    return count >= 10 ? 0.15 : count >= 3 ? 0.08 : 0;
  }

  quote(shipment: Shipment, options: QuoteOptions): Quote {
    const zone = zoneOf(shipment.from.country, shipment.to.country);
    if (shipment.parcels.length === 0) {
      throw new ShippingError('EMPTY', 'Nothing to ship');
    }
    if (!this.supports(shipment.service, zone)) {
      throw new ShippingError('SERVICE', `${this.name} has no ${shipment.service} there`);
    }
    let cents = 0;
    const extras = shipmentSurcharges(shipment, options.month, options.dieselCents);
    for (const [index, parcel] of shipment.parcels.entries()) {
      const full = this.price(parcel, zone, shipment.service);
      cents += index === 0 ? full : Math.round(full * (1 - this.multiDiscount(shipment.parcels.length)));
      extras.push(...parcelSurcharges(parcel));
    }
    const total = applySurcharges(cents, extras);
    return {
      carrier: this.name,
      service: shipment.service,
      cents: total.cents,
      days: this.days(shipment.service, zone),
      notes: total.notes,
    };
  }
}
