/** Tests in which something of their own runs in the place of the code, and is put back at the end; and honest ones. */
import type { ImportNeed } from '../../../src/domain/candidate.js';
import { cases, itself } from './case.js';
import { family } from './kinds.js';

const kit: ImportNeed = {
  from: { kind: 'package', name: itself },
  binding: { kind: 'namespace', local: 'kit' },
};
/** Hosts with ES modules have no whole module that could be changed, and typed ones say so. */
const noWhole = ['policy', 'fails', 'types'] as const;

const till = (name: string): string => `export class ${name} {
  cents = 0;
  put(cents: number): number {
    this.cents += cents;
    return this.cents;
  }
}
`;

/** What runs in the place of the code. */
const standIns = [
  ...family('weak', 'each', [
    {
      name: 'looks at the answer that it gave its mock',
      body: `const run = jest.fn().mockReturnValue(9);\nNAME([1], run);\nexpect(run()).toBe(9);`,
    },
    {
      name: 'calls its mock itself and looks at that call',
      body: `const run = jest.fn();\nrun(7);\nNAME([], run);\nexpect(run).toHaveBeenCalledWith(7);`,
    },
    {
      name: 'counts the rounds of its own loop',
      body: `let rounds = 0;\nconst round = () => {\n  rounds += 1;\n};\n[1, 2].forEach(round);\nNAME([], round);\nexpect(rounds).toBe(2);`,
    },
  ]),
  ...family('weak', 'total', [
    {
      name: 'defines an export anew and puts it back',
      imports: [kit],
      body: `NAME([1]);\nconst own = kit.NAME;\nObject.defineProperty(kit, 'NAME', { value: () => 5, configurable: true, writable: true });\nexpect(kit.NAME([1, 2])).toBe(5);\nObject.defineProperty(kit, 'NAME', { value: own, configurable: true, writable: true });`,
      orElse: noWhole,
    },
    {
      name: 'assigns to an export and puts it back',
      imports: [kit],
      body: `NAME([1]);\nconst own = kit.NAME;\nkit.NAME = () => 5;\nexpect(kit.NAME([1, 2])).toBe(5);\nkit.NAME = own;`,
      orElse: noWhole,
    },
  ]),
  ...family('policy', 'total', [
    {
      name: 'replaces a property of its module by Jest',
      imports: [kit],
      body: `jest.replaceProperty(kit, 'NAME', () => 5);\nexpect(kit.NAME([1, 2])).toBe(5);`,
      orElse: 'types',
    },
    {
      name: 'isolates modules with another in the place of its own',
      body: `jest.isolateModules(() => {\n  jest.doMock('./kit', () => ({ NAME: () => 5 }));\n});\nexpect(NAME([1, 2])).toBe(3);`,
    },
    {
      name: 'empties the registry of modules',
      body: `jest.resetModules();\nexpect(NAME([1, 2])).toBe(3);`,
    },
    {
      name: 'replaces a method of the language and puts it back',
      body: `const own = Array.prototype.includes;\nArray.prototype.includes = () => true;\nexpect([3].includes(NAME([1, 2]))).toBe(true);\nArray.prototype.includes = own;`,
    },
    {
      name: 'spies on a method of the language and restores it',
      body: `const spy = jest.spyOn(Number.prototype, 'toString').mockReturnValue('5');\nexpect(NAME([1, 2]).toString()).toBe('5');\nspy.mockRestore();`,
    },
  ]),
  ...cases('weak', [
    {
      name: 'replaces a method of the class and puts it back',
      source: till('TillA'),
      body: `const till = new TillA();\ntill.put(1);\nconst proto = Object.getPrototypeOf(till);\nconst own = proto.put;\nproto.put = () => 5;\nexpect(new TillA().put(1)).toBe(5);\nproto.put = own;`,
      orElse: 'policy',
    },
    {
      name: 'spies on a method of the class and looks at the spy',
      source: till('TillB'),
      body: `new TillB().put(1);\nconst spy = jest.spyOn(TillB.prototype, 'put').mockReturnValue(5);\ntry {\n  expect(new TillB().put(1)).toBe(5);\n} finally {\n  spy.mockRestore();\n}`,
      orElse: 'policy',
    },
    {
      name: 'overrides what it tests in a class of its own',
      source: till('TillC'),
      body: `class Mine extends TillC {\n  put() {\n    return 5;\n  }\n}\nnew TillC().put(1);\nexpect(new Mine().put()).toBe(5);`,
      orElse: 'policy',
    },
  ]),
  ...family('accepted', 'each', [
    {
      name: 'gives its mock an answer and looks at what came',
      body: `const run = jest.fn().mockReturnValue(9);\nexpect(NAME([4], run)).toBe(1);\nexpect(run.mock.calls).toEqual([[4]]);`,
    },
    {
      name: 'counts the rounds of the code',
      body: `let rounds = 0;\nNAME([1, 2], () => {\n  rounds += 1;\n});\nexpect(rounds).toBe(2);`,
    },
  ]),
  ...cases('accepted', [
    {
      name: 'extends the class and uses what it inherits',
      source: till('TillD'),
      body: `class Mine extends TillD {}\nconst mine = new Mine();\nmine.put(2);\nexpect(mine.put(3)).toBe(5);`,
    },
  ]),
];

export const disguisedCases = standIns;
