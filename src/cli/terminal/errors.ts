/** Reports an error to the user and returns its exit code. */
import { lstatSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { CommanderError } from 'commander';
import { exitCodes, NightshiftError } from '../../domain/errors.js';
import { createRedactor } from '../../io/system/redact.js';
import { printable } from '../../report/words.js';
import { shelter } from './shelter.js';
import type { Terminal } from './terminal.js';

/** Commander's exits that are answers, not faults. */
const answers = new Set(['commander.help', 'commander.helpDisplayed', 'commander.version']);

function saveStack(error: unknown, { cwd, env }: Terminal): string | null {
  const stack = `${new Date().toISOString()} Node ${process.version}\n${inspect(error, { depth: 4 })}\n`;
  const text = createRedactor(env)(stack);
  const state = path.join(cwd, '.nightshift');
  const folders = [
    () => (lstatSync(state, { throwIfNoEntry: false })?.isDirectory() === true ? state : null),
    () => mkdtempSync(path.join(tmpdir(), 'nightshift-crash-')),
  ];
  for (const folder of folders) {
    try {
      const place = folder();
      if (place === null) continue;
      const file = path.join(place, `crash-${Date.now()}.txt`);
      // `wx` follows no link that lies in wait.
      writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
      return file;
    } catch {
      // The next place, or none: the message itself must still come out.
    }
  }
  return null;
}

/** Prints an error in plain words and returns the exit code. The stack goes to a file, or out with `isVerbose`. */
export function printError(error: unknown, own: Terminal, isVerbose: boolean): number {
  // The message may repeat what the repository printed.
  const terminal = shelter(own);
  if (error instanceof CommanderError) {
    return answers.has(error.code) && error.exitCode === 0 ? 0 : exitCodes.usage;
  }
  if (error instanceof NightshiftError && error.code !== 'internal') {
    terminal.err(`nightshift: ${printable(error.message)}\n`);
    if (error.remedy !== undefined) terminal.err(`  fix: ${printable(error.remedy)}\n`);
    if (isVerbose) terminal.err(`${inspect(error)}\n`);
    return exitCodes[error.code];
  }
  const message = error instanceof Error ? error.message : String(error);
  terminal.err(`nightshift: internal error: ${printable(message).split('\n')[0] ?? ''}\n`);
  if (error instanceof NightshiftError && error.remedy !== undefined) {
    terminal.err(`  fix: ${printable(error.remedy)}\n`);
  }
  if (isVerbose) terminal.err(`${inspect(error, { depth: 4 })}\n`);
  const file = saveStack(error, terminal);
  if (file !== null) terminal.err(`  details are in ${file}\n`);
  return exitCodes.internal;
}
