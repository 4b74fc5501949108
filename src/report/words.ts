/** Plain words for what a report holds as codes. */
import type { Finding } from '../domain/finding.js';
import type { Report, SandboxTier } from '../domain/report.js';
import { reasons, type Reason } from '../domain/verdict.js';
import { formatDuration, plural } from './numbers.js';

/** The meaning of each reason of the gate. */
export const reasonWords: Readonly<Record<Reason, string>> = {
  syntax: 'does not parse',
  policy: 'breaks a rule for tests, or asserts nothing',
  types: "does not type-check under the repository's settings",
  fails: 'does not pass',
  timeout: 'did not end in time',
  crash: 'ended its process',
  flaky: 'does not pass every time',
  'no-gain': 'adds no coverage',
  weak: 'still passes when the code under test is broken',
  redundant: 'adds nothing to the other kept tests',
  interferes: "makes the repository's own tests fail",
};

/** The meaning of each kind of finding. */
export const findingWords: Readonly<Record<Finding['kind'], string>> = {
  counterexample: 'a law that does not hold',
  disagreement: 'behaviour differs from the expectation',
  crash: 'the code exits the process',
  hang: 'the code does not return',
  'flaky-host-test': 'an existing test is unstable',
  'failing-host-test': 'an existing test fails',
  'own-command': "a test does not pass by the repository's own command",
  'broken-file': 'a file cannot be loaded',
};

const outcomeWords: Readonly<Record<Report['run']['outcome'], string>> = {
  finished: 'finished',
  budget: 'ended at its budget',
  interrupted: 'interrupted',
};

/** The tier of the sandbox, and for a weaker one how to get the full one; null when it was full. */
export function sandboxWords(tier: SandboxTier): string | null {
  switch (tier) {
    case 'full':
      return null;
    case 'reduced':
      return 'The sandbox was reduced. Targets that use files, processes or the network were skipped. `nightshift doctor` shows how to get the full sandbox.';
    case 'none':
      return 'No sandbox was used (--unsafe). Generated tests had all rights of this user.';
  }
}

/** Why the figures are not those of a last run of the whole suite; null when they are. */
export const figuresNote = ({ coverage }: Report): string | null =>
  coverage.isWholeSuite === false
    ? 'There was no time for a last run of the whole suite; the figures are the last that were measured.'
    : null;

/** `finished in 12 s`. */
export const outcomeLine = ({ run }: Report): string =>
  `${outcomeWords[run.outcome]} ${run.outcome === 'finished' ? 'in' : 'after'} ${formatDuration(run.seconds)}`;

/** `explorer · sandbox full · seed 1 · at 0123456789ab`. */
export const settingsLine = ({ run }: Report): string =>
  [
    run.authors.join(' and '),
    `sandbox ${run.sandbox}`,
    `seed ${run.seed}`,
    ...(run.commit === null ? [] : [`at ${run.commit.slice(0, 12)}`]),
  ].join(' · ');

/** `kept 12 of 40 proposed tests (10 unit, 2 property) in 3 files`. */
export function keptLine({ funnel, tests }: Report): string {
  if (funnel.proposed === 0) return 'no test was proposed';
  const property = tests.filter((test) => test.kind === 'property').length;
  const kinds = tests.length === 0 ? '' : ` (${tests.length - property} unit, ${property} property)`;
  const files = new Set(tests.map((test) => test.file)).size;
  const where = files === 0 ? '' : ` in ${plural(files, 'file')}`;
  return `kept ${funnel.accepted} of ${plural(funnel.proposed, 'proposed test')}${kinds}${where}`;
}

/** Reasons that occurred, the most frequent first. */
export const rejections = ({ funnel }: Report): { reason: Reason; count: number; words: string }[] =>
  reasons
    .map((reason) => ({ reason, count: funnel.rejected[reason], words: reasonWords[reason] }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);

/**
 * `12 requests, 3400 tokens in, 800 out, $0.02; per accepted test 700 tokens, $0.003; per finding 2100 tokens, $0.01`;
 * null when no model was asked.
 */
export function modelLine({ model }: Report): string | null {
  if (model.requests === 0) return null;
  const price = model.usd === null ? 'price unknown' : dollars(model.usd);
  const whole = `${plural(model.requests, 'request')}, ${model.inputTokens} tokens in, ${model.outputTokens} out, ${price}`;
  const tokens = model.inputTokens + model.outputTokens;
  const per = (what: string, count = 0): string[] => {
    if (count === 0) return [];
    const share = model.usd === null ? '' : `, ${dollars(model.usd / count)}`;
    return [`per ${what} ${Math.round(tokens / count)} tokens${share}`];
  };
  return [whole, ...per('accepted test', model.accepted), ...per('finding', model.findings)].join('; ');
}

const dollars = (usd: number): string => `$${usd.toFixed(usd > 0 && usd < 0.1 ? 4 : 2)}`;

/** `3 targets skipped: …`, by reason, the most frequent first. */
export function skippedLines({ targets }: Report): string[] {
  const counts = new Map<string, number>();
  for (const target of targets) {
    if (target.status !== 'skipped') continue;
    const reason = target.reason ?? 'no reason given';
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([reason, count]) => `${plural(count, 'target')}: ${reason}`);
}

/** Text of the host or of a test without control characters, so that it cannot steer a terminal. */
export const printable = (text: string): string => text.replace(/(?![\n\t])\p{Cc}/gu, '');

/** The same in one line. */
export const oneLine = (text: string): string => printable(text).replace(/\s+/g, ' ').trim();
