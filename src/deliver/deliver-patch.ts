/** Collects tests in a patch file that `git apply` and `patch -p1` take in the host's folder, with or without git. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { ensureStateFolder } from '../io/state-folder.js';
import { assertHostRelative } from './place.js';
import { renderFilePatch, type FileChange } from './render-patch.js';

/**
 * Appends the changes to `patches/<runId>.patch` in the state folder and returns the patch's absolute path. A second
 * change of a file must name the first one's content as `previous`.
 */
export async function writePatch(request: {
  dir: string;
  runId: string;
  files: readonly FileChange[];
  /** Absolute path of the state folder; found from `dir` when left out. */
  stateFolder?: string;
}): Promise<string> {
  for (const { path } of request.files) assertHostRelative(path);
  const state = request.stateFolder ?? (await ensureStateFolder(request.dir)).path;
  const folder = join(state, 'patches');
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${request.runId}.patch`);
  const earlier = await readFile(path, 'utf8').catch(() => '');
  await writeFileAtomic(path, earlier + request.files.map(renderFilePatch).join(''));
  return path;
}
