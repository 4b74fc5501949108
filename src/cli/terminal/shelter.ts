/** Keeps texts of a repository from steering the CI system that a command runs in. */
import type { Terminal } from './terminal.js';

/** GitHub takes `::` at the start of a line, and `##[` anywhere, for commands to itself. */
const withoutCommands = (text: string): string =>
  text.replace(/^(\s*):(?=:)/gm, '$1: ').replaceAll('##[', '## [');

/** A terminal on which nothing from a repository is a command to the system, whatever the options say. */
export function shelter(terminal: Terminal): Terminal {
  if (terminal.env['GITHUB_ACTIONS'] !== 'true') return terminal;
  return {
    ...terminal,
    out: (text) => terminal.out(withoutCommands(text)),
    err: (text) => terminal.err(withoutCommands(text)),
  };
}
