/** Makes sure that one daemon works on a repository, and lets it be found. */
import path from 'node:path';
import type { Config } from '../domain/config.js';
import { NightshiftError } from '../domain/errors.js';
import { createTempFolder, describeProcess, mayRun, removeTempFolder } from '../io/files/temp-folder.js';
import { ensureStateFolder } from '../io/git/state-folder.js';
import type { DaemonMark } from '../ledger/daemon-row.js';
import { openLedger, type Ledger } from '../ledger/ledger.js';
import { createStatusBoard, type StatusBoard } from './status-board.js';
import { serveStatus, socketIn, type StatusServer } from './status-socket.js';

export interface DaemonInstance extends Pick<StatusBoard, 'observe' | 'onReport'> {
  /** Lets another daemon take over. */
  close: () => Promise<void>;
}

/** Only where the process can be seen is it known to run, and can a signal end it. */
async function busy({ owner, startedAt }: DaemonMark): Promise<NightshiftError> {
  const { where } = await describeProcess(process.pid);
  if (owner.where === where) {
    return new NightshiftError(
      'usage',
      `a daemon works on this repository already: process ${owner.pid}, since ${startedAt}`,
      { remedy: `nightshift status shows what it is doing; kill ${owner.pid} ends it` },
    );
  }
  const machine = owner.where.split(' ')[0] ?? '';
  return new NightshiftError(
    'usage',
    `a daemon works on this repository on another machine or in another container (${machine}), or was killed with it: process ${owner.pid}, since ${startedAt}`,
    {
      remedy: `End it there. If it was killed, remove its entry: sqlite3 .nightshift/ledger.db 'DELETE FROM daemon'`,
    },
  );
}

/**
 * Enters `mine` in the ledger. The entry of a daemon that was killed is taken over: its process is gone, and one that got its id
 * since started at another time.
 *
 * @throws NightshiftError `usage` when another daemon runs.
 */
export async function claim(ledger: Ledger, mine: DaemonMark): Promise<void> {
  for (;;) {
    const known = ledger.daemon();
    if (known !== null && (await mayRun(known.owner))) throw await busy(known);
    if (ledger.claimDaemon(mine, known)) return;
  }
}

/** A socket in a private folder; null where there can be none, which is no reason not to work. */
async function openSocket(folder: string, board: StatusBoard): Promise<StatusServer | null> {
  return serveStatus(socketIn(folder), board.read).catch(() => null);
}

/**
 * Begins a daemon on the repository in `dir`.
 *
 * @throws NightshiftError `usage` when another daemon works on it.
 */
export async function openInstance(dir: string, config: Config): Promise<DaemonInstance> {
  const startedAt = new Date();
  const board = createStatusBoard(config, startedAt);
  const ledger = openLedger(path.join((await ensureStateFolder(dir)).path, 'ledger.db'));
  const folder = await createTempFolder('daemon');
  const server = await openSocket(folder, board);
  const mine: DaemonMark = {
    owner: await describeProcess(process.pid),
    socket: server === null ? null : socketIn(folder),
    startedAt: startedAt.toISOString(),
  };
  const close = async (): Promise<void> => {
    await server?.close();
    await removeTempFolder(folder);
    ledger.close();
  };
  try {
    await claim(ledger, mine);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    observe: board.observe,
    onReport: board.onReport,
    close: async () => {
      ledger.releaseDaemon(mine);
      await close();
    },
  };
}
