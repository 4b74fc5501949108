/** Candidates that the gate has to refuse by reading or type-checking them. */
import type { ImportNeed } from '../../../src/domain/candidate.js';
import { cases, fromPackage, itself, named } from './case.js';

const port = `export function port(text: string): number {
  return Number(text) || 80;
}
export function each(list: number[], run: (n: number) => void): void {
  list.forEach(run);
}
export const portLater = async (text: string): Promise<number> => port(text);
`;
const sure = `expect(port('8080')).toBe(8080);`;

const file = (path: string, local: string): ImportNeed => ({
  from: { kind: 'file', path },
  binding: named(local),
});

const syntax = cases('syntax', [
  { name: 'forgets a bracket', source: port, body: `expect(port('1').toBe(1);` },
  { name: 'closes the test and opens another', source: port, body: `}); test('other', () => {` },
  {
    name: 'awaits where nothing may',
    source: port,
    body: `expect(await portLater('1')).toBe(1);`,
    isAsync: false,
  },
  {
    name: 'declares a name twice',
    source: port,
    body: `const n = port('1');\nconst n = 2;\nexpect(n).toBe(2);`,
  },
  { name: 'ends in the middle', source: port, body: `expect(port('1')).toBe(` },
]);

const wrongImports = cases('policy', [
  {
    name: 'imports a package nobody declared',
    source: port,
    body: sure,
    imports: [fromPackage('left-lib', named('pad'))],
  },
  {
    name: 'imports threads',
    source: port,
    body: sure,
    imports: [fromPackage('node:worker_threads', named('Worker'))],
  },
  {
    name: 'imports processes',
    source: port,
    body: sure,
    imports: [fromPackage('child_process', named('exec'))],
  },
  { name: 'imports from outside', source: port, body: sure, imports: [file('../secret.js', 'secret')] },
]);

/** Names that only a test file's outside may use, and matchers that write files. */
const outsideOfTests = cases('policy', [
  { name: 'focuses a test', source: port, body: `it.only('x', () => {\n  ${sure}\n});` },
  { name: 'skips a test', source: port, body: `test.skip('x', () => {});\n${sure}` },
  { name: 'leaves a note for a test', source: port, body: `test.todo('x');\n${sure}` },
  {
    name: 'expects a test to fail',
    source: port,
    body: `test.failing('x', () => {\n  expect(port('1')).toBe(2);\n});`,
  },
  { name: 'runs tests at once', source: port, body: `test.concurrent('x', async () => {\n  ${sure}\n});` },
  {
    name: 'makes tests of a table',
    source: port,
    body: `test.each([1])('%d', (n) => {\n  expect(port(String(n))).toBe(n);\n});`,
  },
  {
    name: 'nests groups with hooks',
    source: port,
    body: `describe('a', () => {\n  beforeEach(() => {});\n  ${sure}\n});`,
  },
  { name: 'adds a hook', source: port, body: `afterAll(() => {});\n${sure}` },
  { name: 'asks for more tries', source: port, body: `jest.retryTimes(3);\n${sure}` },
  { name: 'asks for more time', source: port, body: `jest.setTimeout(60000);\n${sure}` },
  { name: 'waits for a done that nobody gives', source: port, body: `${sure}\ndone();` },
  { name: 'writes a snapshot', source: port, body: `expect(port('1')).toMatchSnapshot();` },
  { name: 'writes an inline snapshot', source: port, body: `expect(port('1')).toMatchInlineSnapshot();` },
  {
    name: 'takes an error for a snapshot',
    source: port,
    body: `expect(() => port('')).toThrowErrorMatchingSnapshot();`,
  },
]);

