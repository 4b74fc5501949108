import type { Dimensions } from './types';

export interface Box {
  name: string;
  inner: Dimensions;
  maxGrams: number;
}

export interface Item {
  sku: string;
  size: Dimensions;
  grams: number;
  quantity?: number;
  fragile?: boolean;
}

export interface Packed {
  box: Box;
  items: Item[];
  grams: number;
  fill: number;
}

export const BOXES: readonly Box[] = [
  { name: 'S', inner: { length: 25, width: 17.5, height: 10 }, maxGrams: 5000 },
  { name: 'M', inner: { length: 37.5, width: 30, height: 13.5 }, maxGrams: 10000 },
  { name: 'L', inner: { length: 45, width: 35, height: 20 }, maxGrams: 20000 },
  { name: 'XL', inner: { length: 60, width: 60, height: 40 }, maxGrams: 31500 },
];

export const volume = (size: Dimensions): number => size.length * size.width * size.height;

/** Whether the item goes in at all, turned any way; fragile items stay upright and get padding. */
export function fits(item: Item, box: Box): boolean {
  if (item.fragile) {
    const pad = 2;
    const floor = [item.size.length + 2 * pad, item.size.width + 2 * pad].sort((a, b) => b - a);
    const base = [box.inner.length, box.inner.width].sort((a, b) => b - a);
    return (
      item.size.height + 2 * pad <= box.inner.height &&
      floor.every((side, index) => side <= (base[index] ?? 0)) &&
      item.grams <= box.maxGrams
    );
  }
  const sides = [item.size.length, item.size.width, item.size.height].sort((a, b) => b - a);
  const inner = [box.inner.length, box.inner.width, box.inner.height].sort((a, b) => b - a);
  return sides.every((side, index) => side <= (inner[index] ?? 0)) && item.grams <= box.maxGrams;
}

/** First fit, biggest first, into the smallest box; a box is never filled above 85 percent. */
export function pack(items: readonly Item[], boxes: readonly Box[] = BOXES): Packed[] {
  const single = items.flatMap((item) => Array.from({ length: item.quantity ?? 1 }, () => ({ ...item, quantity: 1 })));
  single.sort((a, b) => volume(b.size) - volume(a.size) || a.sku.localeCompare(b.sku));
  const packed: Packed[] = [];
  for (const item of single) {
    const open = packed.find((candidate) => {
      const filled = candidate.fill * volume(candidate.box.inner) + volume(item.size);
      return (
        fits(item, candidate.box) &&
        candidate.grams + item.grams <= candidate.box.maxGrams &&
        filled <= 0.85 * volume(candidate.box.inner)
      );
    });
    if (open) {
      open.items.push(item);
      open.grams += item.grams;
      open.fill += volume(item.size) / volume(open.box.inner);
      continue;
    }
    const box = boxes.find((candidate) => fits(item, candidate));
    if (!box) {
      throw new RangeError(`${item.sku} fits no box`);
    }
    packed.push({ box, items: [item], grams: item.grams, fill: volume(item.size) / volume(box.inner) });
  }
  return packed.map((entry) => shrink(entry, boxes));
}

/** The last box is often far too big for what ended up in it. */
function shrink(entry: Packed, boxes: readonly Box[]): Packed {
  const total = entry.items.reduce((sum, item) => sum + volume(item.size), 0);
  const smaller = boxes.find(
    (box) =>
      volume(box.inner) < volume(entry.box.inner) &&
      entry.items.every((item) => fits(item, box)) &&
      entry.grams <= box.maxGrams &&
      total <= 0.85 * volume(box.inner),
  );
  return smaller ? { ...entry, box: smaller, fill: total / volume(smaller.inner) } : entry;
}
