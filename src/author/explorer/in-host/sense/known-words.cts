/** The values that the repository itself uses under a name. */
import type { Unit } from '../../notation/plan.js';

/** None for a name that it does not use; `constructor` and the like are names as well as any other. */
export function knownWords({ words = {} }: Pick<Unit, 'words'>, name: string): (string | number)[] {
  const key = name.toLowerCase();
  return Object.hasOwn(words, key) ? (words[key] ?? []) : [];
}
