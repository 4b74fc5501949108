/** What a killed run was about to deliver reaches the host once, wherever the kill came. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { commitMessage } from '../../src/deliver/commit-message.js';
import type { DeliveryMode } from '../../src/domain/config.js';
import type { PassEvent } from '../../src/domain/events.js';
import { ownMarker } from '../../src/test-file/test-file.js';
import { readGitState } from '../../src/io/git/git.js';
import { describeProcess } from '../../src/io/files/temp-folder.js';
import { openLedger, type Ledger } from '../../src/ledger/ledger.js';
import { openDeliveryTarget, type DeliveryTarget } from '../../src/pipeline/delivery/delivery-target.js';
import { deliverLeftovers } from '../../src/pipeline/delivery/deliver-leftovers.js';
import { accepted } from '../support/ledger-entries.js';
import { removeTempFolders, tempRepo, type TempRepo } from '../support/temp-repo.js';
import { buildConfig, buildHost } from '../support/builders.js';

afterAll(removeTempFolders);

const testFile = 'src/a.nightshift.test.js';
const content = `${ownMarker}\ntest('a', () => {});\n`;
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const message = commitMessage({
  file: 'src/a.js',
  targetNames: ['a'],
  gain: { statements: 1, branches: 0 },
  tests: 1,
  author: 'explorer',
  runId: 'killed',
  mutants: { killed: 1, tried: 1 },
});

interface Scene {
  repo: TempRepo;
  ledger: Ledger;
  deliveryTarget: (runId: string) => Promise<DeliveryTarget>;
  /** What the next run tells about deliveries. */
  deliverAgain: () => Promise<{ events: PassEvent[]; deliveryTarget: DeliveryTarget }>;
}

/** A repository, and a ledger in which a run that was killed intends one delivery. */
async function scene(mode: DeliveryMode, owner = { pid: 4_194_304, startTime: '1' }): Promise<Scene> {
  const repo = tempRepo();
  repo.write('.git/info/exclude', '.nightshift\n');
  const stateFolder = join(repo.dir, '.nightshift');
  await mkdir(stateFolder);
  const ledger = openLedger(join(stateFolder, 'ledger.db'));
  const host = buildHost({ root: repo.dir });
  const settings = buildConfig({ deliver: mode });
  const git = await readGitState(repo.dir);
  const deliveryTarget = async (runId: string): Promise<DeliveryTarget> => {
    const state = await readGitState(repo.dir);
    return openDeliveryTarget({
      config: settings,
      host,
      git: state,
      runId,
      stateFolder,
      note: () => undefined,
    });
  };
  ledger.recordVerdict('killed', accepted('c1'));
  const { where } = await describeProcess(process.pid);
  ledger.recordDelivery({
    runId: 'killed',
    file: 'src/a.js',
    testFile,
    state: 'intended',
    commit: null,
    contentHash: hashOf(content),
    candidateIds: ['c1'],
    plan: {
      mode,
      branch: mode === 'branch' ? 'nightshift/main' : mode === 'commit' ? 'main' : null,
      head: git?.head ?? null,
      sourceHash: hashOf('exports.a = 1;\n'),
      previousHash: null,
      content,
      message,
      candidateIds: ['c1'],
      owner: { ...owner, where },
    },
  });
  const deliverAgain: Scene['deliverAgain'] = async () => {
    const events: PassEvent[] = [];
    const opened = await deliveryTarget('next');
    const observer = (event: PassEvent): void => void events.push(event);
    const { signal } = new AbortController();
    const git = await readGitState(repo.dir);
    await deliverLeftovers({ request: { observer }, signal, host, git, ledger, deliveryTarget: opened });
    return { events, deliveryTarget: opened };
  };
  return { repo, ledger, deliveryTarget, deliverAgain };
}

const deliverAs = async ({ deliveryTarget }: Scene, runId: string, text = content): Promise<void> => {
  await (await deliveryTarget(runId)).deliver([{ path: testFile, content: text }], message, new Map());
};

const refOf = { branch: 'nightshift/main', commit: 'main' };

