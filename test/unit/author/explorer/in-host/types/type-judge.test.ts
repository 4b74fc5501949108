/** Which cases of the search would type-check as tests, asked of a real compiler. */
import path from 'node:path';
import {
  createTypeJudge,
  type TypeJudge,
} from '../../../../../../src/author/explorer/in-host/types/type-judge.cjs';
import type { Case, Step } from '../../../../../../src/author/explorer/notation/case.js';
import type { Expression } from '../../../../../../src/author/explorer/notation/expression.js';
import type { TypedPlace } from '../../../../../../src/author/explorer/notation/plan.js';
import type { Access } from '../../../../../../src/domain/target.js';
import { openTypeChecker } from '../../../../../../src/io/jest/in-host/runner/type-checker.cjs';
import { removeTempFolders } from '../../../../../support/temp-repo.js';
import { tinyHost } from '../../../../../support/tiny-host.js';
import { param, unitOf } from '../../support.js';

const source = `
export type Id = string & { readonly __id: true };
export class Box<T> {
  private secret = 1;
  constructor(readonly value: T) {}
  map<U>(change: (value: T) => U): Box<U> { return new Box(change(this.value)); }
  get size(): number { return this.secret; }
}
export const box = <T>(value: T): Box<T> => new Box(value);
export const makeId = (text: string): Id => text as Id;
export const find = (id: Id): string => id;
export const lazy = <A extends readonly unknown[], R>(fn: (...args: A) => R): ((...args: A) => R) => fn;
export function pick(kind: 'text', value: string): string;
export function pick(kind: 'count', value: number): number;
export function pick(kind: string, value: unknown): unknown { return kind + String(value); }
`;

const tsconfig = { compilerOptions: { strict: true, target: 'ES2022', module: 'CommonJS', types: [] } };
const named = (name: string): Access => ({ module: 'box.ts', export: { kind: 'named', name }, members: [] });
const lit = (v: string | number | boolean | null): Expression => ({ k: 'lit', v });
const call = (name: string, ...args: Expression[]): Expression => ({ k: 'call', access: named(name), args });
const step = (args: Expression[], changes: Partial<Step> = {}): Step => ({
  member: null,
  kind: 'call',
  args,
  ...changes,
});
const caseOf = (...steps: Step[]): Case => ({ construct: null, steps });

function open(name: string, changes: { isClass?: boolean; source?: string } = {}): TypeJudge {
  const { dir } = tinyHost({ 'box.ts': changes.source ?? source, 'tsconfig.json': JSON.stringify(tsconfig) });
  const place: TypedPlace = {
    tsconfig: path.join(dir, 'tsconfig.json'),
    file: path.join(dir, 'box.nightshift-types.test.ts'),
    specifiers: { 'box.ts': './box' },
    importsWholeByDefault: false,
  };
  const check = openTypeChecker({ ...place, root: dir }, () => undefined);
  const unit = unitOf({
    id: `box.ts#${name}`,
    access: named(name),
    isClass: changes.isClass ?? false,
    constructorParams: [],
    members: [],
  });
  const judge = createTypeJudge(unit, place, check);
  if (!judge) throw new Error('the compiler is not found');
  return judge;
}

afterAll(removeTempFolders);

test('steps on what a generic call gives are held to the types of its result', () => {
  const twice: Expression = { k: 'fn', returns: lit(2) };
  const onResult = (args: Expression[], member = 'map'): Step => step(args, { member, on: 'result' });
  expect(
    open('box').areFit([
      caseOf(step([lit(1)]), onResult([twice])),
      caseOf(step([lit(1)]), onResult([])),
      caseOf(step([lit(1)]), onResult([lit('a')])),
      caseOf(step([lit(1)]), { member: 'size', kind: 'get', args: [], on: 'held' }),
      caseOf(step([lit(1)]), { member: 'size', kind: 'set', args: [lit(1)], on: 'held' }),
    ]),
  ).toEqual([true, false, false, true, false]);
});

test('private members, and constructors without their arguments, do not fit', () => {
  const made = (construct: Expression[], last: Step): Case => ({ construct, steps: [last] });
  const map = step([{ k: 'fn', returns: lit(1) }], { member: 'map' });
  expect(
    open('Box', { isClass: true }).areFit([
      made([lit(1)], map),
      made([], map),
      made([lit(1)], { member: 'secret', kind: 'get', args: [] }),
    ]),
  ).toEqual([true, false, false]);
});

test('a branded type takes what its producer gives, and nothing else', () => {
  expect(open('find').areFit([caseOf(step([call('makeId', lit('a'))])), caseOf(step([lit('a')]))])).toEqual([
    true,
    false,
  ]);
});

test('a returned function takes the arguments of the one that it was made of', () => {
  const pick: Expression = { k: 'ref', access: named('pick') };
  const box: Expression = { k: 'ref', access: named('box') };
  expect(
    open('lazy').areFit([
      caseOf(step([box]), step([lit(1)], { on: 'result' })),
      caseOf(step([box]), step([], { on: 'result' })),
      caseOf(step([pick]), step([lit('count'), lit(2)], { on: 'result' })),
    ]),
  ).toEqual([true, false, true]);
});

test('one overload is chosen as a whole', () => {
  expect(
    open('pick').areFit([
      caseOf(step([lit('text'), lit('a')])),
      caseOf(step([lit('text'), lit(1)])),
      caseOf(step([lit('count'), lit(1)])),
    ]),
  ).toEqual([true, false, true]);
});

test('a case of a form that was asked about needs no further question', () => {
  const judge = open('box');
  const longer = (text: string): Case => caseOf(step([lit(text)]), step([], { member: 'map', on: 'result' }));
  const fine = (text: string): Case =>
    caseOf(step([lit(text)]), { member: 'size', kind: 'get', args: [], on: 'result' });
  expect(judge.isLikelyFit(fine('a'))).toBeNull();
  judge.areFit([fine('a'), longer('a'), longer('b'), longer('c')]);
  expect([fine('b'), longer('a'), longer('d')].map((scenario) => judge.isLikelyFit(scenario))).toEqual([
    true,
    false,
    false,
  ]);
});

test('plain arguments of declared types are not asked about', () => {
  const { dir } = tinyHost({ 'box.ts': source, 'tsconfig.json': JSON.stringify(tsconfig) });
  const unit = unitOf({
    id: 'box.ts#makeId',
    access: named('makeId'),
    isClass: false,
    constructorParams: [],
    members: [
      {
        target: 'box.ts#makeId',
        name: null,
        kind: 'call',
        params: [param('text', { kind: 'string' }, { declared: 'string' })],
        isAsync: false,
      },
    ],
  });
  const asked: string[] = [];
  const place = { tsconfig: '', file: path.join(dir, 'a.ts'), specifiers: {}, importsWholeByDefault: true };
  const judge = createTypeJudge(unit, place, (texts) => texts.map((text) => asked.push(text) > 0));
  expect(judge?.isLikelyFit(caseOf(step([lit('a')])))).toBe(true);
  expect(judge?.isLikelyFit(caseOf(step([lit(1)])))).toBeNull();
  expect(asked).toEqual([]);
});
