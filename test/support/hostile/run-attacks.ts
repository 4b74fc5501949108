/** Runs attacks without any check before them, many in one Jest, to see what the box holds by itself. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Script } from 'node:vm';
import type { Box } from '../../../src/io/sandbox/box/box.js';
import type { Attack, Damage } from './attack.js';
import { newMark, type Stage } from './stage.js';

const jestBinary = join(process.cwd(), 'node_modules/jest/bin/jest.js');

export interface Outcome {
  attack: Attack;
  damage: Damage[];
  /** What it said of its own end. */
  said: string;
  /** Whether its code ran to its end or threw, as opposed to never having been reached. */
  wasRun: boolean;
}

/** What an attack looks like as a test: it may take a second, and what it throws is its own business. */
const asTest = (attack: Attack, aims: object, index: number): string => `
test(${JSON.stringify(`${index} ${attack.name}`)}, async () => {
  const at = ${JSON.stringify(aims)};
  const say = (text) => process.stdout.write(at.mark + ' ' + String(text).replaceAll('\\n', ' ') + '\\n');
  const console = { log: (text) => say('tells ' + text) };
  const attempt = async () => {
${attack.code}
  };
  const deadline = new Promise((resolve) => setTimeout(resolve, 1000));
  let said = 'came to its end';
  await Promise.race([attempt(), deadline]).catch((error) => { said = String(error && error.code || error); });
  say('ran: ' + said);
});
`;

const isSyntaxOf = (code: string): boolean => {
  try {
    new Script(`async (at, require, module, jest) => {\n${code}\n};`);
    return true;
  } catch {
    return false;
  }
};

/** Attacks that only make sense as text that is pasted into a file are for the policy alone. */
export const runnable = (attacks: readonly Attack[]): Attack[] =>
  attacks.filter(({ code }) => isSyntaxOf(code));

/**
 * Puts the attacks into one test file of the copy and runs it under plain Jest, without guard, wrapper or policy.
 * Returns what each has done outside.
 */
export async function runUnchecked(stage: Stage, box: Box, attacks: readonly Attack[]): Promise<Outcome[]> {
  const armed = attacks.map((attack) => ({ attack, mark: newMark() }));
  const tests = armed.map(({ attack, mark }, index) => asTest(attack, stage.aimsFor(mark, box), index));
  const file = join(box.root, 'attacks.test.js');
  await writeFile(file, tests.join(''));
  const cache = join(box.scratch, 'hostile-cache');
  await mkdir(cache, { recursive: true });
  const result = await box.run({
    argv: [
      '--experimental-vm-modules',
      jestBinary,
      ...[
        '--runInBand',
        '--ci',
        '--watchman=false',
        '--forceExit',
        '--testEnvironment=node',
        '--config={"transform":{}}',
      ],
      ...[`--rootDir=${box.root}`, `--cacheDirectory=${cache}`, '--runTestsByPath', file],
    ],
    env: {},
    timeoutMs: 90_000,
    writable: false,
  });
  await rm(file, { force: true });
  // What was sent is heard, and what was killed is gone, a moment later.
  await new Promise((resolve) => setTimeout(resolve, 250));
  const lines = (result.stdout + result.stderr).split('\n');
  const linesOf = (mark: string): string => lines.filter((line) => line.startsWith(mark)).join('\n');
  return armed.map(({ attack, mark }) => ({
    attack,
    damage: stage.damageOf(mark, linesOf(mark)),
    said: linesOf(mark),
    wasRun: linesOf(mark).includes(`${mark} ran: `),
  }));
}
