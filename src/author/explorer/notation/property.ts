/** Laws as statements over generated values: the explorer tries the very text that is printed as a property. */
import type { Access, TargetId } from '../../../domain/target.js';
import type { Expression } from './expression.js';

/** A source of plain values, in a form that can be sampled inside the host's Jest and printed for fast-check. */
export type Arbitrary =
  | { kind: 'boolean' }
  /** Without bounds any 32-bit integer. */
  | { kind: 'integer'; min?: number; max?: number }
  /** An integer divided by this power of ten. */
  | { kind: 'decimal'; min: number; max: number; digits: number }
  /** Any text, or one of letters and digits. */
  | { kind: 'text'; of: 'any' | 'plain' }
  | { kind: 'choice'; values: (string | number)[] }
  /** A day as ISO writes it. */
  | { kind: 'iso-date' }
  | { kind: 'array'; of: Arbitrary; min: number; max: number | null }
  | { kind: 'tuple'; of: Arbitrary[] }
  | { kind: 'record'; fields: [name: string, of: Arbitrary][]; optional: string[] };

/** A law about code of the host. */
export interface LawProperty {
  /** The target that the law speaks of. */
  target: TargetId;
  title: string;
  /** The meaning of `$0`, `$1`, … in the statements. */
  uses: Access[];
  inputs: [name: string, of: Arbitrary][];
  /** Statements without semicolons; blocks hold indented ones. */
  lines: string[];
}

/** Versions of one law, the widest inputs first; the first that holds is kept. */
export interface SuggestedLaw {
  /** One law of a kind is enough for a target. */
  kind: string;
  /** `isPromised`: names promise it for such input, so that a person should see where it breaks. */
  versions: { property: LawProperty; isPromised: boolean }[];
}

/** A promised law with the smallest input found that breaks it. */
export interface BrokenProperty {
  property: LawProperty;
  inputs: Expression[];
  expected: Expression | null;
  actual: Expression | null;
}
