import { RateTable } from '../rate-table';
import { Service, Zone } from '../types';
import { Carrier } from './base';

export type CourierTier = 'bronze' | 'silver' | 'gold';

export class CourierCarrier extends Carrier {
  readonly name: string;
  protected readonly rates: RateTable<Zone>;
  protected override readonly divisor = 4000;
  private shipped = 0;

  constructor(
    readonly tier: CourierTier = 'bronze',
    raisePercent = 0,
  ) {
    super();
    this.name = `Courier (${tier})`;
    const base = new RateTable<Zone>([
      [Zone.Domestic, [{ upTo: 1000, cents: 890 }, { upTo: 5000, cents: 1190 }, { upTo: 30000, cents: 1990 }]],
      [Zone.Europe, [{ upTo: 1000, cents: 2490 }, { upTo: 5000, cents: 3290 }, { upTo: 30000, cents: 5990 }]],
      [Zone.Neighbours, [{ upTo: 1000, cents: 1790 }, { upTo: 5000, cents: 2290 }, { upTo: 30000, cents: 4290 }]],
      [Zone.World, [{ upTo: 1000, cents: 5490 }, { upTo: 5000, cents: 8990 }]],
    ]).beyond(210);
    this.rates = raisePercent === 0 ? base : base.raise(raisePercent);
  }

  supports(service: Service, zone: Zone): boolean {
    return service === Service.Express || (service === Service.Standard && zone !== Zone.World);
  }

  days(service: Service, zone: Zone): readonly [number, number] {
    if (service !== Service.Express) {
      return [2, 3 + zone];
    }
    return zone === Zone.World ? [2, 5] : [1, zone === Zone.Domestic ? 1 : 2];
  }

  protected override factor(service: Service): number {
    const express = service === Service.Express ? 1.6 : 1;
    return express * { bronze: 1, silver: 0.92, gold: 0.83 }[this.tier];
  }

  /** Books shipments towards the volume bonus and returns the bonus in percent. */
  book(count: number): number {
    if (!Number.isInteger(count) || count < 1) {
      throw new RangeError('Book whole shipments');
    }
    this.shipped += count;
    if (this.shipped >= 1000) return this.tier === 'gold' ? 7 : 5;
    if (this.shipped >= 250) return 3;
    return this.shipped >= 100 && this.tier !== 'bronze' ? 1 : 0;
  }
}
