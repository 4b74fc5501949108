/** `nightshift run`: one pass, then exit. */
import { exitCodes } from '../../domain/errors.js';
import { renderJson } from '../../report/json.js';
import { renderReport, renderSummary } from '../../report/terminal.js';
import { followDelivery } from '../terminal/delivery-view.js';
import { setUpPass, type PassOptions } from '../setup/pass-setup.js';
import { usesColor, type Terminal } from '../terminal/terminal.js';

/** Runs one pass, prints its report, and returns the exit code. Throws NightshiftError as a pass does. */
export async function runCommand(
  dirArgument: string | undefined,
  options: PassOptions,
  terminal: Terminal,
): Promise<number> {
  const { dir, config, progress, json } = await setUpPass(dirArgument, options, terminal);
  const delivery = followDelivery(config);
  try {
    const { runPass } = await import('../../pipeline/run-pass.js');
    const report = await runPass({
      dir,
      config,
      signal: terminal.signal,
      observer: (event) => {
        delivery.observe(event);
        progress.observer(event);
      },
    });
    progress.stop();
    await json?.write(renderJson(report));
    const print = json?.isStandardOutput === true ? terminal.err : terminal.out;
    const style = { color: usesColor(terminal, 'out', options), width: terminal.columns() };
    if (options.quiet === true || json?.isStandardOutput === true) print(`${renderSummary(report)}\n`);
    else print(`\n${renderReport(report, delivery.view(), style)}`);
    return report.run.outcome === 'interrupted' ? exitCodes.interrupted : 0;
  } finally {
    progress.stop();
  }
}