describe.each(['branch', 'commit'] as const)('%s', (mode) => {
  test.each([
    ['before anything was written', () => Promise.resolve()],
    ['when all was written and nothing noted', (at: Scene) => deliverAs(at, 'killed')],
  ])('killed %s, it is delivered once, with its own trailers', async (_, before) => {
    const at = await scene(mode);
    await before(at);
    const { events } = await at.deliverAgain();
    expect(events).toMatchObject([{ type: 'delivered', testFile, tests: 1 }]);
    expect(at.ledger.unfinishedDeliveries()).toEqual([]);
    const commit = at.repo.git('log', '--format=%H', refOf[mode], '--', testFile);
    expect(commit).toMatch(/^[0-9a-f]{40}$/);
    expect(at.repo.git('log', '-1', '--format=%(trailers:key=Nightshift-Run,valueonly)', commit)).toBe(
      'killed',
    );
    expect(at.repo.git('show', `${refOf[mode]}:${testFile}`)).toBe(content.trim());
    expect(at.repo.git('status', '--porcelain')).toBe('');
    expect(at.ledger.explain(testFile).decisions).toMatchObject([{ candidateId: 'c1', commit }]);
    expect((await at.deliverAgain()).events).toEqual([]);
    at.ledger.close();
  });

  test('what was proven on other code is given up', async () => {
    const at = await scene(mode);
    at.repo.write('src/a.js', 'exports.a = 2;\n');
    expect((await at.deliverAgain()).events).toEqual([]);
    expect(at.ledger.unfinishedDeliveries()).toEqual([]);
    expect(at.repo.git('log', '--all', '--format=%s')).toBe('first');
    at.ledger.close();
  });
});

test('branch: the next run lays it under its own work', async () => {
  const at = await scene('branch');
  expect((await at.deliverAgain()).deliveryTarget.earlier).toEqual(new Map([[testFile, content]]));
  at.ledger.close();
});

test('branch: what a later run has extended is not put back', async () => {
  const at = await scene('branch');
  await deliverAs(at, 'killed');
  await deliverAs(at, 'later', `${content}// more\n`);
  await at.deliverAgain();
  expect(at.repo.git('show', `nightshift/main:${testFile}`)).toContain('// more');
  at.ledger.close();
});

test.each([
  ['in the index only', false],
  ['in index and work tree', true],
])('commit: killed when the file was %s, the commit is completed', async (_, isWritten) => {
  const at = await scene('commit');
  at.repo.write(testFile, content);
  at.repo.git('add', testFile);
  if (!isWritten) rmSync(join(at.repo.dir, testFile));
  expect((await at.deliverAgain()).events).toHaveLength(1);
  expect(at.repo.git('status', '--porcelain')).toBe('');
  expect(at.repo.git('diff', '--name-status', 'HEAD~1', 'HEAD')).toBe(`A\t${testFile}`);
  at.ledger.close();
});

test('worktree: written once, and a half-made file of a dead process is removed', async () => {
  const at = await scene('worktree');
  const half = join(at.repo.dir, '.nightshift/writing-4194304-1');
  writeFileSync(half, 'half');
  await at.deliverAgain();
  expect(at.repo.read(testFile)).toBe(content);
  expect(existsSync(half)).toBe(false);
  expect(readdirSync(join(at.repo.dir, 'src'))).toEqual(['a.js', 'a.nightshift.test.js']);
  expect((await at.deliverAgain()).events).toEqual([]);
  at.ledger.close();
});

test('worktree: a file that somebody put there meanwhile stays', async () => {
  const at = await scene('worktree');
  at.repo.write(testFile, 'by hand\n');
  expect((await at.deliverAgain()).events).toEqual([]);
  expect(at.repo.read(testFile)).toBe('by hand\n');
  at.ledger.close();
});

test.each(['patch', 'none'] as const)('%s: nothing is repeated', async (mode) => {
  const at = await scene(mode);
  await at.deliverAgain();
  expect(at.ledger.unfinishedDeliveries()).toEqual([]);
  expect(at.repo.git('status', '--porcelain')).toBe('');
  at.ledger.close();
});

test('what another run that still works has begun is left to it', async () => {
  const parent = await describeProcess(process.ppid);
  const at = await scene('branch', { pid: process.ppid, startTime: parent.startTime ?? '' });
  expect((await at.deliverAgain()).events).toEqual([]);
  expect(at.ledger.unfinishedDeliveries()).toHaveLength(1);
  at.ledger.close();
});
