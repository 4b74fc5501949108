import fc from 'fast-check';
import { file, fromPackage, judge, standardImports } from '../../support/judge-policy.js';

describe('what a test may look like', () => {
  test.each([
    ['a plain expectation', `expect(parse('1')).toBe(1);`],
    ['a thrown error', `expect(() => parse('')).toThrow(RangeError);`],
    ['an awaited promise', `await expect(save(1)).resolves.toBe('ok');`],
    ['a returned promise', `return expect(save(1)).rejects.toThrow('no');`],
    [
      'promises waited for together',
      `await Promise.all([expect(save(1)).resolves.toBe(1), expect(save(2)).resolves.toBe(2)]);`,
    ],
    [
      'a promise awaited after the clock moved',
      `jest.useFakeTimers();\nconst done = expect(save(1)).resolves.toBe(1);\njest.advanceTimersByTime(50);\nawait done;\njest.useRealTimers();`,
    ],
    [
      'a loop over a table',
      `for (const [text, value] of [['1', 1], ['2', 2]]) {\n  expect(parse(text)).toBe(value);\n}`,
    ],
    [
      'forEach over a constant table',
      `const table = ['1', '2'];\ntable.forEach((text) => { expect(parse(text)).toBe(Number(text)); });`,
    ],
    ['a counted loop', `for (let i = 0; i < 3; i++) { expect(parse(String(i))).toBe(i); }`],
    [
      'a property',
      `fc.assert(fc.property(fc.integer(), (n) => { expect(parse(String(n))).toBe(n); }), { seed: 1 });`,
    ],
    [
      'an asynchronous property',
      `await fc.assert(fc.asyncProperty(fc.integer(), async (n) => { expect(await save(n)).toBe('ok'); }));`,
    ],
    [
      'counted expectations in a catch',
      `expect.assertions(1);\ntry { parse(''); } catch (error) { expect(error).toBeInstanceOf(RangeError); }`,
    ],
    [
      'an expectation in a helper that is called',
      `const check = (text, value) => expect(parse(text)).toBe(value);\ncheck('1', 1);`,
    ],
    [
      'a mock of its own',
      `const seen = jest.fn().mockReturnValue(2);\nexpect(lib.each([1], seen)).toEqual([2]);\nexpect(seen).toHaveBeenCalledWith(1);`,
    ],
    [
      'a spy on the console',
      `const spy = jest.spyOn(console, 'warn').mockImplementation(() => {});\nparse('x');\nexpect(spy).toHaveBeenCalledTimes(1);\nspy.mockRestore();`,
    ],
    [
      'a spy that is put back even when the test fails',
      `const spy = jest.spyOn(Math, 'random').mockReturnValue(0.5);\ntry {\n  expect(parse('x')).toBe(1);\n} finally {\n  spy.mockRestore();\n}`,
    ],
    [
      'a spy on an object of its own',
      `const box = { run: () => 1 };\njest.spyOn(box, 'run');\nexpect(parse(box)).toBe(1);`,
    ],
    [
      'asymmetric matchers',
      `expect(parse('x')).toEqual({ run: expect.any(Function), at: expect.closeTo(1.5) });`,
    ],
    ['a read of the environment', `expect(parse(process.env.HOME)).toBe(1);`],
    [
      'the document',
      `document.body.innerHTML = '<p>hi</p>';\nexpect(parse(document.querySelector('p'))).toBe('hi');`,
    ],
    ['a library that waits', `await waitFor(() => expect(parse('1')).toBe(1));`],
    [
      'a class with this',
      `class Point {\n  x = 1;\n  get() { return this.x; }\n}\nexpect(parse(new Point())).toBe(1);`,
    ],
    ['a literal with this', `const box = { x: 1, get() { return this.x; } };\nexpect(parse(box)).toBe(1);`],
    [
      'types',
      `interface Row { name: string }\nconst row = { name: 'a' } as Partial<Row>;\nexpect(parse(row as unknown as string)).toBe(1);`,
    ],
    [
      'members by number',
      `const grid = [[1], [2]];\nfor (let i = 0; i < 2; i++) { expect(parse(grid[i][0])).toBe(grid[i][0] + 0); }`,
    ],
    ['members of a namespace by name', `for (const name of ['a', 'b']) { expect(lib[name](1)).toBe(2); }`],
    [
      'a hostile key as data',
      `expect(parse('__proto__=1')).toEqual({});\nexpect(parse('constructor')).toBe(1);`,
    ],
    [
      'a timer with a function',
      `await new Promise((resolve) => { setTimeout(resolve, 0); });\nexpect(parse('1')).toBe(1);`,
    ],
    ['a literal matched by a pattern of the host', `expect('2020-01-01').toMatch(lib.DATE);`],
    [
      'the constant part of what the host changed',
      `const list = [1];\nlib.add(list, 2);\nexpect(list).toEqual([1, 2]);`,
    ],
    [
      'a loop with a condition',
      `let n = 0;\nwhile (n < 3) { n = parse(String(n + 1)); }\nexpect(n).toBe(3);`,
    ],
    [
      'an object without a prototype',
      `const bare = Object.assign(Object.create(null), { a: 1 });\nexpect(parse(bare)).toBe(1);`,
    ],
    [
      'shorthand, spread and destructuring',
      `const a = 1;\nconst { b, ...rest } = parse({ a });\nexpect({ ...rest, b }).toEqual({ a: 1, b: 2 });`,
    ],
    ['an immediately called function', `await (async () => { expect(await save(1)).toBe(1); })();`],
  ])('accepts %s', async (_name, body) => {
    expect(await judge(body)).toEqual({ ok: true });
  });

  test('accepts JSX in a test of a JSX source, and refuses a component that nobody declares', async () => {
    const imports = [...standardImports, file('src/button.jsx', 'Button')];
    const shown = `expect(lib.render(<Button label="go"><b>x</b></Button>)).toBe('go');`;
    expect(await judge(shown, { file: 'src/button.jsx', imports })).toEqual({ ok: true });
    const strange = await judge(`expect(lib.render(<Panel />)).toBe(1);`, { file: 'src/button.jsx' });
    expect(strange).toMatchObject({ reason: 'policy', detail: expect.stringContaining('Panel') as string });
  });
});

