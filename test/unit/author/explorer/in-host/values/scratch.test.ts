/** The temp folder of a case: made before it, looked at after it, and never named in what is recorded. */
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  SCRATCH_MARK,
  closeScratch,
  isScratchGone,
  keepScratch,
  listScratch,
  openScratch,
  revealsScratch,
  setFileTimes,
  withScratchMark,
  withScratchPath,
} from '../../../../../../src/author/explorer/in-host/values/scratch.cjs';

afterEach(() => {
  keepScratch(false);
  setFileTimes(false, 0);
});

const files = [
  { path: 'docs/a.txt', content: 'hello' },
  { path: 'empty', content: null },
];

test('the folder holds the files and folders of the case', () => {
  openScratch(files);
  expect(listScratch()).toEqual(
    new Map([
      ['docs', null],
      ['docs/a.txt', 'hello'],
      ['empty', null],
    ]),
  );
});

test('paths are marks in what is recorded, and paths again when it is replayed', () => {
  openScratch(files);
  const file = withScratchPath(`${SCRATCH_MARK}/docs/a.txt`);
  expect(existsSync(file)).toBe(true);
  expect(withScratchMark(`cannot read ${file}`)).toBe(`cannot read ${SCRATCH_MARK}/docs/a.txt`);
  expect(revealsScratch(`in ${path.dirname(path.dirname(path.dirname(file)))}`)).toBe(true);
});

test('a kept folder serves the next case, without what the last one left', () => {
  keepScratch(true);
  openScratch(files);
  const first = withScratchPath(SCRATCH_MARK);
  writeFileSync(path.join(first, 'left'), 'x');
  openScratch([]);
  expect(withScratchPath(SCRATCH_MARK)).toBe(first);
  expect(listScratch().size).toBe(0);
});

test('a folder that is not kept goes with its case', () => {
  openScratch(files);
  const folder = withScratchPath(SCRATCH_MARK);
  closeScratch();
  expect([existsSync(folder), listScratch().size]).toEqual([false, 0]);
});

test('a case that removes its own folder is seen', () => {
  openScratch(files);
  expect(isScratchGone()).toBe(false);
  rmSync(withScratchPath(SCRATCH_MARK), { recursive: true });
  expect([isScratchGone(), listScratch().size]).toEqual([true, 0]);
});

test('pinned files were all changed at one moment', () => {
  setFileTimes(true, 0);
  openScratch(files);
  expect(statSync(withScratchPath(`${SCRATCH_MARK}/docs/a.txt`)).mtime.toISOString()).toBe(
    '2024-01-15T12:00:00.000Z',
  );
});
