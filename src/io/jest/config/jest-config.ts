/** Asks the host's Jest for its resolved configuration; the config file runs inside the box. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { NightshiftError } from '../../../domain/errors.js';
import type { Host } from '../../../domain/host.js';
import { replaceBelow } from '../../files/below.js';
import type { Box } from '../../sandbox/box/box.js';
import { jestWords } from './jest-words.js';

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
  extraOptions: ExtraOptions;
}

export interface ExtraOptions {
  /** Path of a configuration of ours, for a host that has none. */
  config?: string;
  /** Folders in place of the configured ones. */
  roots?: string[];
}

/** Options as Jest's command line takes them. */
export const optionArgs = ({ config, roots = [] }: ExtraOptions): string[] => [
  ...(config === undefined ? [] : ['--config', config]),
  ...roots.map((root) => `--roots=${root}`),
];

const require = createRequire(import.meta.url);

/** The configuration for hosts without a Jest: Babel for TypeScript, JSX and ES modules. */
function ownConfig(root: string, isEsm: boolean): Record<string, unknown> {
  const presets = [
    [require.resolve('@babel/preset-env'), { targets: { node: 'current' } }],
    [require.resolve('@babel/preset-react'), { runtime: 'automatic' }],
    [require.resolve('@babel/preset-typescript'), { allowDeclareFields: true }],
  ];
  return {
    rootDir: root,
    testEnvironment: 'node',
    extensionsToTreatAsEsm: isEsm ? ['.ts', '.tsx', '.jsx'] : [],
    moduleFileExtensions: ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs', 'json', 'node'],
    moduleNameMapper: {
      '^(\\.{1,2}/.*)\\.[cm]?jsx?$': [
        '$1.ts',
        '$1.tsx',
        '$1.mts',
        '$1.cts',
        '$1.js',
        '$1.mjs',
        '$1.cjs',
        '$1.jsx',
        '$1',
      ],
    },
    transform: {
      '\\.[cm]?[jt]sx?$': [require.resolve('babel-jest'), { presets, babelrc: false, configFile: false }],
    },
    // The files of a pass (`x.nightshift-explore.test.js`) count as well as those that are delivered.
    testMatch: ['**/*.nightshift*.{test,spec}.{ts,tsx,mts,cts,js,jsx,mjs,cjs}', '**/*.nightshift*.{ts,js}'],
  };
}

/** The options that make Jest use our configuration, for a host without a Jest. */
async function ownConfigOptions(host: Host, box: Box): Promise<ExtraOptions> {
  if (host.jest.origin === 'host') return {};
  return { config: await writeOwnConfig(host, box.root, box.scratch) };
}

/** Writes the configuration for a host without a Jest, for tests below `root`; returns the path of the file. */
export async function writeOwnConfig(host: Host, root: string, folder: string): Promise<string> {
  const file = path.join(folder, 'jest.config.json');
  const isEsm = host.nodeOptions.includes('--experimental-vm-modules');
  await replaceBelow(folder, file, JSON.stringify(ownConfig(root, isEsm), null, 2));
  return file;
}

/**
 * Resolves the host's Jest configuration inside the box.
 * @throws NightshiftError `host` with Jest's own message when Jest cannot start.
 */
export async function readJestConfig(host: Host, box: Box, signal: AbortSignal): Promise<JestConfig> {
  const extraOptions = await ownConfigOptions(host, box);
  const result = await box.run({
    argv: [...host.nodeOptions, host.jest.binary, '--showConfig', ...optionArgs(extraOptions)],
    env: {},
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
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Absolute path of a compiled file that runs inside the host's Jest. */
export function inHostFile(name: string): string {
  const file = fileURLToPath(new URL(`../in-host/${name}`, import.meta.url));
  // Run from the sources, as unit tests do, the compiled file lies elsewhere.
  return existsSync(file)
    ? file
    : fileURLToPath(new URL(`../../../../dist/io/jest/in-host/${name}`, import.meta.url));
}
