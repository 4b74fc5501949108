/** `nightshift watch`: the daemon in the foreground. */
import { exitCodes } from '../../domain/errors.js';
import type { Report } from '../../domain/report.js';
import { describeDelivery } from '../../report/delivery.js';
import { renderJson } from '../../report/json.js';
import { renderSummary } from '../../report/terminal.js';
import { followDelivery } from '../terminal/delivery-view.js';
import { setUpPass, type PassOptions } from '../setup/pass-setup.js';
import type { Terminal } from '../terminal/terminal.js';

/** Watches until interrupted; a line for each pass goes to standard output, or its report as a line of JSON. */
export async function watchCommand(
  dirArgument: string | undefined,
  options: PassOptions & { initial?: boolean },
  terminal: Terminal,
): Promise<number> {
  const { dir, config, progress, json } = await setUpPass(dirArgument, options, terminal);
  const { openInstance } = await import('../../daemon/instance.js');
  const instance = await openInstance(dir, config);
  let delivery = followDelivery(config);
  const onReport = async (report: Report): Promise<void> => {
    instance.onReport(report);
    await json?.write(
      json.isStandardOutput ? `${JSON.stringify(JSON.parse(renderJson(report)))}\n` : renderJson(report),
    );
    const print = json?.isStandardOutput === true ? terminal.err : terminal.out;
    const { see } = describeDelivery(report, delivery.view());
    progress.pause();
    print(`${renderSummary(report)}${see === null ? '' : `; see ${see}`}\n`);
  };
  try {
    const [{ watchHost }, { runPass }] = await Promise.all([
      import('../../daemon/watch-host.js'),
      import('../../pipeline/run-pass.js'),
    ]);
    await watchHost({
      dir,
      config,
      signal: terminal.signal,
      initial: options.initial !== false,
      runPass: (request) => {
        delivery = followDelivery(config);
        progress.restart();
        return runPass(request);
      },
      onReport,
      observer: (event) => {
        instance.observe(event);
        delivery.observe(event);
        progress.observer(event);
      },
    });
    return terminal.signal.aborted ? exitCodes.interrupted : 0;
  } finally {
    progress.stop();
    await instance.close();
  }
}
