/** Code that asks for files gets a folder with some, and arguments that lead there. */
import type { Case } from '../../../../../../src/author/explorer/notation/case.js';
import { createShape } from '../../../../../../src/author/explorer/in-host/inputs/json-shape.cjs';
import {
  costOfFiles,
  costOfName,
  noteFileUse,
  simplerFiles,
  varyCaseFiles,
  type FileUse,
} from '../../../../../../src/author/explorer/in-host/inputs/vary-files.cjs';
import { SCRATCH_MARK } from '../../../../../../src/author/explorer/in-host/values/scratch.cjs';
import { gradeUnit } from '../../live-code.js';
import { generatorFor } from '../../support.js';

const use = (changes: Partial<FileUse> = {}): FileUse => ({
  isSeen: true,
  asked: ['settings.json'],
  shape: createShape(),
  ...changes,
});
const plain: Case = {
  construct: null,
  steps: [{ member: null, kind: 'call', args: [{ k: 'lit', v: 'gold' }] }],
};
const varied = (of: FileUse): Case[] =>
  Array.from({ length: 200 }, (_, seed) =>
    varyCaseFiles(generatorFor(gradeUnit, { seed }), of, { scenario: plain, parent: null }),
  );

test('a case of code that asks for no file stays as it is', () => {
  expect(new Set(varied(use({ isSeen: false })))).toEqual(new Set([plain]));
});

test('cases get files, some of those that were asked for, and paths to them', () => {
  const cases = varied(use());
  const paths = cases.flatMap(({ files }) => files ?? []).map(({ path }) => path);
  expect(paths).toContain('settings.json');
  const texts = cases.map(({ steps }) => JSON.stringify(steps));
  expect(texts.filter((text) => text.includes(SCRATCH_MARK)).length).toBeGreaterThan(50);
});

test('no file lies where another needs a folder', () => {
  for (const { files = [] } of varied(use())) {
    const names = files.map(({ path }) => path);
    expect(new Set(names).size).toBe(names.length);
    for (const { path, content } of files)
      if (content !== null) expect(names.some((other) => other.startsWith(`${path}/`))).toBe(false);
  }
});

test('names that code asks for are remembered once, odd ones not at all', () => {
  const of = use({ isSeen: false, asked: [] });
  noteFileUse(of, { calls: 2, asked: ['a.txt', 'a.txt', '../secret', 'x\u0000'] });
  expect([of.isSeen, of.asked]).toEqual([true, ['a.txt']]);
});

test('simpler cases have no folder that nobody mentions, fewer files, and less text in them', () => {
  const files = [{ path: 'a.txt', content: 'one\ntwo\nthree\nfour' }];
  const simpler = [...simplerFiles({ ...plain, files })];
  expect(simpler[0]).toEqual(plain);
  expect(simpler[1]).toEqual({ ...plain, files: [] });
  expect(simpler).toContainEqual({ ...plain, files: [{ path: 'a.txt', content: 'one' }] });
  for (const other of simpler) expect(costOfFiles(other)).toBeLessThan(costOfFiles({ ...plain, files }));
});

test('a name that a person would give is cheaper than an odd one', () => {
  expect(costOfName('notes.txt')).toBeLessThan(costOfName('q~'));
});
