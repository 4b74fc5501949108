/** Lays files out as rectangles whose areas follow their sizes; pure. */

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Weighted {
  weight: number;
}

/** The worst ratio of sides in a row of weights along a side of this length. */
function worstRatio(row: readonly number[], side: number): number {
  const sum = row.reduce((total, weight) => total + weight, 0);
  const worst = (weight: number): number =>
    Math.max((side * side * weight) / (sum * sum), (sum * sum) / (side * side * weight));
  return Math.max(...row.map(worst));
}

/** As many of the areas as make the squarest row. */
function takeRow(areas: readonly number[], side: number): number[] {
  const row: number[] = [];
  for (const area of areas) {
    if (row.length > 0 && worstRatio([...row, area], side) > worstRatio(row, side)) break;
    row.push(area);
  }
  return row;
}

/**
 * Squarified treemap (Bruls, Huizing and van Wijk, 2000) of items with weights above zero, the heaviest first, in a rectangle; the
 * result is in the order of the items.
 */
export function layOut(items: readonly Weighted[], frame: Rectangle): Rectangle[] {
  const total = items.reduce((sum, { weight }) => sum + weight, 0);
  const scale = total === 0 ? 0 : (frame.width * frame.height) / total;
  const areas = items.map(({ weight }) => weight * scale);
  const placed: Rectangle[] = [];
  let free = frame;
  while (placed.length < areas.length) {
    const isWide = free.width >= free.height;
    const side = isWide ? free.height : free.width;
    const row = takeRow(areas.slice(placed.length), side);
    const depth = side === 0 ? 0 : row.reduce((sum, area) => sum + area, 0) / side;
    let at = isWide ? free.y : free.x;
    for (const area of row) {
      const length = depth === 0 ? 0 : area / depth;
      placed.push(
        isWide
          ? { x: free.x, y: at, width: depth, height: length }
          : { x: at, y: free.y, width: length, height: depth },
      );
      at += length;
    }
    free = isWide
      ? { ...free, x: free.x + depth, width: Math.max(0, free.width - depth) }
      : { ...free, y: free.y + depth, height: Math.max(0, free.height - depth) };
  }
  return placed;
}
