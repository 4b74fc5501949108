/** Opens the ledger's file and runs statements on it: creation, waiting for other processes, damage. */
import { lstatSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'libsql';
import { z } from 'zod';
import { NightshiftError } from '../domain/errors.js';
import { errorCode, errorMessage } from '../io/system/system-error.js';
import { migrations } from './migrations.js';

/** A value that SQLite stores. */
export type SqlValue = string | number | null;

export interface LedgerDatabase {
  /** Runs one statement that changes something. */
  write(sql: string, values: readonly SqlValue[]): void;
  /** Runs several writes as one: all of them or none; a call within another one is part of that. */
  writeAll(writes: () => void): void;
  /** The rows of a query, each through the schema. */
  read<Row>(schema: z.ZodType<Row>, sql: string, values?: readonly SqlValue[]): Row[];
  close(): void;
}

const busyTimeoutMs = 5000;
const busyAttempts = 4;
/** Above this size the check at opening would be felt; damage then shows at the statement that meets it. */
const maxCheckedBytes = 32 * 1024 * 1024;

/**
 * Opens the file, creating and migrating it as needed. Several processes may do so at once.
 *
 * @throws NightshiftError with the remedy when the file is damaged or of a newer Nightshift.
 */
export function openDatabase(path: string): LedgerDatabase {
  const damage = (error: unknown): unknown => explainDamage(path, error);
  refuseLinks(path);
  return attempt(() => {
    const database = new Database(path, { timeout: busyTimeoutMs });
    try {
      if (statSync(path).size <= maxCheckedBytes) check(database);
      database.pragma('journal_mode = WAL');
      migrate(database);
    } catch (error) {
      database.close();
      throw error;
    }
    return wrap(database, damage);
  }, damage);
}

/** SQLite opens a link's target, and makes its journals beside it. */
function refuseLinks(path: string): void {
  for (const file of ['', '-wal', '-shm', '-journal'].map((suffix) => path + suffix)) {
    const stats = lstatSync(file, { throwIfNoEntry: false });
    if (stats === undefined || stats.isFile()) continue;
    throw new NightshiftError('host', `the ledger is not opened, because ${file} is no plain file`, {
      remedy: `Remove it: rm '${file}'`,
    });
  }
}

function wrap(database: Database.Database, damage: (error: unknown) => unknown): LedgerDatabase {
  return {
    write: (sql, values) => {
      attempt(() => database.prepare(sql).run(...values), damage);
    },
    writeAll: (writes) => {
      if (database.inTransaction) writes();
      else attempt(() => database.transaction(writes).immediate(), damage);
    },
    read: (schema, sql, values = []) =>
      attempt(
        () =>
          database
            .prepare(sql)
            .all(...values)
            .map((row) => schema.parse(row)),
        damage,
      ),
    close: () => {
      if (!database.open) return;
      settle(database);
      database.close();
    },
  };
}

/** Brings what is still in the journal into the file, so that who copies the file alone has it all; waits for nobody. */
function settle(database: Database.Database): void {
  try {
    database.pragma('wal_checkpoint(PASSIVE)');
  } catch {
    // It stays in the journal, which is as safe.
  }
}

function migrate(database: Database.Database): void {
  if (versionOf(database) === migrations.length) return;
  database
    .transaction(() => {
      const version = versionOf(database);
      if (version > migrations.length) {
        throw new NightshiftError('usage', 'the ledger was written by a newer Nightshift', {
          remedy: 'Use that version, or move the .nightshift folder away to start a new ledger.',
        });
      }
      for (const step of migrations.slice(version)) database.exec(step);
      database.exec(`PRAGMA user_version = ${migrations.length}`);
    })
    .immediate();
}

function versionOf(database: Database.Database): number {
  const rows = z.array(z.object({ user_version: z.number() })).parse(database.pragma('user_version'));
  return rows[0]?.user_version ?? 0;
}

function check(database: Database.Database): void {
  const rows = z.array(z.object({ quick_check: z.string() })).parse(database.pragma('quick_check(1)'));
  const found = rows[0]?.quick_check;
  if (found !== 'ok') throw Object.assign(new Error(found ?? 'no answer'), { code: 'SQLITE_CORRUPT' });
}

/**
 * Tries again while another process holds the file. SQLite waits for its timeout each time, except when two processes
 * switch a new file to write-ahead logging at once.
 */
function attempt<T>(action: () => T, explain: (error: unknown) => unknown): T {
  for (let tries = 1; ; tries++) {
    try {
      return action();
    } catch (error) {
      const isBusy = errorCode(error).startsWith('SQLITE_BUSY');
      if (!isBusy || tries === busyAttempts) throw explain(error);
      sleep(20 * tries);
    }
  }
}

function explainDamage(path: string, error: unknown): unknown {
  if (error instanceof NightshiftError) return error;
  const code = errorCode(error);
  const isOddRow = error instanceof z.ZodError || error instanceof SyntaxError;
  const words = isOddRow ? 'a row is not as it was written' : errorMessage(error);
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT') || isOddRow) {
    const aside = join(dirname(path), 'damaged');
    return new NightshiftError('internal', `the ledger ${path} is damaged (${words})`, {
      // With its journal files: those would be played back into the new one.
      remedy: `Move it away, a new one is made then: mkdir '${aside}' && mv '${path}'* '${aside}'`,
      cause: error,
    });
  }
  if (code.startsWith('SQLITE_BUSY')) {
    return new NightshiftError('internal', `another process holds the ledger ${path}`, {
      remedy: 'Wait for the other Nightshift to end.',
      cause: error,
    });
  }
  // SQLite itself rolls back when the disk is full; rolling back once more then hides the first error.
  const isRolledBack = words.startsWith('cannot rollback');
  if (isRolledBack || /^SQLITE_(FULL|IOERR|CANTOPEN|READONLY)/.test(code)) {
    const why = isRolledBack ? 'the disk may be full' : words;
    return new NightshiftError('host', `the ledger ${path} cannot be written: ${why}`, {
      remedy: `Make room on its disk, and make ${dirname(path)} writable.`,
      cause: error,
    });
  }
  return new NightshiftError('internal', `the ledger ${path} cannot be used: ${words}`, { cause: error });
}

const sleep = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};
