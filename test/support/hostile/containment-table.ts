/** The table of what each tier holds, made from the attacks themselves. */
import { type Attack, attackKinds } from './attack.js';
import { resourceAttacks } from './resource-attacks.js';

/** Rows in Markdown: a kind of attack, how many are tried, and what gets out of the reduced tier. */
export function containmentTable(attacks: readonly Attack[]): string[] {
  const rows = attackKinds.map((kind) => {
    const own = attacks.filter((attack) => attack.kind === kind);
    const out = own.filter(({ reducedLets }) => reducedLets !== undefined).map(({ name }) => name);
    return [kind, String(own.length), 'held', out.length === 0 ? 'held' : `not held: ${out.join('; ')}`];
  });
  const open = resourceAttacks.filter(({ reduced }) => !reduced).length;
  const bounds = `held; ${open} of them need programs, which do not start there`;
  const all = [...rows, ['takes more than its share', String(resourceAttacks.length), 'held', bounds]];
  return all.map((cells) => `| ${cells.join(' | ')} |`);
}
