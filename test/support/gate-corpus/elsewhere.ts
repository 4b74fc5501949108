/** Tests that hold at this place, hour or order only, laws about nothing, and titles that steer; and honest ones. */
import { cases } from './case.js';
import { family } from './kinds.js';

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const valid = (name: string): string => `export function ${name}(until: string, now = new Date()): string {
  return Date.parse(until) > now.getTime() ? 'valid' : 'expired';
}
`;

/** Other ways to the clock than `Date.now()`. */
const clocks = [
  ...cases('flaky', [
    ...[28, 88, 398, 5 * 365 - 3].map((days) => ({
      name: `knows what is valid for ${days} days`,
      source: valid(`validFor${days}`),
      body: `expect(validFor${days}('${inDays(days)}')).toBe('valid');`,
    })),
    {
      name: 'knows the day as the language writes it',
      source: `export const writtenToday = (): string => 'on ' + new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC' }).format();\n`,
      body: `expect(writtenToday()).toBe('on ${new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC' }).format()}');`,
    },
    {
      name: 'knows when its process began',
      source: `export const beganIn = (): number => new Date(performance.timeOrigin).getUTCFullYear();\n`,
      body: `expect(beganIn()).toBe(${new Date().getUTCFullYear()});`,
    },
    {
      name: 'knows the year of the class of another date',
      source: `export function yearNow(): number {
  const Same = new Date(0).constructor as DateConstructor;
  return new Same().getUTCFullYear();
}
`,
      body: `expect(yearNow()).toBe(${new Date().getUTCFullYear()});`,
    },
    {
      name: 'believes that hardly any time goes by',
      source: `export function lap(run: () => void): string {
  const before = Date.now();
  run();
  return Date.now() - before < 50 ? 'fast' : 'slow';
}
`,
      body: `expect(lap(() => {})).toBe('fast');`,
    },
  ]),
  ...cases('accepted', [
    {
      name: 'says what day it is',
      source: valid('validOn'),
      body: `const now = new Date('2020-05-05T00:00:00Z');\nexpect([validOn('2020-05-04', now), validOn('2020-05-06', now)]).toEqual(['expired', 'valid']);`,
    },
    {
      name: 'gives the language a day to write',
      source: `export const writtenDay = (day: Date): string => 'on ' + new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC' }).format(day);\n`,
      body: `expect(writtenDay(new Date(Date.UTC(2024, 0, 15)))).toBe('on 15/01/2024');`,
    },
    {
      name: 'measures on a clock that it sets',
      source: `export function lapOf(run: () => void): number {
  const before = Date.now();
  run();
  return Date.now() - before;
}
`,
      body: `jest.useFakeTimers();\nexpect(lapOf(() => jest.advanceTimersByTime(250))).toBe(250);\njest.useRealTimers();`,
    },
  ]),
];

/** What programs see of their machine. */
const places = [
  ...cases('flaky', [
    {
      name: 'believes in no pipeline around it',
      source: `export const isAtDesk = (): string => (process.env['CI'] ? 'pipeline' : 'desk');\n`,
      body: `expect(isAtDesk()).toBe('desk');`,
      orElse: 'fails',
    },
    {
      name: 'believes in a pipeline around it',
      source: `export const isInPipeline = (): string => (process.env['CI'] ? 'pipeline' : 'desk');\n`,
      body: `expect(isInPipeline()).toBe('pipeline');`,
      orElse: 'fails',
    },
    {
      name: 'believes in the name of its folder',
      source: `export const projectName = (): string => 'project ' + (process.cwd().split('/').pop() ?? '');\n`,
      body: `expect(projectName()).toBe('project repo');`,
    },
    {
      name: 'believes in an even parent of its process',
      source: `export const isEvenParent = (): boolean => process.ppid % 2 === 0;\n`,
      body: `expect(isEvenParent()).toBe(true);`,
      orElse: 'fails',
    },
    {
      name: 'believes in an odd parent of its process',
      source: `export const isOddParent = (): boolean => process.ppid % 2 === 1;\n`,
      body: `expect(isOddParent()).toBe(true);`,
      orElse: 'fails',
    },
    {
      name: 'believes in the name of its time zone',
      source: `export const zone = (): string => 'in ' + Intl.DateTimeFormat().resolvedOptions().timeZone;\n`,
      body: `expect(zone()).toBe('in ${Intl.DateTimeFormat().resolvedOptions().timeZone}');`,
      orElse: 'fails',
    },
    {
      name: 'believes in the language of its machine',
      source: `export const languageNow = (): string => Intl.NumberFormat().resolvedOptions().locale.slice(0, 2);\n`,
      body: `expect(languageNow()).toBe('en');`,
    },
    {
      name: 'believes in a narrow terminal',
      source: `export const isNarrow = (): boolean => (process.stdout.columns ?? 0) < 30;\n`,
      body: `expect(isNarrow()).toBe(true);`,
    },
  ]),
  ...cases('accepted', [
    {
      name: 'says for which terminal it is',
      source: `export const isNarrowOf = (columns: number): boolean => columns < 30;\n`,
      body: `expect([isNarrowOf(20), isNarrowOf(80)]).toEqual([true, false]);`,
    },
    {
      name: 'sets the pipeline for itself and puts it back',
      source: `export const runsIn = (): string => (process.env['CI'] ? 'pipeline' : 'desk');\n`,
      body: `const before = process.env.CI;\nprocess.env.CI = 'true';\ntry {\n  expect(runsIn()).toBe('pipeline');\n} finally {\n  if (before === undefined) delete process.env.CI;\n  else process.env.CI = before;\n}`,
    },
    {
      name: 'names the file below the folder it runs in',
      source: `export const ownPath = (name: string): string => (process.cwd() + '/' + name).slice(process.cwd().length);\n`,
      body: `expect(ownPath('a.txt')).toBe('/a.txt');`,
    },
  ]),
];

