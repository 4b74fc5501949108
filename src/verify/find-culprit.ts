/** Finds, among things that break something together, the one whose coming breaks it. */

/**
 * The smallest number of first items that breaks, by halving; the last of them is to blame.
 * @param count a number of first items that is known to break, at least 1
 */
export async function smallestBreaking(
  count: number,
  breaks: (first: number) => Promise<boolean>,
): Promise<number> {
  let sound = 0;
  let broken = count;
  while (broken - sound > 1) {
    const middle = Math.floor((sound + broken) / 2);
    if (await breaks(middle)) broken = middle;
    else sound = middle;
  }
  return broken;
}