describe('what a test must not do', () => {
  const sure = `expect(parse('1')).toBe(1);`;
  test.each([
    ['require', `${sure}\nrequire('fs').rmSync('/');`, 'line 2: "require"'],
    ['dynamic import', `${sure}\nawait import('node:fs');`, 'line 2: import(...)'],
    ['eval', `${sure}\neval('1');`, '"eval"'],
    ['new Function', `${sure}\nnew Function('return 1')();`, '"Function"'],
    [
      'the constructor of a function',
      `${sure}\n(() => {}).constructor('return process')();`,
      '"constructor"',
    ],
    ['the constructor in brackets', `${sure}\n[]['filter']['constructor']('x')();`, '"constructor"'],
    ['the constructor by destructuring', `const { constructor: Make } = parse;\n${sure}`, '"constructor"'],
    ['a name put together', `${sure}\n[]['con' + 'structor'];`, 'can become any name'],
    [
      'a name put together beforehand',
      `const key = 'con' + 'structor';\n[][key];\n${sure}`,
      'can become any name',
    ],
    [
      'a name handed through a loop',
      `for (const key of ['constructor']) { [][key]; }\n${sure}`,
      'can become any name',
    ],
    [
      'the constructor as a descriptor',
      `Object.getOwnPropertyDescriptor(Object.getPrototypeOf(parse), 'constructor').value('x')();\n${sure}`,
      'can hand out any member',
    ],
    [
      'a prototype changed through its object',
      `Object.getPrototypeOf([]).x = 1;\n${sure}`,
      'changes a prototype',
    ],
    ['__proto__', `parse('1').__proto__.x = 1;\n${sure}`, '"__proto__"'],
    ['a changed prototype', `Array.prototype.last = () => 1;\n${sure}`, 'changes a prototype'],
    [
      'a prototype changed by a call',
      `Object.assign(String.prototype, { x: 1 });\n${sure}`,
      'changes a prototype',
    ],
    ['a changed global', `Math.random = () => 0.5;\n${sure}`, 'changes a global'],
    ['an implicit global', `leak = 1;\n${sure}`, 'changes a global'],
    ['a deleted global', `delete JSON.parse;\n${sure}`, 'changes a global'],
    ['variables of the environment as a whole', `process.env = {};\n${sure}`, 'changes a global'],
    ['globalThis', `globalThis.x;\n${sure}`, '"globalThis"'],
    ['process.exit', `process.exit(0);\n${sure}`, '"process.exit"'],
    ['process handed on', `const p = process;\n${sure}`, '"process" may only be used'],
    ['window.eval', `window.eval('1');\n${sure}`, '"window.eval"'],
    ['window handed on', `parse(window);\n${sure}`, '"window" may only be used'],
    ['the document of the window behind', `document.defaultView.close();\n${sure}`, '"defaultView"'],
    ['the global object as this', `(function () { return this; })().x;\n${sure}`, '"this"'],
    ['this handed out of a literal', `const { f } = { f() { return this; } };\nf();\n${sure}`, '"this"'],
    ['Reflect.construct', `Reflect.construct(parse, []);\n${sure}`, '"Reflect.construct"'],
    ['jest.mock', `jest.mock('fs');\n${sure}`, '"jest.mock"'],
    ['jest.requireActual', `jest.requireActual('fs');\n${sure}`, '"jest.requireActual"'],
    ['the network', `await fetch('http://x');\n${sure}`, '"fetch"'],
    ['an interval', `setInterval(() => {}, 1);\n${sure}`, '"setInterval"'],
    [
      'a timer that runs text',
      `setTimeout('evil()', 1);\n${sure}`,
      '"setTimeout" must be called with a function',
    ],
    ['a script element', `document.createElement('script');\n${sure}`, 'script element'],
    ['an endless while', `while (true) {}\n${sure}`, 'without an end'],
    ['an endless for', `for (;;) {}\n${sure}`, 'without an end'],
    ['a label', `outer: for (const a of [1]) { break outer; }\n${sure}`, 'labels'],
    ['debugger', `debugger;\n${sure}`, '"debugger"'],
    ['a nested test', `test('x', () => {});\n${sure}`, '"test" must not be called inside a test'],
    ['a focused test', `it.only('x', () => {});\n${sure}`, '"it" must not'],
    ['a hook', `afterEach(() => {});\n${sure}`, '"afterEach" must not'],
    [
      'an expect of its own',
      `const expect = () => ({ toBe() {} });\n${sure}`,
      '"expect" must not be declared anew',
    ],
    ['a spy that stays', `jest.spyOn(console, 'warn');\n${sure}`, 'without a jest.restoreAllMocks()'],
    [
      'a spy that is put back only at times',
      `const spy = jest.spyOn(Math, 'max');\n${sure}\nif (parse('2')) spy.mockRestore();`,
      'without a spy.mockRestore()',
    ],
    ['a clock that stays stopped', `jest.useFakeTimers();\n${sure}`, 'without a jest.useRealTimers()'],
    ['a changed expect', `expect.extend({ toBe: () => ({ pass: true }) });\n${sure}`, '"expect.extend"'],
    ['an expect handed on', `const check = expect;\n${sure}`, 'not a use of expect'],
    ['an unknown name', `helper();\n${sure}`, '"helper"'],
  ])('refuses %s', async (_name, body, words) => {
    const result = await judge(body);
    expect(result).toMatchObject({ ok: false, reason: 'policy' });
    expect(result).toHaveProperty('detail', expect.stringContaining(words));
  });
});

