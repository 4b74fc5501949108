/** Prints a law that held as a fast-check property. */
import type { Host } from '../../../domain/host.js';
import type { Target } from '../../../domain/target.js';
import type { TypeShape } from '../../../domain/type-shape.js';
import type { HeldLaw, Law, Unit } from '../notation/expression.js';
import { createImports, type Imports } from './imports.js';
import type { PrintedBody } from './print-test.js';

/** The arbitrary for a shape, or null when there is none that stays in its domain. */
export function arbitraryFor(shape: TypeShape | undefined): string | null {
  switch (shape?.kind) {
    case 'string':
      return shape.brand ? null : 'fc.string()';
    case 'number':
      return shape.brand ? null : 'fc.integer()';
    case 'boolean':
      return 'fc.boolean()';
    case 'array': {
      const of = arbitraryFor(shape.of);
      return of === null ? null : `fc.array(${of})`;
    }
    default:
      return null;
  }
}

/** Longer lines are broken; the test stands two steps further in. */
const MOST_COLUMNS = 92;

interface Property {
  title: string;
  /** Arbitraries with the names of their values. */
  inputs: [name: string, arbitrary: string | null][];
  lines: string[];
}

type Write = (callee: string, inverse: string, shapes: readonly (TypeShape | undefined)[]) => Property;

const one = ([shape]: readonly (TypeShape | undefined)[], name = 'value'): Property['inputs'] => [
  [name, arbitraryFor(shape)],
];
const alike = ([shape]: readonly (TypeShape | undefined)[], ...names: string[]): Property['inputs'] =>
  names.map((name) => [name, arbitraryFor(shape)]);

const properties: Record<Law, Write> = {
  idempotent: (f, _, shapes) => ({
    title: 'changes nothing more when it is applied twice',
    inputs: one(shapes),
    lines: [`const once = ${f}(value)`, `expect(${f}(once)).toEqual(once)`],
  }),
  'round-trip': (f, inverse, shapes) => ({
    title: `is undone by ${inverse}`,
    inputs: one(shapes),
    lines: [`expect(${inverse}(${f}(value))).toEqual(value)`],
  }),
  involutive: (f, _, shapes) => ({
    title: 'gives back the original when it is applied twice',
    inputs: one(shapes),
    lines:
      shapes[0]?.kind === 'array'
        ? [`expect(${f}([...${f}([...value])])).toEqual(value)`]
        : [`expect(${f}(${f}(value))).toEqual(value)`],
  }),
  permutation: (f, _, shapes) => ({
    title: 'keeps all elements',
    inputs: one(shapes, 'values'),
    lines: [`const result = ${f}([...values])`, 'expect([...result].sort()).toEqual([...values].sort())'],
  }),
  ordered: (f, _, shapes) => ({
    title: 'puts numbers in ascending order',
    inputs: one(shapes, 'values'),
    lines: [`const result = ${f}([...values])`, 'expect(result).toEqual([...values].sort((a, b) => a - b))'],
  }),
  distinct: (f, _, shapes) => ({
    title: 'gives no element twice',
    inputs: one(shapes, 'values'),
    lines: [`const result = ${f}(values)`, 'expect(new Set(result).size).toBe(result.length)'],
  }),
  commutative: (f, _, shapes) => ({
    title: 'does not depend on the order of its arguments',
    inputs: alike(shapes, 'a', 'b'),
    lines: [`expect(${f}(a, b)).toEqual(${f}(b, a))`],
  }),
  antisymmetric: (f, _, shapes) => ({
    title: 'turns its sign when the arguments are swapped',
    inputs: alike(shapes, 'a', 'b'),
    lines: [`expect(Math.sign(${f}(a, b)) + Math.sign(${f}(b, a))).toBe(0)`],
  }),
  transitive: (f, _, shapes) => ({
    title: 'orders any three values the same whichever it compares',
    inputs: alike(shapes, 'a', 'b', 'c'),
    lines: [
      `const [low, middle, high] = [a, b, c].sort((x, y) => ${f}(x, y))`,
      `expect([${f}(low, middle), ${f}(middle, high), ${f}(low, high)].every((sign) => sign <= 0)).toBe(true)`,
    ],
  }),
  bounded: (f) => ({
    title: 'stays within the bounds',
    inputs: [
      ['value', 'fc.integer()'],
      ['a', 'fc.integer()'],
      ['b', 'fc.integer()'],
    ],
    lines: [
      'const [min, max] = [Math.min(a, b), Math.max(a, b)]',
      `const result = ${f}(value, min, max)`,
      'expect(result).toBeGreaterThanOrEqual(min)',
      'expect(result).toBeLessThanOrEqual(max)',
    ],
  }),
  whole: (f, _, shapes) => ({
    title: 'gives parts that together are the whole',
    inputs: [...one(shapes, 'list'), ['size', 'fc.integer({ min: 1, max: 6 })']],
    lines: [`expect(${f}(list, size).flat()).toEqual(list)`],
  }),
};

/**
 * The call that runs a property.
 * @param inputs names of the generated values, each with its arbitrary
 * @param lines the property's statements as they are to stand there
 */
export function assertProperty(
  host: Host,
  imports: Imports,
  inputs: readonly [name: string, arbitrary: string | null][],
  lines: readonly string[],
  seed: number,
): string {
  const { indent, semicolons, trailingCommas } = host.conventions;
  const usesDefault = host.moduleSystem === 'esm' || host.esModuleInterop;
  imports.addPackage('fast-check', { kind: usesDefault ? 'default' : 'namespace', local: 'fc' });
  const names = inputs.map(([name]) => name).join(', ');
  const arbitraries = inputs.map(([, arbitrary]) => arbitrary).join(', ');
  const oneLine = `${indent}fc.property(${arbitraries}, (${names}) => {`;
  const isShort = oneLine.length <= MOST_COLUMNS;
  const inner = isShort ? indent : indent + indent;
  const comma = trailingCommas ? ',' : '';
  return [
    'fc.assert(',
    ...(isShort
      ? [oneLine]
      : [
          `${indent}fc.property(`,
          ...inputs.map(([, arbitrary]) => `${inner}${String(arbitrary)},`),
          `${inner}(${names}) => {`,
        ]),
    ...lines.map((line) => inner + indent + line),
    ...(isShort ? [`${indent}}),`] : [`${inner}}${comma}`, `${indent}),`]),
    `${indent}{ seed: ${seed} }${comma}`,
    `)${semicolons ? ';' : ''}`,
  ].join('\n');
}

/** The title and body of the property, or null when its inputs cannot be generated. */
export function printLaw(
  host: Host,
  held: HeldLaw,
  unit: Unit,
  target: Target,
  seed: number,
): (PrintedBody & { title: string }) | null {
  const imports = createImports([unit]);
  const { semicolons } = host.conventions;
  const callee = imports.nameOf(unit.access);
  const inverse = held.law === 'round-trip' && held.partner ? imports.nameOf(held.partner.access) : '';
  const shapes = target.params.map((param) => param.type);
  const { title, inputs, lines } = properties[held.law](callee, inverse, shapes);
  if (inputs.some(([, arbitrary]) => arbitrary === null)) return null;
  const written = lines.map((line) => line + (semicolons ? ';' : ''));
  const body = assertProperty(host, imports, inputs, written, seed);
  return { title, body, isAsync: false, imports: imports.needs };
}
