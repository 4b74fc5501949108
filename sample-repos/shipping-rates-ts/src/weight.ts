import type { Dimensions } from './types';

export type MassUnit = 'g' | 'kg' | 'oz' | 'lb';

const GRAMS: Record<MassUnit, number> = { g: 1, kg: 1000, oz: 28.349523125, lb: 453.59237 };

/** Grams out of "1.5 kg" or out of a number and its unit. Rounded up to whole grams. */
export function toGrams(text: string): number;
export function toGrams(amount: number, unit: MassUnit): number;
export function toGrams(amount: string | number, unit?: MassUnit): number {
  if (typeof amount === 'string') {
    const compound = /^(\d+)\s*lbs?\s+(\d+(?:\.\d+)?)\s*oz$/.exec(amount.trim());
    if (compound) {
      return toGrams(Number(compound[1]) * 16 + Number(compound[2]), 'oz');
    }
    const match = /^(\d+(?:[.,]\d+)?)\s*(g|kg|oz|lbs?)$/.exec(amount.trim().toLowerCase());
    if (!match || match[1] === undefined) {
      throw new SyntaxError(`Not a weight: ${amount}`);
    }
    const found = (match[2] === 'lbs' ? 'lb' : match[2]) as MassUnit;
    return toGrams(parseFloat(match[1].replace(',', '.')), found);
  }
  if (!(amount >= 0) || amount === Infinity) {
    throw new RangeError(`Not a weight: ${amount}`);
  }
  return Math.ceil(amount * GRAMS[unit ?? 'g'] - 1e-9);
}

/** Carriers bill light and bulky parcels by volume; the divisor is cubic centimetres per kilogram. */
export function volumetricGrams(size: Dimensions, divisor = 5000): number {
  if (size.length <= 0 || size.width <= 0 || size.height <= 0) {
    throw new RangeError('A parcel has three dimensions');
  }
  return Math.ceil((size.length * size.width * size.height * 1000) / divisor);
}

export function billableGrams(grams: number, size: Dimensions, divisor?: number): number {
  const volumetric = volumetricGrams(size, divisor);
  return volumetric > grams ? volumetric : grams;
}

/** Longest side plus girth. */
export function girth(size: Dimensions): number {
  const [longest = 0, ...rest] = [size.length, size.width, size.height].sort((a, b) => b - a);
  return longest + 2 * rest.reduce((sum, side) => sum + side, 0);
}

export function formatGrams(grams: number, locale: 'metric' | 'imperial' = 'metric'): string {
  if (locale === 'imperial') {
    const ounces = grams / GRAMS.oz;
    if (ounces < 16) {
      return `${ounces.toFixed(1)} oz`;
    }
    const pounds = Math.floor(ounces / 16);
    const rest = Math.round(ounces - pounds * 16);
    return rest === 0 ? `${pounds} lb` : `${pounds} lb ${rest} oz`;
  }
  if (grams < 1000) {
    return `${grams} g`;
  }
  return `${(grams / 1000).toFixed(grams % 1000 === 0 ? 0 : 2)} kg`;
}
