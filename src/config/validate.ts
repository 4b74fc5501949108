/** Checks settings against the schema and says in one line what is wrong with each that is refused. */
import type { z } from 'zod';
import { NightshiftError } from '../domain/errors.js';
import { nearestWord } from './nearest.js';
import { expectations, fileSchema, flagName, settingKeys, type SettingKey, type Settings } from './schema.js';

/** Keys that a file may not hold, with the reason. */
const refusedInFile: Readonly<Record<string, string>> = {
  unsafe: 'running without a sandbox is decided for one run, with --unsafe on the command line',
  apiKey: 'a key does not belong in a file; set OPENAI_API_KEY in the environment',
  openaiApiKey: 'a key does not belong in a file; set OPENAI_API_KEY in the environment',
  OPENAI_API_KEY: 'a key does not belong in a file; set OPENAI_API_KEY in the environment',
  json: 'it belongs to one run; give --json on the command line',
  verbose: 'it belongs to one run; give --verbose on the command line',
  shard: 'it belongs to one job; give --shard on the command line',
  quiet: 'it belongs to one run; give --quiet on the command line',
  color: 'it belongs to one run; give --no-color on the command line',
};

const isSettingKey = (key: unknown): key is SettingKey => settingKeys.some((known) => known === key);

const show = (value: unknown): string => {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return String(value);
  const safe = text.replace(/\/\/[^/@]*@/g, '//***@');
  return safe.length > 80 ? `${safe.slice(0, 79)}…` : safe;
};

function describeIssue(
  issue: z.core.$ZodIssue,
  values: Record<string, unknown>,
  name: (key: string) => string,
): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const near = nearestWord(key, settingKeys);
      return `${name(key)} is not a setting${near === null ? '' : `; did you mean "${near}"?`}`;
    });
  }
  const key = issue.path[0];
  if (!isSettingKey(key)) return [issue.message];
  return [`${name(key)} must be ${expectations[key]}; got ${show(values[key])}`];
}

function check(values: Record<string, unknown>, name: (key: string) => string): Settings {
  const parsed = fileSchema.safeParse(values);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.flatMap((issue) => describeIssue(issue, values, name));
  throw new NightshiftError('usage', [...new Set(lines)].join('\n'));
}

/** Whether an address leads to this very machine. */
function isLoopback(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/**
 * Refuses a server that only the config file names, unless it is on this machine: the file is part of a repository that
 * need not be trusted, and the key of the environment goes to wherever the base URL points.
 */
export function checkServer(file: string, baseUrl: string): void {
  if (isLoopback(baseUrl)) return;
  throw new NightshiftError(
    'usage',
    `${file}: "baseUrl" is refused: ${baseUrl} is not on this machine, and a file of the repository must not decide who gets your key`,
    {
      remedy: `give --base-url ${baseUrl} on the command line or set OPENAI_BASE_URL, if you trust that server`,
    },
  );
}

/** The settings of a config file. Throws NightshiftError `usage` with a line for each fault. */
export function checkFile(file: string, values: Record<string, unknown>): Settings {
  const lines = Object.keys(values).flatMap((key) => {
    const why = Object.hasOwn(refusedInFile, key) ? refusedInFile[key] : undefined;
    return why === undefined ? [] : [`${file}: "${key}" is refused: ${why}`];
  });
  if (values['sandbox'] === 'none') {
    lines.push(`${file}: "sandbox": "none" is refused: ${refusedInFile['unsafe'] ?? ''}`);
  }
  // The file belongs to the repository, and what is to be contained must not choose its own containment.
  if (values['sandbox'] === 'reduced') {
    lines.push(
      `${file}: "sandbox": "reduced" is refused: a file may only ask for more; give --sandbox reduced on the command line`,
    );
  }
  if (lines.length > 0) throw new NightshiftError('usage', lines.join('\n'));
  return check(values, (key) => `${file}: "${key}"`);
}

/** The settings of a command line. Throws NightshiftError `usage` naming the option. */
export const checkFlags = (values: Record<string, unknown>): Settings => check(values, flagName);

/** The settings of the environment. Throws NightshiftError `usage` naming the variable. */
export const checkEnvironment = (values: Record<string, unknown>): Settings =>
  check(values, (key) => (key === 'model' ? 'OPENAI_MODEL' : 'OPENAI_BASE_URL'));
