/** Sets up a pass for `run`, `watch` and `targets`: settings, progress, output. */
import path from 'node:path';
import { loadConfig } from '../../config/load-config.js';
import type { Config } from '../../domain/config.js';
import type { CiOptions } from '../ci/ci-system.js';
import { openJsonOutput, type JsonOutput } from '../terminal/json-output.js';
import { createProgress, processClock, type ProgressView } from '../terminal/progress.js';
import { levelOf, usesColor, usesStatusLine, type Terminal } from '../terminal/terminal.js';

/** Options as commander hands them over; the settings among them are checked by the config loader. */
export interface PassOptions extends CiOptions {
  json?: string;
  failUnder?: unknown;
  [setting: string]: unknown;
}

export interface PassSetup {
  dir: string;
  config: Config;
  progress: ProgressView;
  json: JsonOutput | null;
}

/** The folder that a command works on. */
export const resolveDir = (dir: string | undefined, terminal: Terminal): string =>
  path.resolve(terminal.cwd, dir ?? '.');

/** Settings, progress and output of a pass. Throws NightshiftError `usage` before anything has begun. */
export async function setUpPass(
  dirArgument: string | undefined,
  options: PassOptions,
  terminal: Terminal,
): Promise<PassSetup> {
  const dir = resolveDir(dirArgument, terminal);
  const { config, notes } = await loadConfig({ dir, flags: options, env: terminal.env });
  const json = await openJsonOutput(options.json, { dir, terminal });
  const progress = createProgress({
    write: terminal.err,
    hasStatusLine: usesStatusLine(terminal, options),
    color: usesColor(terminal, 'err', options),
    level: levelOf(options),
    columns: terminal.columns,
    clock: processClock,
  });
  for (const text of notes) progress.observer({ type: 'note', level: 'warning', text });
  return { dir, config, progress, json };
}
