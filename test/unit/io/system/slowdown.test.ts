import { slowdown } from '../../../../src/io/system/slowdown.js';

test.each([
  { load: 0, cores: 2, factor: 1 },
  { load: 2, cores: 2, factor: 1 },
  { load: 5, cores: 2, factor: 2.5 },
  { load: 90, cores: 2, factor: 4 },
])('work takes $factor times as long where $load processes share $cores cores', ({ load, cores, factor }) => {
  expect(slowdown(load, cores)).toBe(factor);
});
