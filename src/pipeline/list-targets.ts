/** The ranked gaps of a host, without any work on them. */
import type { Totals } from '../domain/coverage.js';
import type { Target } from '../domain/target.js';
import { readSecrets } from '../io/system/redact.js';
import { measureHost } from '../measure/measure-host.js';
import { rankGaps } from '../select/rank-gaps.js';
import { explainPassError } from './pass-error.js';
import type { PassRequest } from './pass.js';
import { closeHost, openHost } from './prepare/open-host.js';
import { redactRequest } from './redact-pass.js';
import { restrictGaps } from './select-work.js';

export interface RankedTarget {
  target: Target;
  before: Totals;
  /** The value of closing the gap; larger first. */
  worth: number;
}

/** Measures the baseline but writes nothing to the host. Throws NightshiftError as a pass does. */
export async function listTargets(request: PassRequest): Promise<RankedTarget[]> {
  try {
    return await measureTargets(redactRequest(request, readSecrets(process.env)));
  } catch (error) {
    throw explainPassError(error, request.signal);
  }
}

async function measureTargets(request: PassRequest): Promise<RankedTarget[]> {
  const opened = await openHost(request);
  try {
    const { observer, signal } = request;
    observer({ type: 'step', text: "running the repository's own tests" });
    const measurement = await measureHost(opened.session, {
      emptyTestFiles: opened.emptyTestFiles,
      plain: false,
      signal,
    });
    const gaps = rankGaps(opened.analysis.targets, measurement.coverage);
    return await restrictGaps(request, opened, gaps);
  } finally {
    await closeHost(opened);
  }
}
