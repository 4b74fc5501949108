/** Sound tests of values, errors and collections; the gate has to accept every one of them. */
import { cases } from './case.js';

const sign = `export function sign(n: number): string {
  if (n < 0) return 'negative';
  return n > 0 ? 'positive' : 'zero';
}
`;

/** Tests of values, errors and collections. */
const plain = cases('accepted', [
  { name: 'names a negative number', source: sign, body: `expect(sign(-3)).toBe('negative');` },
  { name: 'names a positive number', source: sign, body: `expect(sign(4)).toBe('positive');` },
  { name: 'names zero', source: sign, body: `expect(sign(0)).toBe('zero');` },
  {
    name: 'refuses a negative age',
    source: `export function checkAge(age: number): number {
  if (age < 0) throw new RangeError('age must not be negative');
  return age;
}
`,
    body: `expect(() => checkAge(-1)).toThrow(RangeError);\nexpect(() => checkAge(-1)).toThrow('must not be negative');`,
  },
  {
    name: 'groups words by their first letter',
    source: `export function byLetter(words: string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const word of words) groups.set(word[0] ?? '', [...(groups.get(word[0] ?? '') ?? []), word]);
  return groups;
}
`,
    body: `const groups = byLetter(['ash', 'oak', 'alder']);\nexpect(groups.get('a')).toEqual(['ash', 'alder']);\nexpect([...groups.keys()]).toEqual(['a', 'o']);`,
  },
  {
    name: 'counts down',
    source: `export function* countdown(from: number): Generator<number> {
  for (let left = from; left > 0; left--) yield left;
}
`,
    body: `expect([...countdown(3)]).toEqual([3, 2, 1]);`,
  },
  {
    name: 'keeps a balance',
    source: `export class Account {
  balance = 0;
  pay(amount: number): this {
    this.balance += amount;
    return this;
  }
}
`,
    body: `const account = new Account();\naccount.pay(30).pay(12);\nexpect(account.balance).toBe(42);`,
  },
  {
    name: 'adds up big integers',
    source: `export const plus = (a: bigint, b: bigint): bigint => a + b;\n`,
    body: `expect(plus(BigInt(2), BigInt(3))).toBe(BigInt(5));`,
  },
  {
    name: 'describes a user',
    source: `export function describeUser(name: string): object {
  return { name, id: name.length * 7, tags: [name.toUpperCase()], greet: () => name };
}
`,
    body: `expect(describeUser('Ada')).toEqual({ name: 'Ada', id: expect.any(Number), tags: ['ADA'], greet: expect.any(Function) });`,
  },
  {
    name: 'reads the host of an address',
    source: `export const hostOf = (address: string): string => new URL(address).hostname + '.';\n`,
    body: `expect(hostOf('https://example.com:8080/a?b')).toBe('example.com.');`,
  },
  {
    name: 'squares every row of a table',
    source: `export const square = (n: number): number => n * n;\n`,
    body: `for (const [value, expected] of [[2, 4], [-3, 9]]) {\n  expect(square(value)).toBe(expected);\n}`,
  },
  {
    name: 'counts its expectations and looks at the error',
    source: `export function parseFlag(text: string): boolean {
  if (text !== 'on' && text !== 'off') throw Object.assign(new Error('no flag'), { code: 'FLAG' });
  return text === 'on';
}
`,
    body: `expect.assertions(1);\ntry {\n  parseFlag('maybe');\n} catch (error) {\n  expect(error).toHaveProperty('code', 'FLAG');\n}`,
  },
  {
    name: 'checks through a helper of its own',
    source: `export const initials = (name: string): string => name.split(' ').map((word) => word[0]).join('');\n`,
    body: `const check = (name, expected) => expect(initials(name)).toBe(expected);\ncheck('Ada King Lovelace', 'AKL');`,
  },
  {
    name: 'holds for every number',
    source: `export const twice = (n: number): number => n + n;\n`,
    body: `fc.assert(fc.property(fc.integer({ min: 1, max: 99 }), (n) => {\n  expect(twice(n) / n).toBe(2);\n}), { seed: 7 });`,
  },
  {
    name: 'writes a date in the zone that is asked for',
    source: `export const inZone = (time: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'short' }).format(time);
`,
    body: `expect(inZone(0, 'America/New_York')).toBe('31/12/1969');\nexpect(inZone(0, 'UTC')).toBe('01/01/1970');`,
  },
  {
    name: 'tells every listener',
    source: `export class Bell {
  private listeners: (() => void)[] = [];
  on(listener: () => void): void {
    this.listeners.push(listener);
  }
  ring(): number {
    for (const listener of this.listeners) listener();
    return this.listeners.length;
  }
}
`,
    body: `const bell = new Bell();\nconst heard = jest.fn();\nbell.on(heard);\nexpect(bell.ring()).toBe(1);\nexpect(heard).toHaveBeenCalledTimes(1);`,
  },
]);

/** Tests of small functions, as there are many. */
const small = cases('accepted', [
  {
    name: 'keeps a number within its bounds',
    source: `export const clamp = (n: number, low: number, high: number): number => Math.min(high, Math.max(low, n));\n`,
    body: `expect([clamp(-5, 0, 10), clamp(5, 0, 10), clamp(50, 0, 10)]).toEqual([0, 5, 10]);`,
  },
  {
    name: 'turns a text around',
    source: `export const reversed = (text: string): string => [...text].reverse().join('');\n`,
    body: `expect(reversed('abc')).toBe('cba');`,
  },
  {
    name: 'drops what is there twice',
    source: `export const unique = (list: number[]): number[] => [...new Set(list)];\n`,
    body: `const list = [1, 2, 1];\nexpect(unique(list)).toEqual([1, 2]);\nexpect(list).toEqual([1, 2, 1]);`,
  },
  {
    name: 'makes a slug of a title',
    source: `export const slug = (title: string): string => title.toLowerCase().replace(/[^a-z0-9]+/g, '-');\n`,
    body: `expect(slug('Hello, World')).toBe('hello-world');`,
  },
  {
    name: 'sums what is in a cart',
    source: `export const sumOf = (cart: { price: number; count: number }[]): number =>
  cart.reduce((sum, { price, count }) => sum + price * count, 0);
`,
    body: `expect(sumOf([{ price: 2, count: 3 }, { price: 5, count: 1 }])).toBe(11);\nexpect(sumOf([])).toBe(0);`,
  },
  {
    name: 'tells whether a year is a leap year',
    source: `export const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;\n`,
    body: `expect([2000, 1900, 2024, 2023].map((year) => isLeap(year))).toEqual([true, false, true, false]);`,
  },
  {
    name: 'finds the longest word',
    source: `export function longest(text: string): string {
  let best = '';
  for (const word of text.split(' ')) if (word.length > best.length) best = word;
  return best;
}
`,
    body: `expect(longest('a longer word')).toBe('longer');`,
  },
]);

export const goodCases = [...plain, ...small];
