/** Exports that only the loaded module shows become units, as far as the explored file wrote them. */
import { createHash } from 'node:crypto';
import { runInThisContext } from 'node:vm';
import type { RuntimeExportsPlan } from '../../../../../../src/author/explorer/notation/plan.js';
import {
  findUnits,
  targetOfCounters,
} from '../../../../../../src/author/explorer/in-host/runtime-exports/find-units.cjs';
import type { IstanbulFile } from '../../../../../../src/author/explorer/in-host/run/counters.cjs';
import { noExports } from '../../support.js';

const at = (line: number): IstanbulFile['statementMap'][string] => ({
  start: { line, column: 0 },
  end: { line, column: 40 },
});
const file: IstanbulFile = {
  path: '/repo/a.js',
  s: {},
  f: {},
  b: {},
  statementMap: { 0: at(2), 1: at(6), 2: at(6) },
  branchMap: {},
  fnMap: {
    0: { name: 'greet', decl: at(1), loc: { start: at(1).start, end: at(4).end } },
    1: { name: 'part', decl: at(6), loc: { start: at(6).start, end: at(8).end } },
  },
};
const target = (name: string, first: number, last: number): RuntimeExportsPlan['targets'][number] => ({
  id: `a.js#${name}`,
  name,
  kind: 'function',
  range: { start: { line: first, column: 0 }, end: { line: last, column: 90 } },
  params: [],
  constructorParams: [],
  isAsync: false,
  maxWork: 1000,
});
const plan: RuntimeExportsPlan = {
  ...noExports('a.js'),
  isOpen: true,
  targets: [target('greet', 1, 4), target('part', 6, 8)],
};

/** Istanbul's name for the counters of a file. */
const countersOf = (path: string): string =>
  `cov_${Number.parseInt(createHash('sha1').update(path).digest('hex').slice(0, 12), 16).toString(36)}`;
/** A function whose text is that of an instrumented one. */
const live = (id: number, path = '/repo/a.js', params = ''): unknown =>
  runInThisContext(`(function (${params}) { ${countersOf(path)}().f[${id}]++; })`);
const found = (exported: object, changes: Partial<RuntimeExportsPlan> = {}) =>
  findUnits({ ...plan, ...changes }, new Map([['a.js', exported]]), file);

test('a function that the module hangs on its exports is a unit of the target that it is', () => {
  const [unit, ...more] = found({ greet: live(0) });
  expect(more).toEqual([]);
  expect(unit).toMatchObject({ id: 'a.js#greet', isFound: true, isClass: false });
  expect(unit?.members.map(({ target: id, kind }) => [id, kind])).toEqual([['a.js#greet', 'call']]);
});

test('functions of other files, and those that units call already, are left alone', () => {
  expect(found({ other: live(0, '/repo/b.js') })).toEqual([]);
  const access = { module: 'a.js', export: { kind: 'named' as const, name: 'greet' }, members: [] };
  const explored = [{ id: 'a.js#greet', access, isClass: false, members: [] }];
  expect(found({ greet: live(0) }, { explored })).toEqual([]);
});

test('methods that the language hides from tests are no members', () => {
  const Greeter = Object.defineProperty(live(0) as object, 'name', { value: 'Greeter' }) as {
    prototype: Record<string, unknown>;
  };
  Greeter.prototype['part'] = live(1);
  const membersWith = (hidden: string): (string | null)[] => {
    const targets = [target('greet', 1, 4), { ...target(hidden, 6, 8), isHidden: true as const }];
    return found({ Greeter }, { targets }).flatMap((unit) => unit.members.map(({ name }) => name));
  };
  expect(membersWith('Greeter.part')).not.toContain('part');
  // That of another class says nothing about this one.
  expect(membersWith('Other.part')).toContain('part');
});

test('a constructor with methods of the file is a class with them', () => {
  const Greeter = live(0) as { prototype: Record<string, unknown> };
  Greeter.prototype['part'] = live(1);
  const [unit] = found({ Greeter });
  expect(unit).toMatchObject({ isClass: true, constructorTarget: 'a.js#greet' });
  expect(unit?.members.map(({ name, target: id }) => [name, id])).toEqual([['part', 'a.js#part']]);
});

test('parameters are named as the source names them, as far as it does', () => {
  const [unit] = found({ greet: live(0, '/repo/a.js', 'name, { loud }') }, { targets: [] });
  expect(unit?.members[0]?.params.map(({ name }) => name)).toEqual(['name', 'value2']);
});

test('what was found before is not found again', () => {
  expect(found({ greet: live(0) }, { skip: ['a.js#greet'] })).toEqual([]);
});

test('counters belong to the target in which most of them stand', () => {
  expect(targetOfCounters(['s0', 's1', 's2', 'b0.0'], plan, file)).toBe('a.js#part');
  expect(targetOfCounters(['b0.0'], plan, file)).toBeNull();
});
