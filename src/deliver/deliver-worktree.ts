/** Writes tests straight into the work tree, never over a file of somebody else. */
import { randomUUID } from 'node:crypto';
import { chmod, lstat, readdir, realpath, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { NightshiftError } from '../domain/errors.js';
import { createForAllBelow, inFolderBelow, replaceBelow } from '../io/files/below.js';
import { errorCode } from '../io/system/system-error.js';
import { describeProcess, mayRun } from '../io/files/temp-folder.js';
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
  stagingFolder?: string;
}): Promise<string[]> {
  const root = await realpath(request.dir);
  const changed: (FileText & { absolute: string })[] = [];
  for (const file of request.files) {
    const { absolute, current } = await findPlace(root, file.path);
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
  for (const { absolute, content } of changed) {
    if (content === null) await removeBelow(root, absolute);
    else await writeInOneStep({ root, absolute }, content, request.stagingFolder);
  }
  return changed.map(({ path }) => path);
}

/** Removes a file below `root`, whatever links lead to it. */
export const removeBelow = (root: string, absolute: string): Promise<void> =>
  inFolderBelow(root, absolute, {
    makeFolders: false,
    work: (folder) => rm(join(folder, basename(absolute)), { force: true }),
  });

/** How the files of {@link writeInOneStep} are called while they are made, with the process that makes them. */
const unfinished = /^writing-(\d+)-[\da-f-]+$/;

/**
 * Writes a file below `root`, an absolute path without links. Readers see the old text or the new one, never a part, and no
 * link on the way is followed.
 *
 * @param stagingFolder where the new file is made, so that a process that dies leaves nothing in the user's folders; beside the
 * old one when left out, or when the staging folder is on another disk.
 */
export async function writeInOneStep(
  { root, absolute }: { root: string; absolute: string },
  content: string,
  stagingFolder?: string,
): Promise<void> {
  if (stagingFolder === undefined) return replaceBelow(root, absolute, content);
  const made = join(stagingFolder, `writing-${process.pid}-${randomUUID()}`);
  try {
    await createForAllBelow(stagingFolder, made, content);
    await inFolderBelow(root, absolute, {
      makeFolders: true,
      work: async (folder) => {
        const place = join(folder, basename(absolute));
        const old = await lstat(place).catch(() => null);
        if (old?.isFile() === true) await chmod(made, old.mode & 0o777);
        await rename(made, place);
      },
    });
  } catch (error) {
    await rm(made, { force: true });
    if (errorCode(error) !== 'EXDEV') throw error;
    await replaceBelow(root, absolute, content);
  }
}

/** Removes what processes that died have left in a staging folder. */
export async function tidyStagingFolder(stagingFolder: string): Promise<void> {
  for (const name of await readdir(stagingFolder).catch(() => [])) {
    const pid = unfinished.exec(name)?.[1];
    if (pid === undefined || (await mayRun(await describeProcess(Number(pid))))) continue;
    await rm(join(stagingFolder, name), { force: true });
  }
}
