import { billableGrams, toGrams, volumetricGrams } from './weight';

describe('toGrams', () => {
  it('reads kilograms', () => {
    expect(toGrams('1.5 kg')).toBe(1500);
  });

  it('reads pounds', () => {
    expect(toGrams(2, 'lb')).toBe(908);
  });

  it('refuses nonsense', () => {
    expect(() => toGrams('heavy')).toThrow(SyntaxError);
  });
});

describe('volumetric weight', () => {
  it('uses the divisor', () => {
    expect(volumetricGrams({ length: 50, width: 40, height: 30 })).toBe(12000);
  });

  it('bills the heavier of both', () => {
    expect(billableGrams(15000, { length: 50, width: 40, height: 30 })).toBe(15000);
  });
});
