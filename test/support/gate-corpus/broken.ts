/** Candidates that the gate has to refuse because of what happens when they run. */
import type { ImportNeed } from '../../../src/domain/candidate.js';
import { cases, itself, named } from './case.js';

const half = `export const half = (n: number): number => {
  if (Number.isNaN(n)) throw new TypeError('not a number');
  return n / 2;
};
`;

const self = (binding: ImportNeed['binding']): ImportNeed => ({
  from: { kind: 'package', name: itself },
  binding,
});

const fails = cases('fails', [
  { name: 'expects another value', source: half, body: `expect(half(4)).toBe(3);` },
  {
    name: 'expects an error that does not come',
    source: half,
    body: `expect(() => half(4)).toThrow(TypeError);`,
  },
  { name: 'expects another error', source: half, body: `expect(() => half(NaN)).toThrow(RangeError);` },
  {
    name: 'believes in a law that does not hold',
    source: half,
    body: `fc.assert(fc.property(fc.integer({ min: 2, max: 99 }), (n) => {\n  expect(half(n)).toBe(Math.floor(half(n)));\n}), { seed: 7 });`,
  },
  {
    name: 'imports what is not there',
    source: half,
    body: `expect(fifth(10)).toBe(2);`,
    imports: [self(named('fifth'))],
    expectedIn: { 'ts-jest': 'types' },
  },
  {
    name: 'waits for too few expectations',
    source: half,
    body: `expect.assertions(2);\nexpect(half(4)).toBe(2);`,
  },
  {
    name: 'expects a value of a later time',
    source: `export const laterHalf = async (n: number): Promise<number> => n / 2;\n`,
    body: `await expect(laterHalf(4)).resolves.toBe(3);`,
  },
  {
    name: 'needs what a neighbour leaves behind',
    source: `const cache = new Map<string, number>();
export const put = (key: string, value: number): number => {
  cache.set(key, value);
  return cache.size;
};
export const get = (key: string): number | undefined => cache.get(key);
`,
    body: `expect(get('a')).toBe(5);`,
  },
]);

const hangs = cases('timeout', [
  {
    name: 'waits for a promise that is never kept',
    source: `export const never = (): Promise<number> => new Promise(() => undefined);\n`,
    body: `expect(await never()).toBe(1);`,
  },
  {
    name: 'turns round and round',
    source: `export function spin(n: number): number {
  let turns = n;
  while (turns > 0) turns += 1;
  return turns;
}
`,
    body: `expect(spin(1)).toBe(0);`,
  },
  {
    name: 'has a pattern try for ever',
    source: `export const isList = (text: string): boolean => /^(?:\\w+\\s?)+$/.test(text);\n`,
    body: `expect(isList('${'a'.repeat(60)}!')).toBe(false);`,
  },
  {
    name: 'leaves a clock ticking',
    source: `let ticks = 0;
export function startClock(): number {
  setInterval(() => {
    ticks += 1;
  }, 1000);
  return ticks;
}
`,
    body: `expect(startClock()).toBe(0);`,
    expectedIn: { react: 'accepted' },
  },
  {
    name: 'leaves a timer that winds itself up again',
    source: `export function poll(n: number): number {
  setTimeout(() => poll(n + 1), 400);
  return n * 11;
}
`,
    body: `expect(poll(2)).toBe(22);`,
    expectedIn: { react: 'accepted' },
  },
]);

const crashes = cases('crash', [
  {
    name: 'leaves a promise that is broken',
    source: `export function rejectLater(n: number): number {
  setTimeout(() => Promise.reject(new Error('too late')), 2);
  return n + 7;
}
`,
    body: `expect(rejectLater(1)).toBe(8);`,
  },
  {
    name: 'leaves an error for soon',
    source: `export function throwSoon(n: number): number {
  setTimeout(() => {
    throw new Error('soon');
  }, 30);
  return n + 8;
}
`,
    body: `expect(throwSoon(1)).toBe(9);`,
  },
  {
    name: 'leaves an error for much later',
    source: `export function throwLater(n: number): number {
  setTimeout(() => {
    throw new Error('much later');
  }, 900);
  return n + 9;
}
`,
    body: `expect(throwLater(1)).toBe(10);`,
    // A page takes its timers along.
    expectedIn: { react: 'accepted' },
  },
  {
    name: 'takes all memory',
    source: `export function hoard(n: number): number {
  const kept: string[][] = [];
  for (let turn = 0; turn < n; turn++) kept.push(new Array<string>(5e7).fill('x' + turn));
  return kept.length;
}
`,
    body: `expect(hoard(1e6)).toBe(1e6);`,
    // While memory gets scarce, nothing moves on.
    orElse: 'timeout',
  },
]);

/** The code under test reaches outside, whatever the test makes of it. */
const reaching = cases('policy', [
  {
    name: 'ends the process through the code',
    source: `export const quit = (n: number): number => (n > 0 ? process.exit(n) : n);\n`,
    body: `expect(() => quit(1)).toThrow();`,
  },
  {
    name: 'aborts the process through the code',
    source: `export const abort = (n: number): number => (n > 0 ? process.abort() : n);\n`,
    body: `expect(() => abort(1)).toThrow();`,
  },
  {
    name: 'kills the process through the code',
    source: `export const kill = (n: number): boolean => n > 0 && process.kill(process.pid);\n`,
    body: `expect(() => kill(1)).toThrow();`,
  },
  {
    name: 'writes a file through the code',
    source: `export function save(text: string): boolean {
  fs.writeFileSync('saved.txt', text);
  return true;
}
`,
    body: `expect(() => save('a')).toThrow();`,
  },
  {
    name: 'reads a folder through the code',
    source: `export const list = (folder: string): number => fs.readdirSync(folder).length;\n`,
    body: `expect(list('/')).toBeGreaterThan(0);`,
  },
]);

const unstable = cases('flaky', [
  {
    name: 'knows what day it is',
    source: `export const today = (): string => new Date().toISOString().slice(0, 10);\n`,
    body: `expect(today()).toBe('${new Date().toISOString().slice(0, 10)}');`,
  },
  {
    name: 'knows the month',
    source: `export const month = (): number => new Date().getUTCMonth();\n`,
    body: `expect(month()).toBe(${new Date().getUTCMonth()});`,
  },
  {
    name: 'believes in its own time zone',
    source: `export const hourOf = (time: number): number => new Date(time).getHours();\n`,
    body: `expect(hourOf(0)).toBe(${new Date(0).getHours()});`,
  },
  {
    name: 'believes in its own language',
    source: `export const price = (n: number): string => n.toLocaleString() + ' €';\n`,
    body: `expect(price(1234.5)).toBe('${(1234.5).toLocaleString('en-US')} €');`,
  },
  {
    name: 'is lucky',
    // React draws numbers of its own, so that the unlucky one falls elsewhere.
    only: ['commonjs', 'ts-jest', 'babel-typescript', 'esm'],
    source: `export const isUnlucky = (): boolean => Math.random() < 0.001;\n`,
    body: `expect(isUnlucky()).toBe(false);`,
  },
  {
    name: 'believes in its own arguments',
    source: `export const isVerbose = (): boolean => process.argv.includes('--verbose');\n`,
    body: `expect(isVerbose()).toBe(false);`,
  },
  {
    name: 'believes in its own environment',
    source: `export const home = (): string => process.env['HOME'] === '/home/elsewhere' ? 'elsewhere' : 'here';\n`,
    body: `expect(home()).toBe('here');`,
  },
]);

export const brokenCases = [...fails, ...hangs, ...crashes, ...reaching, ...unstable];
