#!/usr/bin/env node
// Kills runs over a tiny host at random moments and checks that nothing is lost, doubled or left behind:
//   npm run bench:kill [-- --times N] [--in-a-row N] [--seed N] [--group SHARE] [--aimed SHARE]
//     [--deliver branch|commit|worktree] [--keep] [--json FILE]
// Each cycle makes a fresh host, kills -9 a run of it (in a share of the cases with its whole process group) after a random
// part of the time that a run takes, or in a share of the cases around the delivery, and runs again; with --in-a-row, so
// many runs in turn are killed before one is let to its end. After each kill the repository is checked by `git fsck`, the
// ledger by SQLite's integrity_check, and that no process lived on; after the last run also that no delivery is unfinished,
// the tests on the branch are those of the unkilled run, the user's HEAD and status are as they were, and neither a process
// nor a folder of ours is left. With --keep, the folders of cycles with problems stay, with what each run had printed.
import { spawn, execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearTimeout, setTimeout } from 'node:timers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Database from 'libsql';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    group: { type: 'string', default: '0.3' },
    aimed: { type: 'string', default: '0.3' },
    deliver: { type: 'string', default: 'branch' },
    'in-a-row': { type: 'string', default: '1' },
    keep: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const times = Number(values.times);
const mode = values.deliver;
const inARow = Number(values['in-a-row']);

