/** Recognises the test runners by the commands that start them; pure. */
import path from 'node:path';
import type { CommandContext, CommandReader, CommandStep, ConfigMaker, RunnerName } from './command-step.js';
import { skipOptions } from './command-step.js';

const runner = (name: RunnerName, args: readonly string[], tool: string = name): CommandStep[] => [
  { kind: 'runner', runner: name, tool, args: [...args] },
];

/** By program: the package that makes the configuration, and the word that stands for tests. */
const configMakers: Readonly<Record<string, { configBy: ConfigMaker; words: readonly string[] }>> = {
  'react-scripts': { configBy: 'react-scripts', words: ['test'] },
  craco: { configBy: 'craco', words: ['test'] },
  'react-app-rewired': { configBy: 'react-app-rewired', words: ['test'] },
  'kcd-scripts': { configBy: 'kcd-scripts', words: ['test'] },
  tsdx: { configBy: 'tsdx', words: ['test'] },
  dts: { configBy: 'dts-cli', words: ['test'] },
  'wp-scripts': { configBy: '@wordpress/scripts', words: ['test-unit-js', 'test-unit-jest'] },
};

/** Runners that tests of Jest's kind are not written for. */
const otherTools = [
  'tap', 'taper', 'tape', 'jasmine', 'jasmine-ts', 'karma', 'uvu', 'lab', 'qunit', 'testem', 'ng',
  'cypress', 'playwright', 'wdio', 'nightwatch', 'testcafe', 'intern', 'web-test-runner', 'wtr', 'zora', 'pta', 'jest-cucumber',
  'cucumber-js', 'newman', 'stencil', 'deno', 'baretest', 'borp', 'nodeunit', 'vows', 'best', 'polendina', 'airtap', 'tst',
]; // prettier-ignore

/** Programs that hand their arguments on to Jest. */
const jestPrograms = ['jest', 'jest-cli'];

const valueFlags = [
  '-r', '--require', '--import', '--loader', '--experimental-loader', '-C', '--conditions', '--env-file',
]; // prettier-ignore

/** `jest`, `node_modules/.bin/jest`, `jest.js`, `jest.cmd` are all `jest`. */
export const programOf = (word: string): string =>
  path.posix.basename(word.replaceAll('\\', '/')).replace(/\.(?:[cm]?js|cmd|exe)$/, '');

function readToolWithTests(program: string, args: readonly string[]): CommandStep[] | null {
  const maker = Object.hasOwn(configMakers, program) ? configMakers[program] : undefined;
  if (maker) {
    const { configBy, words } = maker;
    const at = args.findIndex((word) => words.includes(word));
    return at < 0
      ? null
      : [{ kind: 'runner', runner: 'jest', tool: program, args: args.slice(at + 1), configBy }];
  }
  if (program === 'vue-cli-service' && args[0] === 'test:unit') return runner('jest', args.slice(1), program);
  if (program === 'bun' && args[0] === 'test') return runner('other', args.slice(1), 'bun test');
  if (program === 'vp' && args[0] === 'test') return runner('vitest', args.slice(1));
  return null;
}

/** The runner that a command starts, or null. */
export const readRunner: CommandReader = (words) => {
  const [first = '', ...args] = words;
  const program = programOf(first);
  if (jestPrograms.includes(program)) return runner('jest', args);
  if (program === 'vitest') return runner('vitest', args);
  if (['mocha', '_mocha', 'electron-mocha', 'mochapack'].includes(program)) return runner('mocha', args);
  if (program === 'ava') return runner('ava', args);
  const withTests = readToolWithTests(program, args);
  if (withTests) return withTests;
  const isOfTests = !['ng', 'playwright', 'deno', 'stencil'].includes(program) || args[0] === 'test';
  return otherTools.includes(program) && isOfTests ? runner('other', args, program) : null;
};

/** `node --flag node_modules/jest/bin/jest.js …`, `node --test`, and scripts that start Jest through its API. */
export const readNode: CommandReader = (words, context) => {
  const [first = '', ...rest] = words;
  if (!['node', 'nodejs', 'tsx', 'ts-node', 'babel-node', 'esr', 'node-dev'].includes(programOf(first)))
    return null;
  const script = skipOptions(rest, valueFlags);
  const nodeOptions = rest.slice(0, rest.length - script.length).filter((option) => option !== '--');
  const isTest = nodeOptions.some((option) => option === '--test' || option.startsWith('--test='));
  if (isTest) return runner('node:test', rest);
  const [file] = script;
  if (file === undefined) return null;
  const isOfPackage = /(?:^|\/)node_modules\//.test(file.replaceAll('\\', '/'));
  const inPackage = isOfPackage ? readRunner([packageProgram(file), ...script.slice(1)], context) : null;
  if (inPackage) return [{ kind: 'words', words: [packageProgram(file), ...script.slice(1)], nodeOptions }];
  return readOwnScript(file, script.slice(1), context);
};

/** The package whose file it is: `node_modules/jest/bin/jest.js` is `jest`, `node_modules/vitest/vitest.mjs` is `vitest`. */
function packageProgram(file: string): string {
  const inside = file.replaceAll('\\', '/').split('node_modules/').at(-1) ?? '';
  const parts = inside.split('/');
  return parts[0] === '.bin' ? programOf(parts[1] ?? '') : (parts[0] ?? '');
}

/** A script of the repository that starts Jest by itself, as ejected React applications have it. */
function readOwnScript(file: string, args: readonly string[], context: CommandContext): CommandStep[] | null {
  const names = [file, `${file}.js`];
  const text = names.map((name) => context.readText(name)).find((each) => each !== null) ?? null;
  if (text === null) return null;
  const startsJest = /(?:require\(|from\s*)['"](?:jest|jest-cli|@jest\/core)['"]/.test(text);
  if (!startsJest) return null;
  const env = Object.fromEntries(
    [...text.matchAll(/process\.env\.([A-Z_]\w*)\s*=\s*['"]([^'"]*)['"]/g)].map(([, name, value]) => [
      name ?? '',
      value ?? '',
    ]),
  );
  return [{ kind: 'words', words: ['jest', ...args], env }];
}
