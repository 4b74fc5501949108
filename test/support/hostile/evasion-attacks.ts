/** Ways around a list of forbidden names; each ends in writing a file outside, by which it would be seen to have worked. */
import type { Attack } from './attack.js';

const evade = (name: string, code: string, more: Partial<Attack> = {}): Attack => ({
  name,
  kind: 'evades the policy',
  code,
  ...more,
});

/** Completes code that has got hold of `process` or `load` (a `require`). */
const withProcess = (expression: string): string =>
  `const p = ${expression};\np.getBuiltinModule('fs').writeFileSync(at.outside + '/' + at.mark, 'x');`;
const withLoad = (expression: string): string =>
  `const load = ${expression};\nload('fs').writeFileSync(at.outside + '/' + at.mark, 'x');`;

export const evasionAttacks: readonly Attack[] = [
  evade('require under another name', withLoad('require')),
  evade('require through an object', withLoad('({ require }).require')),
  evade('require through a list', withLoad('[require].at(0)')),
  evade('require bound', withLoad('require.bind(null)')),
  evade('require called indirectly', withLoad('(name) => (0, require)(name)')),
  evade('require through Reflect', withLoad('(name) => Reflect.apply(require, null, [name])')),
  evade('require by an escaped name', withLoad('\\u0072equire')),
  evade('require of the module object', withLoad('module.require.bind(module)')),
  evade('the loader of the module object', withLoad('module.constructor._load'), {
    toothless: 'Jest gives modules no such loader',
  }),
  evade('the loader by createRequire', withLoad(`require('module').createRequire(at.copy + '/kit.js')`)),
  evade('the main module', withLoad('process.mainModule.require'), {
    toothless: 'Jest loads no main module',
  }),
  evade('jest.requireActual', withLoad('jest.requireActual')),
  evade('jest.requireActual by a computed name', withLoad(`jest['require' + 'Actual']`)),
  evade(
    'jest.requireActual destructured',
    withLoad('(() => { const { requireActual } = jest; return requireActual; })()'),
  ),
  evade('jest.createMockFromModule', `jest.createMockFromModule('fs');\n${withLoad('jest.requireActual')}`),
  evade(
    'jest.isolateModules',
    `jest.isolateModules(() => { require('fs').writeFileSync(at.outside + '/' + at.mark, 'x'); });`,
  ),
  evade('dynamic import', `(await import('fs')).writeFileSync(at.outside + '/' + at.mark, 'x');`),
  evade(
    'dynamic import of a computed name',
    `(await import('f' + 's')).writeFileSync(at.outside + '/' + at.mark, 'x');`,
  ),
  evade(
    'dynamic import of code in a URL',
    `
    await import('data:text/javascript,import fs from "fs"; fs.writeFileSync(' + JSON.stringify(at.outside + '/' + at.mark) + ', "x")');`,
  ),
  evade('eval', withProcess(`eval('process')`)),
  evade('eval by another name', withProcess(`(0, eval)('process')`)),
  evade('Function', withProcess(`new Function('return process')()`)),
  evade('the constructor of a method', withProcess(`[].constructor.constructor('return process')()`)),
  evade('the constructor by brackets', withProcess(`[]['filter']['constructor']('return process')()`)),
  evade(
    'the constructor by a name put together',
    withProcess(`[].filter['const' + 'ructor']('return process')()`),
  ),
  evade('the constructor by a template', withProcess('[].filter[`con${"structor"}`]("return process")()')),
  evade('the constructor by an escaped name', withProcess(`[].filter.constr\\u0075ctor('return process')()`)),
  evade(
    'the constructor by destructuring',
    withProcess(`(() => { const { constructor: F } = () => 1; return F('return process')(); })()`),
  ),
  evade(
    'the constructor by nested destructuring',
    withProcess(`(() => { const { filter: { constructor: F } } = []; return F('return process')(); })()`),
  ),
  evade(
    'the constructor by a default of a parameter',
    withProcess(`(({ constructor: F } = () => 1) => F('return process')())()`),
  ),
  evade(
    'the constructor by Reflect.get',
    withProcess(`Reflect.get(() => 1, 'constructor')('return process')()`),
  ),
  evade(
    'the constructor as a descriptor',
    withProcess(`
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(() => 1), 'constructor').value('return process')()`),
  ),
  evade(
    'the constructor by all descriptors',
    withProcess(`
    Object.values(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(() => 1))).find((d) => d.value?.name === 'Function').value('return process')()`),
  ),
  evade(
    'the constructor by a key from a loop',
    withProcess(`(() => {
    for (const key of Object.getOwnPropertyNames(Object.getPrototypeOf(() => 1))) {
      if (key.length === 11) return (() => 1)[key]('return process')();
    }
  })()`),
  ),
  evade(
    'the constructor of an async function',
    withProcess(`await (async () => 1).constructor('return process')()`),
  ),
  evade(
    'the constructor of a generator',
    withProcess(`(function* () {}).constructor('return process')().next().value`),
  ),
  evade('the constructor as a tag of a template', withProcess('[].filter.constructor`return process```')),
  evade(
    'the constructor by Symbol.species',
    withProcess(`[][Symbol.iterator]['constructor']('return process')()`),
  ),
  evade(
    'the constructor of an error from another realm',
    withProcess(`
    (() => { try { require('fs').readFileSync(0n); } catch (error) { return error.constructor.constructor('return process')(); } })()`),
  ),
  evade(
    'a getter put on a prototype',
    `
    Object.defineProperty(Object.prototype, at.mark, { get() { return this; }, configurable: true });
    ${withProcess('process')}`,
  ),
  evade(
    'a method swapped on a prototype',
    `
    const original = Array.prototype.map;
    Array.prototype.map = function (f) { return original.call(this, f); };
    Array.prototype.map = original;
    ${withLoad('require')}`,
  ),
  evade(
    '__proto__ of a literal',
    `
    const o = { __proto__: require('fs') };
    o.writeFileSync(at.outside + '/' + at.mark, 'x');`,
  ),
  evade(
    '__lookupGetter__',
    `
    ({}).__lookupGetter__('x');
    ${withLoad('require')}`,
  ),
  evade('a Proxy around require', withLoad('new Proxy(require, {})')),
  evade('a Proxy of process', withProcess('new Proxy(process, {})')),
  evade('process by a computed member of the global', withProcess(`globalThis['pro' + 'cess']`)),
  evade('process by global', withProcess('global.process')),
  evade('process by this', withProcess('(function () { return this; })().process')),
  evade('process.binding', `process.binding('fs');\n${withLoad('require')}`),
  evade('process.getBuiltinModule', withProcess('process')),
  evade('the context of a virtual machine', withProcess(`require('vm').runInThisContext('process')`)),
  evade(
    'code in a source map comment',
    `
    //# sourceMappingURL=data:application/json;base64,eyJ2ZXJzaW9uIjozfQ==
    ${withLoad('require')}`,
  ),
  evade('a timer that runs text', `setTimeout('require("fs")', 1);\n${withLoad('require')}`, {
    toothless: 'only timers of a DOM do',
  }),
  evade(
    'the stack as structured by the engine',
    `
    Error.prepareStackTrace = (_, frames) => frames;
    const frame = new Error('x').stack[0];
    ${withProcess(`frame ? process : null`)}`,
  ),
  evade(
    'a body that ends the test and goes on outside of it',
    `}); require('fs').writeFileSync(at.outside + '/' + at.mark, 'x'); test('more', () => {`,
  ),
  evade('a comment that does not end', `/* `),
  evade(
    'jest.unstable_mockModule',
    `jest.unstable_mockModule('fs', () => ({}));\n${withLoad('jest.requireActual')}`,
  ),
  evade('the arguments of the module', withLoad('arguments[1] ?? require'), {
    toothless: 'Jest wraps modules otherwise',
  }),
];

/** `with` is no syntax of strict code, so it stands apart: only the policy sees it. */
export const sloppyAttack: Attack = evade(
  'with',
  `with (process) { mainModule.require('fs').writeFileSync(at.outside + '/' + at.mark, 'x'); }`,
);
