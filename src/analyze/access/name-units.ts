/** Gives the functions of a host names that are unique within their files. */
import type { Value } from '../modules/module-values.js';

/** The names of units, made unique within their file. */
export function nameUnits(units: readonly Value[]): Map<Value, string> {
  const taken = new Set<string>();
  const clashing = new Set<string>();
  for (const { file, name, home } of units) {
    if (home !== null && home.role !== 'value' && taken.has(`${file}#${name}`))
      clashing.add(`${file}#${name}`);
    taken.add(`${file}#${name}`);
  }
  taken.clear();
  const names = new Map<Value, string>();
  for (const unit of units) {
    const role = { value: '', getter: 'get ', setter: 'set ' }[unit.home?.role ?? 'value'];
    const parts = unit.name.split('.');
    const last = parts.pop() ?? '';
    const isClash = role !== '' && clashing.has(`${unit.file}#${unit.name}`);
    const wanted = isClash ? [...parts, role + last].join('.') : unit.name;
    let name = wanted;
    for (let count = 2; taken.has(`${unit.file}#${name}`); count++) name = `${wanted}~${count}`;
    taken.add(`${unit.file}#${name}`);
    names.set(unit, name);
  }
  return names;
}
