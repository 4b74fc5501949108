/** Opens the box of a pass in the tier that was asked for, as far as that holds here. */
import { NightshiftError } from '../domain/errors.js';
import type { SandboxTier } from '../domain/report.js';
import type { Box } from '../io/sandbox/box.js';
import { openBox, type OpenBoxOptions } from '../io/sandbox/open-box.js';
import { chooseTier, probeAnew, probeSandbox, type SandboxProbe } from '../io/sandbox/probe.js';
import type { PassRequest } from './run-pass.js';

interface Opened {
  tier: SandboxTier;
  box: Box;
}

/**
 * Copies the host into a box. Where the tier that an earlier run has found does not start, the machine has changed: it is
 * probed anew, and what is taken then is told like any first choice, so that nothing is downgraded in silence.
 *
 * @throws NightshiftError as `chooseTier` and `openBox` do.
 */
export async function openSandbox(
  request: PassRequest,
  options: Omit<OpenBoxOptions, 'tier'>,
): Promise<Opened> {
  const probe = await probeSandbox();
  try {
    return await openIn(request, options, probe);
  } catch (error) {
    const isStale = probe.isRecalled === true && error instanceof NightshiftError && error.code === 'sandbox';
    if (!isStale) throw error;
    const text = `The sandbox worked in an earlier run and does not now (${error.message}); it is probed again.`;
    request.observer({ type: 'note', level: 'warning', text });
    return openIn(request, options, await probeAnew());
  }
}

async function openIn(
  { observer, config }: PassRequest,
  options: Omit<OpenBoxOptions, 'tier'>,
  probe: SandboxProbe,
): Promise<Opened> {
  const tier = chooseTier(config.sandbox, probe);
  const detail = tier === 'full' ? probe.full.detail : (probe.full.remedy ?? probe.full.detail);
  observer({ type: 'sandbox', tier, detail });
  observer({ type: 'step', text: 'copying the repository into the sandbox' });
  return { tier, box: await openBox({ ...options, tier }) };
}
