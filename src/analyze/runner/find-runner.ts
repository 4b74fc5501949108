/** Finds out how the repository runs its tests: by its scripts, else by its configuration and what it depends on. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { HostRunner, HostRunnerName, JestOptions } from '../../domain/host.js';
import { findPackage, type PackageFile } from '../files/package-file.js';
import { chooseStart, type ChosenStart } from './choose-start.js';
import type { RunnerStart, ScriptWorld } from './follow-scripts.js';
import { readJestArguments } from './jest-options.js';
import { chooseNodeOptions, wordsOfNodeOptions } from './node-options.js';
import { quoteWord } from './commands/shell-words.js';

export interface RunnerQuestion {
  root: string;
  packageFile: PackageFile;
  world: ScriptWorld;
  /** The user's configuration in place of the script's. */
  jestConfig: string | null;
  projects: readonly string[];
  /** Whether a test file of the host takes its functions from `node:test`. */
  usesNodeTest: () => boolean;
}

/** The runner, with the options of Node that its command gives; null options where no command says anything about them. */
export interface FoundRunner {
  runner: HostRunner;
  nodeOptions: string[] | null;
}

const configNames = ['js', 'ts', 'mjs', 'cjs', 'mts', 'cts', 'json'];
const hasFile = (root: string, names: readonly string[]): string | null =>
  names.find((name) => existsSync(path.join(root, name))) ?? null;

const jestConfigNames = configNames.map((ext) => `jest.config.${ext}`);
const vitestConfigNames = ['vitest', 'vite'].flatMap((name) =>
  configNames.map((ext) => `${name}.config.${ext}`),
);
const mochaConfigNames = [
  '.mocharc.js',
  '.mocharc.cjs',
  '.mocharc.json',
  '.mocharc.yml',
  '.mocharc.yaml',
  '.mocharc.jsonc',
];
const avaConfigNames = ['ava.config.js', 'ava.config.cjs', 'ava.config.mjs'];

const empty = {
  env: {},
  options: {},
  args: [],
  patterns: [],
  configBy: null,
  needs: [],
} satisfies Partial<HostRunner>;

/** Paths in the words of a command are seen from the folder in which it runs. */
function seenFromRoot(options: JestOptions, start: RunnerStart, folders: readonly string[]): JestOptions {
  const { folder } = start;
  if (folders.length > 1 && options['config'] === undefined) return { ...options, projects: [...folders] };
  if (folder === '') return options;
  const below = (file: string): string => (path.isAbsolute(file) ? file : path.posix.join(folder, file));
  const moved: JestOptions = { ...options };
  for (const name of ['config', 'rootDir'])
    if (typeof moved[name] === 'string' && !moved[name].startsWith('{')) moved[name] = below(moved[name]);
  for (const name of ['projects', 'roots'])
    if (Array.isArray(moved[name])) moved[name] = moved[name].map(below);
  const isNamed = moved['config'] !== undefined || moved['projects'] !== undefined;
  return isNamed ? moved : { ...moved, projects: [folder] };
}

const shown = ({ tool, args, env }: RunnerStart): string => {
  const pairs = Object.entries(env)
    .filter(([name]) => !/TOKEN|SECRET|PASSWORD|KEY/.test(name))
    .slice(0, 4)
    .map(([name, value]) => `${name}=${quoteWord(value)}`);
  return [...pairs, tool, ...args.map(quoteWord)].join(' ');
};

function whyThis({ start, script, others, folders }: ChosenStart): string {
  const command = script === 'test' ? '`npm test`' : `\`npm run ${script}\``;
  const way = folders.length > 1 ? ` in ${folders.length} packages` : '';
  const first = `${command} runs \`${shown(start)}\`${way}`;
  if (others.length === 0) return first;
  const left = others.slice(0, 3).map((other) => `\`${shown(other)}\``);
  return `${first}; it also runs ${left.join(', ')}, which --jest-config chooses`;
}

