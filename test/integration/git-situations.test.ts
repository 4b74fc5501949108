/** Delivery in every state that a user's repository may be in: it arrives or is refused in words, and nothing else changes. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commitMessage } from '../../src/deliver/commit-message.js';
import { changedSince, readGitState } from '../../src/io/git/git.js';
import { openDeliveryTarget } from '../../src/pipeline/delivery/delivery-target.js';
import {
  ofThePlace,
  ofTheStorage,
  ofTheWorkTree,
  type Arrange,
  type Situation,
  type Stage,
} from '../support/git-situations.js';
import { ofTheBranches, ofTheConfig, ofTheOwner } from '../support/git-situations-of-refs.js';
import { refusal } from '../support/refusal.js';
import { fingerprint, removeTempFolders, tempFolder, tempRepo } from '../support/temp-repo.js';
import { buildConfig, buildHost } from '../support/builders.js';

afterAll(removeTempFolders);

const files = {
  'src/a.js': 'exports.a = 1;\n',
  'src/b.js': 'exports.b = 1;\n',
  'src/c.js': 'exports.c = 1;\n',
};
const content = 'test();\n';
const message = commitMessage({
  file: 'src/a.js',
  targetNames: ['a'],
  gain: { statements: 1, branches: 1 },
  tests: 1,
  author: 'explorer',
  runId: 'run-1',
  mutants: { killed: 1, tried: 1 },
});

/** What the check itself runs: git without anything that a situation has set up. */
const look = (dir: string, ...args: string[]): string =>
  execFileSync('git', ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-C', dir, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();

function makeStage(): { stage: Stage; witness: string } {
  const repo = tempRepo(files);
  const around = dirname(repo.dir);
  const witness = join(around, 'witness');
  mkdirSync(witness);
  return { stage: { ...repo, around, trap: (name) => `touch '${witness}/${name}'; exit 1` }, witness };
}

/** Everything that a pass asks git for, and the delivery of one file. */
async function pass(dir: string, testFile: string, { meanwhile }: Situation): Promise<{ notes: string[] }> {
  const notes: string[] = [];
  const git = await readGitState(dir);
  if (git?.head != null) await changedSince(dir, 'HEAD', ['src/a.js', 'src/b.js']);
  const deliveryTarget = await openDeliveryTarget({
    config: buildConfig({ deliver: 'branch' }),
    host: buildHost({ root: dir }),
    git,
    runId: 'run-1',
    stateFolder: tempFolder(),
    note: (text) => notes.push(text),
  });
  meanwhile?.();
  await deliveryTarget.deliver([{ path: testFile, content }], message, new Map());
  return { notes };
}

function expectDelivery(top: string, situation: Situation, file: string, head: string): void {
  const { branch = 'nightshift/main', parent = head } = situation;
  const commit = look(top, 'rev-parse', branch);
  if (parent !== '') expect(look(top, 'rev-parse', `${commit}^`)).toBe(parent);
  expect(look(top, 'merge-base', head, commit)).toBe(head);
  expect(look(top, 'diff-tree', '-r', '-z', '--name-status', `${commit}^`, commit)).toBe(`A\0${file}\0`);
  expect(look(top, 'cat-file', 'blob', `${commit}:${file}`)).toBe(content.trim());
  expect(look(top, 'log', '-1', '--format=%B', commit)).toBe(message.trim());
}

async function check(arrange: Arrange): Promise<void> {
  const { stage, witness } = makeStage();
  const situation = arrange(stage);
  const { host = stage.dir, top = stage.dir, testFile = 'src/a.nightshift.test.js' } = situation;
  const { env = {}, uid = 0 } = situation;
  for (const name of readdirSync(witness)) execFileSync('rm', [join(witness, name)]);
  const { meanwhile } = situation;
  let before = fingerprint(stage.around);
  const withFreshView = {
    ...situation,
    meanwhile: () => {
      meanwhile?.();
      if (meanwhile) before = fingerprint(stage.around);
    },
  };
  const envBefore = { ...process.env };
  Object.assign(process.env, env);
  if (uid !== 0) process.seteuid?.(uid);
  try {
    if (situation.refused) {
      const error = await refusal(pass(host, testFile, withFreshView));
      expect(error.message).toMatch(situation.refused[0]);
      expect(error.remedy).toMatch(situation.refused[1]);
      expect(error.message).not.toContain('\n');
    } else {
      const { notes } = await pass(host, testFile, withFreshView);
      const said = situation.patch ?? situation.note;
      expect(notes).toEqual(said ? [expect.stringMatching(said)] : []);
    }
  } finally {
    if (uid !== 0) process.seteuid?.(0);
    for (const name of Object.keys(env)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, envBefore);
  }
  expect(readdirSync(witness)).toEqual([]);
  expect(fingerprint(stage.around)).toEqual(before);
  if (situation.refused || situation.patch) return;
  const prefix = host === top ? '' : `${host.slice(top.length + 1)}/`;
  expectDelivery(top, situation, prefix + testFile, look(top, 'rev-parse', 'HEAD'));
}

test.each([
  ['clean and smudge filters', ['status'], 'process'],
  ['every hook', ['commit', '--allow-empty', '-m', 'x'], 'pre-commit'],
  ['hooks from a template', ['update-ref', 'refs/heads/x', 'HEAD'], 'reference-transaction'],
  ['traps in fsmonitor, ssh, alias, diff, textconv, pager, editor and helpers', ['status'], 'core.fsmonitor'],
])('%s: a git that is not careful runs into it', (name, args, trap) => {
  const { stage, witness } = makeStage();
  ofTheConfig[name]?.(stage);
  try {
    stage.git(...args);
  } catch {
    // Some traps end what they are caught in.
  }
  expect(readdirSync(witness)).toContain(trap);
});

describe.each([
  ['the work tree', ofTheWorkTree],
  ['the place', ofThePlace],
  ['the branches', ofTheBranches],
  ['the config', ofTheConfig],
])('%s', (_, situations) => {
  test.each(Object.entries(situations))('%s', async (_name, arrange) => {
    await check(arrange);
  });
});

describe('the storage', () => {
  for (const [name, { option, arrange }] of Object.entries(ofTheStorage)) {
    const isKnown = spawnSync('git', ['init', '-q', option, join(tempFolder(), 'try')]).status === 0;
    const title = isKnown ? name : `${name} (skipped: this git has no ${option})`;
    (isKnown ? test : test.skip)(title, () => check(arrange));
  }
});

describe('the owner', () => {
  const isRoot = process.getuid?.() === 0;
  (isRoot ? test : test.skip).each(Object.entries(ofTheOwner))(
    isRoot ? '%s' : '%s (skipped: only root can give files away)',
    async (_name, arrange) => {
      await check(arrange);
    },
  );
});
