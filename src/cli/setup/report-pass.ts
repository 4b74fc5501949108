/** Does the work of one pass with progress on the terminal, and shows its report: the way of `run` and `merge`. */
import type { Report } from '../../domain/report.js';
import type { PassRequest } from '../../pipeline/pass.js';
import { renderJson } from '../../report/json.js';
import { renderReport, renderSummary } from '../../report/terminal.js';
import { findCi, terminalFor } from '../ci/ci-system.js';
import { reportToGithub } from '../ci/github.js';
import { followDelivery } from '../terminal/delivery-view.js';
import { usesColor, type Terminal } from '../terminal/terminal.js';
import { setUpPass, type PassOptions } from './pass-setup.js';

interface PassCommand {
  /** The folder as the user gave it. */
  dir: string | undefined;
  options: PassOptions;
  terminal: Terminal;
}

/**
 * Returns the report after it was printed, written as JSON where that was asked for, and shown in the ways of the CI system.
 * Throws as `work` does.
 */
export async function reportPass(
  { dir: dirArgument, options, terminal: own }: PassCommand,
  work: (request: PassRequest) => Promise<Report>,
): Promise<Report> {
  const ci = findCi(own, options);
  const terminal = terminalFor(own, ci);
  const { dir, config, progress, json } = await setUpPass(dirArgument, options, terminal);
  const delivery = followDelivery(config);
  try {
    const report = await work({
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
    const isPiped = json?.isStandardOutput === true;
    const print = isPiped ? terminal.err : terminal.out;
    const style = { color: usesColor(terminal, 'out', options), width: terminal.columns() };
    if (options.quiet === true || isPiped) print(`${renderSummary(report)}\n`);
    else print(`\n${renderReport(report, delivery.view(), style)}`);
    if (ci === 'github') await reportToGithub({ report, delivery: delivery.view(), dir }, own);
    return report;
  } finally {
    progress.stop();
  }
}