const counter = `const waiting: string[] = [];
export const queueUp = (name: string): number => waiting.push(name);
export const lastInLine = (): string => waiting.at(-1) ?? 'nobody';
export const lineLength = (): string => (waiting.length > 0 ? 'a line' : 'no line');
`;

/** What comes before or after. */
const orders = [
  ...cases('flaky', [
    { name: 'queues up before the others look', source: counter, body: `expect(queueUp('Ada')).toBe(1);` },
  ]),
  ...cases('accepted', [
    { name: 'sees nobody last in line', source: counter, body: `expect(lastInLine()).toBe('nobody');` },
    { name: 'sees no line', source: counter, body: `expect(lineLength()).toBe('no line');` },
  ]),
];

/** Laws that say nothing, or that are hardly tried. */
const laws = [
  ...family('policy', 'total', [
    {
      name: 'has a law about one constant',
      body: `fc.assert(fc.property(fc.constant([1, 2]), (list) => {\n  expect(NAME(list)).toBe(3);\n}), { seed: 7 });`,
    },
    {
      name: 'has a law about constants in a tuple',
      body: `fc.assert(fc.property(fc.tuple(fc.constant(1), fc.constantFrom(2)), (list) => {\n  expect(NAME(list)).toBe(3);\n}), { seed: 7 });`,
    },
    {
      name: 'has a law that is tried once',
      body: `fc.assert(fc.property(fc.integer({ min: 0, max: 9 }), (n) => {\n  expect(NAME([n])).toBe(n);\n}), { seed: 7, numRuns: 1 });`,
    },
    {
      name: 'replays one path of its law',
      body: `fc.assert(fc.property(fc.integer({ min: 0, max: 9 }), (n) => {\n  expect(NAME([n])).toBe(n);\n}), { seed: 7, path: '3', endOnFailure: true });`,
    },
    {
      name: 'skips its law after no time',
      body: `fc.assert(fc.property(fc.integer({ min: 0, max: 9 }), (n) => {\n  expect(NAME([n])).toBe(n + 1);\n}), { seed: 7, skipAllAfterTimeLimit: 0 });\nexpect(NAME([1])).toBe(1);`,
      orElse: 'fails',
    },
    {
      name: 'has a law that only calls',
      body: `fc.assert(fc.property(fc.array(fc.integer()), (list) => {\n  NAME(list);\n}), { seed: 7 });`,
    },
  ]),
  ...family('accepted', 'total', [
    {
      name: 'has a law about one constant and one number',
      body: `fc.assert(fc.property(fc.constant(1), fc.integer({ min: 0, max: 9 }), (one, n) => {\n  expect(NAME([one, n])).toBe(n + 1);\n}), { seed: 7 });`,
    },
    {
      name: 'has a law about some words',
      body: `fc.assert(fc.property(fc.constantFrom(1, 2, 3), (n) => {\n  expect(NAME([n, n])).toBe(2 * n);\n}), { seed: 7 });`,
    },
    {
      name: 'has a law that is tried ten times',
      body: `fc.assert(fc.property(fc.integer({ min: 0, max: 9 }), (n) => {\n  expect(NAME([n])).toBe(n);\n}), { seed: 7, numRuns: 10 });`,
    },
  ]),
];

const twins = `export const twinOf = (n: number): number => n * 2 + 1;
export const otherTwinOf = (n: number): number => n * 3 + 1;
`;

/** Titles: they are printed by runners, in reports and commits, and name the test. */
const titles = cases('accepted', [
  {
    name: 'adds\\u202e up',
    source: twins,
    body: `expect(twinOf(4)).toBe(9);\nexpect(typeof otherTwinOf).toBe('function');`,
  },
  {
    name: 'adds\u202e up',
    source: twins,
    body: `expect(otherTwinOf(4)).toBe(13);\nexpect(typeof twinOf).toBe('function');`,
  },
  {
    name: 'ends\nin the\r\nmiddle \u009b31m of \ud800 a line',
    source: `export const tripled = (n: number): number => n * 3;\n`,
    body: `expect(tripled(4)).toBe(12);`,
  },
  {
    name: "is called `${quoted}` 'twice' \\ %s */ </script>",
    source: `export const quadrupled = (n: number): number => n * 4;\n`,
    body: `expect(quadrupled(4)).toBe(16);`,
  },
]);

const longTitle = cases('policy', [
  {
    name: `has a title that goes on and on${' and on'.repeat(60)}`,
    source: `export const fivefold = (n: number): number => n * 5;\n`,
    body: `expect(fivefold(4)).toBe(20);`,
  },
]);

export const elsewhereCases = [...clocks, ...places, ...orders, ...laws, ...titles, ...longTitle];
