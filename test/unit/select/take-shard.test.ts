/** How files are dealt out to the jobs that share a pass. */
import fc from 'fast-check';
import { takeShard } from '../../../src/select/take-shard.js';

const costs = fc.uniqueArray(fc.nat(1000), { minLength: 1, maxLength: 30 });
const filesOf = (numbers: readonly number[]): { file: string; cost: number }[] =>
  numbers.map((cost) => ({ file: `${cost}.js`, cost }));

test('the shards together hold each file once, in its order', () => {
  fc.assert(
    fc.property(costs, fc.integer({ min: 1, max: 6 }), (numbers, count) => {
      const files = filesOf(numbers);
      const shards = Array.from({ length: count }, (_, at) =>
        takeShard(files, { index: at + 1, count }, ({ cost }) => cost),
      );
      expect(shards.flat().sort((a, b) => files.indexOf(a) - files.indexOf(b))).toEqual(files);
      for (const shard of shards) expect(files.filter((file) => shard.includes(file))).toEqual(shard);
    }),
  );
});

test('no shard has more than another by more than the dearest file costs', () => {
  fc.assert(
    fc.property(costs, fc.integer({ min: 1, max: 6 }), (numbers, count) => {
      const loads = Array.from({ length: count }, (_, at) =>
        takeShard(filesOf(numbers), { index: at + 1, count }, ({ cost }) => cost).reduce(
          (sum, { cost }) => sum + cost,
          0,
        ),
      );
      expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(Math.max(...numbers));
    }),
  );
});
