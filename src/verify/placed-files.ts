/** Test files of candidates, as they are written into the copy of the host. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Candidate } from '../domain/candidate.js';
import type { JestSession } from '../io/jest/run/run-jest.js';
import { composeTestFile } from '../test-file/test-file.js';

/** One test file as it is written into the copy. */
export interface PlacedFile {
  path: string;
  candidates: Candidate[];
  /** The text that the file had before this pass, when an earlier one delivered it. */
  existing: string | null;
}

/** Writes the files into the copy. */
export async function writePlaced(session: JestSession, files: readonly PlacedFile[]): Promise<void> {
  for (const file of files) {
    const absolute = path.join(session.box.root, file.path);
    await mkdir(path.dirname(absolute), { recursive: true });
    const text = composeTestFile(session.host, file);
    await writeFile(absolute, text);
  }
}

/** Takes the files out of the copy again, or puts back what an earlier pass had delivered. */
export async function removePlaced(session: JestSession, files: readonly PlacedFile[]): Promise<void> {
  for (const file of files) {
    const absolute = path.join(session.box.root, file.path);
    if (file.existing === null) await rm(absolute, { force: true });
    else await writeFile(absolute, file.existing);
  }
}

/** Each candidate in a file of its own, so that nothing of a neighbour can help or harm it. */
export function aloneFiles(files: readonly PlacedFile[]): PlacedFile[] {
  let number = 0;
  return files.flatMap((file) =>
    file.candidates.map((candidate) => ({
      path: file.path.replace('.nightshift', `.nightshift-alone${number++}`),
      candidates: [candidate],
      existing: null,
    })),
  );
}