/** mulberry32: the same seed kills at the same moments. */
let state = Number(values.seed) >>> 0;
function random() {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

const files = {
  'package.json': '{ "name": "tiny", "version": "1.0.0" }\n',
  '.gitignore': 'node_modules\n',
  'sign.js': `exports.sign = function sign(n) {
  if (n < 0) return 'negative';
  return n > 0 ? 'positive' : 'zero';
};
exports.isEven = function isEven(n) {
  return n % 2 === 0 ? 'even' : 'odd';
};
`,
  'text.js': `exports.initial = function initial(text) {
  return text === '' ? null : text[0];
};
exports.pad = function pad(text, width) {
  if (text.length >= width) return text;
  return ' '.repeat(width - text.length) + text;
};
`,
};

const git = (dir, ...args) => execFileSync('git', args, { cwd: dir, encoding: 'utf8' }).trim();

function makeHost(work) {
  const dir = join(work, 'tiny');
  mkdirSync(dir);
  mkdirSync(join(work, 'temp'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'));
  git(dir, 'init', '-q', '-b', 'main');
  git(dir, 'add', '-A');
  git(dir, '-c', 'user.name=bench', '-c', 'user.email=bench@localhost', 'commit', '-qm', 'as it was');
  return dir;
}

const lastStepBeforeDelivery = 'proving the final files';

/** Starts a run in a process group of its own; `done` gives exit code, output and seconds. */
function startRun(work, dir) {
  const program = join(root, 'dist/cli/main.js');
  const startedAt = Date.now();
  const child = spawn(
    process.execPath,
    [program, 'run', dir, '--author', 'explorer', '--target-seconds', '0.2', '--deliver', mode],
    {
      cwd: work,
      detached: true,
      env: { ...process.env, TMPDIR: join(work, 'temp') },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let err = '';
  child.stderr.on('data', (chunk) => {
    err += chunk;
    if (chunk.includes(lastStepBeforeDelivery)) child.emit('before-delivery');
  });
  child.stderr.setEncoding('utf8');
  const done = new Promise((resolve) =>
    child.once('exit', (code) => resolve({ code, err: () => err, seconds: (Date.now() - startedAt) / 1000 })),
  );
  return { child, done };
}

/** The value of a literal that our composer wrote. */
const valueOf = (literal) => Function(`return (${literal})`)();

const joined = (parts) =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

/** Names of the tests of a table: its first column, or what `%p` makes of the cells. */
function rowNames(rows, title) {
  return rows
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [first, ...rest] = valueOf(line.trim().replace(/,$/, ''));
      return title === '%s'
        ? first
        : `returns ${JSON.stringify(first)} for ${joined(rest.map((cell) => JSON.stringify(cell)))}`;
    });
}

/** The test files that were delivered, with their texts. */
function delivered(dir) {
  const isTest = (name) => name.includes('.nightshift.');
  if (mode === 'worktree')
    return readdirSync(dir)
      .filter(isTest)
      .map((name) => [name, readFileSync(join(dir, name), 'utf8')]);
  const ref = mode === 'commit' ? 'main' : 'nightshift/main';
  const names = git(dir, 'ls-tree', '-r', '--name-only', ref).split('\n').filter(isTest);
  return names.map((name) => [name, git(dir, 'show', `${ref}:${name}`)]);
}

/** Names of the tests that were delivered, by file. */
function testsOf(dir) {
  return delivered(dir)
    .flatMap(([name, text]) => {
      const single = [...text.matchAll(/^ *(?:test|it)\((.+), (?:async )?\(\) => \{$/gm)].map(([, title]) =>
        valueOf(title),
      );
      const tables = [
        ...text.matchAll(/^ *(?:test|it)\.each\(\[\n(.*?)\n *\]\)\(([^\n]+), \([^)]*\) => \{$/gms),
      ].flatMap(([, rows, title]) => rowNames(rows, valueOf(title)));
      return [...single, ...tables].map((title) => `${name}: ${title}`);
    })
    .sort();
}

/** Processes that mention the folder; those that are ending get a moment. */
async function processesUnder(folder) {
  for (let tries = 0; ; tries++) {
    const found = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => {
        try {
          return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').slice(0, 200)];
        } catch {
          return [];
        }
      })
      .filter((line) => line.includes(folder));
    if (found.length === 0 || tries === 20) return found;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

const ledgerPath = (dir) => join(dir, '.nightshift/ledger.db');

/** What `look` finds in the ledger. */
function withLedger(dir, look) {
  const database = new Database(ledgerPath(dir));
  try {
    return look(database);
  } finally {
    database.close();
  }
}

function damageOf(database) {
  const [found] = database.pragma('integrity_check');
  return found?.integrity_check === 'ok' ? [] : [`ledger: ${JSON.stringify(found)}`];
}

function unfinishedIn(database) {
  const open = database.prepare("SELECT test_file FROM deliveries WHERE state = 'intended'").all();
  return open.map((row) => `unfinished delivery of ${row.test_file}`);
}

/** Candidates that the gate turned down, by which a lost test explains itself. */
function rejectedIn(database) {
  const columns = 'run_id, target, title, reason, detail';
  const rows = database.prepare(`SELECT ${columns} FROM candidates WHERE status = 'rejected'`).all();
  return rows.map(
    (row) => `${row.run_id} turned down ${row.target} "${row.title}": ${row.reason}, ${row.detail}`,
  );
}

function fsck(dir) {
  try {
    return git(dir, 'fsck', '--strict', '--no-dangling') === '' ? [] : ['git fsck complains'];
  } catch (error) {
    return [`git fsck: ${String(error.stderr).trim()}`];
  }
}

/** What git says of the work tree, less what was to be delivered there. */
const changesIn = (dir) =>
  git(dir, 'status', '--porcelain')
    .split('\n')
    .filter((line) => line !== '' && !(mode === 'worktree' && /^\?\? \w+\.nightshift\.test\.js$/.test(line)));

async function problemsOf(work, dir, run, expected) {
  if (run.code !== 0) return [`the next run ended with ${run.code}: ${run.err().slice(-300)}`];
  const tests = testsOf(dir);
  const lost = expected.filter((test) => !tests.includes(test));
  const more = tests.filter((test, at) => !expected.includes(test) || tests.indexOf(test) !== at);
  return [
    ...fsck(dir),
    ...withLedger(dir, (ledger) => [...damageOf(ledger), ...unfinishedIn(ledger)]),
    ...lost.map((test) => `lost: ${test}`),
    ...(lost.length === 0 ? [] : withLedger(dir, rejectedIn)),
    ...more.map((test) => `doubled or new: ${test}`),
    ...(changesIn(dir).length === 0 ? [] : ['the work tree is not as it was']),
    ...(git(dir, 'rev-parse', '--abbrev-ref', 'HEAD') === 'main' ? [] : ['HEAD moved']),
    ...readdirSync(join(work, 'temp')).map((name) => `left in the temp folder: ${name}`),
    ...(await processesUnder(work)).map((line) => `still running: ${line}`),
  ];
}

/** From the last step before the delivery to the end of a run, as a part of the whole. */
const deliveryShare = 0.2;

const newWork = () => realpathSync(mkdtempSync(join(tmpdir(), 'bench-kill-')));

/** Kills one run at a random moment and looks at what it leaves. */
async function killOnce(work, dir, seconds) {
  const share = random();
  const isGroup = random() < Number(values.group);
  const isAimed = random() < Number(values.aimed);
  const { child, done } = startRun(work, dir);
  const startedAt = Date.now();
  const kill = () => process.kill(isGroup ? -child.pid : child.pid, 'SIGKILL');
  const timers = [];
  const killAfter = (ms) => timers.push(setTimeout(kill, ms));
  if (isAimed) child.once('before-delivery', () => killAfter(share * seconds * 1000 * deliveryShare));
  else killAfter(share * seconds * 1000);
  const { code, err } = await done;
  timers.forEach((timer) => clearTimeout(timer));
  const ended = code === null ? 'killed' : 'ended';
  const how = `${ended} ${isGroup ? 'group' : 'process'} after ${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
  const problems = [
    ...(await processesUnder(work)).map((line) => `outlived the kill: ${line}`),
    ...fsck(dir),
    ...(existsSync(ledgerPath(dir)) ? withLedger(dir, damageOf) : []),
  ];
  const last = err().trim().split('\n').at(-1) ?? '';
  return { wasKilled: code === null, how: `${how} at "${last.slice(0, 50)}"`, problems, err: err() };
}

async function cycle(expected, seconds) {
  const work = newWork();
  const problems = [];
  try {
    const dir = makeHost(work);
    const kills = [];
    // One that ended before it could be killed has left nothing to go on with.
    do kills.push(await killOnce(work, dir, seconds));
    while (kills.length < inARow && kills.at(-1).wasKilled);
    const next = await startRun(work, dir).done;
    problems.push(
      ...kills.flatMap((kill) => kill.problems),
      ...(await problemsOf(work, dir, next, expected)),
    );
    for (const [at, text] of [...kills.map(({ err }) => err), next.err()].entries())
      writeFileSync(join(work, `run-${at + 1}.stderr`), text);
    return { kills, seconds: next.seconds, problems };
  } finally {
    if (values.keep && problems.length > 0) console.log(`kept: ${work}`);
    else rmSync(work, { recursive: true, force: true });
  }
}

async function reference() {
  const work = newWork();
  try {
    const dir = makeHost(work);
    const run = await startRun(work, dir).done;
    if (run.code !== 0) throw new Error(`the unkilled run ended with ${run.code}: ${run.err()}`);
    return { expected: testsOf(dir), seconds: run.seconds };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const { expected, seconds } = await reference();
console.log(`an unkilled run: ${seconds.toFixed(1)} s, ${expected.length} tests`);
const results = [];
const killed = () => results.flatMap(({ kills }) => kills).filter(({ wasKilled }) => wasKilled).length;
let usual = seconds;
while (killed() < times) {
  const result = await cycle(expected, usual);
  results.push(result);
  // How long a run takes hangs on what else the machine does meanwhile.
  usual = (usual + result.seconds) / 2;
  const how = result.kills.map((kill) => kill.how).join(', ');
  const verdict = result.problems.length === 0 ? 'ok' : result.problems.join('; ');
  console.log(`${killed()}: ${how}, next run ${result.seconds.toFixed(1)} s: ${verdict}`);
}
const bad = results.filter(({ problems }) => problems.length > 0).length;
console.log(`${killed()} kills, ${results.length} runs after them, ${bad} with problems`);
if (values.json !== undefined) {
  const row = (metric, value, unit) => ({ case: `${killed()} kills`, metric, value, unit });
  const rows = [row('completed after kills', results.length, 'runs'), row('with problems', bad, 'runs')];
  writeFileSync(values.json, `${JSON.stringify({ bench: 'kill', rows })}\n`);
}
process.exitCode = bad === 0 ? 0 : 1;
