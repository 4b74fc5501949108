/** Prints a law that held as a fast-check property. */
import type { Host } from '../../../domain/host.js';
import type { Target } from '../../../domain/target.js';
import type { TypeShape } from '../../../domain/type-shape.js';
import { quote } from '../../../test-file/quote.js';
import type { HeldLaw, Law, LawDomain } from '../notation/law.js';
import type { Unit } from '../notation/plan.js';
import { createImports, type Imports } from './imports.js';
import type { PrintedBody } from './print-test.js';

/** The arbitrary for a shape, or null when there is none that stays in its domain. */
export function arbitraryFor(shape: TypeShape | undefined, domain: LawDomain = 'any'): string | null {
  const isPlain = domain === 'plain';
  switch (shape?.kind) {
    case 'string':
      if (shape.brand) return null;
      return isPlain ? 'fc.stringMatching(/^[A-Za-z0-9]{1,9}$/)' : 'fc.string()';
    case 'number':
      if (shape.brand) return null;
      return isPlain ? 'fc.integer({ min: 1, max: 1000 })' : 'fc.integer()';
    case 'boolean':
      return 'fc.boolean()';
    case 'array': {
      const of = arbitraryFor(shape.of, domain);
      return of === null ? null : `fc.array(${of}${isPlain ? ', { minLength: 1, maxLength: 6 }' : ''})`;
    }
    default:
      return null;
  }
}

/** Numbers with three decimals, of which rounding leaves something to say. */
const FRACTION = 'fc.integer({ min: -100000, max: 100000 }).map((n) => n / 1000)';

/** Longer lines are broken; the test stands two steps further in. */
const MOST_COLUMNS = 92;

interface Property {
  title: string;
  /** Arbitraries with the names of their values. */
  inputs: [name: string, arbitrary: string | null][];
  lines: string[];
}

type Draw = (shape: TypeShape | undefined) => string | null;
type Write = (
  callee: string,
  inverse: string,
  parts: { shapes: readonly (TypeShape | undefined)[]; draw: Draw; choices: string | null },
) => Property;

type Parts = Parameters<Write>[2];

const one = ({ shapes: [shape], draw }: Parts, name = 'value'): Property['inputs'] => [[name, draw(shape)]];
const alike = ({ shapes: [shape], draw }: Parts, ...names: string[]): Property['inputs'] =>
  names.map((name) => [name, draw(shape)]);
const fraction = ({ shapes: [shape], draw }: Parts, ...names: string[]): Property['inputs'] =>
  names.map((name) => [name, shape?.kind === 'number' ? FRACTION : draw(shape)]);

