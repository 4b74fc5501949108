/** The parameters of functions that a call gives are known as those of any other. */
import { analyze, describeParams, removeHosts, targetOf } from '../temp-host.js';

afterAll(removeHosts);

const madeBy = async (source: string, file = 'a.js'): Promise<string[]> => {
  const target = targetOf(await analyze({ [file]: source }), `${file}#f`);
  return (target.makes ?? []).map((made) => describeParams({ ...target, params: made.params }));
};

const express = `function (req, res, next) {
  if (req.method && req.method.toUpperCase() === 'HEAD') return next();
  res.setHeader('Vary', req.headers.origin);
  res.end();
}`;
const ofExpress =
  'req: {method?: string, headers?: {origin?: string}}; ' +
  'res: {setHeader: (unknown, unknown) => unknown, end: () => unknown, getHeader?: (string) => undefined}; ' +
  'next: () => unknown';

test.each([
  ['returned', `module.exports = function f() { return ${express}; };`],
  ['returned by an arrow', `exports.f = () => ${express};`],
  ['returned through a variable', `exports.f = function () { const made = ${express}; return made; };`],
  ['a method of what is returned', `exports.f = () => ({ handle: ${express} });`],
  ['handed to a function that wraps it', `exports.f = () => wrap(${express});`],
])('of a middleware that is %s', async (_, source) => {
  expect(await madeBy(source)).toEqual([ofExpress]);
});

test('of each function of a curried one', async () => {
  const source = `exports.f = (store) => (next) => (action) =>
    typeof action === 'function' ? action(store) : next({ ...action, type: action.type });`;
  expect(await madeBy(source)).toEqual([
    'next: (unknown) => unknown',
    'action: (unknown) => unknown | {type?: unknown}',
  ]);
});

test('as declared, or as the type of what is returned says', async () => {
  const source = `
    type Handler = (name: string, count: number) => void;
    export function f(): { on: Handler; off(id: number): void } {
      const on: Handler = (name, count) => { console.log(name.repeat(count)); };
      return { on, off(id) { console.log(id); } };
    }`;
  expect(await madeBy(source, 'a.ts')).toEqual(['name: string; count: number', 'id: number']);
});

test('of functions in the code of a module, on its first target', async () => {
  const source = `exports.f = (fn) => fn; exports.g = (fn) => fn; token('url', (req) => req.url.trim());`;
  const { targets } = await analyze({ 'a.js': source });
  expect(targets.map(({ makes }) => makes?.map((made) => made.params.map(({ name }) => name)))).toEqual([
    [['req']],
    undefined,
  ]);
});

test('functions for the methods of a list, and those that take nothing, are left out', async () => {
  expect(await madeBy(`exports.f = (list) => { list.map((x) => x * 2); return () => list; };`)).toEqual([]);
});

test('where a function is called only after it is asked whether it is one, something else may be given', async () => {
  const { targets } = await analyze({
    'a.js': `exports.f = (value) => (typeof value === 'function' ? value() : value);`,
  });
  expect(targets.map(describeParams)).toEqual(['value: (unknown) => unknown | unknown']);
});

test('what is only asked for a method of texts or lists is one', async () => {
  const { targets } = await analyze({
    'a.js': `exports.f = (name, tags) => {
      if (tags.join) tags = tags.join(',');
      return name && name.trim && name.trim() + tags;
    };`,
  });
  expect(targets.map(describeParams)).toEqual(['name: string; tags: (unknown)[]']);
});
