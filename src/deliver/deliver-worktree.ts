/** Writes tests straight into the work tree, never over a file of somebody else. */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { NightshiftError } from '../domain/errors.js';
import { findPlace, type FileText, type IsOwn } from './place.js';

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
}): Promise<string[]> {
  const changed: (FileText & { absolute: string })[] = [];
  for (const file of request.files) {
    const { absolute, current } = await findPlace(request.dir, file.path);
    if (current !== null && !request.isOwn(file.path, current)) {
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
  for (const { absolute, content } of changed) await writeInOneStep(absolute, content);
  return changed.map(({ path }) => path);
}

/** Readers see the old text or the new one, never a part. */
export async function writeInOneStep(absolute: string, content: string): Promise<void> {
  await mkdir(dirname(absolute), { recursive: true });
  await writeFileAtomic(absolute, content);
}
