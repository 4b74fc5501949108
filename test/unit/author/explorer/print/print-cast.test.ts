/** A part of a type is cast to the type. */
import type { TypeText } from '../../../../../src/domain/type-shape.js';
import type { Expression } from '../../../../../src/author/explorer/notation/expression.js';
import { printValue, type PrintContext } from '../../../../../src/author/explorer/print/print-value.js';
import { conventions } from '../support.js';

const context: PrintContext = {
  conventions,
  nameOf: () => '',
  typeNameOf: () => '',
  typeTextOf: ({ text }) => text,
  mocksFunctions: false,
};

test.each<[TypeText, string]>([
  [{ text: 'never', names: [] }, '{ find: () => {} } as never'],
  [
    { text: 'Store', names: [{ local: 'Store', imported: 'Store', from: { kind: 'file', path: 'a.ts' } }] },
    '{ find: () => {} } as unknown as Store',
  ],
])('a part of a type is cast to it: %j', (cast, printed) => {
  const find: Expression = { k: 'fn', returns: { k: 'undef' } };
  expect(printValue({ k: 'obj', props: [['find', find]], cast }, context)).toBe(printed);
});
