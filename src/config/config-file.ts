/** Finds and reads the config file of a host; it is data, never code. */
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { NightshiftError } from '../domain/errors.js';
import { readBelow } from '../io/files/below.js';

/** No config is larger. */
const mostBytes = 1024 ** 2;

export const configFileName = 'nightshift.config.json';

export interface ConfigFile {
  /** As it is named to the user: `nightshift.config.json` or `package.json`. */
  file: string;
  values: Record<string, unknown>;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

async function readJson(dir: string, name: string): Promise<unknown> {
  const folder = await realpath(dir);
  const file = path.join(folder, name);
  const found = await readBelow(folder, file, mostBytes);
  if (!found.ok) throw new NightshiftError('usage', `${file} is not read: it is ${found.why}`);
  const { text } = found;
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new NightshiftError('usage', `${path.basename(file)} is not valid JSON: ${why}`, { cause });
  }
}

async function listFolder(dir: string): Promise<string[]> {
  const found = await stat(dir).catch(() => null);
  const remedy = 'name the folder that holds the package.json of your project';
  if (found === null) throw new NightshiftError('usage', `there is no folder ${dir}`, { remedy });
  if (!found.isDirectory()) throw new NightshiftError('usage', `${dir} is not a folder`, { remedy });
  try {
    return await readdir(dir);
  } catch (cause) {
    throw new NightshiftError('usage', `the folder ${dir} cannot be read`, { cause });
  }
}

async function readPackageKey(dir: string): Promise<ConfigFile | null> {
  const manifest = await readJson(dir, 'package.json');
  if (!isRecord(manifest) || manifest['nightshift'] === undefined) return null;
  if (!isRecord(manifest['nightshift'])) {
    throw new NightshiftError('usage', 'package.json: "nightshift" must be an object with settings');
  }
  return { file: 'package.json', values: manifest['nightshift'] };
}

/**
 * The settings that the host keeps in `nightshift.config.json` or under `nightshift` in its package.json, or null.
 *
 * @throws NightshiftError `usage` for a missing folder, a config that is code, two configs, or text that is not JSON.
 */
export async function readConfigFile(dir: string): Promise<ConfigFile | null> {
  const names = await listFolder(dir);
  const code = names.find((name) => /^nightshift\.config\.[cm]?[jt]s$/.test(name));
  if (code !== undefined) {
    throw new NightshiftError(
      'usage',
      `${code}: a config is data, because nothing of the repository runs outside the sandbox`,
      { remedy: `move its settings to ${configFileName} and delete ${code}` },
    );
  }
  const inPackage = names.includes('package.json') ? await readPackageKey(dir) : null;
  if (!names.includes(configFileName)) return inPackage;
  if (inPackage !== null) {
    throw new NightshiftError('usage', `both ${configFileName} and package.json hold settings`, {
      remedy: `keep those of ${configFileName} and delete "nightshift" from package.json`,
    });
  }
  const values = await readJson(dir, configFileName);
  if (!isRecord(values))
    throw new NightshiftError('usage', `${configFileName} must hold an object with settings`);
  return { file: configFileName, values };
}
