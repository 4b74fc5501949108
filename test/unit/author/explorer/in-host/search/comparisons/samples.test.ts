/** Samples of each kind are what their kind says, and plain values can be written down again. */
import { build } from '../../../../../../../src/author/explorer/in-host/values/build.cjs';
import {
  builtins,
  expressionOf,
  samplesByType,
} from '../../../../../../../src/author/explorer/in-host/search/comparisons/samples.cjs';
import { plainContext } from '../../../support.js';

test.each(Object.entries(samplesByType))('samples for typeof %s are of that type', (type, samples) => {
  for (const sample of samples) expect(typeof build(sample, plainContext)).toBe(type);
});

test.each(Object.keys(builtins))('the sample of %s is one', (name) => {
  const owner = (globalThis as unknown as Record<string, new () => object>)[name];
  const sample = builtins[name];
  expect(sample && build(sample, plainContext)).toBeInstanceOf(owner);
});

test.each([['text'], [5], [-0], [NaN], [Infinity], [true], [null], [undefined]])(
  '%p is written down so that it is built again',
  (value) => {
    const expression = expressionOf(value, plainContext.scratch);
    expect(expression && build(expression, plainContext)).toBe(value);
  },
);

test('objects and very long texts are not written down', () => {
  expect([
    expressionOf({}, plainContext.scratch),
    expressionOf('x'.repeat(5000), plainContext.scratch),
  ]).toEqual([null, null]);
});
