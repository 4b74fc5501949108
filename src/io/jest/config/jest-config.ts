/** Asks the host's Jest for its resolved configuration; the config file runs inside the box. */
import path from 'node:path';
import { z } from 'zod';
import { NightshiftError } from '../../../domain/errors.js';
import type { Host, JestOptions } from '../../../domain/host.js';
import { replaceBelow } from '../../files/below.js';
import type { Box } from '../../sandbox/box/box.js';
import { inHostFile } from './in-host-file.js';
import { jestStart } from './jest-start.js';
import { jestWords } from './jest-words.js';
import { writeOwnConfig } from './own-config.js';
import { mapAliases, readVitestConfig, type VitestProject } from './vitest-config.js';

const projectSchema = z.object({
  rootDir: z.string(),
  roots: z.array(z.string()).default([]),
  displayName: z.object({ name: z.string() }).nullish(),
  testRunner: z.string(),
  testMatch: z.array(z.string()).default([]),
  testRegex: z.array(z.unknown()).default([]),
  testPathIgnorePatterns: z.array(z.string()).default([]),
  testEnvironment: z.string(),
  extensionsToTreatAsEsm: z.array(z.string()).default([]),
  injectGlobals: z.boolean().default(true),
  automock: z.boolean().default(false),
  globalSetup: z.string().nullish(),
  transform: z.array(z.tuple([z.string(), z.string()]).rest(z.unknown())).nullish(),
});

const shownConfigSchema = z.object({
  configs: z.array(projectSchema).min(1),
  globalConfig: z.object({
    collectCoverageFrom: z.array(z.string()).nullish(),
    coverageProvider: z.string().nullish(),
  }),
  version: z.string().optional(),
});

export type JestProject = z.infer<typeof projectSchema>;

/** The resolved configuration of the host's Jest, as far as Nightshift needs it. Paths are those of the copy. */
export interface JestConfig {
  projects: JestProject[];
  /** Globs of the host's config, or null when it has none. */
  collectCoverageFrom: string[] | null;
  coverageProvider: string;
  /** Options that every run must get besides what the host's own configuration says. */
  extraOptions: JestOptions;
  /** How the host's Vitest resolves its configuration; null where the host has another runner. */
  vitest: VitestProject[] | null;
}

/** Options as Jest's command line takes them: each value with `=`, so that nothing behind it is taken for one. */
export const optionArgs = (options: JestOptions): string[] =>
  Object.entries(options).flatMap(([name, value]) =>
    Array.isArray(value) ? value.map((each) => `--${name}=${each}`) : [`--${name}=${value}`],
  );

/** The options of Jest besides our own: those of the host's command, or our configuration. */
async function startOptions(
  host: Host,
  box: Box,
  { vitest, signal }: { vitest: readonly VitestProject[] | null; signal: AbortSignal },
): Promise<JestOptions> {
  if (host.jest.origin === 'nightshift') {
    const aliases = mapAliases(vitest ?? []);
    return { config: await writeOwnConfig(host, box.root, { folder: box.scratch, aliases }) };
  }
  const { configBy, options } = host.runner;
  if (configBy === null || options['config'] !== undefined) return options;
  const made = await writeMadeConfig(host, box, signal);
  return made === null ? options : { ...options, config: made };
}

/** The configuration that a tool such as `react-scripts` makes for each run, written into a file; null where it makes none. */
async function writeMadeConfig(host: Host, box: Box, signal: AbortSignal): Promise<string | null> {
  const { configBy, env } = host.runner;
  const made = await box.run({
    argv: [inHostFile('config/make-config.cjs'), configBy ?? ''],
    env,
    timeoutMs: 120_000,
    writable: false,
    signal,
  });
  signal.throwIfAborted();
  if (made.exitCode === 0 && made.stdout.trim() === 'null') return null;
  const config = z.looseObject({}).safeParse(parseJson(made.stdout.slice(made.stdout.indexOf('{'))));
  if (made.exitCode !== 0 || !config.success) {
    const said = jestWords(made.stderr || made.stdout, { copy: box.root, root: host.root }, 8);
    throw new NightshiftError(
      'host',
      `${configBy} cannot make the configuration of Jest here. It says:\n${said}`,
      {
        remedy: `Make \`${host.runner.command}\` work in the repository, or name a configuration with --jest-config.`,
      },
    );
  }
  const file = path.join(box.scratch, 'made.jest.config.json');
  await replaceBelow(box.scratch, file, JSON.stringify({ rootDir: box.root, ...config.data }, null, 2));
  return file;
}

/**
 * Resolves the host's Jest configuration inside the box.
 * @throws NightshiftError `host` with Jest's own message when Jest cannot start.
 */
export async function readJestConfig(host: Host, box: Box, signal: AbortSignal): Promise<JestConfig> {
  const vitest = host.runner.name === 'vitest' ? await readVitestConfig(host, box, signal) : null;
  const extraOptions = await startOptions(host, box, { vitest, signal });
  const result = await box.run({
    argv: [...host.nodeOptions, ...jestStart(host.jest), '--showConfig', ...optionArgs(extraOptions)],
    env: host.runner.env,
    timeoutMs: 120_000,
    writable: false,
    maxOutputBytes: 64 * 1024 * 1024,
    signal,
  });
  signal.throwIfAborted();
  const start = result.stdout.indexOf('{');
  const shown = shownConfigSchema.safeParse(start < 0 ? null : parseJson(result.stdout.slice(start)));
  if (result.exitCode !== 0 || !shown.success) {
    const said = jestWords(result.stderr || result.stdout, { copy: box.root, root: host.root }, 8);
    throw new NightshiftError(
      'host',
      `Jest ${host.jest.version} cannot start in this repository. It says:\n${said}`,
      {
        remedy:
          'Make `npx jest --showConfig` work in the repository (are its dependencies installed?), then try again.',
      },
    );
  }
  const { configs, globalConfig } = shown.data;
  const globs = globalConfig.collectCoverageFrom ?? [];
  return {
    projects: configs,
    collectCoverageFrom: globs.length > 0 ? globs : null,
    coverageProvider: globalConfig.coverageProvider ?? 'babel',
    extraOptions,
    vitest,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The host as its configuration makes it: what that says about the globals of tests goes before what tests look like. */
export function withJestConfig(host: Host, { projects }: JestConfig): Host {
  const isRequired = projects.some(({ injectGlobals }) => !injectGlobals);
  const isAutomocked = projects.some(({ automock }) => automock);
  const { conventions } = host;
  const globals = isRequired ? 'required' : conventions.globals;
  return { ...host, conventions: { ...conventions, globals, isAutomocked } };
}
