/** Tests with code that never runs, and honest ones in which some code does not run for a good reason. */
import { family } from './kinds.js';

const dead = [
  ...family('policy', 'total', [
    {
      name: 'never iterates the generator that expects',
      body: `function* check() {\n  expect(NAME([1, 2])).toBe(4);\n  yield 1;\n}\ncheck();\nexpect(NAME([2])).toBe(2);`,
    },
    {
      name: 'hands its expectation to nobody',
      body: `const none = undefined;\nnone?.(expect(NAME([1])).toBe(2));\nexpect(NAME([1])).toBe(1);`,
      orElse: 'types',
    },
    {
      name: 'has a law with no runs',
      body: `fc.assert(fc.property(fc.tuple(fc.constant(1)), (list) => {\n  expect(NAME(list)).toBe(2);\n}), { numRuns: 0 });\nexpect(NAME([1])).toBe(1);`,
    },
    {
      name: 'skips every run of its law',
      body: `fc.assert(fc.property(fc.tuple(fc.constant(1)), (list) => {\n  fc.pre(list.length > 1);\n  expect(NAME(list)).toBe(2);\n}), { numRuns: 5, maxSkipsPerRun: 0, interruptAfterTimeLimit: 50, markInterruptAsFailure: false });\nexpect(NAME([1])).toBe(1);`,
      orElse: 'fails',
    },
    {
      name: 'goes round an empty list',
      body: `for (const list of []) {\n  expect(NAME(list)).toBe(4);\n}\nexpect(NAME([1])).toBe(1);`,
    },
    {
      name: 'expects behind a false condition',
      body: `if (NAME([1]) === 2) {\n  expect(NAME([2])).toBe(3);\n}\nexpect(NAME([1])).toBe(1);`,
    },
    {
      name: 'expects behind a shortcut',
      body: `NAME([1]) === 2 && expect(NAME([2])).toBe(3);\nexpect(NAME([1])).toBe(1);`,
    },
    {
      name: 'expects on the other side of a condition',
      body: `NAME([1]) === 1 ? 0 : expect(NAME([2])).toBe(3);\nexpect(NAME([1])).toBe(1);`,
    },
    {
      name: 'falls back to an expectation',
      body: `NAME([1]) ?? expect(NAME([2])).toBe(3);\nexpect(NAME([1])).toBe(1);`,
    },
    {
      name: 'declares a check and forgets it',
      body: `const check = (list, sum) => {\n  expect(NAME(list)).toBe(sum);\n};\nexpect(NAME([1])).toBe(1);`,
    },
    {
      name: 'declares a helper and forgets it',
      body: `function twice(n) {\n  return n * 2;\n}\nexpect(NAME([1])).toBe(1);`,
    },
    {
      name: 'expects after it has returned',
      body: `expect(NAME([1])).toBe(1);\nreturn;\nexpect(NAME([2])).toBe(3);`,
    },
    {
      name: 'expects in a case that does not come',
      body: `switch (NAME([1])) {\n  case 2:\n    expect(NAME([2])).toBe(3);\n    break;\n  default:\n    break;\n}\nexpect(NAME([1])).toBe(1);`,
    },
    {
      name: 'maps nothing to expectations',
      body: `[].forEach((list) => {\n  expect(NAME(list)).toBe(4);\n});\nexpect(NAME([1])).toBe(1);`,
    },
    {
      name: 'filters everything out before it expects',
      body: `[[1], [2]].filter((list) => list.length > 1).forEach((list) => {\n  expect(NAME(list)).toBe(4);\n});\nexpect(NAME([1])).toBe(1);`,
    },
    {
      name: 'expects in a handler of an error that does not come',
      body: `await Promise.resolve(NAME([1])).then((sum) => {\n  expect(sum).toBe(1);\n}, () => {\n  expect(NAME([2])).toBe(3);\n});`,
    },
    {
      name: 'expects in a default that is never used',
      body: `const sum = (list = expect(NAME([2])).toBe(3)) => NAME(list);\nexpect(sum([1])).toBe(1);`,
      orElse: 'types',
    },
    {
      name: 'expects in a getter that nobody reads',
      body: `const checks = {\n  get sum() {\n    expect(NAME([2])).toBe(3);\n    return 1;\n  },\n};\nexpect(Object.keys(checks)).toEqual(['sum']);\nexpect(NAME([1])).toBe(1);`,
    },
    {
      name: 'expects in a class that nobody makes',
      body: `class Check {\n  run() {\n    expect(NAME([2])).toBe(3);\n  }\n}\nexpect(NAME([1])).toBe(1);`,
    },
    {
      name: 'expects in a branch for another machine',
      body: `if (process.env.CHECK_SUMS === 'yes') {\n  NAME([1, 2, 3]);\n}\nexpect(NAME([1])).toBe(1);`,
    },
  ]),
];

const honest = [
  ...family('accepted', 'each', [
    {
      name: 'passes a callback that must not be called',
      body: `const never = () => {\n  throw new Error('there is nothing to call it for');\n};\nexpect(NAME([], never)).toBe(0);`,
    },
    {
      name: 'stands in for a callback that is not looked at',
      body: `expect(NAME([], (item) => item + 1)).toBe(0);`,
    },
    {
      name: 'has a stand-in with two answers',
      body: `const seen = new Array();\nconst note = (item) => {\n  if (item > 100) return 'large';\n  seen.push(item);\n};\nexpect(NAME([4, 5], note)).toBe(2);\nexpect(seen).toEqual([4, 5]);`,
    },
  ]),
  ...family('accepted', 'strict', [
    {
      name: 'fails when no error comes',
      body: `try {\n  NAME(-2);\n  throw new Error('it took a negative age');\n} catch (error) {\n  expect(String(error)).toBe('RangeError: age must not be negative');\n}`,
    },
    {
      name: 'counts on an error',
      body: `expect.assertions(1);\ntry {\n  NAME(-3);\n} catch (error) {\n  expect(String(error)).toBe('RangeError: age must not be negative');\n}`,
    },
  ]),
  ...family('accepted', 'label', [
    {
      name: 'has a helper with a default',
      body: `const labelOf = (name = 'Ada') => NAME(name);\nexpect(labelOf('Bob')).toBe('dear Bob');`,
    },
    {
      name: 'falls back where the types want it',
      body: `const names = ['  '];\nexpect(NAME(names[0] ?? '')).toBe('nobody');`,
    },
  ]),
  ...family('accepted', 'later', [
    {
      name: 'looks at what was kept and not at what was broken',
      body: `const results = await Promise.all([NAME(1), NAME(5)].map((each) => each.then((n) => n, () => -1)));\nexpect(results).toEqual([2, 10]);`,
    },
  ]),
];

export const deadCases = [...dead, ...honest];
