/** Which inputs a search goes on from, and which it chooses for tests. */
import type { Case } from '../../../../../../src/author/explorer/notation/case.js';
import {
  chooseEntries,
  createArchive,
  addToArchive,
  type Entry,
} from '../../../../../../src/author/explorer/in-host/search/archive.cjs';

const entry = (text: string, touched: number[]): Entry => {
  const scenario: Case = {
    construct: null,
    steps: [{ member: null, kind: 'call', args: [{ k: 'lit', v: text }] }],
  };
  return { scenario, cost: text.length, touched, reached: touched };
};

test('what others cover already is a step on the way, and no test', () => {
  const archive = createArchive();
  const wanted = (index: number): boolean => index >= 10;
  const onTheWay = entry('half', [1, 2]);
  const there = entry('whole', [1, 2, 10]);
  addToArchive(archive, { entry: onTheWay, calls: 1, isStep: false }, wanted);
  addToArchive(archive, { entry: entry('other', [2]), calls: 2, isStep: false }, wanted);
  addToArchive(archive, { entry: there, calls: 3, isStep: false }, wanted);
  expect(archive.corpus).toEqual([onTheWay, there]);
  expect(archive.lastNewAt).toBe(3);
  expect(chooseEntries(archive, archive.best.keys(), new Set())).toEqual([{ entry: there, owns: [10] }]);
});
