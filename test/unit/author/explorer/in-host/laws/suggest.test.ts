/** Laws are found among live functions and classes: those that hold are kept, promised ones that break are shown. */
import { findLaws } from '../../../../../../src/author/explorer/in-host/laws/suggest.cjs';
import type { Unit, UnitMember } from '../../../../../../src/author/explorer/notation/plan.js';
import type { TypeShape } from '../../../../../../src/domain/type-shape.js';
import { contextFor, param, unitOf } from '../../support.js';

const number: TypeShape = { kind: 'number' };
const text: TypeShape = { kind: 'string' };
const date: TypeShape = {
  kind: 'object',
  properties: ['y', 'm', 'd'].map((name) => ({ name, type: number, optional: true })),
};

const accessTo = (name: string): Unit['access'] => ({
  module: 'a.js',
  export: { kind: 'named', name },
  members: [],
});

function functionUnit(name: string, params: [string, TypeShape][]): Unit {
  const member: UnitMember = {
    target: `a.js#${name}`,
    name: null,
    kind: 'call',
    params: params.map(([of, type]) => param(of, type)),
    isAsync: false,
  };
  const access = accessTo(name);
  return unitOf({ id: `a.js#${name}`, access, isClass: false, constructorParams: [], members: [member] });
}

type Method = [name: string, params: [string, TypeShape][]];

function classUnit(name: string, methods: Method[], changes: Partial<Unit> = {}): Unit {
  const members = methods.map(([method, params]): UnitMember => ({
    target: `a.js#${name}.${method}`,
    name: method,
    kind: 'call',
    params: params.map(([of, type]) => param(of, type)),
    isAsync: false,
  }));
  const access = accessTo(name);
  const unit = unitOf({ id: `a.js#${name}`, access, isClass: true, constructorParams: [], members });
  return { ...unit, ...changes };
}

/** What is found about the first of the units. */
function found(units: [Unit, ...Unit[]], exports: Record<string, unknown>): ReturnType<typeof findLaws> {
  const context = contextFor(units[0], { 'a.js': exports });
  return findLaws(units[0], { units, context, expect });
}

const titles = (units: [Unit, ...Unit[]], exports: Record<string, unknown>): string[] =>
  found(units, exports).held.map(({ title }) => title);

const toDays = ({ y, m, d }: Record<'y' | 'm' | 'd', number>): number => Date.UTC(y, m - 1, d) / 86_400_000;
const fromDays = (days: number): object => {
  const day = new Date(days * 86_400_000);
  return { y: day.getUTCFullYear(), m: day.getUTCMonth() + 1, d: day.getUTCDate() };
};

describe('functions', () => {
  test('a round trip of dates in parts is found, and not where the way back is wrong', () => {
    const units: [Unit, Unit] = [
      functionUnit('toDays', [['date', date]]),
      functionUnit('fromDays', [['days', number]]),
    ];
    expect(titles(units, { toDays, fromDays })).toEqual(['is undone by fromDays']);
    const late = (days: number): object => fromDays(days + 1);
    expect(titles(units, { toDays, fromDays: late })).toEqual([]);
  });

  test('escaping is undone by unescaping', () => {
    const units: [Unit, Unit] = [
      functionUnit('escapeHtml', [['text', text]]),
      functionUnit('unescapeHtml', [['text', text]]),
    ];
    const escapeHtml = (s: string): string => s.replace(/&/g, '&amp;').replace(/</g, '&lt;');
    const unescapeHtml = (s: string): string => s.replace(/&lt;/g, '<').replace(/&amp;/g, '&');
    expect(titles(units, { escapeHtml, unescapeHtml })).toEqual(['is undone by unescapeHtml']);
  });

  test('a promised round trip that some input breaks is shown with the smallest such input', () => {
    const units: [Unit, Unit] = [
      functionUnit('formatSize', [['size', number]]),
      functionUnit('parseSize', [['text', text]]),
    ];
    const formatSize = (size: number): string => `${size > 1000 ? 1000 : size} B`;
    const { broken } = found(units, { formatSize, parseSize: (s: string) => parseInt(s) });
    expect(broken).toMatchObject([{ actual: { k: 'lit', v: 1000 }, expected: { k: 'lit', v: 1001 } }]);
  });

  test('adding and subtracting again gives back the start', () => {
    const units: [Unit] = [
      functionUnit('addDays', [
        ['date', date],
        ['n', number],
      ]),
    ];
    const addDays = (from: Parameters<typeof toDays>[0], n: number): object => fromDays(toDays(from) + n);
    expect(titles(units, { addDays })).toEqual(['gives back the date when n is added and subtracted again']);
  });

  test('what another function says of every result is a law, unless it says it of everything', () => {
    const units: [Unit, Unit] = [
      functionUnit('double', [['n', number]]),
      functionUnit('isEven', [['n', number]]),
    ];
    const double = (n: number): number => n * 2;
    expect(titles(units, { double, isEven: (n: number) => n % 2 === 0 })).toEqual([
      'gives what isEven accepts',
    ]);
    expect(titles(units, { double, isEven: () => true })).toEqual([]);
  });

  test('a part of an amount stays within it', () => {
    const units: [Unit] = [functionUnit('fee', [['amount', number]])];
    expect(titles(units, { fee: (amount: number) => amount * 0.02 })).toEqual([
      'is never negative and never more than the amount',
    ]);
    expect(titles(units, { fee: (amount: number) => amount * 2 })).toEqual([]);
  });
});

class Basket {
  items: { name: string; price: number; gift: boolean }[] = [];
  isClosed = false;
  add(name: string, price: number, options: { gift?: boolean } = {}): this {
    if (this.isClosed) throw new Error('The basket is closed');
    this.items.push({ name, price, gift: options.gift ?? false });
    return this;
  }
  total(): number {
    return this.items.reduce((sum, { price, gift }) => sum + price + (gift ? 5 : 0), 0);
  }
  close(): void {
    this.isClosed = true;
  }
  toJSON(): object {
    return { items: this.items };
  }
  static fromJSON(data: Basket): Basket {
    const basket = new Basket();
    for (const item of data.items) basket.add(item.name, item.price, item);
    return basket;
  }
}

class Forgetful extends Basket {
  static override fromJSON(data: Basket): Basket {
    const basket = new Basket();
    for (const { name, price } of data.items) basket.add(name, price);
    return basket;
  }
}

describe('classes', () => {
  const options: TypeShape = { kind: 'object', properties: [] };
  const unit = classUnit('Basket', [
    [
      'add',
      [
        ['name', text],
        ['price', number],
        ['options', options],
      ],
    ],
    ['total', []],
    ['close', []],
    ['toJSON', []],
  ]);
  unit.members[0]?.params.splice(2, 1, param('options', options, { optional: true }));
  unit.words = { gift: [1] };

  test('what was stored survives, and what is closed refuses', () => {
    expect(titles([unit], { Basket })).toEqual([
      'total survives toJSON and fromJSON',
      'makes the basket refuse add',
    ]);
  });

  test('an option that is lost on the way is shown, and the law is kept without it', () => {
    const { held, broken } = found([unit], { Basket: Forgetful });
    expect(broken.map(({ property }) => property.title)).toEqual(['total survives toJSON and fromJSON']);
    expect(JSON.stringify(broken[0]?.inputs)).toContain('["gift",');
    expect(held[0]?.lines.join('\n')).toContain('add(name, price)');
  });
});