describe('syntax', () => {
  test.each([
    ['a missing bracket', `const a = 1;\nexpect(parse('1').toBe(1);`, /^line 2: /],
    ['braces that end the test early', `} evil(); {`, /^/],
    [
      'await where nothing is asynchronous',
      `const value = await save(1);\nexpect(value).toBe(1);`,
      /await is only valid/,
    ],
    ['import.meta', `import.meta.url;\nexpect(parse('1')).toBe(1);`, /import\.meta/],
    [
      'a name declared twice',
      `const a = parse('1');\nconst a = 2;\nexpect(a).toBe(1);`,
      /already been declared/,
    ],
  ])('refuses %s', async (_name, body, words) => {
    const result = await judge(body, { isAsync: false });
    expect(result).toMatchObject({ ok: false, reason: 'syntax' });
    expect(result).toHaveProperty('detail', expect.stringMatching(words));
  });

  test('any text gets an answer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (body) => {
        expect((await judge(body)).ok).toBe(false);
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});

describe('imports', () => {
  const body = `expect(parse('1')).toBe(1);`;
  test.each([
    ['a host file', file('src/deep/parse.js')],
    ['fast-check', fromPackage('fast-check', 'parse')],
    ['an allowed package', fromPackage('dom-lib', 'parse')],
    ['a path in an allowed scoped package', fromPackage('@scope/kit/pure', 'parse')],
    ['a module that only computes', fromPackage('node:util', 'parse')],
    ['the strict side of one', fromPackage('assert/strict', 'parse')],
  ])('accepts %s', async (_name, need) => {
    expect(await judge(body, { imports: [need] })).toEqual({ ok: true });
  });

  test.each([
    ['files', fromPackage('fs', 'parse'), '"fs"'],
    ['files as promises', fromPackage('node:fs/promises', 'parse'), '"fs/promises"'],
    ['processes', fromPackage('child_process', 'parse'), '"child_process"'],
    ['a virtual machine', fromPackage('node:vm', 'parse'), '"vm"'],
    ['a package of the same name behind a prefix', fromPackage('node:dom-lib', 'parse'), '"dom-lib"'],
    ['an unknown package', fromPackage('left-lib', 'parse'), '"left-lib"'],
    ['another package of the same scope', fromPackage('@scope/other', 'parse'), '"@scope/other"'],
    ['a way out of a package', fromPackage('dom-lib/../left-lib', 'parse'), '"dom-lib/../left-lib"'],
    [
      'a part of a library whose failures go unseen',
      fromPackage('should/as-function', 'parse'),
      'global expect',
    ],
    ['a URL', fromPackage('data:text/javascript,1', 'parse'), 'data:'],
    ['a file outside', file('../secret.js'), 'leads out'],
    ['an absolute file', file('/etc/passwd'), 'leads out'],
    ['the inside of a dependency', file('node_modules/dom-lib/x.js'), 'node_modules'],
    ['text that breaks out of the quotes', file("a'; evil(); '"), 'leads out'],
    ['a name that is code', file('src/parse.ts', 'parse } from "x"; evil(); //'), 'no identifier'],
    ['another expect', fromPackage('dom-lib', 'expect'), '"expect"'],
  ])('refuses %s', async (_name, need, words) => {
    const result = await judge(body, { imports: [file('src/parse.ts'), need] });
    expect(result).toMatchObject({ ok: false, reason: 'policy' });
    expect(result).toHaveProperty('detail', expect.stringContaining(words));
  });
});
