/** An object that many tests of a file build in the same way is built in one place. */
import type { Candidate, ImportNeed } from '../../../src/domain/candidate.js';
import { composeTestFile } from '../../../src/test-file/test-file.js';
import { buildHost } from '../../support/builders.js';

const path = 'lib/invoice.nightshift.test.js';
const invoice: ImportNeed = {
  from: { kind: 'file', path: 'lib/invoice.js' },
  binding: { kind: 'namespace', local: 'Invoice' },
};

const candidate = (title: string, body: string, changes: Partial<Candidate> = {}): Candidate => ({
  id: title,
  target: 'lib/invoice.js#Invoice.total',
  file: 'lib/invoice.js',
  author: 'explorer',
  kind: 'unit',
  group: 'Invoice.total',
  title,
  body,
  isAsync: false,
  imports: [invoice],
  ...changes,
});

const made = "new Invoice('2019-0042', { country: 'DE' })";
const withLines = (count: number, by = made): Candidate =>
  candidate(
    `has ${count} lines`,
    `const invoice = ${by};\ninvoice.addLines(${count});\nexpect(invoice.total()).toBe(${count});`,
  );

const compose = (candidates: Candidate[], existing: string | null = null): string =>
  composeTestFile(buildHost(), { path, candidates, existing });
const count = (text: string, part: string): number => text.split(part).length - 1;

test('by one function at the top of the file, once three tests share it', () => {
  const text = compose([withLines(1), withLines(2), withLines(3)]);
  expect(text).toContain(
    `const Invoice = require('./invoice');\n\nconst buildInvoice = () => ${made};\n\ndescribe`,
  );
  expect(count(text, '= buildInvoice();\n    invoice.addLines(')).toBe(3);
  expect(count(text, 'new Invoice')).toBe(1);
});

test('while two tests keep what they build, and one that differs too', () => {
  expect(compose([withLines(1), withLines(2)])).not.toContain('build');
  const other = "new Invoice('2020-0001', { country: 'FR' })";
  const text = compose([withLines(1), withLines(2), withLines(3), withLines(4, other)]);
  expect(text).toContain(`const invoice = ${other};`);
  expect(count(text, 'new Invoice')).toBe(2);
});

test('whether the literal takes one line or several, and whatever makes it', () => {
  const long = `createInvoice({\n  number: '2019-0042',\n  buyer: { country: 'DE', name: '(new)' },\n})`;
  const text = compose([withLines(1, long), withLines(2, long), withLines(3, long)]);
  expect(text).toContain(`const buildInvoice = () => ${long};\n`);
  expect(count(text, 'createInvoice(')).toBe(1);
});

test.each([
  ['a result', `const result = total('2019-0042');\nexpect(result).toBe(1);`],
  ['a mock', `const callback = jest.fn(() => 'answer');\nexpect(each(callback)).toBe(1);`],
  ['nothing given', `const invoice = new Invoice();\nexpect(invoice.total()).toBe(1);`],
  ['a statement that is no set-up', `invoices.addLine('Hosting', 12);\nexpect(total()).toBe(1);`],
])('but not %s', (_, body) => {
  const text = compose(['a', 'b', 'c'].map((title) => candidate(title, body)));
  expect(text).not.toContain('build');
});

test('nor where the name has another meaning already', () => {
  const buildInvoice: ImportNeed = {
    from: { kind: 'file', path: 'lib/invoice.js' },
    binding: { kind: 'named', imported: 'buildInvoice', local: 'buildInvoice' },
  };
  const own = candidate('is built', 'expect(buildInvoice()).toBe(1);', { imports: [buildInvoice] });
  expect(count(compose([withLines(1), withLines(2), withLines(3), own]), made)).toBe(3);
});

test('and a later night uses the function that is there', () => {
  const night = compose([withLines(1), withLines(2), withLines(3)]);
  const text = compose([withLines(4), withLines(5), withLines(6)], night);
  expect(count(text, 'const buildInvoice')).toBe(1);
  expect(count(text, '= buildInvoice();')).toBe(6);
});
