import fc from 'fast-check';
import { smallestBreaking } from '../../../src/verify/find-culprit.js';

test('the first one that breaks is found in a number of tries that grows with the length of the number', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 500 }), fc.nat(499), async (count, at) => {
      const culprit = at % count;
      let tries = 0;
      const breaks = (first: number): Promise<boolean> => {
        tries++;
        return Promise.resolve(first > culprit);
      };
      expect(await smallestBreaking(count, breaks)).toBe(culprit + 1);
      expect(tries).toBeLessThanOrEqual(Math.ceil(Math.log2(count)));
    }),
    { seed: 7 },
  );
});
