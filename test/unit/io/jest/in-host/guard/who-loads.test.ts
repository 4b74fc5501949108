/** Calls that a module makes while it loads are told apart from those that a test makes. */
import vm from 'node:vm';
import { whoLoads } from '../../../../../../src/io/jest/in-host/guard/who-loads.cjs';

const settings = { testPath: '/host/a.test.js', setupFiles: ['/host/setup.js'] };
const runtimeFile = '/x/node_modules/jest-runtime/build/index.js';
type Caller = (...args: unknown[]) => unknown;
const scriptOf = (filename: string, text: string): Caller =>
  vm.runInThisContext(text, { filename }) as Caller;

/** The answer within a module of this file whose body Jest's runtime calls. */
function askFrom(file: string): unknown {
  const load = scriptOf(runtimeFile, '(body, ask) => body(ask)');
  return load(scriptOf(file, '(ask) => ask()'), () => whoLoads(settings));
}

test.each([
  ['a module of the host', '/host/src/a.js', 'repository'],
  ['a module of the host in another place', 'file:///host/src/a.mjs', 'repository'],
  ['a dependency', '/host/node_modules/dep/index.js', 'dependency'],
  ['a dependency of a zipped package', '/host/.yarn/cache/dep.zip/index.js', 'dependency'],
  ['a setup file', '/host/setup.js', 'dependency'],
  ['the test file', '/host/a.test.js', null],
])('while %s loads, it is the one that calls', (_, file, expected) => {
  expect(askFrom(file)).toBe(expected);
});

test('of modules that load each other, the innermost calls', () => {
  const outer = scriptOf('/host/src/a.js', '(load, body, ask) => load(body, ask)');
  const load = scriptOf(runtimeFile, '(body, ask) => body(ask)');
  const inner = scriptOf('/host/node_modules/dep/index.js', '(ask) => ask()');
  expect(outer(load, inner, () => whoLoads(settings))).toBe('dependency');
});

test('nobody loads when a test calls', () => {
  expect(whoLoads(settings)).toBeNull();
});

test('the way in which stacks are written stays as it was', () => {
  const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  whoLoads(settings);
  expect(Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')).toEqual(before);
});
