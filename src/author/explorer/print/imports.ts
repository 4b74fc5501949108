/** Names for what a test imports, the same in every test of a file. */
import path from 'node:path';
import type { ImportBinding, ImportNeed } from '../../../domain/candidate.js';
import type { Access, Parameter } from '../../../domain/target.js';
import type { TypeShape, TypeText } from '../../../domain/type-shape.js';
import type { Unit } from '../notation/plan.js';
import { innerShapes } from '../plan/plan-producers.js';

export const reserved: ReadonlySet<string> = new Set(
  (
    'test it describe expect jest require module exports default class function delete new return typeof void null true ' +
    'false undefined in of if else for while do switch case break continue this super var let const import export try ' +
    'catch finally throw with yield await enum static async result instance'
  ).split(' '),
);

export const camel = (text: string): string => {
  const words = text.split(/[^A-Za-z0-9$]+/).filter((word) => word !== '');
  const joined = words
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
  return /^[A-Za-z_$]/.test(joined) ? joined : `_${joined}`;
};

const safe = (name: string): string => (reserved.has(name) ? `${name}Fn` : camel(name));

/** Names for what is imported from one module as a whole: after the folder where the file is an index. */
function moduleName(module: string, isClass: boolean): string {
  const base = path.posix.basename(module).replace(/\.[^.]+$/, '');
  const name = base === 'index' ? path.posix.basename(path.posix.dirname(module)) : base;
  const usable = name === '.' || name === '' ? 'subject' : camel(name);
  const cased = isClass ? usable.charAt(0).toUpperCase() + usable.slice(1) : usable;
  return reserved.has(cased) ? `${cased}Module` : cased;
}

/** The first of the names that neither a parameter of the unit nor anything imported has; the last where all are taken. */
export function freeName(unit: Unit, imports: Imports, names: readonly [string, ...string[]]): string {
  const taken = new Set([
    ...[unit.constructorParams, ...unit.members.map((member) => member.params)]
      .flat()
      .map(({ name }) => name),
    ...imports.needs.map(({ binding }) => binding.local),
  ]);
  return names.find((name) => !taken.has(name)) ?? names.at(-1) ?? names[0];
}

/** Hands out local names for what a test imports. */
export interface Imports {
  needs: ImportNeed[];
  nameOf: (access: Access) => string;
  typeNameOf: (access: Access) => string;
  typeTextOf: (type: TypeText) => string;
  addPackage: (name: string, binding: ImportBinding) => void;
}

const isWhole = ({ export: exported, members }: Access): boolean =>
  members.length === 0 && exported.kind !== 'named';

/** The name in the source of a function or class that is all its module exports: `index.js#Cache.get` is of `Cache`. */
function nameInSource({ id }: Unit): string | null {
  const name = id.slice(id.indexOf('#') + 1).split('.')[0] ?? '';
  return /^[A-Za-z_$][\w$]*$/.test(name) && name !== 'default' && !reserved.has(name) ? name : null;
}

const classesIn = (shape: TypeShape): Access[] => [
  ...(shape.kind === 'class' ? [shape.access] : []),
  ...innerShapes(shape).flatMap(classesIn),
];

const paramsOf = (unit: Unit): Parameter[] => [
  ...unit.constructorParams,
  ...unit.members.flatMap((member) => member.params),
];

/** @param units all units of the file: a module that is a class as a whole gets a class's name in every test. */
export function createImports(units: readonly Unit[]): Imports {
  const wholes = units.filter(({ access }) => isWhole(access));
  const ownNames = new Map(wholes.map((unit) => [unit.access.module, nameInSource(unit)]));
  const given = units.flatMap(paramsOf).flatMap(({ type }) => classesIn(type));
  const classes = [...wholes.filter(({ isClass }) => isClass).map(({ access }) => access), ...given];
  const classModules = new Set(classes.filter(isWhole).map(({ module }) => module));
  const needs: ImportNeed[] = [];
  const add = (need: ImportNeed): void => {
    if (!needs.some((known) => JSON.stringify(known) === JSON.stringify(need))) needs.push(need);
  };
  const nameOf = (access: Access): string => {
    const from = { kind: 'file', path: access.module } as const;
    let local: string;
    if (access.export.kind === 'named') {
      local = safe(access.export.name);
      add({ from, binding: { kind: 'named', imported: access.export.name, local } });
    } else {
      local = ownNames.get(access.module) ?? moduleName(access.module, classModules.has(access.module));
      add({ from, binding: { kind: access.export.kind === 'default' ? 'default' : 'namespace', local } });
    }
    return access.members.reduce(
      (holder, member) =>
        /^[A-Za-z_$][\w$]*$/.test(member) ? `${holder}.${member}` : `${holder}[${JSON.stringify(member)}]`,
      local,
    );
  };
  const typeNameOf = (access: Access): string => {
    const name = access.export.kind === 'named' ? access.export.name : moduleName(access.module, true);
    add({
      from: { kind: 'file', path: access.module },
      binding: { kind: 'named', imported: name, local: name },
      typeOnly: true,
    });
    return name;
  };
  const typeTextOf = ({ text, names }: TypeText): string => {
    for (const { from, imported, local } of names)
      add({ from, binding: { kind: 'named', imported, local }, typeOnly: true });
    return text;
  };
  return {
    needs,
    nameOf,
    typeNameOf,
    typeTextOf,
    addPackage: (name, binding) => add({ from: { kind: 'package', name }, binding }),
  };
}
