/** Opens the ledger of a host for reading, without making one. */
import { existsSync, lstatSync, statSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { NightshiftError } from '../../domain/errors.js';
import { ensureStateFolder } from '../../io/git/state-folder.js';
import type { Ledger } from '../../ledger/ledger.js';

/** The ledger's name in the state folder. */
const ledgerFile = 'ledger.db';

async function stateFolderOf(dir: string): Promise<string> {
  const usual = path.join(dir, '.nightshift');
  if (lstatSync(usual, { throwIfNoEntry: false }) !== undefined) return (await ensureStateFolder(dir)).path;
  const isWritable = await access(dir, constants.W_OK).then(
    () => true,
    () => false,
  );
  // A host that cannot be written keeps its state elsewhere; the state folder knows where.
  return isWritable ? usual : (await ensureStateFolder(dir)).path;
}

/**
 * The ledger of the host at `dir`; close it after use.
 *
 * @throws NightshiftError `usage` when there is no such folder, or no run has been recorded in it.
 */
export async function findLedger(dir: string): Promise<Ledger> {
  if (!existsSync(dir) || !statSync(dir).isDirectory())
    throw new NightshiftError('usage', `there is no folder ${dir}`);
  const file = path.join(await stateFolderOf(dir), ledgerFile);
  if (!existsSync(file)) {
    throw new NightshiftError('usage', `no run has been recorded for ${dir}`, { remedy: 'nightshift run' });
  }
  const { openLedger } = await import('../../ledger/ledger.js');
  return openLedger(file);
}