const properties: Record<Law, Write> = {
  idempotent: (f, _, parts) => ({
    title: 'changes nothing more when it is applied twice',
    inputs: fraction(parts, 'value'),
    lines: [`const once = ${f}(value)`, `expect(${f}(once)).toEqual(once)`],
  }),
  'round-trip': (f, inverse, parts) => ({
    title: `is undone by ${inverse}`,
    inputs: [
      ...one(parts),
      ...(parts.choices === null ? [] : [['choice', parts.choices] as [string, string]]),
    ],
    lines: [`expect(${inverse}(${f}(value${parts.choices === null ? '' : ', choice'}))).toEqual(value)`],
  }),
  involutive: (f, _, parts) => ({
    title: 'gives back the original when it is applied twice',
    inputs: one(parts),
    lines:
      parts.shapes[0]?.kind === 'array'
        ? [`expect(${f}([...${f}([...value])])).toEqual(value)`]
        : [`expect(${f}(${f}(value))).toEqual(value)`],
  }),
  permutation: (f, _, parts) => ({
    title: 'keeps all elements',
    inputs: one(parts, 'values'),
    lines: [`const result = ${f}([...values])`, 'expect([...result].sort()).toEqual([...values].sort())'],
  }),
  ordered: (f, _, parts) => ({
    title: 'puts numbers in ascending order',
    inputs: one(parts, 'values'),
    lines: [`const result = ${f}([...values])`, 'expect(result).toEqual([...values].sort((a, b) => a - b))'],
  }),
  distinct: (f, _, parts) => ({
    title: 'gives no element twice',
    inputs: one(parts, 'values'),
    lines: [`const result = ${f}(values)`, 'expect(new Set(result).size).toBe(result.length)'],
  }),
  commutative: (f, _, parts) => ({
    title: 'does not depend on the order of its arguments',
    inputs: alike(parts, 'a', 'b'),
    lines: [`expect(${f}(a, b)).toEqual(${f}(b, a))`],
  }),
  antisymmetric: (f, _, parts) => ({
    title: 'turns its sign when the arguments are swapped',
    inputs: alike(parts, 'a', 'b'),
    lines: [`expect(Math.sign(${f}(a, b)) + Math.sign(${f}(b, a))).toBe(0)`],
  }),
  transitive: (f, _, parts) => ({
    title: 'orders any three values the same whichever it compares',
    inputs: alike(parts, 'a', 'b', 'c'),
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
  whole: (f, _, parts) => ({
    title: 'gives parts that together are the whole',
    inputs: [...one(parts, 'list'), ['size', 'fc.integer({ min: 1, max: 6 })']],
    lines: [`expect(${f}(list, size).flat()).toEqual(list)`],
  }),
  accepted: (f, inverse, parts) => ({
    title: `makes what ${inverse} accepts`,
    inputs: one(parts),
    lines: [`expect(${inverse}(${f}(value))).toBe(true)`],
  }),
  conserves: (f, _, parts) => ({
    title: 'gives shares that add up to the amount',
    inputs: [
      ['amount', parts.draw(parts.shapes[0])],
      ['weights', parts.draw(parts.shapes[1])],
    ],
    lines: [
      `const shares = ${f}(amount, weights)`,
      'expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(amount)',
    ],
  }),
  odd: (f, _, parts) => ({
    title: 'treats negative values like positive ones',
    inputs: fraction(parts, 'value'),
    lines: [`expect(${f}(-value) + ${f}(value)).toBe(0)`],
  }),
  monotone: (f, _, parts) => ({
    title: 'never gives less for more',
    inputs: fraction(parts, 'a', 'b'),
    lines: [
      'const [low, high] = [Math.min(a, b), Math.max(a, b)]',
      `expect(${f}(low)).toBeLessThanOrEqual(${f}(high))`,
    ],
  }),
};

/** A property as it is printed. */
interface PrintedProperty {
  /** Names of the generated values, each with its arbitrary. */
  inputs: readonly [name: string, arbitrary: string | null][];
  /** The statements as they are to stand there. */
  lines: readonly string[];
  seed: number;
}

/** The call that runs a property. */
export function assertProperty(
  host: Host,
  imports: Imports,
  { inputs, lines, seed }: PrintedProperty,
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

/** Words for a law that a function breaks. */
export function sayLaw(law: Law, inverse: string): string {
  return properties[law]('', inverse, { shapes: [], draw: () => null, choices: null }).title;
}

/** The title and body of the property, or null when its inputs cannot be generated. */
export function printLaw(
  host: Host,
  held: HeldLaw,
  { unit, units, target, seed }: { unit: Unit; units: readonly Unit[]; target: Target; seed: number },
): (PrintedBody & { title: string }) | null {
  const imports = createImports(units);
  const { semicolons } = host.conventions;
  const callee = imports.nameOf(unit.access);
  const usesPartner = held.law === 'round-trip' || held.law === 'accepted';
  const inverse = usesPartner && held.partner ? imports.nameOf(held.partner.access) : '';
  const shapes = target.params.map((param) => param.type);
  const draw: Draw = (shape) => arbitraryFor(shape, held.domain);
  const words = unit.lawChoices?.map((word) => quote(word, host.conventions)).join(', ');
  const choices = words === undefined ? null : `fc.constantFrom(${words})`;
  const { title, inputs, lines } = properties[held.law](callee, inverse, { shapes, draw, choices });
  if (inputs.some(([, arbitrary]) => arbitrary === null)) return null;
  const written = lines.map((line) => line + (semicolons ? ';' : ''));
  const body = assertProperty(host, imports, { inputs, lines: written, seed });
  return { title, body, isAsync: false, imports: imports.needs };
}
