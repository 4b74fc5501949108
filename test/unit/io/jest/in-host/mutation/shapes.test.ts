/** Other values of the same type can be made from a description, and from a value. */
import {
  alter,
  canMake,
  describe as describeValue,
  make,
  type Realm,
  type Variant,
} from '../../../../../../src/io/jest/in-host/mutation/shapes.cjs';

const realm = globalThis as unknown as Realm;
const makers = { realm, self: undefined, onStub: () => undefined };
const remade = (value: unknown): unknown => make(describeValue(value, undefined), makers);
const altered = (value: unknown, variant: Variant = 'other'): unknown => alter(value, { ...makers, variant });

class Cart {
  items = 0;
}

describe('a description', () => {
  test.each([
    ['a number', -0.5],
    ['NaN', NaN],
    ['a bigint', 12n],
    ['a text', 'a'],
    ['null', null],
    ['a list', [1, [true]]],
    ['an object', { a: 1, b: { c: 'x' } }],
    ['a map', new Map([['a', 1]])],
    ['a set', new Set(['a'])],
    ['a date', new Date(5)],
  ])('is enough to make %s again', (_, value) => {
    expect(canMake(describeValue(value, undefined))).toBe(true);
    expect(remade(value)).toEqual(value);
  });

  test.each([
    ['an instance of a class', new Cart()],
    ['bytes', new Uint8Array(2)],
    ['something nested very deeply', [[[[[[[1]]]]]]]],
    ['a list that holds such a thing', [new Cart()]],
  ])('is not enough to make %s', (_, value) => {
    expect(canMake(describeValue(value, undefined))).toBe(false);
  });

  test('of a promise becomes that of its value', async () => {
    const shape = describeValue(Promise.resolve(4), undefined);
    await Promise.resolve();
    expect(shape).toEqual({ type: 'promise', of: { type: 'number', value: '4' } });
    await expect(make(shape, makers)).resolves.toBe(4);
  });

  test('knows the object on which the method was called', () => {
    const self = {};
    expect(describeValue(self, self)).toEqual({ type: 'self' });
    expect(make({ type: 'self' }, { ...makers, self })).toBe(self);
  });

  test('of a function makes one that says when it is called', () => {
    let calls = 0;
    const onStub = (): void => {
      calls += 1;
    };
    const made = make({ type: 'function' }, { ...makers, onStub }) as () => unknown;
    expect([made(), calls]).toEqual([undefined, 1]);
  });
});

describe('an altered value', () => {
  test.each<[string, unknown]>([
    ['true', true],
    ['zero', 0],
    ['a fraction', 0.5],
    ['NaN', NaN],
    ['a bigint', 0n],
    ['an empty text', ''],
    ['undefined', undefined],
    ['null', null],
    ['an empty list', []],
    ['a list of nothing', [undefined]],
    ['an empty object', {}],
    ['a map', new Map([['a', 1]])],
    ['an empty set', new Set()],
    ['bytes', new Uint8Array([7])],
    ['a date', new Date(0)],
  ])('differs from %s in both variants', (_, value) => {
    expect(altered(value, 'other')).not.toStrictEqual(value);
    expect(altered(value, 'empty')).not.toStrictEqual(value);
  });

  test('is of the same class, with other data', () => {
    class Money {
      constructor(readonly cents: number) {}
    }
    const other = altered(new Money(5)) as Money;
    expect(other).toBeInstanceOf(Money);
    expect(other.cents).toBe(12);
  });

  test('of a function gives other results, also where it throws', () => {
    const fails = (): never => {
      throw new Error('no');
    };
    expect((altered(() => 1) as () => unknown)()).toBe(8);
    expect((altered(fails) as () => unknown)()).toBe('something');
  });

  test('of a promise is kept with another value', async () => {
    await expect(altered(Promise.resolve('a'))).resolves.toBe('¤a');
  });
});
