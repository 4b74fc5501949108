/** The one daemon that may work on a repository: who it is, and where it answers. */
import { z } from 'zod';
import { processSchema } from '../io/files/temp-folder.js';
import type { LedgerDatabase } from './database.js';

const daemonSchema = z.object({
  owner: processSchema,
  /** Where its status is asked for; null when it has no socket. */
  socket: z.string().nullable(),
  startedAt: z.string(),
});

export type DaemonMark = z.infer<typeof daemonSchema>;

const rowSchema = z.object({ mark: z.string() });

export interface DaemonRow {
  /** The daemon that was entered last; it may be dead. */
  daemon(): DaemonMark | null;
  /**
   * Enters a daemon in the place of `previous`; false when another one was faster. Of several that try at once, one succeeds.
   */
  claimDaemon(mine: DaemonMark, previous: DaemonMark | null): boolean;
  /** Takes a daemon out, unless another one has taken its place. */
  releaseDaemon(mine: DaemonMark): void;
}

const textOf = ({ owner, socket, startedAt }: DaemonMark): string =>
  JSON.stringify({
    owner: { pid: owner.pid, startTime: owner.startTime, where: owner.where },
    socket,
    startedAt,
  });

/** The operations on the row. */
export function daemonRow(database: LedgerDatabase): DaemonRow {
  const read = (): string | null => database.read(rowSchema, 'SELECT mark FROM daemon')[0]?.mark ?? null;
  return {
    daemon: () => {
      const text = read();
      return text === null ? null : daemonSchema.parse(JSON.parse(text));
    },
    claimDaemon: (mine, previous) => {
      if (previous === null) database.write('INSERT OR IGNORE INTO daemon VALUES (1, ?)', [textOf(mine)]);
      else database.write('UPDATE daemon SET mark = ? WHERE mark = ?', [textOf(mine), textOf(previous)]);
      return read() === textOf(mine);
    },
    releaseDaemon: (mine) => database.write('DELETE FROM daemon WHERE mark = ?', [textOf(mine)]),
  };
}