function fromStart(question: RunnerQuestion, chosen: ChosenStart): FoundRunner {
  const { start, script, folders } = chosen;
  const { NODE_OPTIONS: ofNode = '', ...env } = start.env;
  const isJest = start.runner === 'jest';
  const { options, patterns } = isJest ? readJestArguments(start.args) : { options: {}, patterns: [] };
  const nodeOptions = chooseNodeOptions([...wordsOfNodeOptions(ofNode), ...start.nodeOptions]);
  return {
    nodeOptions,
    runner: {
      name: start.runner,
      tool: start.tool,
      version: versionOf(question.root, start.runner, start.tool),
      command: script === 'test' ? 'npm test' : `npm run ${script}`,
      why: whyThis(chosen),
      env: start.configBy === null ? env : { BABEL_ENV: 'test', PUBLIC_URL: '', ...env },
      options: seenFromRoot(options, start, folders),
      args: isJest ? [] : start.args,
      patterns,
      configBy: start.configBy,
      needs: start.needs,
    },
  };
}

const packageOf: Partial<Record<HostRunnerName, string>> = {
  jest: 'jest',
  vitest: 'vitest',
  mocha: 'mocha',
  ava: 'ava',
};

function versionOf(root: string, name: HostRunnerName, tool: string): string | null {
  if (name === 'node:test') return process.versions.node;
  return findPackage(path.join(root, 'package.json'), packageOf[name] ?? tool)?.version ?? null;
}

const dependsOn = ({ dependencies, devDependencies }: PackageFile, name: string): boolean =>
  dependencies?.[name] !== undefined || devDependencies?.[name] !== undefined;

/** Without a script that names a runner: the configured one, then the one depended on. */
function fromTraces({ root, packageFile, usesNodeTest }: RunnerQuestion): FoundRunner {
  const found = (name: HostRunnerName, why: string, command: string): FoundRunner => ({
    nodeOptions: null,
    runner: { ...empty, name, tool: name, version: versionOf(root, name, name), command, why },
  });
  const file = (names: readonly string[]): string | null => hasFile(root, names);
  const jest = packageFile.jest === undefined ? file(jestConfigNames) : 'jest in package.json';
  if (jest !== null) return found('jest', `no script runs the tests, but there is ${jest}`, 'npx jest');
  const vitest = file(
    dependsOn(packageFile, 'vitest') ? vitestConfigNames : vitestConfigNames.slice(0, configNames.length),
  );
  if (vitest !== null)
    return found('vitest', `no script runs the tests, but there is ${vitest}`, 'npx vitest run');
  const mocha = file(mochaConfigNames);
  if (mocha !== null) return found('mocha', `no script runs the tests, but there is ${mocha}`, 'npx mocha');
  const ava = packageFile.ava === undefined ? file(avaConfigNames) : 'ava in package.json';
  if (ava !== null) return found('ava', `no script runs the tests, but there is ${ava}`, 'npx ava');
  const commands = {
    jest: 'npx jest',
    vitest: 'npx vitest run',
    mocha: 'npx mocha',
    ava: 'npx ava',
  } as const;
  for (const name of ['jest', 'vitest', 'mocha', 'ava'] as const)
    if (dependsOn(packageFile, name))
      return found(name, `no script runs the tests, but package.json names ${name}`, commands[name]);
  if (usesNodeTest()) return found('node:test', 'its tests import node:test', 'node --test');
  return found('none', 'no script, configuration or dependency names a test runner', 'npx jest');
}

/** The user's choice in place of the scripts' own. */
function overrideBy(question: RunnerQuestion, found: FoundRunner): FoundRunner {
  const { jestConfig, projects } = question;
  const isJest = found.runner.name === 'jest';
  const { runner, nodeOptions } = isJest
    ? found
    : { runner: { ...found.runner, ...empty }, nodeOptions: null };
  const own: HostRunner = {
    ...runner,
    name: 'jest',
    tool: 'jest',
    version: versionOf(question.root, 'jest', 'jest'),
    why: jestConfig === null ? `--project ${projects.join(', ')} was given` : '--jest-config was given',
  };
  if (jestConfig !== null) {
    const kept = Object.entries(own.options).filter(([name]) => !['projects', 'rootDir'].includes(name));
    own.options = { ...Object.fromEntries(kept), config: jestConfig };
    own.command = `npx jest --config ${quoteWord(jestConfig)}`;
    own.patterns = [];
    own.configBy = null;
  }
  if (projects.length > 0) own.options = { ...own.options, selectProjects: [...projects] };
  return { runner: own, nodeOptions };
}

/** The runner of the host's tests. */
export function findRunner(question: RunnerQuestion): FoundRunner {
  const chosen = chooseStart(question.world);
  const found = chosen ? fromStart(question, chosen) : fromTraces(question);
  const isAsked = question.jestConfig !== null || question.projects.length > 0;
  return isAsked ? overrideBy(question, found) : found;
}
