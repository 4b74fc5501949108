/** Which functions count as changed when their file does. */
import { findChangedTargets } from '../../../src/analyze/changed-targets.js';
import { analyze, removeHosts } from './temp-host.js';

afterAll(removeHosts);

async function changed(before: string | null, after: string): Promise<string[]> {
  const { root, targets } = await analyze({ 'a.ts': after, 'b.ts': 'export function other() { return 1; }' });
  return [...(await findChangedTargets(root, targets, new Map([['a.ts', before]])))].map((id) => id.slice(5));
}

const text = `import { x } from './x';
const limit = 3;
/** Doubles. */
export function twice(n: number) { return n * 2; }
export const half = (n: number) => n / 2;
export class Box {
  size = 1;
  grow() { return this.size + 1; }
  shrink() { return this.size - limit; }
}
`;

test.each([
  ['nothing but a comment and an import', text.replace('Doubles', 'Twice').replace('{ x }', '{ x, y }'), []],
  ['one function', text.replace('n * 2', 'n + n'), ['twice']],
  ['an arrow function', text.replace('n / 2', 'n * 0.5'), ['half']],
  ['one method', text.replace('this.size + 1', 'this.size + 2'), ['Box.grow']],
  ['a function that is new', `${text}export const sum = (a: number, b: number) => a + b;\n`, ['sum']],
  [
    'a constant, which may matter to all',
    text.replace('= 3', '= 4'),
    ['twice', 'half', 'Box.grow', 'Box.shrink'],
  ],
  ['a field, likewise', text.replace('size = 1', 'size = 9'), ['twice', 'half', 'Box.grow', 'Box.shrink']],
])('%s', async (_, after, expected) => {
  expect(await changed(text, after)).toEqual(expected);
});

test('all of a file that is new', async () => {
  expect(await changed(null, text)).toEqual(['twice', 'half', 'Box.grow', 'Box.shrink']);
});

test('what a file exports is no change of what it holds', async () => {
  const before = 'function a() { return 1; }\nfunction b() { return 2; }\nmodule.exports = { a };\n';
  expect(await changed(before, before.replace('{ a }', '{ a, b }').replace('2', '3'))).toEqual(['b']);
});
