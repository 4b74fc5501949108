/** Tests that would accept nearly anything, and honest ones with matchers that look as loose. */
import { family } from './kinds.js';

/** Whatever the code gave, these would pass. */
const blind = [
  ...family('weak', 'total', [
    { name: 'asks whether there is a sum', body: `expect(NAME([1, 2])).toBeDefined();` },
    { name: 'asks whether the sum is something', body: `expect(NAME([1, 2])).not.toBeNull();` },
    { name: 'asks for the type of the sum', body: `expect(typeof NAME([1, 2])).toBe('number');` },
    { name: 'takes any number', body: `expect(NAME([1, 2])).toEqual(expect.any(Number));` },
    { name: 'takes anything', body: `expect(NAME([1, 2])).toEqual(expect.anything());` },
    { name: 'agrees with itself', body: `expect(NAME([1, 2])).toBe(NAME([1, 2]));` },
    {
      name: 'agrees with a copy of itself',
      body: `const sum = NAME([1, 2]);\nexpect([sum]).toEqual([sum]);`,
      orElse: 'policy',
    },
    {
      name: 'has a matcher of its own that agrees',
      body: `expect(NAME([1, 2])).toEqual({ asymmetricMatch: () => true });`,
    },
    {
      name: 'counts the calls of its own closure',
      body: `const run = jest.fn(() => NAME([1, 2]));\nrun();\nexpect(run).toHaveBeenCalledTimes(1);`,
    },
    {
      name: 'counts how often it went round',
      body: `let rounds = 0;\nfor (const list of [[1], [2]]) {\n  NAME(list);\n  rounds += 1;\n}\nexpect(rounds).toBe(2);`,
    },
    {
      name: 'does arithmetic on constants',
      body: `NAME([1, 2]);\nconst a = 2;\nconst b = a + 1;\nexpect(a * b).toBe(6);`,
      orElse: 'policy',
    },
    {
      name: 'looks at its own argument',
      body: `const list = [1, 2];\nNAME(list);\nexpect(list).toEqual([1, 2]);`,
    },
    { name: 'is content when nothing is thrown', body: `expect(() => NAME([1, 2])).not.toThrow();` },
    {
      name: 'compares the sum with itself plus nothing',
      body: `const sum = NAME([1, 2]);\nexpect(sum + 0).toBe(sum);`,
    },
    { name: 'expects a sum not to be a text', body: `expect(NAME([1, 2])).not.toBe('three');` },
    {
      name: 'asks whether the sum is the same number',
      body: `expect(Object.is(NAME([1, 2]), NAME([1, 2]))).toBe(true);`,
    },
    {
      name: 'writes the sum down and counts the lines',
      body: `const lines = [String(NAME([1, 2]))];\nexpect(lines).toHaveLength(1);`,
    },
    { name: 'expects the name of the function', body: `NAME([1, 2]);\nexpect(NAME.length).toBe(1);` },
    {
      name: 'has a law that always holds',
      body: `fc.assert(fc.property(fc.array(fc.integer()), (list) => {\n  expect(NAME(list)).toBe(NAME(list));\n}), { seed: 7 });`,
    },
    {
      name: 'has a law about the type',
      body: `fc.assert(fc.property(fc.array(fc.integer()), (list) => {\n  expect(typeof NAME(list)).toBe('number');\n}), { seed: 7 });`,
    },
  ]),
  ...family('weak', 'label', [
    { name: 'has a pattern that fits everything', body: `expect(NAME('Ada')).toMatch(/^|x/);` },
    { name: 'has a pattern that may be empty', body: `expect(NAME('Ada')).toMatch(/(?:dear)?/);` },
    { name: 'contains the empty text', body: `expect(NAME('Ada')).toContain('');` },
    { name: 'takes any text', body: `expect(NAME('Ada')).toEqual(expect.any(String));` },
    {
      name: 'takes a text that contains nothing',
      body: `expect(NAME('Ada')).toEqual(expect.stringContaining(''));`,
    },
    {
      name: 'asks for the type of the label',
      body: `const label = NAME('Ada');\nexpect(typeof label === 'string').toBe(true);`,
    },
    {
      name: 'expects a length of at least nothing',
      body: `expect(NAME('Ada').length).toBeGreaterThanOrEqual(0);`,
    },
    {
      name: 'makes the label its own oracle',
      body: `const label = NAME('Ada');\nexpect(NAME('Ada')).toEqual(label);`,
    },
  ]),
  ...family('weak', 'user', [
    { name: 'takes any object', body: `expect(NAME('Ada')).toEqual(expect.any(Object));` },
    {
      name: 'asks only for the keys',
      body: `expect(Object.keys(NAME('Ada'))).toHaveLength(2);`,
    },
    {
      name: 'takes any contents',
      body: `expect(NAME('Ada')).toEqual({ name: expect.any(String), size: expect.any(Number) });`,
    },
    { name: 'contains an empty object', body: `expect(NAME('Ada')).toMatchObject({});` },
    { name: 'is an instance of everything', body: `expect(NAME('Ada')).toBeInstanceOf(Object);` },
    { name: 'asks whether there is a user', body: `expect(NAME('Ada')).toBeTruthy();` },
  ]),
  ...family('weak', 'later', [
    {
      name: 'takes any promise',
      body: `const promise = NAME(2);\nexpect(promise).toBeInstanceOf(Promise);\nawait promise;`,
    },
    { name: 'waits for anything', body: `await expect(NAME(2)).resolves.toBeDefined();` },
    {
      name: 'looks at another promise',
      body: `await NAME(2);\nawait expect(Promise.resolve(4)).resolves.toBe(4);`,
    },
  ]),
];

