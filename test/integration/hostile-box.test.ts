/**
 * The box by itself against hostile code, with no policy, guard or wrapper before it: what counts is what can be seen from
 * outside afterwards, and never what the code or Jest says. With HOSTILE=all the attacks on memory, disk and time run in
 * the reduced tier too; without, only in the full one.
 */
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SandboxTier } from '../../src/domain/report.js';
import type { Box, BoxResult } from '../../src/io/sandbox/box/box.js';
import { openBox } from '../../src/io/sandbox/box/open-box.js';
import { probeAnew } from '../../src/io/sandbox/probe/probe.js';
import { evasionAttacks } from '../support/hostile/evasion-attacks.js';
import { fileAttacks } from '../support/hostile/file-attacks.js';
import { reachAttacks } from '../support/hostile/reach-attacks.js';
import { resourceAttacks } from '../support/hostile/resource-attacks.js';
import { type Outcome, runnable, runUnchecked } from '../support/hostile/run-attacks.js';
import { newMark, setStage, type Stage } from '../support/hostile/stage.js';

import { processesUnder } from '../support/tiny-host.js';
import { removeTempFolders, tempFolder } from '../support/temp-repo.js';

const probe = await probeAnew(process.cwd());
const attacks = runnable([...fileAttacks, ...reachAttacks, ...evasionAttacks]);
const bounds = { processes: 30, memoryBytes: 500 * 1024 ** 2, diskBytes: 60 * 1024 ** 2, diskFiles: 8000 };

const openIn = (tier: SandboxTier, { dir }: Stage): Promise<Box> =>
  openBox({
    host: { root: dir, dependencyFolders: [{ at: 'node_modules', real: `${dir}/node_modules` }] },
    tier,
    seeInside: [`${process.cwd()}/node_modules`],
    passEnv: [],
    bounds,
  });

/** Ends what attacks have left running, by the marks in its arguments. */
function endMarked(): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const line = existsSync(`/proc/${pid}/cmdline`) ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') : '';
    if (/\0mark-[0-9a-f]{12}\0$/.test(line)) process.kill(Number(pid), 'SIGKILL');
  }
}

describe.each(['full', 'reduced'] as const)('the %s tier', (tier) => {
  const inTier = probe[tier].works ? test : test.skip;
  let stage: Stage;
  let box: Box;

  beforeAll(async () => {
    if (!probe[tier].works) return;
    stage = await setStage();
    box = await openIn(tier, stage);
  });
  afterAll(async () => {
    if (!probe[tier].works) return;
    await box.dispose();
    await stage.close();
    removeTempFolders();
  });

  inTier('attacks do outside what the table says, and nothing more', async () => {
    const outcomes = await runUnchecked(stage, box, attacks);
    const expected = ({ attack }: Outcome) => (tier === 'reduced' ? (attack.reducedLets ?? []) : []);
    const row = (name: string, damage: readonly string[]) => `${name}: ${damage.join(', ') || 'held'}`;
    expect(outcomes.filter(({ wasRun }) => !wasRun).map(({ attack }) => attack.name)).toEqual([]);
    expect(outcomes.map(({ attack, damage }) => row(attack.name, damage))).toEqual(
      outcomes.map((outcome) => row(outcome.attack.name, expected(outcome))),
    );
    if (tier === 'full') expect(stage.changed().filter((file) => !file.includes('victims'))).toEqual([]);
  });

  const isHeavy = tier === 'full' || process.env['HOSTILE'] === 'all';
  const held = resourceAttacks.filter(({ reduced }) => tier === 'full' || (isHeavy && reduced));
  const endless = held.filter(({ ends }) => ends === 'timed out');
  const greedy = held.filter(({ ends }) => ends !== 'timed out');

  inTier('what never ends is ended, and nothing of it is left', async () => {
    const runs = await Promise.all(endless.map((attack) => runScript(box, attack.code, 700)));
    expect(runs.map(({ result, left }) => [result.timedOut, left])).toEqual(endless.map(() => [true, []]));
  });

  if (greedy.length === 0) return;
  inTier.each(greedy.map((attack) => [attack.name, attack] as const))('%s: bounded', async (_, attack) => {
    const { result, left } = await runScript(box, attack.code, 60_000);
    expect(result).toMatchObject({ timedOut: false });
    if (attack.ends === 'exceeded') expect(result.exceeded).toMatch(attack.says ?? /./);
    else expect(result.stdout.length + result.stderr.length).toBeLessThan(9 * 1024 ** 2);
    expect(left).toEqual([]);
    const room = await runScript(box, `require('fs').writeFileSync(at.scratch + '/next', 'x');`, 15_000);
    expect(room.result).toMatchObject({ exitCode: 0 });
  });
});

/** How to become a user without rights, where this one may; undefined where that user could not read this project. */
function asNobody(): string[] | undefined {
  const ids = ['--reuid=65534', '--regid=65534', '--clear-groups'];
  if (process.getuid?.() !== 0) return undefined;
  const canRead =
    spawnSync('setpriv', [...ids, 'test', '-r', join(process.cwd(), 'package.json')]).status === 0;
  return canRead ? ['setpriv', ...ids] : undefined;
}

const nobody = asNobody();
const withNobody = nobody === undefined ? test.skip : test;
withNobody('what holds for root holds for a user without rights', () => {
  const home = tempFolder();
  chownSync(home, 65534, 65534);
  const jest = [
    ...['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '-i'],
    ...[`--cacheDirectory=${home}/cache`, 'hostile-box', '-t', 'attacks do outside|many processes'],
  ];
  const [file = '', ...args] = [...(nobody ?? []), process.execPath, ...jest];
  const run = spawnSync(file, args, {
    env: { PATH: process.env['PATH'], HOME: home, TMPDIR: home },
    encoding: 'utf8',
    timeout: 100_000,
  });
  const count = /^Tests: .*$/m.exec(run.stderr)?.[0] ?? run.stderr.slice(-4000);
  expect(count).toMatch(/ passed/);
  expect(count).not.toMatch(/ failed/);
});

interface ScriptRun {
  result: BoxResult;
  /** Command lines of what still runs. */
  left: string[];
}

async function runScript(box: Box, code: string, timeoutMs: number): Promise<ScriptRun> {
  const mark = newMark();
  const script = `const at = ${JSON.stringify({ scratch: box.scratch, mark })};\n${code}`;
  const result = await box.run({ argv: ['-e', script, mark], env: {}, timeoutMs, writable: false });
  // On a busy machine the kernel takes its time to end what was killed.
  for (let wait = 0; wait < 100 && processesUnder(mark).length > 0; wait++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return { result, left: processesUnder(mark) };
}

const withAll = process.env['HOSTILE'] === 'all' ? test : test.skip;
withAll(
  'none: without a box each of them is seen to get out, so that none is held by a mistake in it',
  async () => {
    const stage = await setStage();
    const box = await openIn('none', stage);
    try {
      const outcomes = await runUnchecked(stage, box, attacks);
      const blunt = outcomes.filter(
        ({ attack, damage }) => damage.length === 0 && attack.toothless === undefined,
      );
      expect(blunt.map(({ attack, said }) => `${attack.name}: ${said}`)).toEqual([]);
    } finally {
      endMarked();
      stage.mend();
      await box.dispose();
      await stage.close();
      removeTempFolders();
    }
  },
);
