/** What the model is shown of other files: enough to build the arguments of a test, and not the whole code base. */
import { relateDeclarations, type RelatedText } from '../../../../../src/author/model/context/related.js';

const types = `import type { Cents } from './money';
export enum Service { Economy = 'economy', Express = 'express' }
export interface Quote { service: Service; price: Cents }
export interface Unrelated { name: string }
`;
const money = `/** Whole cents. */
export type Cents = number & { readonly brand: 'cents' };
export const cents = (value: number): Cents => value as Cents;
`;
const source = `import { Service, type Quote } from './types';
const limit = Service.Express;
export function isFast(quote: Quote): boolean {
  return quote.service === limit;
}
export function other(): number {
  return 1;
}
`;

const texts: Record<string, string> = { 'src/types.ts': types, 'src/money.ts': money };
const relate = (file: string, text: string, lines: [number, number]): Promise<RelatedText[]> =>
  relateDeclarations({
    file,
    source: text,
    ranges: [{ start: { line: lines[0], column: 0 }, end: { line: lines[1], column: 1 } }],
    hostFiles: new Set(Object.keys(texts)),
    imports: { [file]: ['src/types.ts'] },
    read: (name) => Promise.resolve(texts[name] ?? ''),
  });

test('types are followed through files and through the declarations of the own file', async () => {
  const related = await relate('src/quote.ts', source, [3, 5]);
  expect(related.map(({ file }) => file)).toEqual(['src/types.ts', 'src/money.ts']);
  expect(related[0]?.text).toContain("Express = 'express'");
  expect(related[0]?.text).not.toContain('Unrelated');
  expect(related[1]?.text).toBe(
    "/** Whole cents. */\nexport type Cents = number & { readonly brand: 'cents' };",
  );
});

test('a target that uses nothing of other files is told nothing of them', async () => {
  expect(await relate('src/quote.ts', source, [6, 8])).toEqual([]);
});

test('a class that leads to the target from another file is shown', async () => {
  const related = await relateDeclarations({
    file: 'src/base.ts',
    source: 'export abstract class Base {}\n',
    entry: { file: 'src/money.ts', name: 'cents' },
    ranges: [{ start: { line: 1, column: 0 }, end: { line: 1, column: 1 } }],
    hostFiles: new Set(['src/money.ts']),
    imports: {},
    read: (name) => Promise.resolve(texts[name] ?? ''),
  });
  expect(related[0]?.text).toContain('export const cents');
});

test('members count when they are those of a module, and long functions lose their bodies', async () => {
  const long = Array.from({ length: 40 }, (_, index) => `  steps.push(${index});`).join('\n');
  texts['src/types.ts'] =
    `function price(item) {\n${long}\n}\nfunction name(item) { return item.name; }\nmodule.exports = { price, name };\n`;
  const user = `const shop = require('./types');\nfunction total(items) {\n  return shop.price(items[0].name);\n}\n`;
  const related = await relate('src/total.js', user, [2, 4]);
  expect(related).toEqual([{ file: 'src/types.ts', text: 'function price(item) { … }' }]);
});
