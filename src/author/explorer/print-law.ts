/** Prints a law that held as a fast-check property. */
import type { Host } from '../../domain/host.js';
import type { Target } from '../../domain/target.js';
import type { TypeShape } from '../../domain/type-shape.js';
import type { HeldLaw, Unit } from './expression.js';
import { createImports } from './imports.js';
import type { PrintedBody } from './print-test.js';

/** The arbitrary for a shape, or null when there is none that stays in its domain. */
function arbitraryFor(shape: TypeShape): string | null {
  switch (shape.kind) {
    case 'string':
      return 'fc.string()';
    case 'number':
      return 'fc.integer()';
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

/** The title and body of the property, or null when its inputs cannot be generated. */
export function printLaw(
  host: Host,
  held: HeldLaw,
  unit: Unit,
  target: Target,
  seed: number,
): (PrintedBody & { title: string }) | null {
  const shape = target.params[0]?.type;
  const arbitrary = shape ? arbitraryFor(shape) : null;
  if (arbitrary === null) return null;
  const imports = createImports([unit]);
  const { indent, semicolons } = host.conventions;
  const end = semicolons ? ';' : '';
  const callee = imports.nameOf(unit.access);
  const usesDefault = host.moduleSystem === 'esm' || host.esModuleInterop;
  imports.addPackage('fast-check', { kind: usesDefault ? 'default' : 'namespace', local: 'fc' });
  const isRoundTrip = held.law === 'round-trip' && held.partner;
  const inverse = held.partner && isRoundTrip ? imports.nameOf(held.partner.access) : null;
  const check =
    inverse === null
      ? [`const once = ${callee}(value)${end}`, `expect(${callee}(once)).toEqual(once)${end}`]
      : [`expect(${inverse}(${callee}(value))).toEqual(value)${end}`];
  const body = [
    'fc.assert(',
    `${indent}fc.property(${arbitrary}, (value) => {`,
    ...check.map((line) => indent + indent + line),
    `${indent}}),`,
    `${indent}{ seed: ${seed} },`,
    `)${end}`,
  ].join('\n');
  const title =
    inverse === null ? 'changes nothing more when it is applied twice' : `is undone by ${inverse}`;
  return { title, body, isAsync: false, imports: imports.needs };
}
