// Opens a host in its box, as a pass does, for the benches that drive single stages.
import { loadConfig } from '../dist/config/load-config.js';
import { openHost } from '../dist/pipeline/prepare/open-host.js';

/** Notes go to standard error. */
export async function openBenchHost(dir, signal, changes = {}) {
  const { config } = await loadConfig({ dir, flags: {}, env: {} });
  return openHost({
    dir,
    config: { ...config, deliver: 'none', ...changes },
    signal,
    observer: (event) => event.type === 'note' && console.error(event.text),
  });
}
