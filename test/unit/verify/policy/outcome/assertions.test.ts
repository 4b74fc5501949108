import { judge } from '../../../../support/judge-policy.js';

describe('what counts as asserting something', () => {
  test.each([
    ['nothing', `parse('1');`, 'no expect'],
    ['an expect without a matcher', `expect(parse('1'));`, 'without a call of a matcher'],
    ['a matcher that is not called', `expect(parse('1')).toBe;`, 'without a call of a matcher'],
    ['a method that is no matcher', `expect(parse('1')).toString();`, 'without a call of a matcher'],
    ['only a count', `expect.assertions(0);\nparse('1');`, 'no expect'],
    ['a promise nobody waits for', `expect(save(1)).resolves.toBe(1);`, 'neither awaited nor returned'],
    [
      'a floating then',
      `save(1).then((value) => { expect(value).toBe(1); });`,
      'neither awaited nor returned',
    ],
    [
      'a floating asynchronous function',
      `(async () => { expect(await save(1)).toBe(1); })();`,
      'neither awaited nor returned',
    ],
    [
      'a floating property',
      `fc.assert(fc.asyncProperty(fc.nat(), async (n) => { expect(await save(n)).toBe(1); }));`,
      'neither awaited nor returned',
    ],
    [
      'forEach with promises',
      `[1, 2].forEach(async (n) => { expect(await save(n)).toBe(1); });`,
      'may never run',
    ],
    [
      'a property that is never asserted',
      `fc.property(fc.nat(), (n) => { expect(parse(String(n))).toBe(n); });`,
      'is asserted nowhere',
    ],
    [
      'a law with a reporter of its own',
      `fc.assert(fc.property(fc.nat(), (n) => parse(String(n)) === n), { reporter: () => {} });\nexpect(parse('1')).toBe(1);`,
      'may hide its failure, or is hardly tried',
    ],
    [
      'options of a law that are not written out',
      `const options = { ...lib.options };\nfc.assert(fc.property(fc.nat(), (n) => parse(String(n)) === n), options);\nexpect(parse('1')).toBe(1);`,
      'may hide its failure, or is hardly tried',
    ],
    [
      'a law that is only looked at',
      `fc.check(fc.property(fc.nat(), (n) => parse(String(n)) === n));\nexpect(parse('1')).toBe(1);`,
      'assert the law',
    ],
    ['the text of the code', `expect(String(parse)).toContain('return');`, 'reads the text of the code'],
    ['its text in a template', `expect(\`\${parse}\`).toContain('return');`, 'reads the text of the code'],
    ['its text by toString', `expect(parse.toString()).toContain('return');`, 'reads the text of the code'],
    ['a callback of the host', `lib.each([], (item) => { expect(item).toBe(1); });`, 'may never run'],
    ['a timer', `setTimeout(() => { expect(parse('1')).toBe(1); }, 10);`, 'may never run'],
    ['an if', `if (parse('1') === 1) { expect(parse('2')).toBe(2); }`, 'may never run'],
    ['a catch', `try { parse(''); } catch (error) { expect(error.message).toBe('empty'); }`, 'may never run'],
    ['a failure that is caught', `try { expect(parse('1')).toBe(2); } catch {}`, 'its failure is caught'],
    [
      'a failure that is caught though counted',
      `expect.assertions(1);\ntry { expect(parse('1')).toBe(2); } catch {}`,
      'its failure is caught',
    ],
    [
      'a failure that a promise swallows',
      `await save(1).then((n) => { expect(n).toBe(2); }).catch(() => {});`,
      'its failure is caught',
    ],
    [
      'a failure that is only collected',
      `await Promise.allSettled([expect(save(1)).resolves.toBe(2)]);`,
      'its failure is caught',
    ],
    ['code after a return', `const n = parse('1');\nif (n) return;\nexpect(n).toBe(1);`, 'may never run'],
    ['an empty table', `for (const text of []) { expect(parse(text)).toBe(1); }`, 'may never run'],
    ['whatever the host returns', `for (const n of lib.all()) { expect(n).toBe(1); }`, 'may never run'],
    ['a helper that nobody calls', `const check = () => { expect(parse('1')).toBe(1); };`, 'may never run'],
    ['true', `parse('1');\nexpect(true).toBe(true);`, 'line 2: "expect(true).toBe(true)" cannot depend'],
    ['equal literals', `expect([1, { a: 'b' }]).toEqual([1, { a: 'b' }]);`, 'cannot depend on the code'],
    ['a constant', `const one = 1;\nexpect(one).toBe(1);`, 'cannot depend on the code'],
    [
      'a value with itself',
      `const value = parse('1');\nexpect(value).toEqual(value);`,
      'cannot depend on the code',
    ],
    ['a snapshot', `expect(parse('1')).toMatchSnapshot();`, '"toMatchSnapshot"'],
    ['an inline snapshot', `expect(parse('1')).toMatchInlineSnapshot('1');`, '"toMatchInlineSnapshot"'],
  ])('refuses %s', async (_name, body, words) => {
    const result = await judge(body);
    expect(result).toMatchObject({ ok: false, reason: 'policy' });
    expect(result).toHaveProperty('detail', expect.stringContaining(words));
  });
});
