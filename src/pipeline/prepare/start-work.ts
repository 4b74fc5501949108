/** Opens the run in the ledger, and the state that the steps after the baseline share. */
import type { Measurement } from '../../measure/measure-host.js';
import { withoutSources } from '../../measure/set-aside.js';
import { SecondSession } from '../../io/jest/run/second-session.js';
import { openModelSession } from '../model/open-session.js';
import type { Opened, OpenPass, Preparation, Work } from '../pass.js';
import { addressInputs } from './address-inputs.js';
import { readPackages } from './open-host.js';

/** The work that follows plans its time itself, so it hears of interruptions only. */
export async function startWork(pass: OpenPass, measurement: Measurement): Promise<Work> {
  const { request, ledger, runId, startedAt, stateFolder, deliveryTarget, secrets, git, tier } = pass;
  const { config } = request;
  const prepared: Preparation = {
    ...withoutUncountable(pass, measurement),
    ...{ runId, startedAt, stateFolder, deliveryTarget, secrets, measurement },
    allowedPackages: await readPackages(pass.host),
  };
  ledger.startRun({
    id: runId,
    startedAt: startedAt.toISOString(),
    commit: git?.head ?? null,
    branch: git?.branch ?? null,
    seed: config.seed,
    sandbox: tier,
    authors: config.authors,
  });
  const progress: Work['progress'] = {
    covered: measurement.covered,
    coverage: measurement.coverage,
    judged: [],
    delivered: [],
    findings: [],
    skipped: new Map(),
    texts: new Map(),
    deliveries: new Map(),
  };
  const inputsOf = await addressInputs(request, prepared);
  const model = openModelSession(request, { ledger, stateFolder, runId, redact: secrets.redact });
  return { request, prepared, ledger, progress, inputsOf, model };
}

/** Later runs leave out what ended Jest in the baseline. */
function withoutUncountable(opened: Opened, { setAside }: Measurement): Opened {
  const { host, git, tier, session, second, analysis, emptyTestFiles, committed } = opened;
  const rest = { host, git, tier, analysis, emptyTestFiles, committed };
  if (setAside.length === 0) return { ...rest, session, second };
  return {
    ...rest,
    session: withoutSources(session, setAside),
    second: new SecondSession(async () => withoutSources(await second.get(), setAside)),
  };
}
