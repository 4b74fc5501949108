/** `nightshift merge`: delivers what the jobs of a sharded pass have proven, and joins their reports. */
import path from 'node:path';
import { renderJson } from '../../report/json.js';
import { renderReport } from '../../report/terminal.js';
import { setUpPass, type PassOptions } from '../setup/pass-setup.js';
import { followDelivery } from '../terminal/delivery-view.js';
import { usesColor, type Terminal } from '../terminal/terminal.js';

/** Prints the joined report and returns the exit code. Throws NightshiftError for files that do not belong together. */
export async function mergeCommand(
  files: readonly string[],
  options: PassOptions & { dir?: string },
  terminal: Terminal,
): Promise<number> {
  const { dir: folder, ...settings } = options;
  const { dir, config, progress, json } = await setUpPass(folder, settings, terminal);
  const delivery = followDelivery(config);
  try {
    const { mergeShards } = await import('../../pipeline/report/merge-shards.js');
    const report = await mergeShards(
      {
        dir,
        config,
        signal: terminal.signal,
        observer: (event) => {
          delivery.observe(event);
          progress.observer(event);
        },
      },
      files.map((file) => path.resolve(terminal.cwd, file)),
    );
    await json?.write(renderJson(report));
    const style = { color: usesColor(terminal, 'out', options), width: terminal.columns() };
    const print = json?.isStandardOutput === true ? terminal.err : terminal.out;
    print(`\n${renderReport(report, delivery.view(), style)}`);
    return 0;
  } finally {
    progress.stop();
  }
}
