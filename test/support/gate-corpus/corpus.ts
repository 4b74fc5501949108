/** The whole corpus, and the part of it that a host of some kind gets. */
import { blindCases } from './blind.js';
import { brokenCases } from './broken.js';
import { carefulCases } from './careful.js';
import type { CorpusCase, HostKind } from './case.js';
import { companyCases } from './company.js';
import { crookedCases } from './crooked.js';
import { deadCases } from './dead.js';
import { disguisedCases } from './disguised.js';
import { elsewhereCases } from './elsewhere.js';
import { goodCases } from './good.js';
import { hastyCases } from './hasty.js';
import { placeCases } from './places.js';
import { refusedCases } from './refused.js';
import { replacedCases } from './replaced.js';
import { slyCases } from './sly.js';
import { swallowedCases } from './swallowed.js';
import { uprightCases } from './upright.js';

export const corpus: readonly CorpusCase[] = [
  ...goodCases,
  ...carefulCases,
  ...refusedCases,
  ...brokenCases,
  ...companyCases,
  ...swallowedCases,
  ...deadCases,
  ...blindCases,
  ...replacedCases,
  ...placeCases,
  ...slyCases,
  ...hastyCases,
  ...uprightCases,
  ...crookedCases,
  ...disguisedCases,
  ...elsewhereCases,
];

/**
 * Every case that fits the kind of host, or one of `parts` equal parts of them; `index` chooses which.
 */
export function casesFor(kind: HostKind, parts: number, index: number): CorpusCase[] {
  const fitting = corpus.filter((item) => item.only?.includes(kind) ?? true);
  const sources = [...new Set(fitting.map((item) => item.source || item.name))];
  // Cases that share code stand together: what one leaves behind is the affair of the others.
  return fitting.filter((item) => sources.indexOf(item.source || item.name) % parts === index % parts);
}
