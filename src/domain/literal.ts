/** A value as somebody wrote it down in source text; plain data, and part of what the explorer can print. */
export type Literal =
  | { k: 'lit'; v: string | number | boolean | null }
  | { k: 'undef' }
  | { k: 'num'; v: 'NaN' | 'Infinity' | '-Infinity' | '-0' }
  | { k: 'big'; v: string }
  | { k: 'regex'; source: string; flags: string }
  | { k: 'date'; ms: number | null }
  | { k: 'arr'; items: Literal[] }
  | { k: 'obj'; props: [string, Literal][] };
