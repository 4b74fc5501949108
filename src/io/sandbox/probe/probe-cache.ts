/** Remembers for this machine that the full tier was found to hold, so that not every run has to try again. */
import { createHash } from 'node:crypto';
import { constants, readFileSync, readlinkSync, statSync } from 'node:fs';
import { lstat, mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { homedir, release, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { escapeScript } from './escape-script.js';
import { kernelSwitches } from './remedies.js';
import { findTool } from '../../system/tools.js';

const tierSchema = z.object({ works: z.boolean(), detail: z.string(), remedy: z.string().optional() });

const entrySchema = z.object({
  key: z.string(),
  full: tierSchema.extend({ works: z.literal(true) }),
  reduced: tierSchema,
});

/** The result of probing the tiers; kept only when the full one works, so that a fixed machine is noticed at once. */
export type KeptProbe = Pick<z.infer<typeof entrySchema>, 'full' | 'reduced'>;

const readOr = (read: () => string): string => {
  try {
    return read();
  } catch {
    return '';
  }
};

/** Changes whenever a file is replaced or written; the time of its inode's change cannot be set back. */
const stampOf = (file: string | undefined): string =>
  readOr(() => {
    if (file === undefined) return '';
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
    return [file, dev, ino, size, mtimeNs, ctimeNs].join(':');
  });

/** Rights and filters of this process, without what changes while it runs. */
const rights = (): string =>
  readOr(() => readFileSync('/proc/self/status', 'utf8'))
    .split('\n')
    .filter((line) => /^(?:Cap\w+|NoNewPrivs|Seccomp):/.test(line))
    .join();

/** Our package, and the code that makes the box. */
const ownFiles = ['../../../../package.json', '../tiers/bubblewrap.js', './probe-cache.js'].map((file) =>
  fileURLToPath(new URL(file, import.meta.url)),
);

/**
 * Everything that the result of the probe depends on, as one hash: this start of the kernel, its settings, the programs, the
 * user with all rights, the namespaces that we are in, and our own version. Null where a start of the kernel has no id.
 */
function describeMachine(near: string): string | null {
  const boot = readOr(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
  if (boot === '') return null;
  const parts = [
    ...[boot, process.platform, release(), process.version, process.execPath, tmpdir(), escapeScript],
    ...[process.getuid?.(), process.geteuid?.(), process.getgid?.(), rights()].map(String),
    ...['bwrap', 'prlimit', 'setpriv'].map((name) => stampOf(findTool(name, near))),
    ...[process.execPath, ...ownFiles].map(stampOf),
    ...['user', 'mnt', 'pid', 'net'].map((name) => readOr(() => readlinkSync(`/proc/self/ns/${name}`))),
    readOr(() => readFileSync('/proc/self/attr/current', 'utf8')),
    ...kernelSwitches.map((file) => readOr(() => readFileSync(file, 'utf8'))),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** The user's folder for caches of ours. */
function probeFolder(env: NodeJS.ProcessEnv = process.env): string {
  const given = env['XDG_CACHE_HOME'];
  const caches = given !== undefined && isAbsolute(given) ? given : join(homedir(), '.cache');
  return join(caches, 'nightshift');
}

const fileIn = (folder: string): string => join(folder, 'sandbox-probe.json');

/** Whether nobody but this user, or root, can have written there. */
const isOurs = ({ uid, mode }: { uid: number; mode: number }): boolean =>
  uid === process.getuid?.() && (mode & 0o022) === 0;

/** The result of an earlier run on this machine, or null; never a file that another user could have written. */
export async function recallProbe(near: string, folder = probeFolder()): Promise<KeptProbe | null> {
  const key = describeMachine(near);
  if (key === null) return null;
  try {
    const stats = await lstat(folder);
    if (!stats.isDirectory() || !isOurs(stats)) return null;
    const handle = await open(fileIn(folder), constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const own = await handle.stat();
      if (!own.isFile() || own.nlink !== 1 || !isOurs(own)) return null;
      const entry = entrySchema.parse(JSON.parse(await handle.readFile('utf8')));
      return entry.key === key ? { full: entry.full, reduced: entry.reduced } : null;
    } finally {
      await handle.close();
    }
  } catch {
    return null;
  }
}

/**
 * Keeps what was found, or forgets what was kept where the full tier does not hold; without a place for it, nothing is kept.
 * For `near` see `findTool`.
 */
export async function keepProbe(
  near: string,
  { full, reduced }: { full: z.infer<typeof tierSchema>; reduced: z.infer<typeof tierSchema> },
  folder = probeFolder(),
): Promise<void> {
  const file = fileIn(folder);
  const key = describeMachine(near);
  try {
    if (!full.works || key === null) {
      await rm(file, { force: true });
      return;
    }
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (!isOurs(await lstat(folder))) return;
    const aside = `${file}.${process.pid}`;
    await writeFile(aside, JSON.stringify({ key, full, reduced }), { mode: 0o600, flag: 'wx' });
    await rename(aside, file);
  } catch {
    // A run without the memory only takes longer.
  }
}
