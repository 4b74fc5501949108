/** Something that a person should look at. */

export const findingKinds = [
  /** A law that ought to hold, with an input for which it does not. */
  'counterexample',
  /** A test whose expectation differs from the code's behaviour, with both values. */
  'disagreement',
  'crash',
  'hang',
  'flaky-host-test',
  'failing-host-test',
  /** A test that passes here, but not by the repository's own command. */
  'own-command',
  /** A host file that cannot be parsed or loaded. */
  'broken-file',
] as const;

export interface Finding {
  kind: (typeof findingKinds)[number];
  /** Target id, or the host-relative file where there is no target. */
  target: string;
  title: string;
  detail: string;
  /** A command or snippet that shows it again. */
  reproduce?: string;
}
