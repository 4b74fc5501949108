/**
 * The warm Jest host: a process that loads the host's own Jest once, and then runs one test file after the other through
 * its test runner. Commands and answers are JSON lines on descriptor 3, which no test expects to be there.
 */
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import readline from 'node:readline';
import '../runner/own-names.cjs';
import '../guard/type-checks.cjs';
import { useCodeCache } from './code-cache.cjs';
import type { Context, GlobalConfig, LoadedJest } from '../../protocol/host-jest.js';
import type { WarmAnswer, WarmCommand } from '../../protocol/warm-protocol.js';

useCodeCache();
// After the cache, so that Jest gets it.
const { openHostJest } = require('./host-jest.cjs') as typeof import('./host-jest.cjs');
const testRunner = require('../runner/test-runner.cjs') as typeof import('../runner/test-runner.cjs');

const channel = new net.Socket({ fd: 3, readable: true, writable: true });
const send = channel.write.bind(channel);
const reply = (answer: WarmAnswer): void => void send(`${JSON.stringify(answer)}\n`);
const { memoryUsage } = process;
// Bound now, because a test may put its own in its place.
const writeFile = fs.writeFileSync.bind(fs);
const readFile = fs.readFileSync.bind(fs);
const remove = fs.unlinkSync.bind(fs);
const exit = process.exit.bind(process);

interface OpenHost {
  jest: LoadedJest;
  globalConfig: GlobalConfig;
  contexts: Context[];
  /** Which state of the host's sources is loaded. */
  sources: number;
}

async function open(command: Extract<WarmCommand, { kind: 'open' }>): Promise<OpenHost> {
  const jest = openHostJest(command.jestBinary);
  const { globalConfig, configs } = await jest.readConfigs(command.argv, [process.cwd()]);
  for (const { runner } of configs) {
    if (!jest.isOwnRunner(runner)) throw new Error(`the host runs its tests with ${path.basename(runner)}`);
  }
  const contexts: Context[] = [];
  for (const config of configs) contexts.push(await jest.createContext(config));
  const host = { jest, globalConfig, contexts, sources: 0 };
  await runGlobalHooks(host, 'globalSetup');
  return host;
}

/** As Jest does it: each file once, the global one first, with the config of the project that names it. */
async function runGlobalHooks(
  { jest, globalConfig, contexts }: OpenHost,
  hook: 'globalSetup' | 'globalTeardown',
): Promise<void> {
  const configs = contexts.map(({ config }) => config);
  const files = new Set([globalConfig[hook], ...configs.map((config) => config[hook])]);
  for (const file of files) {
    const config = configs.find((each) => each[hook] === file) ?? configs[0];
    if (typeof file === 'string' && config) await jest.runGlobalHook(file, globalConfig, config);
  }
}

async function run(host: OpenHost, command: Extract<WarmCommand, { kind: 'run' }>): Promise<void> {
  testRunner.useJob(JSON.parse(readFile(command.jobFile, 'utf8')) as Parameters<typeof testRunner.useJob>[0]);
  remove(command.jobFile);
  const globalConfig = { ...host.globalConfig, ...command.config };
  const results = [];
  if (command.sources !== host.sources) for (const context of host.contexts) host.jest.forgetSources(context);
  host.sources = command.sources;
  for (const context of host.contexts) {
    host.jest.forgetFiles(context);
    for (const test of host.jest.findTests(context, command.testFile))
      results.push(await host.jest.runTest(globalConfig, test));
  }
  writeFile(command.resultsFile, JSON.stringify(host.jest.format(results)));
}

const countTimers = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

async function main(): Promise<void> {
  let host: OpenHost | null = null;
  for await (const line of readline.createInterface({ input: channel })) {
    const command = JSON.parse(line) as WarmCommand;
    const { nonce } = command;
    try {
      if (command.kind === 'open') host = await open(command);
      else if (host) await run(host, command);
      reply({ nonce, ok: true, rssBytes: memoryUsage.rss(), leftTimers: countTimers() });
    } catch (error) {
      reply({ nonce, ok: false, message: (error as Error | null)?.message ?? String(error) });
    }
  }
  if (host) await runGlobalHooks(host, 'globalTeardown').catch(() => undefined);
  exit(0);
}

void main();
