/** The temp folder of a case: made before it, looked at after it, and never named in what is recorded. */
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SCRATCH_MARK, Scratch } from '../../../../../../src/author/explorer/in-host/values/scratch.cjs';

const scratch = new Scratch();

afterEach(() => {
  scratch.keep(false);
  scratch.setTimes(false, 0);
});

const files = [
  { path: 'docs/a.txt', content: 'hello' },
  { path: 'empty', content: null },
];

test('the folder holds the files and folders of the case', () => {
  scratch.open(files);
  expect(scratch.list()).toEqual(
    new Map([
      ['docs', null],
      ['docs/a.txt', 'hello'],
      ['empty', null],
    ]),
  );
});

test('paths are marks in what is recorded, and paths again when it is replayed', () => {
  scratch.open(files);
  const file = scratch.withPath(`${SCRATCH_MARK}/docs/a.txt`);
  expect(existsSync(file)).toBe(true);
  expect(scratch.withMark(`cannot read ${file}`)).toBe(`cannot read ${SCRATCH_MARK}/docs/a.txt`);
  expect(scratch.isRevealedIn(`in ${path.dirname(path.dirname(path.dirname(file)))}`)).toBe(true);
});

test('a kept folder serves the next case, without what the last one left', () => {
  scratch.keep(true);
  scratch.open(files);
  const first = scratch.withPath(SCRATCH_MARK);
  writeFileSync(path.join(first, 'left'), 'x');
  scratch.open([]);
  expect(scratch.withPath(SCRATCH_MARK)).toBe(first);
  expect(scratch.list().size).toBe(0);
});

test('a folder that is not kept goes with its case', () => {
  scratch.open(files);
  const folder = scratch.withPath(SCRATCH_MARK);
  scratch.close();
  expect([existsSync(folder), scratch.list().size]).toEqual([false, 0]);
});

test('a case that removes its own folder is seen', () => {
  scratch.open(files);
  expect(scratch.isGone()).toBe(false);
  rmSync(scratch.withPath(SCRATCH_MARK), { recursive: true });
  expect([scratch.isGone(), scratch.list().size]).toEqual([true, 0]);
});

test('pinned files were all changed at one moment', () => {
  scratch.setTimes(true, 0);
  scratch.open(files);
  expect(statSync(scratch.withPath(`${SCRATCH_MARK}/docs/a.txt`)).mtime.toISOString()).toBe(
    '2024-01-15T12:00:00.000Z',
  );
});
