/** JavaScript with Flow's types is read without them, and with those that TypeScript writes in the same way. */
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { ts } from 'ts-morph';
import { convertFlow } from '../../../../src/io/source/flow.js';

const sources: Record<string, string> = {
  'aliases, opaque and exact types': `// @flow
export type Tariff = {| +name: string, -cents: number |};
opaque type Kwh = number;
export opaque type Id: string = string;
export const cost = (kwh: Kwh, tariff: ?Tariff = null): number => (tariff == null ? kwh * 30 : kwh);`,
  'a class with type parameters, fields and variance': `// @flow
interface Named { name: string }
export class Meter<+T: { id: string } = any> extends Object implements Named {
  owner: ?T;
  +readings: Array<number>;
  static limit: number = 3;
  name = 'meter';
  constructor(owner?: T) { super(); this.owner = owner; (this: any).readings = []; }
  label(): string { return this.owner ? \`meter of \${this.owner.id}\` : 'free meter'; }
}`,
  'imports and exports of types': `// @flow
import type { Reading } from './types';
import typeof Store from './store';
import { type Left, right, typeof Both } from './both';
export type { Reading };
export type * from './types';
declare var DEBUG: boolean;
declare export function later(x: number): void;
export const both = (): mixed => right;`,
  'functions with optional, rest and this parameters': `// @flow
export function join(this: Array<string>, glue?: string, ...rest: Array<mixed>): string %checks {
  return [...this, ...rest].join((glue: any) ?? ',');
}
export const isText = (x: mixed): boolean %checks => typeof x === 'string';
export async function* ids<T>(from: Iterable<T>): AsyncGenerator<T, void, void> { for (const x of from) yield x; }`,
  'types over several lines': `// @flow
export const parse = (text: string): {
  name: string,
  size: number,
} => ({ name: text, size: text.length });
let count = 0
type Later = number
export const next = () => ++count`,
  'function types and spreads, which TypeScript writes in another way': `// @flow
type Base = { id: string, ... };
export type Wide = { ...Base, then: (Array<string>, ?number) => void, [string]: number };
export const run = (wide: Wide, f: (string) => void): void => f(wide.id);`,
  'JSX with typed props': `// @flow
type Props = {| label: string |};
export const Tag = ({ label }: Props): React$Node => <b title={label}>{label}</b>;`,
};

const syntaxErrors = (text: string): string[] =>
  (ts.transpileModule(text, { reportDiagnostics: true, fileName: 'a.jsx' }).diagnostics ?? [])
    .filter(({ code }) => code < 8000)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));

const shape = (text: string): number[] => text.split('\n').map((line) => line.length);

describe('convertFlow', () => {
  test.each(Object.entries(sources))('takes the types out of %s', (_, source) => {
    const bare = convertFlow(source, { keepsTypes: false }) ?? '';
    expect(syntaxErrors(bare)).toEqual([]);
    expect(bare).not.toMatch(/: (?:string|mixed|number)\b|Array<|\b(?:implements|declare|opaque)\b/);
    expect(shape(bare)).toEqual(shape(source));
  });

  test('keeps the types that TypeScript has as well', () => {
    const kept = convertFlow(sources['aliases, opaque and exact types'] ?? '', { keepsTypes: true }) ?? '';
    expect(syntaxErrors(kept)).toEqual([]);
    expect(kept).toContain('type Tariff = {   name: string,  cents: number  };');
    expect(kept).toContain('tariff:  Tariff = null');
  });

  test('leaves what the code does as it is', () => {
    const bare = convertFlow(sources['types over several lines'] ?? '', { keepsTypes: false }) ?? '';
    const { outputText } = ts.transpileModule(bare, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
    const exports: { parse?: (text: string) => object; next?: () => number } = {};
    runInNewContext(outputText, { exports });
    expect({ ...exports.parse?.('ab') }).toEqual({ name: 'ab', size: 2 });
    expect(exports.next?.()).toBe(1);
  });

  test('says nothing about text that is not Flow either', () => {
    expect(convertFlow('export const x = ;', { keepsTypes: false })).toBeNull();
  });
});