const evasions = cases('policy', [
  { name: 'requires a module', source: port, body: `require('fs').writeFileSync('x', '');\n${sure}` },
  { name: 'imports on the way', source: port, body: `await import('node:fs');\n${sure}` },
  { name: 'evaluates text', source: port, body: `expect(eval('1 + 1')).toBe(port('2'));` },
  {
    name: 'makes a function of text',
    source: port,
    body: `(() => {}).constructor('return process')().exit();\n${sure}`,
  },
  { name: 'takes hold of the global object', source: port, body: `globalThis.leak = 1;\n${sure}` },
  { name: 'ends the process', source: port, body: `process.exit(0);\n${sure}` },
  { name: 'kills its own process', source: port, body: `process.kill(process.pid);\n${sure}` },
  { name: 'replaces a module', source: port, body: `jest.mock('fs');\n${sure}` },
  {
    name: 'teaches expect to agree',
    source: port,
    body: `expect.extend({ toBe: () => ({ pass: true }) });\n${sure}`,
  },
  { name: 'changes a prototype', source: port, body: `String.prototype.toNumber = () => 1;\n${sure}` },
  { name: 'never ends', source: port, body: `while (true) {}\n${sure}` },
  { name: 'starts an interval', source: port, body: `setInterval(() => {}, 10);\n${sure}` },
  { name: 'calls the network', source: port, body: `await fetch('http://localhost');\n${sure}` },
]);

const empty = cases('policy', [
  { name: 'expects nothing', source: port, body: `port('1');` },
  { name: 'expects one to be one', source: port, body: `port('1');\nexpect(1).toBe(1);` },
  { name: 'expects a value to be itself', source: port, body: `const n = port('1');\nexpect(n).toBe(n);` },
  {
    name: 'does not wait for its expectation',
    source: port,
    body: `expect(portLater('1')).resolves.toBe(2);`,
  },
  {
    name: 'expects in a promise nobody waits for',
    source: port,
    body: `portLater('1').then((n) => {\n  expect(n).toBe(2);\n});`,
  },
  { name: 'catches its own failure', source: port, body: `try {\n  expect(port('1')).toBe(2);\n} catch {}` },
  {
    name: 'lets a promise swallow the failure',
    source: port,
    body: `await portLater('1').then((n) => {\n  expect(n).toBe(2);\n}).catch(() => {});`,
  },
  {
    name: 'expects where the code calls back',
    source: port,
    body: `each([], (n) => {\n  expect(n).toBe(1);\n});`,
  },
  {
    name: 'expects after its end',
    source: port,
    body: `port('1');\nsetTimeout(() => {\n  expect(port('1')).toBe(2);\n}, 50);`,
  },
  {
    name: 'expects under a condition',
    source: port,
    body: `if (port('1') > 5) {\n  expect(port('1')).toBe(1);\n}`,
  },
]);

const self = (local: string): ImportNeed => ({
  from: { kind: 'package', name: itself },
  binding: { kind: 'namespace', local },
});

/** What a test changes for itself, it has to change back. */
const leaving = cases('policy', [
  {
    name: 'leaves a spy on the console',
    source: port,
    body: `jest.spyOn(console, 'info').mockImplementation(() => {});\n${sure}`,
  },
  {
    name: 'leaves a spy on chance',
    source: port,
    body: `jest.spyOn(Math, 'random').mockReturnValue(0);\n${sure}`,
  },
  {
    name: 'leaves a spy on the code',
    source: port,
    body: `const spy = jest.spyOn(kit, 'port').mockReturnValue(5);\nexpect(kit.port('1')).toBe(5);\nspy.mockClear();`,
    imports: [self('kit')],
  },
  { name: 'leaves the clock stopped', source: port, body: `jest.useFakeTimers();\n${sure}` },
  {
    name: 'starts the clock again only at times',
    source: port,
    body: `jest.useFakeTimers();\nif (port('1') > 5) jest.useRealTimers();\n${sure}`,
  },
]);

/** Only hosts that type-check their tests tell. */
const types = cases('types', [
  {
    name: 'gives a number for a text',
    only: ['ts-jest'],
    source: port,
    body: `expect(port(8080)).toBe(8080);`,
  },
  { name: 'gives too little', only: ['ts-jest'], source: port, body: `expect(port()).toBe(80);` },
  {
    name: 'misspells a property',
    only: ['ts-jest'],
    source: `export const areaOf = (box: { width: number; height: number }): number => box.width * box.height;\n`,
    body: `expect(areaOf({ width: 2, heigth: 3 })).toBe(6);`,
  },
]);

export const refusedCases = [
  ...syntax,
  ...wrongImports,
  ...outsideOfTests,
  ...evasions,
  ...empty,
  ...leaving,
  ...types,
];
