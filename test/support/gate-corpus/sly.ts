/** Tests of somebody who wants them accepted whatever the code does. */
import { cases, fromPackage } from './case.js';
import { family } from './kinds.js';

const assert = fromPackage('node:assert', { kind: 'namespace', local: 'assert' });

/** A false statement whose failure never reaches the runner. */
const hidden = [
  ...family('policy', 'total', [
    {
      name: 'lets some() decide whether the expectation failed',
      body: `const isRight = [4].some((sum) => {\n  try {\n    expect(NAME([1, 2])).toBe(sum);\n    return true;\n  } catch {\n    return false;\n  }\n});\nexpect(isRight).toBe(false);`,
    },
    {
      name: 'resolves whether its check holds or not',
      body: `const check = async () => {\n  expect(NAME([1, 2])).toBe(4);\n};\nawait new Promise((resolve) => {\n  check().then(resolve, resolve);\n});\nexpect(NAME([1])).toBe(1);`,
    },
    {
      name: 'expects while it is written as JSON',
      body: `const note = {\n  toJSON() {\n    try {\n      expect(NAME([1, 2])).toBe(4);\n    } catch (error) {\n      return 'no';\n    }\n    return 'yes';\n  },\n};\nexpect(JSON.stringify(note)).toHaveLength(4);`,
    },
    {
      name: 'expects in a trap of a proxy that swallows',
      body: `const box = new Proxy({}, {\n  get() {\n    try {\n      expect(NAME([1, 2])).toBe(4);\n    } catch {}\n    return 3;\n  },\n});\nexpect(NAME([1, 2])).toBe(box.sum);`,
      orElse: 'types',
    },
    {
      name: 'maps to promises that nobody waits for',
      body: `[1, 2].map(async (n) => {\n  await Promise.resolve();\n  expect(NAME([n])).toBe(9);\n});\nexpect(NAME([1])).toBe(1);`,
      orElse: 'crash',
    },
    {
      name: 'expects in a microtask of its own',
      body: `queueMicrotask(() => {\n  try {\n    expect(NAME([1])).toBe(9);\n  } catch {}\n});\nexpect(NAME([1])).toBe(1);`,
    },
    {
      name: 'asserts with Node and swallows it',
      imports: [assert],
      body: `try {\n  assert.equal(NAME([1, 2]), 4);\n} catch {}\nexpect(NAME([1, 2])).toBe(3);`,
    },
    {
      name: 'asserts with Node in a promise that swallows',
      imports: [assert],
      body: `await Promise.resolve().then(() => assert.strictEqual(NAME([1, 2]), 4)).catch(() => {});\nexpect(NAME([1, 2])).toBe(3);`,
    },
    {
      name: 'waits for the failure of an assertion of Node',
      imports: [assert],
      body: `assert.throws(() => assert.equal(NAME([1, 2]), 4));\nexpect(NAME([1, 2])).toBe(3);`,
    },
    {
      name: 'lets a promised assertion of Node float',
      imports: [assert],
      body: `assert.rejects(Promise.resolve(NAME([1])));\nexpect(NAME([1, 2])).toBe(3);`,
      orElse: 'crash',
    },
    {
      name: 'silences the reporter of its law',
      body: `fc.assert(fc.property(fc.integer({ min: 1, max: 9 }), (n) => NAME([n]) === n + 1), { seed: 7, reporter: () => {} });\nexpect(NAME([1])).toBe(1);`,
    },
    {
      name: 'looks past the answer of its law',
      body: `fc.check(fc.property(fc.integer({ min: 1, max: 9 }), (n) => NAME([n]) === n + 1), { seed: 7 });\nexpect(NAME([1])).toBe(1);`,
    },
    {
      name: 'expects under another name and swallows',
      body: `const claim = expect;\ntry {\n  claim(NAME([1, 2])).toBe(4);\n} catch {}\nexpect(NAME([1, 2])).toBe(3);`,
    },
    {
      name: 'takes a matcher off and swallows',
      body: `const { toBe } = expect(NAME([1, 2]));\ntry {\n  toBe(4);\n} catch {}\nexpect(NAME([1, 2])).toBe(3);`,
    },
    {
      name: 'collects failures and forgets them',
      body: `const errors = new Array();\nconst claim = (run) => {\n  try {\n    run();\n  } catch (error) {\n    errors.push(error);\n  }\n};\nclaim(() => expect(NAME([1, 2])).toBe(4));\nexpect(NAME([1, 2])).toBe(3);`,
    },
  ]),
  ...family('policy', 'later', [
    {
      name: 'leaves its check for after the test',
      body: `const late = NAME(2).then(() => Promise.resolve()).then(() => {\n  expect(1 + 1).toBe(3);\n});\nlate.catch(() => {});\nexpect(await NAME(2)).toBe(4);`,
    },
    {
      name: 'answers for the promise with a value of its own',
      body: `expect(await NAME(2).then(() => 5, () => 5)).toBe(5);`,
      orElse: 'weak',
    },
  ]),
];

