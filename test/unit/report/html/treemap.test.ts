/** Rectangles for weights. */
import fc from 'fast-check';
import { layOut, type Rectangle } from '../../../../src/report/html/map/treemap.js';

const frame: Rectangle = { x: 0, y: 0, width: 300, height: 200 };
const weights = fc
  .array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 60 })
  .map((list) => list.sort((a, b) => b - a).map((weight) => ({ weight })));

const overlap = (a: Rectangle, b: Rectangle): number =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));

describe('a treemap', () => {
  test('gives each item an area in proportion to its weight, inside the frame', () => {
    fc.assert(
      fc.property(weights, (items) => {
        const total = items.reduce((sum, { weight }) => sum + weight, 0);
        const places = layOut(items, frame);
        expect(places).toHaveLength(items.length);
        for (const [index, { x, y, width, height }] of places.entries()) {
          expect(width * height).toBeCloseTo(((items[index]?.weight ?? 0) / total) * 60_000, 3);
          expect(x + width).toBeLessThanOrEqual(300.001);
          expect(y + height).toBeLessThanOrEqual(200.001);
          expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
        }
      }),
      { seed: 1 },
    );
  });

  test('lets no two items overlap', () => {
    fc.assert(
      fc.property(weights, (items) => {
        const places = layOut(items, frame);
        for (const [index, place] of places.entries())
          for (const other of places.slice(index + 1)) expect(overlap(place, other)).toBeLessThan(0.01);
      }),
      { seed: 1, numRuns: 40 },
    );
  });

  test('of nothing is nothing', () => {
    expect(layOut([], frame)).toEqual([]);
  });
});
