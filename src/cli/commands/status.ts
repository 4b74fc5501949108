/** `nightshift status`: what the daemon of a repository is doing. */
import { askStatus } from '../../daemon/status-socket.js';
import type { DaemonStatus } from '../../daemon/status-board.js';
import { NightshiftError } from '../../domain/errors.js';
import { mayRun } from '../../io/files/temp-folder.js';
import type { DaemonMark } from '../../ledger/daemon-row.js';
import { formatDuration, plural } from '../../report/numbers.js';
import { oneLine } from '../../report/words.js';
import { findLedger } from '../setup/find-ledger.js';
import { resolveDir } from '../setup/pass-setup.js';
import { formatTable } from '../terminal/table.js';
import type { OutputOptions, Terminal } from '../terminal/terminal.js';

export interface StatusOptions extends OutputOptions {
  json?: boolean;
}

const since = (iso: string): string => formatDuration((Date.now() - Date.parse(iso)) / 1000);

function workOf({ state, step, files, targets }: DaemonStatus): string {
  if (state === 'waiting') return oneLine(step);
  const counts =
    targets === null
      ? ''
      : `; ${targets.done} of ${targets.done + targets.running + targets.waiting} targets done`;
  const named = files.slice(0, 3).map(oneLine).join(', ');
  const more = files.length > 3 ? ` and ${files.length - 3} more` : '';
  return `${oneLine(step)}${counts}${named === '' ? '' : `; at ${named}${more}`}`;
}

function budgetOf({ budget }: DaemonStatus): string {
  const { maxMinutes, secondsLeft, maxTokens, maxUsd, tokens, usd } = budget;
  const left = secondsLeft === null ? '' : `, ${formatDuration(secondsLeft)} left of this one`;
  const time = maxMinutes === null ? 'no limit of time' : `${maxMinutes} min a pass${left}`;
  const ofTokens = maxTokens === null ? '' : ` of ${maxTokens} a pass`;
  const ofUsd = maxUsd === null ? '' : ` of $${maxUsd} a pass`;
  const money = usd === null ? '' : `, $${usd.toFixed(2)}${ofUsd}`;
  return `${time}; model: ${tokens} tokens${ofTokens}${money}`;
}

function describe(status: DaemonStatus): string {
  const { pid, startedAt, passes, tests, findings, memoryBytes, cpuSeconds, lastPass } = status;
  const last =
    lastPass === null
      ? 'none yet'
      : `${lastPass.outcome}, started ${since(lastPass.startedAt)} ago, ${plural(lastPass.tests, 'test')}`;
  return formatTable([
    ['daemon', `process ${pid}, running for ${since(startedAt)}`],
    ['now', workOf(status)],
    [
      'kept',
      `${plural(tests, 'test')} since the start, ${plural(findings, 'finding')}, after ${passes === 1 ? '1 pass' : `${passes} passes`}`,
    ],
    ['last pass', last],
    [
      'memory',
      `${Math.round(memoryBytes / 1024 / 1024)} MB; ${cpuSeconds.toFixed(1)} s of CPU time (without its helpers)`,
    ],
    ['budget', budgetOf(status)],
  ]);
}

async function findDaemon(dir: string): Promise<DaemonMark | null> {
  try {
    const ledger = await findLedger(dir);
    try {
      const mark = ledger.daemon();
      return mark !== null && (await mayRun(mark.owner)) ? mark : null;
    } finally {
      ledger.close();
    }
  } catch (error) {
    // A repository in which nothing was run yet has no daemon either; a folder that does not exist is a mistake.
    if (error instanceof NightshiftError && error.remedy === 'nightshift run') return null;
    throw error;
  }
}

/** Prints what the daemon is doing, or that there is none, and returns the exit code. */
export async function statusCommand(
  dirArgument: string | undefined,
  options: StatusOptions,
  terminal: Terminal,
): Promise<number> {
  const dir = resolveDir(dirArgument, terminal);
  const mark = await findDaemon(dir);
  const status = mark?.socket == null ? null : await askStatus(mark.socket);
  if (options.json === true) {
    terminal.out(`${JSON.stringify({ running: mark !== null, ...(status ?? {}) }, null, 2)}\n`);
  } else if (mark === null) {
    terminal.out(
      `no daemon works on ${dir}; \`nightshift watch\` starts one, \`nightshift log\` lists the runs\n`,
    );
  } else if (status === null) {
    terminal.out(`a daemon runs as process ${mark.owner.pid} since ${mark.startedAt}, and does not answer\n`);
  } else terminal.out(describe(status));
  return 0;
}
