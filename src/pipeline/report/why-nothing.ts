/** Explains in one line why a pass delivered no test, and what to do about it. */
import type { CoverageMapData } from 'istanbul-lib-coverage';
import type { Config } from '../../domain/config.js';
import type { Judged, Reason } from '../../domain/verdict.js';
import type { Target, TargetId } from '../../domain/target.js';
import { timeWasUp } from '../time-limit.js';

/** The facts at the end of a pass. */
export interface PassFacts {
  config: Config;
  files: readonly string[];
  targets: readonly Target[];
  coverage: CoverageMapData;
  /** Targets with a gap, before and after the pass was restricted to a part of them. */
  gaps: { all: number; wanted: number };
  skipped: ReadonlyMap<TargetId, string>;
  judged: readonly Judged[];
  delivered: number;
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

function mostFrequent<T>(values: Iterable<T>): { value: T; count: number } | null {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [first] = [...counts].sort((a, b) => b[1] - a[1]);
  return first === undefined ? null : { value: first[0], count: first[1] };
}

/** The cause and the remedy as one line; null where tests were delivered, or nothing was to be delivered. */
export function whyNothing(facts: PassFacts): string | null {
  if (facts.delivered > 0) return null;
  return facts.gaps.wanted === 0 ? whyNoGap(facts) : whyNoTest(facts);
}

/** No target with a gap was in the way of this pass. */
function whyNoGap({ config, files, targets, coverage, gaps }: PassFacts): string {
  if (targets.length === 0)
    return `no function or module code was found in ${plural(files.length, 'source file')}; name the sources with --include "lib/**/*.js"`;
  const uncounted = [...new Set(targets.map(({ file }) => file))].filter((file) => !(file in coverage));
  if (gaps.all > 0)
    return config.since === null
      ? 'the files that this pass looks at have no gap'
      : `no gap is in what changed since ${config.since}, nor in what calls it; leave out --since to look at all ${plural(gaps.all, 'target')} with a gap`;
  const [first] = uncounted;
  if (first !== undefined && uncounted.length === new Set(targets.map(({ file }) => file)).size)
    return `Jest counts no source file (${first}, for example), so no gap is known; let collectCoverageFrom match the sources, or choose another configuration with --jest-config`;
  const rest =
    first === undefined
      ? ''
      : `; ${plural(uncounted.length, 'file')} that Jest does not count (${first}, for example) can be added to collectCoverageFrom`;
  return `the tests cover every statement and branch that Jest counts${rest}`;
}

/** There were gaps, and no test for them. */
function whyNoTest({ config, gaps, skipped, judged }: PassFacts): string {
  const accepted = judged.filter(({ verdict }) => verdict.status === 'accepted').length;
  if (accepted > 0)
    return config.deliver === 'none'
      ? `--deliver none leaves ${plural(accepted, 'accepted test')} undelivered`
      : `${plural(accepted, 'accepted test')} did not pass by the repository's own command; the findings show its words`;
  if (judged.length > 0)
    return `the gate rejected ${whatGate(judged)}; \`nightshift log\` shows each of them`;
  const main = mostFrequent(skipped.values());
  const tried = gaps.wanted - skipped.size;
  const vain = `the explorer found no test for ${plural(tried, 'target')} with a gap; a model may (--model NAME)`;
  if (main === null) return vain;
  const left = `${plural(main.count, 'target')} with a gap: ${main.value}${remedyOf(main.value)}`;
  return tried > 0 ? `${vain}; skipped ${left}` : `skipped ${left}`;
}

function whatGate(judged: readonly Judged[]): string {
  const reasons = judged.flatMap(({ verdict }): Reason[] =>
    verdict.status === 'rejected' ? [verdict.reason] : [],
  );
  const main = mostFrequent(reasons);
  if (main === null) return plural(judged.length, 'proposed test');
  return main.count === judged.length
    ? `all ${plural(judged.length, 'proposed test')} as \`${main.value}\``
    : `all ${plural(judged.length, 'proposed test')}, ${main.count} of them as \`${main.value}\``;
}

function remedyOf(reason: string): string {
  if (reason === timeWasUp) return '; give more with --max-minutes, or fewer files with --include';
  if (/none of the usual places/.test(reason))
    return '; let the runner find files such as test/name.nightshift.test.js, or choose a configuration with --jest-config';
  if (/has changed since an earlier pass/.test(reason)) return '; search again with another --seed';
  if (/sandbox/.test(reason)) return '; `nightshift doctor` shows how to get the full sandbox';
  return '';
}
