/** Tests of careful people who write in many ways; all have to be accepted. */
import { cases, fromPackage } from './case.js';
import { family } from './kinds.js';

const assert = fromPackage('node:assert', { kind: 'namespace', local: 'assert' });

const plain = [
  ...family('accepted', 'total', [
    {
      name: 'sums a list that must not change',
      body: `const list = Object.freeze([4, 5]);\nexpect(NAME(list)).toBe(9);`,
      expectedIn: { 'ts-jest': 'types' },
    },
    {
      name: 'goes through a table of cases',
      body: `const table = [\n  { list: [1], sum: 1 },\n  { list: [2, 3], sum: 5 },\n];\nfor (const { list, sum } of table) {\n  expect(NAME(list)).toBe(sum);\n}`,
    },
    { name: 'adds numbers with a fraction', body: `expect(NAME([0.1, 0.2])).toBeCloseTo(0.3);` },
    {
      name: 'has a law with a condition',
      body: `fc.assert(fc.property(fc.array(fc.integer({ min: -9, max: 9 })), (list) => {\n  fc.pre(list.length > 0);\n  expect(NAME([...list].reverse())).toBe(list.reduce((sum, n) => sum + n, 0));\n}), { seed: 7 });`,
    },
    {
      name: 'has a law that answers with a comparison',
      body: `fc.assert(fc.property(fc.integer({ min: 1, max: 99 }), (n) => NAME([n, 1]) === n + 1), { seed: 7 });`,
    },
    {
      name: 'has examples beside its law',
      body: `fc.assert(fc.property(fc.integer({ min: 0, max: 9 }), (n) => {\n  expect(NAME([n])).toBe(n);\n}), { seed: 7, examples: [[0], [9]] });`,
    },
    {
      name: 'explains itself line by line',
      body: `// given two prices\nconst prices = [3, 4];\n\n// when they are added\nconst sum = NAME(prices);\n\n// then\nexpect(sum).toBe(7);`,
    },
    {
      name: 'asserts with Node',
      imports: [assert],
      body: `assert.equal(NAME([1, 2]), 3);\nexpect(NAME([])).toBe(0);`,
    },
    { name: 'asserts with Node alone', imports: [assert], body: `assert.strictEqual(NAME([5, 2]), 7);` },
    {
      name: 'waits a moment before it asks',
      body: `await new Promise((resolve) => setTimeout(resolve, 10));\nexpect(NAME([6])).toBe(6);`,
    },
    {
      name: 'checks through nested helpers',
      body: `const sumOf = (...list) => NAME(list);\nconst check = (sum, ...list) => expect(sumOf(...list)).toBe(sum);\ncheck(3, 1, 2);\ncheck(0);`,
    },
    { name: 'is tried with ümlauts and 🎉 in its title', body: `expect(NAME([8])).toBe(8);` },
    { name: 'holds either of two sums', body: `expect([3, 4]).toContain(NAME([1, 2]));` },
    {
      name: 'says how many expectations there are',
      body: `expect.assertions(2);\nfor (const n of [1, 2]) expect(NAME([n])).toBe(n);`,
    },
  ]),
  ...family('accepted', 'strict', [
    {
      name: 'throws itself where no error comes',
      body: `try {\n  NAME(-2);\n  throw new Error('it took a negative age');\n} catch (error) {\n  expect(String(error)).toBe('RangeError: age must not be negative');\n}`,
    },
    {
      name: 'takes down the error and looks at it',
      body: `let caught;\ntry {\n  NAME(-1);\n} catch (error) {\n  caught = error;\n}\nexpect(caught).toBeInstanceOf(RangeError);`,
    },
    {
      name: 'expects the whole error',
      body: `expect(() => NAME(-1)).toThrow(new RangeError('age must not be negative'));`,
    },
    {
      name: 'expects errors for a table',
      body: `for (const age of [-1, -10]) {\n  expect(() => NAME(age)).toThrow(RangeError);\n}\nexpect(NAME(0)).toBe(1);`,
    },
    {
      name: 'waits for an error with Node',
      imports: [assert],
      body: `assert.throws(() => NAME(-1), RangeError);\nexpect(NAME(1)).toBe(2);`,
    },
    {
      name: 'turns an error into a value',
      body: `const messageOf = (run) => {\n  try {\n    return String(run());\n  } catch (error) {\n    return error.message;\n  }\n};\nexpect(messageOf(() => NAME(-1))).toBe('age must not be negative');\nexpect(messageOf(() => NAME(1))).toBe('2');`,
      expectedIn: { 'ts-jest': 'types' },
    },
  ]),
  ...family('accepted', 'user', [
    {
      name: 'looks into the user',
      body: `const { name, size } = NAME('Bo');\nexpect(name).toBe('BO');\nexpect(size).toBe(2);`,
    },
    {
      name: 'contains what matters',
      body: `expect(NAME('Ada')).toEqual(expect.objectContaining({ name: 'ADA' }));`,
    },
    { name: 'has a property with its value', body: `expect(NAME('Ada')).toHaveProperty('size', 3);` },
    {
      name: 'is strict about the user',
      body: `expect(NAME('Ada')).toStrictEqual({ name: 'ADA', size: 3 });`,
    },
  ]),
  ...family('accepted', 'later', [
    {
      name: 'returns a promise with its check',
      body: `return NAME(2).then((count) => {\n  expect(count).toBe(4);\n});`,
    },
    {
      name: 'awaits several at once',
      body: `const counts = await Promise.all([1, 2, 3].map((n) => NAME(n)));\nexpect(counts).toEqual([2, 4, 6]);`,
    },
    {
      name: 'catches what does not come',
      body: `const result = await NAME(3).catch((error) => error);\nexpect(result).toBe(6);`,
    },
    {
      name: 'settles all and looks at each',
      body: `const settled = await Promise.allSettled([NAME(1)]);\nexpect(settled).toEqual([{ status: 'fulfilled', value: 2 }]);`,
    },
  ]),
  ...family('accepted', 'each', [
    {
      name: 'looks at the calls one by one',
      body: `const run = jest.fn();\nNAME([4, 5], run);\nexpect(run).toHaveBeenNthCalledWith(1, 4);\nexpect(run).toHaveBeenNthCalledWith(2, 5);`,
    },
    {
      name: 'expects in the callback and counts',
      body: `expect.assertions(3);\nexpect(NAME([7, 7], (item) => expect(item).toBe(7))).toBe(2);`,
    },
    {
      name: 'hands over an error of the callback',
      body: `const fail = () => {\n  throw new Error('full');\n};\nexpect(() => NAME([1], fail)).toThrow('full');`,
    },
    {
      name: 'has a stand-in with answers',
      body: `const run = jest.fn().mockReturnValueOnce(1).mockReturnValue(2);\nexpect(NAME([1, 1], run)).toBe(2);\nexpect(run.mock.results.map(({ value }) => value)).toEqual([1, 2]);`,
    },
  ]),
];

