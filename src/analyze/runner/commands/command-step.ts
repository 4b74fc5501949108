/** How a command of a script is read on: what a wrapper hands to which command. */

import type { HostRunner } from '../../../domain/host.js';

/** The test runners that are distinguished; `other` is one that Nightshift knows by name only. */
export type RunnerName = 'jest' | 'vitest' | 'mocha' | 'ava' | 'node:test' | 'other';

/** The package of a tool that makes the configuration of Jest by itself. */
export type ConfigMaker = NonNullable<HostRunner['configBy']>;

/** The meaning of a command. */
export type CommandStep =
  /** The same command without a wrapper before it. */
  | { kind: 'words'; words: string[]; env?: Record<string, string>; nodeOptions?: string[] }
  /** A line that a shell would read. */
  | { kind: 'line'; line: string; env?: Record<string, string> }
  | { kind: 'script'; name: string; args: string[]; folder?: string }
  /** A script of several packages of the repository; null stands for all of them. */
  | { kind: 'packages'; names: string[] | null; script: string; args: string[] }
  | { kind: 'runner'; runner: RunnerName; tool: string; args: string[]; configBy?: ConfigMaker }
  /** A step that requires something missing in the sandbox, and does not end in a test runner. */
  | { kind: 'needs'; what: string; then: CommandStep[] };

/** The context for reading a command. */
export interface CommandContext {
  /** The text of a file by its path from where the command runs, or null. */
  readText: (file: string) => string | null;
}

/** Reads one command; null when its program is not known. */
export type CommandReader = (words: readonly string[], context: CommandContext) => CommandStep[] | null;

/** The words behind the options at the front. `withValue` are options whose value is a word of its own. */
export function skipOptions(words: readonly string[], withValue: readonly string[] = []): string[] {
  let at = 0;
  while (at < words.length) {
    const word = words[at] ?? '';
    if (word === '--') return words.slice(at + 1);
    if (!word.startsWith('-')) break;
    at += withValue.includes(word) ? 2 : 1;
  }
  return words.slice(at);
}

/** The values of an option, in each of its spellings: `-e a`, `-e=a`, `--env=a`. */
export function optionValues(words: readonly string[], names: readonly string[]): string[] {
  return words.flatMap((word, at) => {
    const [name = '', value] = word.split(/=(.*)/s);
    if (!names.includes(name)) return [];
    const found = value ?? words[at + 1];
    return found === undefined ? [] : [found];
  });
}