/** Checks that are there to be seen and never happen. */
const idle = family('policy', 'total', [
  {
    name: 'calls its check through an empty list',
    body: `const check = (list, sum) => expect(NAME(list)).toBe(sum);\ncheck([1], 1);\n[].forEach((list) => check(list, 4));`,
  },
  {
    name: 'registers its check with nobody',
    body: `const later = new Array();\nlater.push(() => expect(NAME([1, 2])).toBe(4));\nexpect(NAME([1])).toBe(1);`,
  },
  {
    name: 'asks a missing member to check',
    body: `const tools = { run: undefined };\ntools.run?.(() => {\n  expect(NAME([1, 2])).toBe(4);\n});\nexpect(NAME([1])).toBe(1);`,
    orElse: 'types',
  },
  {
    name: 'checks what a law never draws',
    body: `fc.assert(fc.property(fc.integer({ min: 1, max: 9 }), (n) => {\n  if (n > 100) expect(NAME([n])).toBe(0);\n  expect(NAME([n])).toBe(n);\n}), { seed: 7 });`,
  },
  {
    name: 'interrupts its law before it begins',
    body: `fc.assert(fc.property(fc.integer(), (n) => {\n  expect(NAME([n])).toBe(n + 1);\n}), { interruptAfterTimeLimit: 0 });\nexpect(NAME([1])).toBe(1);`,
    orElse: 'fails',
  },
  {
    name: 'refuses every draw of its law',
    body: `fc.assert(fc.property(fc.integer(), (n) => {\n  fc.pre(false);\n  expect(NAME([n])).toBe(n + 1);\n}), { seed: 7 });\nexpect(NAME([1])).toBe(1);`,
    orElse: 'fails',
  },
  {
    name: 'awaits a check that is never begun',
    body: `async function* checks() {\n  expect(NAME([1, 2])).toBe(4);\n  yield 1;\n}\nawait checks().return(1);\nexpect(NAME([1])).toBe(1);`,
    orElse: 'types',
  },
  {
    name: 'checks in a branch of an answer that it gives itself',
    body: `const isReady = () => false;\nif (isReady()) {\n  expect(NAME([1, 2])).toBe(4);\n} else {\n  expect(NAME([1])).toBe(1);\n}`,
  },
]);

/** The tools of the test are bent. */
const bent = [
  ...family('policy', 'total', [
    {
      name: 'teaches equality to agree',
      body: `expect.addEqualityTesters([() => true]);\nexpect(NAME([1, 2])).toEqual(4);`,
    },
    {
      name: 'writes what expect has counted',
      body: `expect.setState({ assertionCalls: 1 });\nexpect(NAME([1, 2])).toBe(3);`,
    },
    {
      name: 'mocks its own target on the way',
      body: `jest.doMock('./kit', () => ({ NAME: () => 5 }));\nexpect(NAME([1, 2])).toBe(3);`,
    },
    {
      name: 'isolates modules to load another',
      body: `jest.isolateModules(() => {\n  jest.requireActual('./kit');\n});\nexpect(NAME([1, 2])).toBe(3);`,
    },
    {
      name: 'asks for a module that is made of mocks',
      body: `const made = jest.createMockFromModule('./kit');\nexpect(made).toBeDefined();\nexpect(NAME([1])).toBe(1);`,
    },
    {
      name: 'spies under another name',
      body: `const { spyOn } = jest;\nspyOn(Number.prototype, 'toFixed').mockReturnValue('5');\nexpect(NAME([1, 2]).toFixed()).toBe('5');`,
    },
    {
      name: 'spies through brackets',
      body: `jest['spyOn'](Array.prototype, 'reduce').mockReturnValue(5);\nexpect([1].reduce((a) => a)).toBe(5);\nexpect(NAME([1])).toBe(1);`,
    },
    {
      name: 'replaces an arithmetic of the language',
      body: `const math = Math;\nmath.max = () => 4;\nexpect(Math.max(NAME([1, 2]), 1)).toBe(4);`,
    },
    {
      name: 'replaces a global function of the language',
      body: `Object.assign(globalThis, { parseInt: () => 4 });\nexpect(parseInt(String(NAME([1, 2])), 10)).toBe(4);`,
    },
    {
      name: 'stops listening to what goes wrong',
      body: `process.removeAllListeners('unhandledRejection');\nPromise.reject(new Error('unseen'));\nexpect(NAME([1])).toBe(1);`,
    },
    {
      name: 'leaves a broken promise of its own',
      body: `Promise.reject(new Error('unseen'));\nexpect(NAME([1])).toBe(1);`,
      expected: 'crash',
      orElse: 'policy',
    },
    {
      name: 'makes its target print itself and looks at the text',
      body: `expect(NAME([1])).toBe(1);\nexpect(String(NAME)).toContain('sum += item');`,
    },
    {
      name: 'writes a note of a hundred pages',
      body: `// ${'a very long note '.repeat(700)}\nexpect(NAME([1, 2])).toBe(3);`,
    },
    {
      name: 'sums a list that is written out in words',
      body: `expect(NAME([${Array.from({ length: 190 }, (_, n) => `${n} /* ${'x'.repeat(40)} */`).join(', ')}])).toBe(17955);`,
    },
    {
      name: 'counts on a number of a thousand digits',
      body: `expect(String(${'9'.repeat(1200)}n).length).toBe(1200);\nexpect(NAME([1])).toBe(1);`,
    },
  ]),
  ...cases('policy', [
    {
      name: 'replaces what the code reads the clock with',
      source: `export const since = (ms: number): number => Date.now() - ms;\n`,
      body: `const real = Date.now;\nDate.now = () => 500;\nexpect(since(200)).toBe(300);\nDate.now = real;`,
      orElse: 'weak',
    },
  ]),
];

export const slyCases = [...hidden, ...idle, ...bent];
