/** Tests of somebody in a hurry: they look like tests, and say nearly nothing, or only something about this machine. */
import { cases } from './case.js';
import { family } from './kinds.js';

const vague = [
  ...family('weak', 'total', [
    { name: 'rules out one wrong sum', body: `expect(NAME([1, 2])).not.toBe(4);` },
    { name: 'has a fallback for a wrong sum', body: `expect(NAME([1, 2]) || 4).toBeTruthy();` },
    { name: 'is near enough to anything', body: `expect(NAME([1, 2])).toBeCloseTo(3, -5);` },
    { name: 'is below everything', body: `expect(NAME([1, 2])).toBeLessThan(Infinity);` },
    { name: 'sees some digit', body: `expect(String(NAME([1, 2]))).toMatch(/\\d/);` },
    { name: 'puts the sum into a list and counts', body: `expect([NAME([1, 2])].length).toBe(1);` },
    {
      name: 'finds the sum as often as it asks',
      body: `expect(new Set([NAME([1, 2]), NAME([1, 2])]).size).toBe(1);`,
    },
    {
      name: 'takes the difference to itself',
      body: `const before = NAME([1, 2]);\nconst after = NAME([1, 2]);\nexpect(after - before).toBe(0);`,
    },
    {
      name: 'is no text that contains a word',
      body: `expect(NAME([1, 2])).toEqual(expect.not.stringContaining('x'));`,
    },
    {
      name: 'wraps the sum and takes anything',
      body: `expect({ sum: NAME([1, 2]) }).toEqual({ sum: expect.anything() });`,
    },
    { name: 'is true or true', body: `expect(NAME([1, 2]) > 0 || true).toBe(true);` },
    {
      name: 'finds that the function is itself',
      body: `NAME([1, 2]);\nexpect(Object.is(NAME, NAME)).toBe(true);`,
      orElse: 'policy',
    },
    { name: 'finds that it is a function', body: `NAME([1, 2]);\nexpect(typeof NAME).toBe('function');` },
    { name: 'is a whole number', body: `expect(Number.isInteger(NAME([1, 2]))).toBe(true);` },
    {
      name: 'has a law about something else',
      body: `NAME([1, 2]);\nfc.assert(fc.property(fc.integer(), (n) => {\n  expect(n + 0).toBe(n);\n}), { seed: 7 });`,
      orElse: 'policy',
    },
  ]),
  ...family('weak', 'user', [
    { name: 'contains any object at all', body: `expect(NAME('Ada')).toEqual(expect.objectContaining({}));` },
    { name: 'has some name', body: `expect(NAME('Ada')).toHaveProperty('name');` },
    {
      name: 'lists the keys in order',
      body: `expect(Object.keys(NAME('Ada')).sort()).toEqual(['name', 'size']);`,
    },
    { name: 'has no negative size', body: `expect(NAME('Ada').size).toBeGreaterThan(-1);` },
    {
      name: 'survives being written and read',
      body: `expect(JSON.parse(JSON.stringify(NAME('Ada')))).toEqual(NAME('Ada'));`,
    },
    { name: 'is not another object', body: `expect(NAME('Ada')).not.toBe(NAME('Ada'));` },
    {
      name: 'has members of some types',
      body: `const { name, size } = NAME('Ada');\nexpect([typeof name, typeof size]).toEqual(['string', 'number']);`,
    },
  ]),
  ...family('weak', 'label', [
    { name: 'is at least as long as nothing', body: `expect(NAME('Ada')).not.toHaveLength(0);` },
    { name: 'has characters', body: `expect([...NAME('Ada')].length > 0).toBe(true);` },
    {
      name: 'contains every empty list',
      body: `expect([...NAME('Ada')]).toEqual(expect.arrayContaining([]));`,
    },
  ]),
  ...family('weak', 'later', [
    {
      name: 'awaits and looks at the promise of a constant',
      body: `await NAME(2);\nexpect(await Promise.resolve('done')).toBe('done');`,
      orElse: 'policy',
    },
    {
      name: 'has a method then',
      body: `const promise = NAME(2);\nexpect(typeof promise.then).toBe('function');\nawait promise;`,
    },
    { name: 'resolves to no complaint', body: `await expect(NAME(2)).resolves.not.toThrow();` },
  ]),
  ...family('weak', 'each', [
    {
      name: 'counts its own calls of its own closure',
      body: `let calls = 0;\nconst run = () => {\n  calls += 1;\n};\nNAME([], run);\nrun();\nexpect(calls).toBe(1);`,
    },
  ]),
];

/** True on this machine, in this place, at this minute. */
const local = cases('flaky', [
  {
    name: 'believes in the home of its user',
    source: `export const homeOf = (): string => (process.env['HOME'] ?? 'none') + '/notes';\n`,
    body: `expect(homeOf().includes('elsewhere')).toBe(false);`,
  },
  {
    name: 'believes in an even process id',
    source: `export const isEvenProcess = (): boolean => process.pid % 2 === 0;\n`,
    body: `expect(isEvenProcess()).toBe(true);`,
    orElse: 'fails',
  },
  {
    name: 'believes in an odd process id',
    source: `export const isOddProcess = (): boolean => process.pid % 2 === 1;\n`,
    body: `expect(isOddProcess()).toBe(true);`,
    orElse: 'fails',
  },
  {
    name: 'believes that the process is young',
    source: `export const ageOfProcess = (): string => (process.uptime() < 3600 ? 'young' : 'old');\n`,
    body: `expect(ageOfProcess()).toBe('young');`,
  },
  {
    name: 'believes in the first half of the hour',
    source: `export const halfOfHour = (): string => (new Date().getMinutes() < 30 ? 'first' : 'second');\n`,
    body: `expect(halfOfHour()).toBe('${new Date().getMinutes() < 30 ? 'first' : 'second'}');`,
  },
  {
    name: 'believes in the quarter of the minute',
    source: `export const quarterOf = (): number => Math.floor(new Date().getSeconds() / 15);\n`,
    body: `expect(quarterOf()).toBe(${Math.floor(new Date().getSeconds() / 15)});`,
    orElse: 'fails',
  },
  {
    name: 'believes in the day of the week',
    source: `export const dayNow = (): number => new Date().getUTCDay();\n`,
    body: `expect(dayNow()).toBe(${new Date().getUTCDay()});`,
  },
  {
    name: 'believes in the width of its terminal',
    source: `export const ruler = (): string => '-'.repeat(Number(process.env['COLUMNS'] ?? 10));\n`,
    body: `expect(ruler()).toBe('----------');`,
  },
  {
    name: 'believes in its shell',
    source: `export const shellOf = (): string => (process.env['SHELL'] ?? 'sh').split('/').pop() ?? '';\n`,
    body: `expect(shellOf() === 'elsewhere').toBe(false);`,
  },
]);

export const hastyCases = [...vague, ...local];
