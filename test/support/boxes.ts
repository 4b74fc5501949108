/** Boxes for tests: hosts made on the spot, and code run in each tier that works here. */
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SandboxTier } from '../../src/domain/report.js';
import type { Box, BoxCommand, BoxResult } from '../../src/io/sandbox/box/box.js';
import type { BoxHost } from '../../src/io/sandbox/copy/layout.js';
import { openBox, type OpenBoxOptions } from '../../src/io/sandbox/box/open-box.js';
import { probeSandbox } from '../../src/io/sandbox/probe/probe.js';

const probe = await probeSandbox(process.cwd());

/** Runs a test only where the tier works; the title says why it was skipped. */
const inTier = (tier: SandboxTier) => (title: string, body: () => Promise<void>) => {
  if (probe[tier].works) test(`${tier}: ${title}`, body);
  else test.skip(`${tier}: ${title} (skipped: ${probe[tier].detail})`, body);
};
export const full = inTier('full');
export const bothTiers = (title: string, body: (tier: SandboxTier) => Promise<void>) => {
  for (const tier of ['full', 'reduced'] as const) inTier(tier)(title, () => body(tier));
};

export let workshop: string;
const boxes: Box[] = [];

beforeEach(async () => {
  workshop = await realpath(await mkdtemp(join(tmpdir(), 'sandbox-test-')));
});

afterEach(async () => {
  await Promise.all(boxes.splice(0).map((box) => box.dispose()));
  await rm(workshop, { recursive: true, force: true });
});

export async function writeTree(root: string, files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

export async function makeHost(
  files: Record<string, string>,
  dependencyFolders: BoxHost['dependencyFolders'] = [],
) {
  const root = join(workshop, 'my-app');
  await writeTree(root, { 'package.json': '{"name":"my-app"}', ...files });
  return { root, dependencyFolders };
}

export async function open(
  host: BoxHost,
  tier: SandboxTier = 'full',
  more: Partial<Pick<OpenBoxOptions, 'passEnv' | 'tracked' | 'committed'>> = {},
): Promise<Box> {
  const box = await openBox({ host, tier, seeInside: [], passEnv: [], ...more });
  boxes.push(box);
  return box;
}

export function runCode(box: Box, code: string, more: Partial<BoxCommand> = {}): Promise<BoxResult> {
  return box.run({ argv: ['-e', code], env: {}, timeoutMs: 20_000, writable: false, ...more });
}

/** Runs code that prints JSON. */
export async function evaluate(box: Box, code: string, more: Partial<BoxCommand> = {}): Promise<unknown> {
  const result = await runCode(box, code, more);
  expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  return JSON.parse(result.stdout);
}

/** Code that tries to write these files and prints the codes of the errors, or `written`. */
export const tryWriting = (paths: string[]) => `
  const tries = ${JSON.stringify(paths)}.map((path) => {
    try { require('fs').writeFileSync(path, 'gotcha'); return 'written'; } catch (error) { return 'refused'; }
  });
  console.log(JSON.stringify(tries));`;

/** Whether a process runs whose command line holds this text. */
export async function isAnyRunning(mark: string): Promise<boolean> {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (line.includes(mark) && Number(pid) !== process.pid) return true;
  }
  return false;
}
