/** Orders that a seed decides, so that a run can be had again. */

/** A function that shuffles lists; the same seed and list give the same order. */
export const inSeededOrder =
  (seed: number) =>
  <T>(items: readonly T[]): T[] => {
    const shuffled = [...items];
    let state = seed >>> 0;
    for (let last = shuffled.length - 1; last > 0; last--) {
      // A linear congruential generator does for an order; its high bits are the good ones.
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const index = Math.floor((state / 2 ** 32) * (last + 1));
      const item = shuffled[last] as T;
      shuffled[last] = shuffled[index] as T;
      shuffled[index] = item;
    }
    return shuffled;
  };
