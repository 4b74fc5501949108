/** docs/containment.md says of each tier what the attacks of the tests show, and nothing more. */
import { readFileSync } from 'node:fs';
import { containmentTable } from '../support/hostile/containment-table.js';
import { evasionAttacks } from '../support/hostile/evasion-attacks.js';
import { fileAttacks } from '../support/hostile/file-attacks.js';
import { reachAttacks } from '../support/hostile/reach-attacks.js';

const plain = (row: string): string => row.replaceAll(/\s+/g, ' ').trim();

test('the table of the tiers is that of the attacks', () => {
  const text = readFileSync(new URL('../../docs/containment.md', import.meta.url), 'utf8');
  const [beginning = ''] = text.split('\n## ');
  const written = beginning
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map(plain);
  expect(written).toEqual(containmentTable([...fileAttacks, ...reachAttacks, ...evasionAttacks]).map(plain));
});
