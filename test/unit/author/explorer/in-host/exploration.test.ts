/** The time of a file is dealt out to its units. */
import { shareTime } from '../../../../../src/author/explorer/in-host/exploration.cjs';
import { gradeUnit } from '../live-code.js';

const unit = (weight: number) => ({ ...gradeUnit, weight });

test('each unit may search for half of its part of the time, and what one leaves goes to the next', () => {
  const units = [unit(30), unit(10)];
  const shares = shareTime({ units, wallMs: 46_000 });
  expect(shares.grant(unit(30)) / 1000).toBeCloseTo(15, 1);
  // Of the sixteen parts that are left, six are for what only the loaded exports show.
  expect(shares.grant(unit(10)) / 1000).toBeCloseTo(46 * 0.5 * (10 / 16), 1);
});

test('without a limit there is no end', () => {
  expect(shareTime({ units: [unit(10)], wallMs: null }).grant(unit(10))).toBe(Infinity);
});
