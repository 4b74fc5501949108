/** Recognizes the CI system that a command runs in. */
import { shelter } from '../terminal/shelter.js';
import type { OutputOptions, Terminal } from '../terminal/terminal.js';

/** `other`: a CI system without a form of its own for annotations. */
export type CiSystem = 'github' | 'gitlab' | 'other';

export interface CiOptions extends OutputOptions {
  /** True with `--ci`, false with `--no-ci`; undefined leaves it to the environment. */
  ci?: boolean;
}

const isOn = (value: string | undefined): boolean =>
  value !== undefined && value !== '' && value !== 'false' && value !== '0';

/** The system that the output is for; null at a terminal. */
export function findCi({ env }: Terminal, { ci }: CiOptions): CiSystem | null {
  const isAsked = ci ?? isOn(env['CI']);
  if (!isAsked) return null;
  if (env['GITHUB_ACTIONS'] === 'true') return 'github';
  return isOn(env['GITLAB_CI']) ? 'gitlab' : 'other';
}

/** A terminal for CI: sheltered, and plain where a system was found. */
export function terminalFor(terminal: Terminal, system: CiSystem | null): Terminal {
  const sheltered = shelter(terminal);
  if (system === null) return sheltered;
  return { ...sheltered, outIsTty: false, errIsTty: false, env: { ...terminal.env, CI: 'true' } };
}
