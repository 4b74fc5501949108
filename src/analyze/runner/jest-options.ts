/** Reads the arguments that a script gives to Jest, and keeps those that decide what a run of it is; pure. */

import type { JestOption, JestOptions } from '../../domain/host.js';

export interface JestArguments {
  /** By long name, as Jest's own parser hands them on. */
  options: JestOptions;
  /** Patterns of test files: only those that one of them fits are run. */
  patterns: string[];
}

const lists = [
  'projects', 'roots', 'testMatch', 'testRegex', 'setupFiles', 'setupFilesAfterEnv', 'collectCoverageFrom', 'selectProjects',
  'ignoreProjects', 'testPathIgnorePatterns', 'modulePathIgnorePatterns', 'moduleDirectories', 'moduleFileExtensions', 'modulePaths',
  'unmockedModulePathPatterns', 'transformIgnorePatterns', 'snapshotSerializers', 'extensionsToTreatAsEsm',
  'coveragePathIgnorePatterns',
] as const; // prettier-ignore
const texts = [
  'config', 'rootDir', 'testTimeout', 'testEnvironment', 'preset', 'moduleNameMapper', 'transform', 'globals', 'globalSetup',
  'globalTeardown', 'resolver', 'runner', 'testRunner', 'testEnvironmentOptions', 'testURL', 'timers', 'fakeTimers', 'coverageThreshold',
  'filter', 'dependencyExtractor', 'haste', 'prettierPath', 'snapshotResolver',
] as const; // prettier-ignore
const switches = [
  'injectGlobals', 'automock', 'clearMocks', 'resetMocks', 'restoreMocks', 'resetModules', 'randomize', 'errorOnDeprecated',
] as const; // prettier-ignore

/** Options that are of no matter to us but take a word as their value, or several. */
const droppedTexts = [
  'maxWorkers', 'outputFile', 'cacheDirectory', 'coverageDirectory', 'coverageProvider', 'changedSince', 'shard', 'testNamePattern', 'seed',
  'maxConcurrency', 'workerIdleMemoryLimit', 'notifyMode', 'testResultsProcessor', 'testSequencer', 'testFailureExitCode',
]; // prettier-ignore
const droppedLists = ['reporters', 'coverageReporters', 'watchPathIgnorePatterns'];
const patternOptions = ['testPathPattern', 'testPathPatterns'];
const shortNames: Readonly<Record<string, string>> = {
  c: 'config',
  w: 'maxWorkers',
  t: 'testNamePattern',
  e: 'expand',
  env: 'testEnvironment',
};

const includes = (names: readonly string[], name: string): boolean => names.includes(name);

const camel = (name: string): string =>
  name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

interface Cursor {
  words: readonly string[];
  at: number;
}

/** The words up to the next option. */
function takeList(cursor: Cursor): string[] {
  const taken: string[] = [];
  while (cursor.at < cursor.words.length && !(cursor.words[cursor.at] ?? '').startsWith('-'))
    taken.push(cursor.words[cursor.at++] ?? '');
  return taken;
}

function takeText(cursor: Cursor): string | undefined {
  const next = cursor.words[cursor.at];
  if (next === undefined || next.startsWith('-')) return undefined;
  cursor.at++;
  return next;
}

function readOption(word: string, cursor: Cursor, into: JestArguments): void {
  const [dashed = '', inline] = word.split(/=(.*)/s);
  const bare = dashed.replace(/^--?/, '');
  const isNegated = bare.startsWith('no-');
  const named = camel(isNegated ? bare.slice(3) : bare);
  const name = shortNames[named] ?? named;
  const { options, patterns } = into;
  if (includes(lists, name) || includes(droppedLists, name) || includes(patternOptions, name)) {
    const values = [...(inline === undefined ? [] : [inline]), ...takeList(cursor)];
    if (includes(patternOptions, name)) patterns.push(...values);
    else if (includes(lists, name)) options[name] = [...asList(options[name]), ...values];
  } else if (includes(texts, name) || includes(droppedTexts, name)) {
    const value = inline ?? takeText(cursor);
    if (value !== undefined && includes(texts, name)) options[name] = value;
  } else if (includes(switches, name)) {
    const next =
      inline ?? (/^(?:true|false)$/.test(cursor.words[cursor.at] ?? '') ? takeText(cursor) : undefined);
    options[name] = (next !== 'false') !== isNegated;
  }
}

const asList = (option: JestOption | undefined): string[] => (Array.isArray(option) ? option : []);

/** The options and patterns in the words behind `jest`. */
export function readJestArguments(words: readonly string[]): JestArguments {
  const read: JestArguments = { options: {}, patterns: [] };
  const cursor: Cursor = { words, at: 0 };
  while (cursor.at < words.length) {
    const word = words[cursor.at++] ?? '';
    if (word === '--') {
      read.patterns.push(...words.slice(cursor.at));
      break;
    }
    if (word.startsWith('-') && word.length > 1) readOption(word, cursor, read);
    else read.patterns.push(word);
  }
  return read;
}
