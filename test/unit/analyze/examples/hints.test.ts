/** The names that a function reads of what it is given are names of properties, unless they are methods of the language. */
import { analyze, removeHosts, targetOf } from '../temp-host.js';

afterAll(removeHosts);

test.each<[string, string, string[]]>([
  ['read', '(a) => a.color + a.size.width', ['color', 'width', 'size']],
  ['called, and of no built-in value', '(a) => a.refresh() || a.get(1)', ['refresh', 'get']],
  ['methods of texts, lists and dates', '(a) => a.trim() + a.map(String) + a.getTime() + a.slice(1)', []],
  ['asked for', "(a) => typeof a.getTime === 'function' && typeof a.close === 'function'", ['close']],
  ['of all values', "(a) => a.toString() + a.hasOwnProperty('x')", []],
  ['such a name that is only read', '(a) => a.filter || a.sort', ['filter', 'sort']],
])('%s', async (_, code, properties) => {
  const target = targetOf(await analyze({ 'a.js': `exports.f = ${code};` }), 'a.js#f');
  expect(target.hints.properties).toEqual(properties);
});
