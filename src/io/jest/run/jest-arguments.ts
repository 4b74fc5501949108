/** The options that Jest gets from us: on a command line for a start of its own, as an object for a warm host. */
import path from 'node:path';
import type { JestOptions } from '../../../domain/host.js';
import { inHostFile } from '../config/in-host-file.js';
import { optionArgs } from '../config/jest-config.js';
import type { JestRequest, JestSession } from './jest-session.js';

/** The command line of one start of Jest, the binary not included. */
export function commandLine(session: JestSession, request: JestRequest, folder: string): string[] {
  const args = [
    // Before the options, because those that are lists take every word behind them.
    ...(request.testFiles ? [] : session.host.runner.patterns),
    '--ci',
    '--runInBand',
    '--watchman=false',
    '--forceExit',
    '--passWithNoTests',
    '--json',
    `--outputFile=${path.join(folder, 'results.json')}`,
    `--cacheDirectory=${path.join(session.box.scratch, 'jest-cache')}`,
    ...(request.plain ? [] : [`--testRunner=${inHostFile('runner/test-runner.cjs')}`]),
    `--reporters=${inHostFile('runner/reporter.cjs')}`,
    ...(request.asCommanded ? [] : ['--bail=0', '--silent']),
    ...optionArgs(hostOptions(session, request)),
    ...coverageArgs(session, request, folder),
  ];
  if (request.inOrder) args.push(`--testSequencer=${inHostFile('runner/in-order.cjs')}`);
  if (request.testTimeoutMs !== undefined) args.push(`--testTimeout=${request.testTimeoutMs}`);
  if (request.shuffleSeed !== undefined && canShuffle(session.host.jest.version)) {
    args.push('--randomize', `--seed=${request.shuffleSeed}`);
  }
  if (request.ignoreTestFiles && request.ignoreTestFiles.length > 0) {
    // The option replaces the config's patterns, so these are said again.
    const patterns = new Set(session.config.projects.flatMap((project) => project.testPathIgnorePatterns));
    for (const file of request.ignoreTestFiles)
      patterns.add(`${escapeRegExp(path.join(session.box.root, file))}$`);
    for (const pattern of patterns) args.push(`--testPathIgnorePatterns=${pattern}`);
  }
  if (request.testFiles) {
    args.push('--runTestsByPath', ...request.testFiles.map((file) => path.join(session.box.root, file)));
  }
  return args;
}

/** The options of the host's own command, without those that the run sets by itself. */
function hostOptions({ config }: JestSession, request: JestRequest): JestOptions {
  const ours = new Set(['collectCoverageFrom', 'coverageThreshold']);
  if (!request.plain) ours.add('testRunner');
  if (request.testTimeoutMs !== undefined) ours.add('testTimeout');
  if (request.ignoreTestFiles && request.ignoreTestFiles.length > 0) ours.add('testPathIgnorePatterns');
  return Object.fromEntries(Object.entries(config.extraOptions).filter(([name]) => !ours.has(name)));
}

function coverageArgs(session: JestSession, request: JestRequest, folder: string): string[] {
  if (request.coverage === 'none') return ['--coverage=false'];
  const reporters = request.coverage === 'records' ? 'none' : 'json';
  return [
    '--coverage',
    '--coverageProvider=babel',
    '--coverageThreshold={}',
    `--coverageReporters=${reporters}`,
    `--coverageDirectory=${path.join(folder, 'coverage')}`,
    ...session.collectCoverageFrom.map((glob) => `--collectCoverageFrom=${glob}`),
  ];
}

/** `--randomize` came with Jest 29.5. */
export function canShuffle(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 29 || (major === 29 && minor >= 5);
}

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The options of a warm host: those of a command line, in the form of Jest's own parser. */
export function warmOptions(session: JestSession): { jestBinary: string; argv: Record<string, unknown> } {
  return {
    jestBinary: session.host.jest.binary,
    argv: {
      $0: 'jest',
      _: [],
      ci: true,
      runInBand: true,
      watchman: false,
      bail: 0,
      silent: true,
      cacheDirectory: path.join(session.box.scratch, 'jest-cache'),
      testRunner: inHostFile('runner/test-runner.cjs'),
      reporters: [inHostFile('runner/reporter.cjs')],
      coverage: true,
      coverageProvider: 'babel',
      coverageThreshold: '{}',
      coverageReporters: ['none'],
      coverageDirectory: path.join(session.box.scratch, 'warm-coverage'),
      collectCoverageFrom: [...session.collectCoverageFrom],
      ...warmHostOptions(session),
    },
  };
}

/** The same options in the types of Jest's own parser. */
function warmHostOptions(session: JestSession): Record<string, unknown> {
  const { testTimeout, ...options } = session.config.extraOptions;
  const kept = Object.entries(options).filter(
    ([name]) => !['collectCoverageFrom', 'coverageThreshold', 'testRunner'].includes(name),
  );
  return {
    ...Object.fromEntries(kept),
    ...(testTimeout === undefined ? {} : { testTimeout: Number(testTimeout) }),
  };
}
