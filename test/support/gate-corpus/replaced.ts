/** Tests in which something else runs than the code they speak of, or that leave it changed; and honest stand-ins. */
import type { ImportNeed } from '../../../src/domain/candidate.js';
import { cases, itself } from './case.js';
import { family } from './kinds.js';

const kit: ImportNeed = {
  from: { kind: 'package', name: itself },
  binding: { kind: 'namespace', local: 'kit' },
};

/** Modules of TypeScript and ES hosts have no whole that could be imported so. */
const noWhole = ['policy', 'fails', 'types'] as const;

const replaced = [
  ...family('weak', 'total', [
    {
      name: 'spies on a spread copy of the module',
      body: `NAME([1]);\nconst copy = { ...kit };\nconst spy = jest.spyOn(copy, 'NAME').mockReturnValue(5);\nexpect(copy.NAME([1, 2])).toBe(5);\nspy.mockRestore();`,
      imports: [kit],
      orElse: noWhole,
    },
    {
      name: 'assigns to a copy of the module',
      body: `NAME([1]);\nconst copy = Object.assign({}, kit);\ncopy.NAME = () => 5;\nexpect(copy.NAME([1, 2])).toBe(5);`,
      imports: [kit],
      orElse: noWhole,
    },
    {
      name: 'tests a stand-in of the same name',
      body: `NAME([1]);\nconst stand = { NAME: (list) => list.length };\nexpect(stand.NAME([1, 2])).toBe(2);`,
      orElse: 'policy',
    },
    {
      name: 'tests a proxy in the place of the code',
      body: `NAME([1]);\nconst stand = new Proxy(NAME, { apply: () => 5 });\nexpect(stand([1, 2])).toBe(5);`,
      orElse: 'policy',
    },
    {
      name: 'binds a stand-in',
      body: `NAME([1]);\nconst stand = jest.fn().mockReturnValue(3).bind(null);\nexpect(stand([1, 2])).toBe(3);`,
      orElse: 'policy',
    },
    {
      name: 'inherits from the module and overrides',
      body: `NAME([1]);\nconst child = Object.create(kit);\nObject.defineProperty(child, 'NAME', { value: () => 9 });\nexpect(child.NAME([1, 2])).toBe(9);`,
      imports: [kit],
      orElse: noWhole,
    },
  ]),
  ...cases('policy', [
    {
      name: 'assigns to an export',
      only: ['commonjs'],
      source: `export const givenAway = (n: number): number => n + 21;\n`,
      body: `givenAway(1);\nkit.givenAway = () => 5;\nexpect(kit.givenAway(1)).toBe(5);`,
      imports: [kit],
      orElse: 'weak',
    },
    {
      name: 'assigns to an export through another name',
      only: ['commonjs'],
      source: `export const givenAgain = (n: number): number => n + 22;\n`,
      body: `givenAgain(1);\nconst other = kit;\nother.givenAgain = () => 5;\nexpect(kit.givenAgain(1)).toBe(5);`,
      imports: [kit],
      orElse: 'weak',
    },
    {
      name: 'replaces a method of the class',
      source: `export class Till {
  cents = 0;
  put(cents: number): number {
    this.cents += cents;
    return this.cents;
  }
}
`,
      body: `const till = new Till();\ntill.put(1);\nconst proto = Object.getPrototypeOf(till);\nproto.put = () => 5;\nexpect(new Till().put(1)).toBe(5);`,
      orElse: 'weak',
    },
    {
      name: 'replaces a method of one object',
      source: `export class Purse {
  cents = 0;
  put(cents: number): number {
    this.cents += cents;
    return this.cents;
  }
}
`,
      body: `const purse = new Purse();\npurse.put(1);\npurse.put = () => 5;\nexpect(purse.put(1)).toBe(5);`,
      orElse: 'weak',
    },
    {
      name: 'leaves a member of an export changed',
      source: `export const rates = { low: (n: number): number => n * 3 };
export const rateOf = (n: number): number => rates.low(n) + 1;
`,
      body: `expect(rateOf(1)).toBe(4);\nrates.low = () => 9;\nexpect(rateOf(1)).toBe(10);`,
    },
  ]),
];

const honest = [
  ...cases('accepted', [
    {
      name: 'stands in for a collaborator and puts it back',
      source: `export const courier = { priceOf: (grams: number): number => grams * 2 };
export const costOf = (grams: number): number => courier.priceOf(grams) + 100;
`,
      body: `const spy = jest.spyOn(courier, 'priceOf').mockReturnValue(7);\nexpect(costOf(50)).toBe(107);\nexpect(spy).toHaveBeenCalledWith(50);\nspy.mockRestore();`,
    },
    {
      name: 'listens to a method that it lets run',
      source: `export class Meter {
  seen: number[] = [];
  note(n: number): void {
    this.seen.push(n);
  }
  noteAll(list: number[]): number {
    for (const n of list) this.note(n);
    return this.seen.length;
  }
}
`,
      body: `const meter = new Meter();\nconst spy = jest.spyOn(meter, 'note');\nexpect(meter.noteAll([4, 5])).toBe(2);\nexpect(spy).toHaveBeenCalledTimes(2);\nexpect(meter.seen).toEqual([4, 5]);\nspy.mockRestore();`,
    },
    {
      name: 'gives an object a stand-in for what it calls',
      source: `export class Report {
  constructor(private print: (line: string) => void) {}
  write(lines: string[]): number {
    for (const line of lines) this.print('- ' + line);
    return lines.length;
  }
}
`,
      body: `const print = jest.fn();\nexpect(new Report(print).write(['a'])).toBe(1);\nexpect(print).toHaveBeenCalledWith('- a');`,
    },
  ]),
];

export const replacedCases = [...replaced, ...honest];