const placed = cases('accepted', [
  {
    name: 'sets a variable of the environment and puts it back',
    source: `export const modeOf = (): string => (process.env['APP_MODE'] === 'fast' ? 'quick' : 'slow');\n`,
    body: `const before = process.env.APP_MODE;\nprocess.env.APP_MODE = 'fast';\ntry {\n  expect(modeOf()).toBe('quick');\n} finally {\n  if (before === undefined) delete process.env.APP_MODE;\n  else process.env.APP_MODE = before;\n}`,
  },
  {
    name: 'knows the day that it gives',
    source: `export const weekday = (day: Date): number => day.getUTCDay();\n`,
    body: `expect(weekday(new Date(Date.UTC(2024, 0, 15)))).toBe(1);`,
  },
  {
    name: 'stands in for the clock and puts it back',
    source: `export const ageMs = (from: number): number => Date.now() - from;\n`,
    body: `const spy = jest.spyOn(Date, 'now').mockReturnValue(1000);\ntry {\n  expect(ageMs(400)).toBe(600);\n} finally {\n  spy.mockRestore();\n}`,
  },
  {
    name: 'reads a generator to its end',
    source: `export function* upTo(most: number): Generator<number> {
  for (let n = 1; n <= most; n++) yield n;
}
`,
    body: `expect([...upTo(3)]).toEqual([1, 2, 3]);`,
  },
  {
    name: 'takes one step after the other of a generator',
    source: `export function* steps(): Generator<string> {
  yield 'first';
  yield 'last';
}
`,
    body: `const walk = steps();\nexpect(walk.next()).toEqual({ value: 'first', done: false });\nexpect(walk.next().value).toBe('last');\nexpect(walk.next().done).toBe(true);`,
  },
  {
    name: 'uses an object through its getters and setters',
    source: `export class Lamp {
  #level = 0;
  get level(): number {
    return this.#level;
  }
  set level(level: number) {
    this.#level = Math.min(10, level);
  }
}
`,
    body: `const lamp = new Lamp();\nlamp.level = 40;\nexpect(lamp.level).toBe(10);`,
  },
  {
    name: 'iterates over an own collection',
    source: `export class Bag {
  #items: string[] = [];
  add(item: string): this {
    this.#items.push(item);
    return this;
  }
  *[Symbol.iterator](): Iterator<string> {
    yield* this.#items;
  }
}
`,
    body: `const bag = new Bag().add('a').add('b');\nexpect([...bag]).toEqual(['a', 'b']);`,
  },
  {
    name: 'asks for a path below the folder of the process',
    source: `export const below = (name: string): string => 'cache/' + name.toLowerCase();\n`,
    body: `expect(below('A.txt')).toBe('cache/a.txt');`,
  },
]);

export const uprightCases = [...plain, ...placed];
