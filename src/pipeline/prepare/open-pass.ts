/** Opens what lasts for a whole pass: the host in its box, the state folder with the ledger, the way of delivery, the time limit. */
import path from 'node:path';
import type { Host } from '../../domain/host.js';
import { ensureStateFolder } from '../../io/git/state-folder.js';
import type { Secrets } from '../../io/system/redact.js';
import { openLedger } from '../../ledger/ledger.js';
import { openDeliveryTarget } from '../delivery/delivery-target.js';
import type { FoundHost, OpenPass, PassRequest } from '../pass.js';
import { redactLedger } from '../redact-pass.js';
import { endOf, limitTime } from '../time-limit.js';
import { closeHost, newRunId, openHost } from './open-host.js';

/** Opens a pass over a host that was found; whoever opens it closes it. */
export async function openPass(
  request: PassRequest,
  found: FoundHost,
  { startedAt, secrets }: { startedAt: Date; secrets: Secrets },
): Promise<OpenPass> {
  const opened = await openHost(request, found);
  try {
    const { host, git } = opened;
    const stateFolder = await openState(request, host);
    const runId = newRunId(startedAt);
    const { config } = request;
    const note = (text: string): void => request.observer({ type: 'note', level: 'warning', text });
    const deliveryTarget = await openDeliveryTarget({ config, host, git, runId, stateFolder, note });
    const ledger = redactLedger(openLedger(path.join(stateFolder, 'ledger.db')), secrets.redact);
    const endsAt = endOf(config.maxMinutes, startedAt);
    const time = limitTime(request.signal, endsAt);
    return {
      ...opened,
      ...{ runId, startedAt, stateFolder, deliveryTarget, secrets, ledger },
      request: { ...request, endsAt },
      signal: time.signal,
      close: async () => {
        time.clear();
        ledger.close();
        await closeHost(opened);
      },
    };
  } catch (error) {
    await closeHost(opened);
    throw error;
  }
}

/** Absolute path of the state folder. */
async function openState({ observer }: PassRequest, host: Host): Promise<string> {
  const state = await ensureStateFolder(host.root);
  if (state.isFallback) {
    const text = `${state.reason ?? 'The repository cannot be written'}; the ledger is in ${state.path}.`;
    observer({ type: 'note', level: 'warning', text });
  }
  return state.path;
}
