/** Tests that hold only here, now, or in one order, that no person would read, or whose titles steer; and honest ones. */
import { cases } from './case.js';

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const expiry = (name: string): string => `export const ${name} = (day: string): boolean => {
  const end = new Date(day + 'T00:00:00Z').getTime();
  return end < Date.now();
};
`;

const times = cases('flaky', [
  {
    name: 'knows what is not over yet, for a month',
    source: expiry('isOver1'),
    body: `expect(isOver1('${inDays(26)}')).toBe(false);`,
  },
  {
    name: 'knows what is not over yet, for three months',
    source: expiry('isOver2'),
    body: `expect(isOver2('${inDays(80)}')).toBe(false);`,
  },
  {
    name: 'knows what is not over yet, for a year',
    source: expiry('isOver3'),
    body: `expect(isOver3('${inDays(380)}')).toBe(false);`,
  },
  {
    name: 'knows what is not over yet, for years',
    source: expiry('isOver4'),
    body: `expect(isOver4('${inDays(4 * 365)}')).toBe(false);`,
  },
  {
    name: 'knows what was not long ago',
    source: `export const ageIn = (day: string): number => Math.floor((Date.now() - Date.parse(day)) / 86_400_000 / 100);\n`,
    body: `expect(ageIn('${inDays(-20)}')).toBe(0);`,
  },
  {
    name: 'knows the year',
    source: `export const copyright = (): string => '© ' + new Date().getFullYear();\n`,
    body: `expect(copyright()).toBe('© ${new Date().getFullYear()}');`,
  },
]);

const machines = cases('flaky', [
  {
    name: 'believes that there is no terminal',
    source: `export const isShown = (): boolean => process.stdout.isTTY === true;\n`,
    body: `expect(isShown()).toBe(false);`,
  },
  {
    name: 'believes in its user',
    source: `export const owner = (): string => 'user ' + process.getuid?.();\n`,
    body: `expect(owner()).toBe('user ${process.getuid?.()}');`,
  },
  {
    name: 'believes in its worker',
    source: `export const portOfWorker = (): number => 3000 + Number(process.env['JEST_WORKER_ID'] ?? 0);\n`,
    body: `expect(portOfWorker()).toBe(3001);`,
  },
  {
    name: 'believes in its place',
    source: `export const place = (): string => process.env['PWD'] ?? 'nowhere';\n`,
    body: `expect([place()]).not.toContain('/home/elsewhere/checkout');`,
    orElse: 'weak',
  },
  {
    name: 'believes in no colours',
    source: `export const paint = (word: string): string => (process.env['FORCE_COLOR'] ? '*' + word + '*' : word);\n`,
    body: `expect(paint('red')).toBe('red');`,
  },
]);

const orders = [
  ...cases('flaky', [
    {
      name: 'leaves a list longer for those before it',
      source: `const entries: string[] = [];
export const enter = (name: string): number => entries.push(name);
export const first = (): string => entries[0] ?? 'nobody';
`,
      body: `expect(enter('Ada')).toBe(1);`,
    },
  ]),
  ...cases('accepted', [
    {
      name: 'asks who is first',
      source: `const entries: string[] = [];
export const enter = (name: string): number => entries.push(name);
export const first = (): string => entries[0] ?? 'nobody';
`,
      body: `expect(first()).toBe('nobody');`,
    },
  ]),
];

const sizes = cases('policy', [
  {
    name: 'writes a very long text out',
    source: `export const lengthOf = (text: string): number => text.length;\n`,
    body: `expect(lengthOf('${'a'.repeat(4_000)}')).toBe(4000);`,
  },
  {
    name: 'writes a very long list out',
    source: `export const countOf = (list: number[]): number => list.length;\n`,
    body: `expect(countOf([${'1, '.repeat(400)}])).toBe(400);`,
  },
  {
    name: 'goes on and on',
    source: `export const oneMore = (n: number): number => n + 1;\n`,
    body: Array.from({ length: 150 }, (_, n) => `expect(oneMore(${n})).toBe(${n + 1});`).join('\n'),
  },
]);

const honest = cases('accepted', [
  {
    name: 'knows what is over for good',
    source: expiry('isOver5'),
    body: `expect(isOver5('2001-01-01')).toBe(true);`,
  },
  {
    name: 'knows what is over on a day that it sets',
    source: expiry('isOver6'),
    body: `jest.useFakeTimers();\njest.setSystemTime(new Date('2020-01-02T00:00:00Z'));\nexpect([isOver6('2020-01-01'), isOver6('2020-01-03')]).toEqual([true, false]);\njest.useRealTimers();`,
  },
  {
    name: 'makes a long text of a short one',
    source: `export const measure = (text: string): number => text.length;\n`,
    body: `expect(measure('ab'.repeat(2000))).toBe(4000);`,
  },
  {
    name: 'shows \u202etitles\u001b[31m as they are',
    source: `export const upper = (text: string): string => text.toUpperCase();\n`,
    body: `expect(upper('a')).toBe('A');`,
  },
]);

export const placeCases = [...times, ...machines, ...orders, ...sizes, ...honest];
