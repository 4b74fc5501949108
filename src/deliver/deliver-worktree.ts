/** Writes tests straight into the work tree, never over a file of somebody else. */
import { chmod, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { NightshiftError } from '../domain/errors.js';
import { errorCode } from '../io/system-error.js';
import { describeProcess, mayRun } from '../io/temp-folder.js';
import { findPlace, mayReplace, type FileText, type IsOwn } from './place.js';

/**
 * Writes all files, each in one step, or none when one of the places is taken. Returns the host-relative paths whose
 * text changed.
 *
 * @throws NightshiftError `usage` when a file is there that is not our own.
 */
export async function writeToWorktree(request: {
  dir: string;
  files: readonly FileText[];
  isOwn: IsOwn;
  /** See {@link writeInOneStep}. */
  workshop?: string;
}): Promise<string[]> {
  const changed: (FileText & { absolute: string })[] = [];
  for (const file of request.files) {
    const { absolute, current } = await findPlace(request.dir, file.path);
    if (!mayReplace(file, current, request.isOwn)) {
      throw new NightshiftError(
        'usage',
        `${file.path} is not overwritten, because somebody wrote or changed it`,
        {
          remedy: 'Rename or remove that file, or take the tests on a branch with --deliver branch.',
        },
      );
    }
    if (current !== file.content) changed.push({ ...file, absolute });
  }
  for (const { absolute, content } of changed) await writeInOneStep(absolute, content, request.workshop);
  return changed.map(({ path }) => path);
}

let writes = 0;

/** How the files of {@link writeInOneStep} are called while they are made, with the process that makes them. */
const unfinished = /^writing-(\d+)-\d+$/;

/**
 * Readers see the old text or the new one, never a part.
 *
 * @param workshop where the new file is made, so that a process that dies leaves nothing in the user's folders; beside the
 * old one when left out, or when the workshop is on another disk.
 */
export async function writeInOneStep(absolute: string, content: string, workshop?: string): Promise<void> {
  await mkdir(dirname(absolute), { recursive: true });
  if (workshop === undefined) return writeFileAtomic(absolute, content);
  const made = join(workshop, `writing-${process.pid}-${++writes}`);
  try {
    await writeFile(made, content, { flush: true });
    const old = await stat(absolute).catch(() => null);
    if (old !== null) await chmod(made, old.mode & 0o777);
    await rename(made, absolute);
  } catch (error) {
    await rm(made, { force: true });
    if (errorCode(error) !== 'EXDEV') throw error;
    await writeFileAtomic(absolute, content);
  }
}

/** Removes what processes that died have left in a workshop. */
export async function tidyWorkshop(workshop: string): Promise<void> {
  for (const name of await readdir(workshop).catch(() => [])) {
    const pid = unfinished.exec(name)?.[1];
    if (pid === undefined || (await mayRun(await describeProcess(Number(pid))))) continue;
    await rm(join(workshop, name), { force: true });
  }
}