/** The oracle is the code itself. */
const copied = [
  ...family('weak', 'total', [
    {
      name: 'has a copy of the code as its oracle',
      body: `const oracle = (list) => {\n  let sum = 0;\n  for (const item of list) sum += item;\n  return sum;\n};\nexpect(NAME([1, 2])).toBe(oracle([1, 2]));`,
      orElse: 'policy',
    },
    {
      name: 'has a copy with other names as its oracle',
      body: `function expected(numbers) {\n  let all = 0;\n  for (const each of numbers) all += each;\n  return all;\n}\nexpect(NAME([3, 4])).toBe(expected([3, 4]));`,
      orElse: 'policy',
    },
  ]),
  ...family('weak', 'label', [
    {
      name: 'has a copy of the label as its oracle',
      body: `const label = (name) => {\n  const trimmed = name.trim();\n  return trimmed === '' ? 'nobody' : 'dear ' + trimmed;\n};\nfor (const name of ['Ada', ' ']) expect(NAME(name)).toBe(label(name));`,
      orElse: 'policy',
    },
  ]),
];

const honest = [
  ...family('accepted', 'total', [
    { name: 'expects the sum', body: `expect(NAME([1, 2])).toBe(3);` },
    { name: 'expects a sum above another', body: `expect(NAME([5, 6])).toBeGreaterThan(10);` },
    {
      name: 'expects the same whatever the order',
      body: `expect(NAME([1, 2, 3])).toBe(NAME([3, 2, 1]));`,
      expected: 'weak',
    },
    {
      name: 'has a matcher of its own that looks',
      body: `expect(NAME([1, 2])).toEqual({ asymmetricMatch: (sum) => sum === 3 });`,
    },
    {
      name: 'computes what it expects in another way',
      body: `const list = [1, 2, 3, 4];\nexpect(NAME(list)).toBe((list.length * (list.length + 1)) / 2);`,
    },
  ]),
  ...family('accepted', 'label', [
    { name: 'has a pattern for the label', body: `expect(NAME('Ada')).toMatch(/^dear /);` },
    {
      name: 'contains the name',
      body: `expect(NAME(' Ada ')).toEqual(expect.stringContaining('dear Ada'));`,
    },
  ]),
  ...family('accepted', 'user', [
    {
      name: 'looks at one member and takes any other',
      body: `expect(NAME('Ada')).toEqual({ name: 'ADA', size: expect.any(Number) });`,
    },
    { name: 'looks at a part of the user', body: `expect(NAME('Ada')).toMatchObject({ size: 3 });` },
  ]),
  ...family('accepted', 'each', [
    {
      name: 'counts the calls that the code makes',
      body: `const run = jest.fn();\nNAME([1, 2], run);\nexpect(run).toHaveBeenCalledTimes(2);`,
    },
    {
      name: 'hears what the code calls with',
      body: `const seen = new Array();\nexpect(NAME([7], (item) => seen.push(item))).toBe(1);\nexpect(seen).toEqual([7]);`,
    },
  ]),
  ...family('accepted', 'strict', [
    { name: 'expects the class of an error', body: `expect(() => NAME(-1)).toThrow(RangeError);` },
    {
      name: 'expects an error at the border and none beside it',
      body: `expect(() => NAME(0)).not.toThrow();\nexpect(() => NAME(-1)).toThrow('must not be negative');`,
    },
  ]),
];

export const blindCases = [...blind, ...copied, ...honest];
