/** Keeps the test behind a finding as a file that can be run. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Candidate } from '../../domain/candidate.js';
import { composeTestFile } from '../../test-file/test-file.js';
import type { Work } from '../pass.js';

const FOLDER = '.nightshift/findings';

/** Writes the file and returns the command that runs it; null where the state is not kept in the repository. */
export async function writeFinding({ prepared }: Work, candidate: Candidate): Promise<string | null> {
  const { host, stateFolder } = prepared;
  if (path.resolve(stateFolder) !== path.join(host.root, '.nightshift')) return null;
  const name = `${candidate.group}-${candidate.id.split('~').at(-1) ?? ''}`
    .replaceAll(/[^\w]+/g, '-')
    .toLowerCase();
  const extension = path.extname(candidate.file).replace(/x$/, candidate.body.includes('</') ? 'x' : '');
  const file = `${FOLDER}/${name}.test${extension}`;
  try {
    await mkdir(path.join(stateFolder, 'findings'), { recursive: true });
    await writeFile(
      path.join(host.root, file),
      composeTestFile(host, { path: file, candidates: [candidate] }),
    );
  } catch {
    return null;
  }
  return `npx jest --roots . --testMatch "**/${FOLDER}/*" --runTestsByPath ${file}`;
}
