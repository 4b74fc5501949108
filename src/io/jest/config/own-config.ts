/** The configuration of our own Jest, for repositories whose tests Jest does not run. */
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Host } from '../../../domain/host.js';
import { replaceBelow } from '../../files/below.js';
import { inHostFile } from './in-host-file.js';

const require = createRequire(import.meta.url);

/** Of our own Jest: by its name, Jest would take whatever the repository has. */
export function ownEnvironment(): string {
  const holders = ['jest', 'jest-cli', 'jest-config'];
  const from = holders.reduce(
    (file, name) => createRequire(file).resolve(`${name}/package.json`),
    import.meta.url,
  );
  return createRequire(from).resolve('jest-environment-node');
}

interface OwnConfigKind {
  isEsm: boolean;
  /** Whether the tests are written for Vitest, whose functions Jest then has to answer for. */
  isVitest: boolean;
  /** Other names of modules, as Jest's `moduleNameMapper` has them. */
  aliases: Readonly<Record<string, string>>;
}

/** The configuration for hosts without a Jest: Babel for TypeScript, JSX and ES modules. */
function ownConfig(root: string, { isEsm, isVitest, aliases }: OwnConfigKind): Record<string, unknown> {
  const presets = [
    [require.resolve('@babel/preset-env'), { targets: { node: 'current' } }],
    [require.resolve('@babel/preset-react'), { runtime: 'automatic' }],
    [require.resolve('@babel/preset-typescript'), { allowDeclareFields: true }],
  ];
  return {
    rootDir: root,
    testEnvironment: ownEnvironment(),
    extensionsToTreatAsEsm: isEsm ? ['.ts', '.tsx', '.jsx'] : [],
    moduleFileExtensions: ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs', 'json', 'node'],
    moduleNameMapper: {
      ...(isVitest ? { '^vitest$': inHostFile('runner/vitest.cjs') } : {}),
      ...aliases,
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
    testMatch: [
      '**/*.nightshift*.{test,spec}.{ts,tsx,mts,cts,js,jsx,mjs,cjs}',
      '**/*.nightshift*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}',
    ],
  };
}

/** Writes the configuration for tests of the host below `root`; returns the path of the file. */
export async function writeOwnConfig(
  host: Host,
  root: string,
  { folder, aliases = {} }: { folder: string; aliases?: Readonly<Record<string, string>> },
): Promise<string> {
  const file = path.join(folder, 'jest.config.json');
  const isEsm = host.nodeOptions.includes('--experimental-vm-modules');
  const config = ownConfig(root, { isEsm, isVitest: host.runner.name === 'vitest', aliases });
  await replaceBelow(folder, file, JSON.stringify(config, null, 2));
  return file;
}
