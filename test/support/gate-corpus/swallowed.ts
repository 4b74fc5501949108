/** Tests whose expectations fail, or would fail, without the test failing with them; and honest ones that look alike. */
import { family } from './kinds.js';

/** The expectation is false. */
const lies = [
  ...family('policy', 'total', [
    {
      name: 'leaves through finally',
      body: `try {\n  expect(NAME([1, 2])).toBe(4);\n} finally {\n  return;\n}`,
    },
    {
      name: 'breaks out of a loop in finally',
      body: `for (const list of [[1, 2]]) {\n  try {\n    expect(NAME(list)).toBe(4);\n  } finally {\n    break;\n  }\n}`,
    },
    {
      name: 'goes on with the loop in finally',
      body: `for (const list of [[1, 2], [2, 1]]) {\n  try {\n    expect(NAME(list)).toBe(4);\n  } finally {\n    continue;\n  }\n}`,
    },
    {
      name: 'returns before it throws again',
      body: `try {\n  expect(NAME([1, 2])).toBe(4);\n} catch (error) {\n  return;\n  throw error;\n}`,
    },
    {
      name: 'throws again under a condition that never holds',
      body: `try {\n  expect(NAME([1, 2])).toBe(4);\n} catch (error) {\n  if (NAME([]) > 0) throw error;\n}`,
    },
    {
      name: 'throws in a function that nobody calls',
      body: `try {\n  expect(NAME([1, 2])).toBe(4);\n} catch (error) {\n  const fail = () => {\n    throw error;\n  };\n}`,
    },
    {
      name: 'throws again inside of another try',
      body: `try {\n  try {\n    expect(NAME([1, 2])).toBe(4);\n  } catch (error) {\n    throw error;\n  }\n} catch {}`,
    },
    {
      name: 'lets the first of several promises win',
      body: `const check = async () => {\n  expect(NAME([1, 2])).toBe(4);\n};\nawait Promise.any([Promise.resolve(1), check()]);`,
    },
    {
      name: 'lets a faster promise win',
      body: `const check = async () => {\n  await Promise.resolve();\n  expect(NAME([1, 2])).toBe(4);\n};\nawait Promise.race([Promise.resolve(1), check()]);`,
    },
    {
      name: 'settles for however it ends',
      body: `const check = async () => {\n  expect(NAME([1, 2])).toBe(4);\n};\nawait Promise.allSettled([check()]);`,
    },
    {
      name: 'spreads a handler that swallows',
      body: `const handlers = [() => expect(NAME([1, 2])).toBe(4), () => {}];\nawait Promise.resolve().then(() => {\n  expect(NAME([1, 2])).toBe(4);\n}).then(...[() => {}, () => {}]);`,
    },
    {
      name: 'hands the failure to a handler by name',
      body: `const swallow = () => {};\nawait Promise.resolve(1).then(() => expect(NAME([1, 2])).toBe(4)).then(undefined, swallow);`,
    },
    {
      name: 'expects an expectation to throw',
      body: `expect(() => {\n  expect(NAME([1, 2])).toBe(4);\n}).toThrow();`,
    },
    {
      name: 'expects a promise of an expectation to be broken',
      body: `const check = async () => {\n  expect(NAME([1, 2])).toBe(4);\n};\nawait expect(check()).rejects.toThrow();`,
    },
    {
      name: 'has a promise constructor take the failure',
      body: `await new Promise((resolve) => {\n  new Promise(() => {\n    expect(NAME([1, 2])).toBe(4);\n  }).catch(resolve);\n});`,
    },
    {
      name: 'has a law looked at and not asserted',
      body: `const result = fc.check(fc.property(fc.tuple(fc.constant(1), fc.constant(2)), (list) => {\n  expect(NAME(list)).toBe(4);\n}), { seed: 7 });\nexpect(typeof result.failed).toBe('boolean');`,
    },
    {
      name: 'lets a law answer with the failure',
      body: `fc.assert(fc.property(fc.tuple(fc.constant(1), fc.constant(2)), (list) => {\n  try {\n    expect(NAME(list)).toBe(4);\n  } catch {\n    return true;\n  }\n}), { seed: 7 });`,
    },
    {
      name: 'has an event target take the failure',
      body: `const target = new EventTarget();\ntarget.addEventListener('x', () => {\n  try {\n    expect(NAME([1, 2])).toBe(4);\n  } catch {}\n});\ntarget.dispatchEvent(new Event('x'));\nexpect(NAME([])).toBe(0);`,
    },
    {
      name: 'has a generator take the failure',
      body: `function* run() {\n  try {\n    yield 1;\n  } finally {\n    return 2;\n  }\n}\nconst steps = run();\nsteps.next();\nfor (const step of run()) {\n  try {\n    expect(NAME([1, 2])).toBe(4);\n  } catch {\n    continue;\n  }\n}`,
    },
    {
      name: 'has a comparison of a sort take the failure',
      body: `let failed = 0;\n[2, 1].sort(() => {\n  try {\n    expect(NAME([1, 2])).toBe(4);\n  } catch {\n    failed += 1;\n  }\n  return 0;\n});\nexpect(failed > 0).toBe(true);`,
    },
  ]),
  ...family('policy', 'each', [
    {
      name: 'expects in a callback whose error is swallowed',
      body: `const quietly = (run) => {\n  try {\n    run();\n  } catch {}\n};\nquietly(() => NAME([1], (item) => expect(item).toBe(2)));\nexpect(NAME([1, 2], () => {})).toBe(2);`,
    },
  ]),
  ...family('policy', 'later', [
    {
      name: 'catches what a later expectation says',
      body: `await expect(NAME(2)).resolves.toBe(5).catch(() => {});`,
    },
    {
      name: 'waits for something else',
      body: `const checked = expect(NAME(2)).resolves.toBe(5);\nawait Promise.any([checked, Promise.resolve(1)]);`,
    },
  ]),
];

