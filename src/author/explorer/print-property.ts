/** Prints a law that held as a fast-check property. */
import type { Host, TestConventions } from '../../domain/host.js';
import { quote } from '../../test-file/quote.js';
import type { Unit } from './notation/plan.js';
import type { Arbitrary, LawProperty } from './notation/property.js';
import { createImports, type Imports } from './print/imports.js';
import type { PrintedBody } from './print/print-test.js';

/** Longer lines are broken; the test stands two steps further in. */
const MOST_COLUMNS = 92;

/** Characters that an arbitrary may take on one line. */
const WIDTH = 84;

const isIdentifier = (name: string): boolean => /^[A-Za-z_$][\w$]*$/.test(name);

type ArbitraryStyle = Pick<TestConventions, 'quotes' | 'indent' | 'trailingCommas'>;

/** A call or an object: on one line when it fits, else one item to a line. */
function layOut(
  [open, close]: readonly [string, string],
  items: readonly string[],
  style: ArbitraryStyle,
): string {
  const pad = open.endsWith('{') && items.length > 0 ? ' ' : '';
  const line = `${open}${pad}${items.join(', ')}${pad}${close}`;
  if (line.length <= WIDTH && !line.includes('\n')) return line;
  const lines = items.map((item) => style.indent + item.split('\n').join(`\n${style.indent}`));
  return `${open}\n${lines.join(',\n')}${style.trailingCommas ? ',' : ''}\n${close}`;
}

const boundsOf = (bounds: [name: string, value: number | null | undefined][]): string => {
  const given = bounds.filter(([, value]) => value !== null && value !== undefined);
  return given.length === 0
    ? ''
    : `{ ${given.map(([name, value]) => `${name}: ${String(value)}`).join(', ')} }`;
};

const printValue = (value: string | number, style: ArbitraryStyle): string =>
  typeof value === 'string' ? quote(value, style) : String(value);

function printRecord(
  { fields, optional }: Extract<Arbitrary, { kind: 'record' }>,
  style: ArbitraryStyle,
): string {
  const keyOf = (name: string): string => (isIdentifier(name) ? name : quote(name, style));
  const entries = fields.map(([name, of]) => `${keyOf(name)}: ${printArbitrary(of, style)}`);
  const object = layOut(['{', '}'], entries, style);
  if (optional.length === 0) return `fc.record(${object})`;
  const required = fields.map(([name]) => name).filter((name) => !optional.includes(name));
  const keys = `{ requiredKeys: [${required.map((name) => quote(name, style)).join(', ')}] }`;
  return object.includes('\n')
    ? `fc.record(${object}, ${keys})`
    : layOut(['fc.record(', ')'], [object, keys], style);
}

/** The source text of an arbitrary; may take several lines. */
export function printArbitrary(arbitrary: Arbitrary, style: ArbitraryStyle): string {
  switch (arbitrary.kind) {
    case 'boolean':
      return 'fc.boolean()';
    case 'integer':
      return `fc.integer(${boundsOf([
        ['min', arbitrary.min],
        ['max', arbitrary.max],
      ])})`;
    case 'decimal': {
      const bounds = boundsOf([
        ['min', arbitrary.min],
        ['max', arbitrary.max],
      ]);
      return `fc.integer(${bounds}).map((n) => n / ${10 ** arbitrary.digits})`;
    }
    case 'text':
      return arbitrary.of === 'any' ? 'fc.string()' : 'fc.stringMatching(/^[A-Za-z0-9]{1,9}$/)';
    case 'choice':
      return layOut(
        ['fc.constantFrom(', ')'],
        arbitrary.values.map((value) => printValue(value, style)),
        style,
      );
    case 'iso-date': {
      const day = (text: string): string => `new Date(${quote(text, style)})`;
      const bounds = `{ min: ${day('2000-01-01')}, max: ${day('2029-12-31')}, noInvalidDate: true }`;
      return [
        'fc',
        `${style.indent}.date(${bounds})`,
        `${style.indent}.map((day) => day.toISOString().slice(0, 10))`,
      ].join('\n');
    }
    case 'array': {
      const bounds = boundsOf([
        ['minLength', arbitrary.min === 0 ? null : arbitrary.min],
        ['maxLength', arbitrary.max],
      ]);
      const items = [printArbitrary(arbitrary.of, style), ...(bounds === '' ? [] : [bounds])];
      return layOut(['fc.array(', ')'], items, style);
    }
    case 'tuple':
      return layOut(
        ['fc.tuple(', ')'],
        arbitrary.of.map((one) => printArbitrary(one, style)),
        style,
      );
    case 'record':
      return printRecord(arbitrary, style);
  }
}

/** The statements with names in place of what they use. */
export function nameUses(lines: readonly string[], { uses }: LawProperty, imports: Imports): string[] {
  return lines.map((line) =>
    line.replace(/\$(\d+)/g, (mark, at: string) => {
      const access = uses[Number(at)];
      return access ? imports.nameOf(access) : mark;
    }),
  );
}

/** The title and body of a property. */
export function printProperty(
  host: Host,
  property: LawProperty,
  { units, seed }: { units: readonly Unit[]; seed: number },
): PrintedBody & { title: string } {
  const imports = createImports(units);
  const { indent, semicolons, trailingCommas } = host.conventions;
  const usesDefault = host.moduleSystem === 'esm' || host.esModuleInterop;
  imports.addPackage('fast-check', { kind: usesDefault ? 'default' : 'namespace', local: 'fc' });
  const end = semicolons ? ';' : '';
  const statements = nameUses(property.lines, property, imports).map((line) => {
    const [, space = '', text = ''] = /^( *)(.*)$/.exec(line) ?? [];
    const quoted = text.replace(/"(?:[^"\\]|\\.)*"/g, (literal) =>
      quote(JSON.parse(literal) as string, host.conventions),
    );
    return indent.repeat(space.length / 2) + quoted + (/[{}]$/.test(text) ? '' : end);
  });
  const names = property.inputs.map(([name]) => name).join(', ');
  const arbitraries = property.inputs.map(([, of]) => printArbitrary(of, host.conventions));
  const comma = trailingCommas ? ',' : '';
  const oneLine = `${indent}fc.property(${arbitraries.join(', ')}, (${names}) => {`;
  const isShort = oneLine.length <= MOST_COLUMNS && !oneLine.includes('\n');
  const inner = indent + (isShort ? '' : indent);
  const opening = isShort
    ? [oneLine]
    : [
        `${indent}fc.property(`,
        ...arbitraries.map((text) => `${inner}${text.split('\n').join(`\n${inner}`)},`),
        `${inner}(${names}) => {`,
      ];
  const closing = isShort ? [`${indent}}),`] : [`${inner}}${comma}`, `${indent}),`];
  const body = [
    'fc.assert(',
    ...opening,
    ...statements.map((line) => inner + indent + line),
    ...closing,
    `${indent}{ seed: ${seed} }${comma}`,
    `)${end}`,
  ].join('\n');
  return { title: property.title, body, isAsync: false, imports: imports.needs };
}
