/** Prints a law of a class that held as a fast-check property over what was done to an instance before. */
import type { Host } from '../../../domain/host.js';
import type { ClassLaw } from '../notation/law.js';
import type { Unit } from '../notation/plan.js';
import { createImports, freeName } from './imports.js';
import { arbitraryFor, assertProperty } from './print-law.js';
import type { PrintedBody } from './print-test.js';

const titles: Record<ClassLaw['law'], (law: ClassLaw) => string> = {
  recalls: ({ write }) => `gives back the value that ${write} was given last for the key`,
  contains: ({ write }) => `is true for whatever ${write} was given`,
  forgets: ({ read }) => `makes ${read.member} false for what it is given`,
  'last-in': ({ write }) => `gives back what ${write} was given last`,
  empties: ({ read }) => `leaves a ${read.member} of 0`,
};

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** The check after the last values were written. */
function checkOf({ law, member, read }: ClassLaw, instance: string, [first, second]: string[]): string[] {
  const value = first ?? 'value';
  const reading = `${instance}.${read.member}`;
  switch (law) {
    case 'recalls':
      return [`expect(${reading}(${value})).toBe(${second ?? value})`];
    case 'contains':
      return [`expect(${reading}(${value})).toBe(true)`];
    case 'forgets':
      return [`${instance}.${member}(${value})`, `expect(${reading}(${value})).toBe(false)`];
    case 'last-in':
      return [`expect(${reading}()).toBe(${value})`];
    case 'empties':
      return [`${instance}.${member}()`, `expect(${reading}${read.isCall ? '()' : ''}).toBe(0)`];
  }
}

/** The title and body of the property, or null when its inputs cannot be generated. */
export function printClassLaw(
  host: Host,
  law: ClassLaw,
  { unit, units, seed }: { unit: Unit; units: readonly Unit[]; seed: number },
): (PrintedBody & { title: string }) | null {
  const arbitraries = law.inputs.map((input) => arbitraryFor(input)).filter((text) => text !== null);
  if (arbitraries.length < law.inputs.length) return null;
  const imports = createImports(units);
  const owner = imports.nameOf(unit.access);
  const instance = freeName(unit, imports, [
    lowerFirst(owner.split('.').at(-1) ?? owner),
    'subject',
    'theSubject',
  ]);
  const names = law.inputs.length === 2 ? ['key', 'value'] : ['value'];
  const before = law.inputs.length === 2 ? ['earlierKey', 'earlierValue'] : ['earlierValue'];
  const [firstBefore = 'earlierValue'] = before;
  const parts = law.remove === null ? before : ['isRemoved', ...before];
  const kinds = law.remove === null ? arbitraries : ['fc.boolean()', ...arbitraries];
  const isOne = parts.length === 1;
  const earlier = isOne ? `fc.array(${kinds[0] ?? ''})` : `fc.array(fc.tuple(${kinds.join(', ')}))`;
  const { semicolons, indent } = host.conventions;
  const end = semicolons ? ';' : '';
  const args = law.construct.map((arg) => JSON.stringify(arg).replace(/^"|"$/g, "'")).join(', ');
  const loop = `for (const ${isOne ? firstBefore : `[${parts.join(', ')}]`} of earlier) {`;
  const write = (values: string[]): string => `${instance}.${law.write}(${values.join(', ')})${end}`;
  const lines = [
    `const ${instance} = new ${owner}(${args})${end}`,
    loop,
    indent + write(before),
    ...(law.remove === null
      ? []
      : [`${indent}if (isRemoved) ${instance}.${law.remove}(${firstBefore})${end}`]),
    '}',
    write(names),
    ...checkOf(law, instance, names).map((line) => line + end),
  ];
  const inputs: [string, string][] = [
    ['earlier', earlier],
    ...names.map((name, at): [string, string] => [name, arbitraries[at] ?? '']),
  ];
  const body = assertProperty(host, imports, { inputs, lines, seed });
  return { title: titles[law.law](law), body, isAsync: false, imports: imports.needs };
}
