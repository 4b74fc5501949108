/** A script that tries to get out of a box, for the probe: what it attempts must fail, or the box does not hold. */
import { z } from 'zod';

/** The script's report of its attempts; the parent relies on it only for what it cannot see itself. */
export const escapeReport = z.object({
  finished: z.literal(true),
  sawCanary: z.boolean(),
  readOutside: z.boolean(),
  startedChild: z.boolean(),
  canSetKernel: z.boolean(),
});

/** The orders of the script, as JSON in its first argument. */
export interface EscapeOrders {
  /** A file outside that does not exist yet. */
  outsideFile: string;
  /** Another one, to be written through a link. */
  outsideFileByLink: string;
  /** A file outside that exists. */
  secretFile: string;
  scratch: string;
  port: number;
  parentPid: number;
  /** The value of a variable of our environment. */
  canary: string;
  /** SHA-256 of our environment as `/proc` shows it; empty where there is no `/proc`. */
  environHash: string;
}

/** CommonJS, so that it starts under every tier. */
export const escapeScript = `
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const orders = JSON.parse(process.argv[2]);
const succeeds = (attempt) => {
  try {
    return attempt() !== false;
  } catch {
    return false;
  }
};
const hash = (file) => require('node:crypto').createHash('sha256').update(fs.readFileSync(file)).digest('hex');

succeeds(() => fs.writeFileSync(orders.outsideFile, 'out'));
const link = path.join(orders.scratch, 'link');
succeeds(() => fs.symlinkSync(orders.outsideFileByLink, link));
succeeds(() => fs.writeFileSync(link, 'out'));
succeeds(() => process.kill(orders.parentPid, 'SIGURG'));
const report = {
  finished: true,
  sawCanary:
    Object.values(process.env).includes(orders.canary) ||
    succeeds(() => hash('/proc/' + orders.parentPid + '/environ') === orders.environHash),
  // Opened and closed again: a setting changed is more than a probe may do.
  canSetKernel: succeeds(() => fs.closeSync(fs.openSync('/proc/sys/kernel/core_pattern', 'r+'))),
  readOutside: succeeds(() => fs.readFileSync(orders.secretFile)),
  startedChild: succeeds(() => {
    const { spawnSync } = require('node:child_process');
    return spawnSync(process.execPath, ['-e', '0']).status === 0;
  }),
};
const finish = () => {
  fs.writeFileSync(path.join(orders.scratch, 'report.json'), JSON.stringify(report));
  process.exit(0);
};
setTimeout(finish, 1500);
const socket = net.connect(orders.port, '127.0.0.1');
socket.on('connect', () => setTimeout(finish, 50));
socket.on('error', finish);
`;
