/** Tests that look careful and are not, each followed by an honest ones that look alike: judges, waiting, oracles. */
import { fromPackage } from './case.js';
import { family } from './kinds.js';

const assert = fromPackage('node:assert', { kind: 'namespace', local: 'assert' });
const chai = fromPackage('chai', { kind: 'named', imported: 'expect', local: 'claim' });
/** Who judges: libraries whose failures are swallowed, or that nobody watches. */
const judges = [
  ...family('policy', 'total', [
    {
      name: 'swallows what chai says',
      imports: [chai],
      body: `try {\n  claim(NAME([1, 2])).to.equal(4);\n} catch {}\nexpect(NAME([1, 2])).toBe(3);`,
      orElse: 'types',
    },
    {
      name: 'asks chai in a promise that swallows',
      imports: [chai],
      body: `await Promise.resolve().then(() => {\n  claim([NAME([1, 2])]).to.include(4);\n}).catch(() => {});\nexpect(NAME([1, 2])).toBe(3);`,
      orElse: 'types',
    },
    {
      name: 'expects by an expect of a package of its own',
      imports: [fromPackage('expect', { kind: 'named', imported: 'expect', local: 'claim' })],
      body: `try {\n  claim(NAME([1, 2])).toBe(4);\n} catch {}\nexpect(NAME([1, 2])).toBe(3);`,
      orElse: 'types',
    },
    {
      name: 'imports the expect of Jest under another name',
      imports: [fromPackage('@jest/globals', { kind: 'named', imported: 'expect', local: 'claim' })],
      body: `try {\n  claim(NAME([1, 2])).toBe(4);\n} catch {}\nexpect(NAME([1, 2])).toBe(3);`,
      orElse: 'types',
    },
    {
      name: 'names a matcher and does not call it',
      body: `expect(NAME([1, 2])).toBe;\nexpect(NAME([1, 2])).toBe(3);`,
    },
    {
      name: 'begins an expectation and leaves it',
      body: `expect(NAME([1, 2]));\nexpect(NAME([1, 2])).toBe(3);`,
    },
    {
      name: 'takes a snapshot through brackets',
      body: `expect(NAME([1, 2]))['toMatchSnapshot']();\nexpect(NAME([1, 2])).toBe(3);`,
    },
    {
      name: 'makes a test of an empty table',
      body: `test.each([])('%d', (n) => {\n  expect(NAME([n])).toBe(9);\n});\nexpect(NAME([1, 2])).toBe(3);`,
    },
    {
      name: 'fails on purpose for every row',
      body: `test.failing.each([[1], [2]])('%d', (n) => {\n  expect(NAME([n])).toBe(9);\n});\nexpect(NAME([1, 2])).toBe(3);`,
    },
  ]),
  ...family('accepted', 'total', [
    {
      name: 'asks chai as well',
      imports: [chai],
      body: `claim(NAME([1, 2])).to.equal(3);\nexpect(NAME([])).toBe(0);`,
    },
    {
      name: 'asks chai for an error beside its own expectation',
      imports: [chai],
      body: `claim(() => NAME(null)).to.throw(TypeError);\nexpect(NAME([2])).toBe(2);`,
      expectedIn: { 'ts-jest': 'types' },
    },
  ]),
];

/** Whether the check comes at all. */
const waiting = [
  ...family('policy', 'each', [
    {
      name: 'asserts with Node in a callback that never comes',
      imports: [assert],
      body: `NAME([], (item) => {\n  assert.equal(item, 9);\n});\nexpect(NAME([1], () => {})).toBe(1);`,
    },
    {
      name: 'asks chai in a callback that never comes',
      imports: [chai],
      body: `NAME([], (item) => {\n  claim(item).to.equal(9);\n});\nexpect(NAME([1], () => {})).toBe(1);`,
      orElse: 'types',
    },
    {
      name: 'checks in a listener of a stand-in that calls nobody',
      body: `const bell = { on: jest.fn() };\nbell.on('ring', () => {\n  expect(NAME([1], () => {})).toBe(9);\n});\nexpect(NAME([1, 2], () => {})).toBe(2);`,
    },
    {
      name: 'expects on a clock that it stops',
      body: `jest.useFakeTimers();\nsetTimeout(() => {\n  expect(NAME([1], () => {})).toBe(9);\n}, 10);\njest.useRealTimers();\nexpect(NAME([1, 2], () => {})).toBe(2);`,
    },
  ]),
  ...family('policy', 'later', [
    {
      name: 'throws its checking promise away with void',
      body: `void NAME(2).then((count) => {\n  expect(count).toBe(9);\n});\nexpect(1 + (await NAME(1))).toBe(3);`,
      orElse: 'crash',
    },
    {
      name: 'puts its checking promise into a list that nobody waits for',
      body: `[NAME(2).then((count) => Promise.resolve(count)).then((count) => {\n  expect(count).toBe(9);\n})];\nexpect(await NAME(1)).toBe(2);`,
      orElse: 'crash',
    },
    {
      name: 'begins its check in a helper and goes on',
      body: `const check = async (count, expected) => {\n  await Promise.resolve();\n  expect(await NAME(count)).toBe(expected);\n};\nconst begun = check(2, 9);\nbegun.finally(() => {});\nexpect(await NAME(1)).toBe(2);`,
      orElse: 'crash',
    },
  ]),
  ...family('weak', 'later', [
    {
      name: 'races the code against its answer',
      body: `expect(await Promise.race([NAME(2), Promise.resolve(4)].reverse())).toBe(4);`,
    },
  ]),
  ...family('accepted', 'each', [
    {
      name: 'asserts with Node in a callback that comes',
      imports: [assert],
      body: `NAME([9], (item) => {\n  assert.equal(item, 9);\n});\nexpect(NAME([1], () => {})).toBe(1);`,
    },
    {
      name: 'has a listener that checks and comes',
      body: `expect.assertions(1);\nconst bell = { on: (name, run) => run(name) };\nbell.on('ring', (name) => {\n  expect(NAME([name], () => {})).toBe(1);\n});`,
    },
    {
      name: 'lets its stopped clock go on before it looks',
      body: `jest.useFakeTimers();\nconst seen = new Array();\nNAME([1, 2], (item) => setTimeout(() => seen.push(item), 10));\njest.advanceTimersByTime(20);\nexpect(seen).toEqual([1, 2]);\njest.useRealTimers();`,
    },
  ]),
  ...family('accepted', 'later', [
    {
      name: 'begins its check in a helper and waits for it',
      body: `const check = async (count, expected) => {\n  await Promise.resolve();\n  expect(await NAME(count)).toBe(expected);\n};\nconst begun = check(2, 4);\nawait begun;`,
    },
  ]),
];

