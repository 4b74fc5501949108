/** Merges command line, environment, config file and defaults into the settings of a pass. */
import type { AuthorName } from '../domain/candidate.js';
import type { Config, ModelOptions, ModelPrices } from '../domain/config.js';
import { NightshiftError } from '../domain/errors.js';
import { knownPrices } from './model-prices.js';
import { readConfigFile } from './config-file.js';
import { fromText, readShard, settingKeys, type Settings } from './schema.js';
import { checkEnvironment, checkFile, checkFlags, checkServer } from './validate.js';

export type Origin = 'default' | 'file' | 'environment' | 'flag';

export interface ConfigSources {
  /** The host's folder. */
  dir: string;
  /** Options as they were typed, by camelCase name; names that are not settings are ignored. */
  flags: Readonly<Record<string, unknown>>;
  env: Readonly<Record<string, string | undefined>>;
}

export interface LoadedConfig {
  config: Config;
  /** Where each setting came from, by its camelCase name. */
  origins: Record<string, Origin>;
  /** The file that was read, as it is named to the user, or null. */
  file: string | null;
  /** Lines for the user about settings that have no effect as they stand. */
  notes: string[];
}

interface Merged {
  settings: Settings;
  origins: Record<string, Origin>;
}

function readFlags(flags: Readonly<Record<string, unknown>>): Settings {
  const values: Record<string, unknown> = {};
  for (const key of settingKeys) {
    if (flags[key] !== undefined) values[key] = fromText(key, flags[key]);
  }
  if (flags['unsafe'] === true) {
    if (values['sandbox'] !== undefined && values['sandbox'] !== 'none') {
      throw new NightshiftError('usage', '--unsafe means no sandbox and cannot go together with --sandbox');
    }
    values['sandbox'] = 'none';
  }
  return checkFlags(values);
}

function readEnvironment(env: ConfigSources['env']): Settings {
  const values: Record<string, unknown> = {};
  if (env['OPENAI_MODEL']) values['model'] = env['OPENAI_MODEL'];
  if (env['OPENAI_BASE_URL']) values['baseUrl'] = env['OPENAI_BASE_URL'];
  return checkEnvironment(values);
}

function merge(layers: readonly { origin: Origin; settings: Settings }[]): Merged {
  const settings: Settings = {};
  const origins: Record<string, Origin> = {};
  for (const key of settingKeys) {
    const layer = layers.find((each) => each.settings[key] !== undefined);
    origins[key] = layer?.origin ?? 'default';
    if (layer !== undefined) Object.assign(settings, { [key]: layer.settings[key] });
  }
  return { settings, origins };
}

/** Which authors work, and a line when something that was given stays without effect. */
function decideAuthors(
  { settings, origins }: Merged,
  hasKey: boolean,
): { authors: AuthorName[]; note?: string } {
  const hasServer = hasKey || Boolean(settings.baseUrl);
  const isNamed = Boolean(settings.model);
  const asked = settings.author === undefined ? null : [...new Set(settings.author)];
  const needsModel = asked?.includes('model') ?? origins['model'] === 'flag';
  if (needsModel && !isNamed) {
    throw new NightshiftError('usage', 'the model author is asked for, but no model is named', {
      remedy: 'give --model NAME or set OPENAI_MODEL, or use --author explorer',
    });
  }
  if (needsModel && !hasServer) {
    throw new NightshiftError('usage', 'the model author is asked for, but there is no key and no base URL', {
      remedy: 'set OPENAI_API_KEY, or give --base-url URL for a server of your own, or use --author explorer',
    });
  }
  if (asked !== null) return { authors: asked };
  if (hasServer && isNamed) return { authors: ['explorer', 'model'] };
  if (!hasServer) return { authors: ['explorer'] };
  const given = hasKey ? 'OPENAI_API_KEY is set' : 'a base URL is given';
  return {
    authors: ['explorer'],
    note: `${given} but no model is named, so only the explorer works; give --model NAME or set OPENAI_MODEL`,
  };
}

/**
 * The prices that a cap on money is held by.
 * @throws NightshiftError `usage` when there is such a cap and no price.
 */
function findPrices(settings: Settings, model: Config['model']): ModelPrices | null {
  const prices = settings.modelPrices ?? (model === null ? null : knownPrices(model.name, model.baseUrl));
  if (prices === null && model !== null && settings.maxUsd != null) {
    const remedy =
      'set "modelPrices": { "inputPerMillion": N, "outputPerMillion": N } in the config file, or cap the tokens with --max-tokens instead';
    const text = `--max-usd cannot be held, because the prices of "${model.name}" are not known`;
    throw new NightshiftError('usage', text, { remedy });
  }
  return prices;
}

function readModelOptions({ modelOptions }: Settings): ModelOptions {
  const {
    outputTokens = null,
    effort = null,
    timeoutSeconds = null,
    headers = {},
    query = {},
    edits = true,
  } = modelOptions ?? {};
  return { outputTokens, effort, timeoutSeconds, headers, query, edits };
}

/**
 * The settings of a pass, with where each came from. Command line goes before environment, config file, defaults.
 *
 * @throws NightshiftError `usage` for an unknown key, a wrong value, or settings that contradict each other.
 */
export async function loadConfig({ dir, flags, env }: ConfigSources): Promise<LoadedConfig> {
  const found = await readConfigFile(dir);
  const merged = merge([
    { origin: 'flag', settings: readFlags(flags) },
    { origin: 'environment', settings: readEnvironment(env) },
    { origin: 'file', settings: found === null ? {} : checkFile(found.file, found.values) },
  ]);
  const { settings, origins } = merged;
  if (found !== null && origins['baseUrl'] === 'file' && settings.baseUrl)
    checkServer(found.file, settings.baseUrl);
  const { authors, note } = decideAuthors(merged, Boolean(env['OPENAI_API_KEY']));
  const model =
    authors.includes('model') && settings.model
      ? { name: settings.model, baseUrl: settings.baseUrl ?? null }
      : null;
  const config: Config = {
    authors,
    model,
    modelPrices: findPrices(settings, model),
    modelOptions: readModelOptions(settings),
    include: settings.include ?? [],
    exclude: settings.exclude ?? [],
    since: settings.since ?? null,
    maxMinutes: settings.maxMinutes ?? null,
    maxTokens: settings.maxTokens ?? null,
    maxUsd: settings.maxUsd ?? null,
    targetSeconds: settings.targetSeconds ?? null,
    deliver: settings.deliver ?? 'branch',
    branch: settings.branch ?? null,
    jestConfig: settings.jestConfig ?? null,
    projects: settings.project ?? [],
    sandbox: settings.sandbox ?? 'auto',
    seed: settings.seed ?? 1,
    shard: settings.shard == null ? null : readShard(settings.shard),
  };
  return { config, origins, file: found?.file ?? null, notes: note === undefined ? [] : [note] };
}