/** The expectation holds, and nothing would show if it did not. */
const muted = [
  ...family('policy', 'total', [
    {
      name: 'leaves through finally with a true word',
      body: `try {\n  expect(NAME([1, 2])).toBe(3);\n} finally {\n  return;\n}`,
    },
    {
      name: 'swallows the failure that does not come',
      body: `const check = async () => {\n  expect(NAME([1, 2])).toBe(3);\n};\nawait Promise.any([check(), Promise.resolve(1)]);`,
    },
    {
      name: 'swallows through a helper what does not come',
      body: `const quietly = (run) => {\n  try {\n    run();\n  } catch (error) {\n    return error;\n  }\n};\nquietly(() => expect(NAME([1, 2])).toBe(3));`,
    },
    {
      name: 'swallows it in a law',
      body: `fc.check(fc.property(fc.tuple(fc.constant(1), fc.constant(2)), (list) => {\n  expect(NAME(list)).toBe(3);\n}), { seed: 7 });`,
    },
  ]),
];

const honest = [
  ...family('accepted', 'strict', [
    {
      name: 'throws when no error comes, and looks at the one that does',
      body: `let message = '';\ntry {\n  NAME(-1);\n} catch (error) {\n  message = String(error);\n}\nexpect(message).toBe('RangeError: age must not be negative');`,
    },
    {
      name: 'cleans up whatever happens',
      body: `const spy = jest.spyOn(console, 'log').mockImplementation(() => {});\ntry {\n  expect(() => NAME(-5)).toThrow('age must not be negative');\n} finally {\n  spy.mockRestore();\n}`,
    },
    {
      name: 'puts what came into words and throws it again',
      body: `for (const age of [1, 30]) {\n  try {\n    expect(NAME(age)).toBe(age + 1);\n  } catch (error) {\n    throw new Error('for the age ' + age + ': ' + error);\n  }\n}`,
    },
  ]),
  ...family('accepted', 'later', [
    {
      name: 'waits for all of several promises',
      body: `const check = async (count, expected) => {\n  expect(await NAME(count)).toBe(expected);\n};\nawait Promise.all([check(1, 2), check(4, 8)]);`,
    },
    {
      name: 'takes the first of two promises and looks at it',
      body: `const never = new Promise(() => {});\nexpect(await Promise.race([NAME(3), never])).toBe(6);`,
    },
  ]),
  ...family('accepted', 'total', [
    {
      name: 'holds as a law with several numbers',
      body: `fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (list) => {\n  expect(NAME([...list, 1])).toBe(NAME(list) + 1);\n}), { seed: 7 });`,
    },
  ]),
];

export const swallowedCases = [...lies, ...muted, ...honest];