/** What the expectation compares with. */
const oracles = [
  ...family('weak', 'total', [
    {
      name: 'is close to anything that is asked for',
      body: `expect({ sum: NAME([1, 2]) }).toEqual({ sum: expect.closeTo(3, -5) });`,
    },
    {
      name: 'has an oracle on the other side that agrees',
      body: `expect({ asymmetricMatch: () => true }).toEqual(NAME([1, 2]));`,
    },
    {
      name: 'compares a function with itself through a helper',
      body: `const isStable = (run) => {\n  const first = run();\n  return Object.is(first, run());\n};\nexpect(isStable(() => NAME([1, 2]))).toBe(true);`,
    },
    {
      name: 'takes down what it gets and compares with that',
      body: `const memory = new Map();\nconst known = (key, value) => {\n  if (!memory.has(key)) memory.set(key, value);\n  return memory.get(key);\n};\nexpect(NAME([1, 2])).toBe(known('sum', NAME([1, 2])));`,
    },
    {
      name: 'has a law that compares the code with itself',
      body: `fc.assert(fc.property(fc.array(fc.integer()), (list) => NAME(list) === NAME([...list])), { seed: 7 });`,
    },
    {
      name: 'has a copy of the code in a class of its own',
      body: `class Oracle {\n  static sumOf(items) {\n    let result = 0;\n    for (const each of items) result += each;\n    return result;\n  }\n}\nexpect(NAME([2, 3])).toBe(Oracle.sumOf([2, 3]));`,
      orElse: ['policy', 'types'],
    },
    {
      name: 'has a copy of the code that it explains',
      body: `const oracle = (list) => {\n  // begin with nothing\n  let sum = 0;\n  // add one after the other\n  for (const item of list) sum += item;\n  // that is all\n  return sum;\n};\nfor (const list of [[1], [2, 3]]) {\n  expect(NAME(list)).toBe(oracle(list));\n}`,
      orElse: ['policy', 'types'],
    },
    {
      name: 'is quick',
      body: `const before = Date.now();\nNAME([1, 2]);\nexpect(Date.now() - before).toBeLessThan(5_000);`,
      orElse: 'flaky',
    },
  ]),
  ...family('weak', 'user', [
    {
      name: 'matches with a class that agrees with all',
      body: `class Any {\n  asymmetricMatch() {\n    return true;\n  }\n}\nexpect(NAME('Ada')).toEqual({ name: new Any(), size: new Any() });`,
      orElse: 'types',
    },
    {
      name: 'does not contain a stranger',
      body: `expect(NAME('Ada')).toEqual(expect.not.objectContaining({ other: 1 }));`,
    },
    { name: 'is written with a brace', body: `expect(JSON.stringify(NAME('Ada'))).toContain('{');` },
    {
      name: 'has something by a name',
      body: `expect(NAME('Ada')).toHaveProperty('size', expect.anything());`,
    },
    {
      name: 'has a shape and nothing in it',
      body: `expect(NAME('Ada')).toMatchObject({ name: expect.stringMatching(/^[^]*$/), size: expect.any(Number) });`,
    },
  ]),
  ...family('accepted', 'total', [
    {
      name: 'is close to a sum with a fraction',
      body: `expect({ sum: NAME([0.1, 0.2]) }).toEqual({ sum: expect.closeTo(0.3, 5) });`,
    },
    {
      name: 'compares with a list of its own through a helper',
      body: `const isRight = (run, sum) => Object.is(run(), sum);\nexpect(isRight(() => NAME([1, 2]), 3)).toBe(true);`,
    },
    {
      name: 'has a law that compares the code with the language',
      body: `fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 2 }), (list) => NAME(list) === Number(list[0]) + Number(list[1])), { seed: 7 });`,
    },
    {
      name: 'knows the sums by a table',
      body: `const sums = new Map([['1', 1], ['2,3', 5]]);\nfor (const list of [[1], [2, 3]]) {\n  expect(NAME(list)).toBe(sums.get(list.join(',')));\n}`,
    },
  ]),
  ...family('accepted', 'user', [
    {
      name: 'matches with a class that looks',
      body: `class Even {\n  asymmetricMatch(size) {\n    return size % 2 === 0;\n  }\n}\nexpect(NAME('Adam')).toEqual({ name: 'ADAM', size: new Even() });`,
    },
    {
      name: 'is written in full',
      body: `expect(JSON.stringify(NAME('Ada'))).toBe('{"name":"ADA","size":3}');`,
    },
    {
      name: 'has a shape with a pattern in it',
      body: `expect(NAME('Ada')).toMatchObject({ name: expect.stringMatching(/^AD/), size: expect.any(Number) });`,
    },
  ]),
];

export const crookedCases = [...judges, ...waiting, ...oracles];
