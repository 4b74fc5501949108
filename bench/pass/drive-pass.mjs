// One pass as `nightshift run` makes it, with a line of JSON for each event that the bench looks at:
//   node drive-pass.mjs DIR LANES [MAX_MINUTES]
import os from 'node:os';
import { syncBuiltinESMExports } from 'node:module';

const [dir, lanes, maxMinutes] = process.argv.slice(2);
// The pass sizes its queues by the cores it may use.
os.availableParallelism = () => Number(lanes);
syncBuiltinESMExports();

const { loadConfig } = await import('../../dist/config/load-config.js');
const { runPass } = await import('../../dist/pipeline/run-pass.js');

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const flags = { author: 'explorer', ...(maxMinutes === undefined ? {} : { maxMinutes: Number(maxMinutes) }) };
const { config } = await loadConfig({ dir, flags, env: {} });
const report = await runPass({
  dir,
  config,
  signal: new AbortController().signal,
  observer(event) {
    if (event.type === 'delivered') say({ type: 'delivered', tests: event.tests });
    if (event.type === 'progress') {
      const { statements, branches } = event.progress.coverage;
      say({ type: 'progress', covered: statements.covered + branches.covered });
    }
  },
});
const { statements, branches } = report.coverage.after;
say({
  type: 'end',
  covered: statements.covered + branches.covered,
  total: statements.total + branches.total,
  tests: report.funnel.delivered,
  outcome: report.run.outcome,
});
