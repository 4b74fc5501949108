import { isRemote } from './address';
import type { Content, Parcel, Shipment } from './types';
import { girth } from './weight';

export type Surcharge =
  | { type: 'percent'; name: string; percent: number }
  | { type: 'fixed'; name: string; cents: number };

function assertNever(value: never): never {
  throw new Error(`Unexpected: ${JSON.stringify(value)}`);
}

/** Fuel follows the diesel price of the month before, in steps of two cents per litre. */
export function fuelPercent(dieselCents: number): number {
  if (dieselCents <= 110) return 0;
  if (dieselCents > 250) return 28;
  return Math.min(28, Math.ceil((dieselCents - 110) / 2) * 0.5);
}

function contentSurcharges(content: Content): Surcharge[] {
  switch (content.kind) {
    case 'documents':
      return [];
    case 'goods':
      return content.value > 2500 ? [{ type: 'fixed', name: 'high value', cents: 1200 }] : [];
    case 'dangerous':
      if (content.class === 1 || content.class === 7) {
        throw new RangeError(`Class ${content.class} is not carried`);
      }
      return [
        { type: 'fixed', name: 'dangerous goods', cents: content.class === 9 ? 1500 : 4500 },
        ...(/^UN(3480|3481|3090|3091)$/.test(content.unNumber)
          ? [{ type: 'fixed' as const, name: 'lithium batteries', cents: 350 }]
          : []),
      ];
    default:
      return assertNever(content);
  }
}

export function parcelSurcharges(parcel: Parcel): Surcharge[] {
  const list = contentSurcharges(parcel.content);
  const around = girth(parcel.size);
  if (around > 360) {
    throw new RangeError('The parcel is too big');
  }
  if (around > 300 || parcel.size.length > 120) {
    list.push({ type: 'fixed', name: 'bulky', cents: 2390 });
  }
  if (parcel.insured && parcel.content.kind === 'goods') {
    const covered = Math.max(0, parcel.content.value - 500);
    list.push({ type: 'fixed', name: 'insurance', cents: Math.max(300, Math.ceil(covered * 0.8)) });
  }
  return list;
}

export function shipmentSurcharges(shipment: Shipment, month: number, dieselCents = 110): Surcharge[] {
  const list: Surcharge[] = [];
  const fuel = fuelPercent(dieselCents);
  if (fuel > 0) {
    list.push({ type: 'percent', name: 'fuel', percent: fuel });
  }
  if (isRemote(shipment.to)) {
    list.push({ type: 'fixed', name: 'remote area', cents: 1490 });
  }
  if (month === 11 || month === 12) {
    list.push({ type: 'fixed', name: 'peak', cents: 19 * shipment.parcels.length });
  }
  return list;
}

export function applySurcharges(cents: number, surcharges: readonly Surcharge[]): { cents: number; notes: string[] } {
  let total = cents;
  const notes: string[] = [];
  // percentages refer to the freight, not to the fees
  for (const surcharge of [...surcharges].sort((a, b) => (a.type === b.type ? 0 : a.type === 'percent' ? -1 : 1))) {
    const plus = surcharge.type === 'percent' ? Math.round((cents * surcharge.percent) / 100) : surcharge.cents;
    total += plus;
    notes.push(`${surcharge.name}: ${(plus / 100).toFixed(2)}`);
  }
  return { cents: total, notes };
}
