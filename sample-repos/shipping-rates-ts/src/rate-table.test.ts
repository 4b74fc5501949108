import { RateTable } from './rate-table';

describe('RateTable', () => {
  const table = new RateTable<'near' | 'far'>([
    ['near', [{ upTo: 2000, cents: 500 }, { upTo: 1000, cents: 300 }]],
  ]);

  it('finds the bracket', () => {
    expect(table.lookup('near', 1000)).toBe(300);
    expect(table.lookup('near', 1001)).toBe(500);
  });

  it('knows no price beyond the last bracket', () => {
    expect(table.lookup('near', 2001)).toBeUndefined();
  });

  it('refuses two prices for one weight', () => {
    expect(() => table.set('far', [{ upTo: 1, cents: 1 }, { upTo: 1, cents: 2 }])).toThrow(RangeError);
  });
});
