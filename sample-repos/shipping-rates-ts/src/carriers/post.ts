import { RateTable } from '../rate-table';
import { Service, Zone, type Parcel } from '../types';
import { Carrier } from './base';

export class PostCarrier extends Carrier {
  readonly name = 'Post';
  protected readonly rates = new RateTable<Zone>([
    [Zone.Domestic, [{ upTo: 2000, cents: 549 }, { upTo: 5000, cents: 699 }, { upTo: 10000, cents: 949 }, { upTo: 31500, cents: 1649 }]],
    [Zone.Neighbours, [{ upTo: 2000, cents: 1399 }, { upTo: 5000, cents: 1599 }, { upTo: 10000, cents: 2099 }]],
    [Zone.Europe, [{ upTo: 5000, cents: 1799 }, { upTo: 10000, cents: 2499 }, { upTo: 20000, cents: 3699 }]],
    [Zone.World, [{ upTo: 5000, cents: 3799 }, { upTo: 10000, cents: 5299 }]],
  ]);

  supports(service: Service, zone: Zone): boolean {
    return service === Service.Standard || (service === Service.Economy && zone === Zone.World);
  }

  days(service: Service, zone: Zone): readonly [number, number] {
    if (service === Service.Economy) {
      return [20, 42];
    }
    switch (zone) {
      case Zone.Domestic:
        return [1, 2];
      case Zone.Neighbours:
        return [2, 4];
      case Zone.Europe:
        return [3, 7];
      default:
        return [7, 21];
    }
  }

  protected override factor(service: Service): number {
    return service === Service.Economy ? 0.7 : 1;
  }

  protected override price(parcel: Parcel, zone: Zone, service: Service): number {
    // small letters-with-goods tariff, abolished for merchants in 2019 but still in our contract
    if (zone === Zone.Domestic && parcel.grams <= 500 && parcel.size.height <= 5 && parcel.content.kind !== 'dangerous') {
      return 190;
    }
    return super.price(parcel, zone, service);
  }
}
