/** Numbers that are the same for the same seed (mulberry32). */
export function createRandomStream(seed: number): { between: (least: number, most: number) => number } {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return { between: (least, most) => least + Math.floor(next() * (most - least + 1)) };
}
