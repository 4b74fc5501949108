/** Collects tests in a patch file that `git apply` and `patch -p1` take in the host's folder, with or without git. */
import { join } from 'node:path';
import { readBelow, replaceBelow } from '../io/files/below.js';
import { ensureStateFolder } from '../io/git/state-folder.js';
import { assertHostRelative } from './place.js';
import { renderFilePatch, type FileChange } from './render-patch.js';

/** No patch of a run is larger. */
const mostBytes = 256 * 1024 ** 2;

const pathOf = (stateFolder: string, runId: string): string => join(stateFolder, 'patches', `${runId}.patch`);

/** The absolute path of a run's patch when it brings that file, or null. */
export async function findPatch(stateFolder: string, runId: string, file: string): Promise<string | null> {
  const path = pathOf(stateFolder, runId);
  const text = await readPatch(stateFolder, path);
  const head = renderFilePatch({ path: file, content: '\n', previous: null }).split('\n')[1] ?? '';
  return text.split('\n').includes(head) ? path : null;
}

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
  const path = pathOf(state, request.runId);
  const earlier = await readPatch(state, path);
  await replaceBelow(state, path, earlier + request.files.map(renderFilePatch).join(''));
  return path;
}

async function readPatch(stateFolder: string, path: string): Promise<string> {
  const found = await readBelow(stateFolder, path, mostBytes);
  return found.ok ? found.text : '';
}
