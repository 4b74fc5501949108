/** Opens the box of a pass in the tier that was asked for, as far as that holds here. */
import type { Config } from '../../domain/config.js';
import { NightshiftError } from '../../domain/errors.js';
import type { SandboxTier } from '../../domain/report.js';
import type { Box } from '../../io/sandbox/box/box.js';
import { openBox, type OpenBoxOptions } from '../../io/sandbox/box/open-box.js';
import { chooseTier, probeAnew, probeSandbox, type SandboxProbe } from '../../io/sandbox/probe/probe.js';
import type { PassRequest } from '../pass.js';

interface OpenedSandbox {
  tier: SandboxTier;
  box: Box;
}

/**
 * Copies the host into a box. Where the tier that an earlier run has found does not start, the machine has changed:
 * it is probed anew, and the new choice is reported like any first one, so that nothing is downgraded in silence.
 * @throws NightshiftError as `chooseTier` and `openBox` do.
 */
export async function openSandbox(
  request: PassRequest,
  options: Omit<OpenBoxOptions, 'tier'>,
): Promise<OpenedSandbox> {
  const probe = await probeSandbox(options.host.root);
  try {
    return await openIn(request, options, probe);
  } catch (error) {
    const isStale = probe.isRecalled === true && error instanceof NightshiftError && error.code === 'sandbox';
    if (!isStale) throw error;
    const text = `The sandbox worked in an earlier run and does not now (${error.message}); it is probed again.`;
    request.observer({ type: 'note', level: 'warning', text });
    return openIn(request, options, await probeAnew(options.host.root));
  }
}

async function openIn(
  { observer, config }: PassRequest,
  options: Omit<OpenBoxOptions, 'tier'>,
  probe: SandboxProbe,
): Promise<OpenedSandbox> {
  const tier = chooseTier(config.sandbox, probe);
  observer({ type: 'sandbox', tier, detail: describeTier(config.sandbox, tier, probe) });
  observer({ type: 'step', text: 'copying the repository into the sandbox' });
  return { tier, box: await openBox({ ...options, tier }) };
}

/**
 * The programs that enforce the tier; when a stronger one was wanted, also why it is unavailable and how to get it.
 */
function describeTier(wanted: Config['sandbox'], tier: SandboxTier, probe: SandboxProbe): string {
  const { full } = probe;
  if (tier === 'full' || wanted !== 'auto') return probe[tier].detail;
  const remedy = full.remedy === undefined ? '' : `; remedy: ${full.remedy}`;
  return `${probe[tier].detail} (full does not work: ${full.detail}${remedy})`;
}
