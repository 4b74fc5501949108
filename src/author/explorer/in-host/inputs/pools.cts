/** The values that belong to a unit: what inputs for it are put together from. */
import type { Unit } from '../../notation/plan.js';
import type { Technique } from '../../notation/techniques.js';
import { formatsOf } from '../sense/sensible-values.cjs';
import type { KeptResults } from './kept-results.cjs';

export interface Pools {
  strings: string[];
  /** Texts that the running code was seen to look for. */
  traced: string[];
  numbers: number[];
  properties: string[];
  /** Types are checked: only values of the declared type are of use. */
  isTyped: boolean;
  /** Results of the host's calls so far; null when they are not used as inputs. */
  keptResults: KeptResults | null;
  /** Whether a technique is switched on. */
  uses(technique: Technique): boolean;
}

export const plainStrings = [
  '',
  'a',
  'abc',
  'hello world',
  '0',
  '1',
  '42',
  '-1',
  '1.5',
  ' ',
  'A',
  'Foo Bar',
  'a,b',
  'a=b',
  '/',
  '.',
  '\n',
  'é',
  '2024-01-15T12:00:00Z',
  'user@example.com',
  'https://example.com/a/b?c=1#d',
  '127.0.0.1',
  '{"a":1}',
  '#ff8800',
  'true',
];
export const plainNumbers = [0, 1, 2, 3, -1, 10, 100, 1000, 0.5, -0.5, 7, 12, 31, 60, 255, 256, 1e6];

/** Settings of an exploration that all its units share. */
interface PoolSettings {
  isTyped: boolean;
  without?: readonly Technique[];
  keptResults?: KeptResults | null;
}

export function poolsOf(unit: Unit, { isTyped, without = [], keptResults = null }: PoolSettings): Pools {
  const near = unit.numbers.flatMap((n) => (Number.isInteger(n) ? [n, n - 1, n + 1] : [n]));
  return {
    strings: [...new Set([...formatsOf(unit), ...unit.strings])],
    traced: [],
    numbers: [...new Set(near)],
    properties: unit.properties,
    isTyped,
    keptResults: without.includes('producers') ? null : keptResults,
    uses: (technique) => !without.includes(technique),
  };
}
