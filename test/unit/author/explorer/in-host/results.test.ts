/** Results reach the parent line by line, and the case that runs is known when the process dies. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ExplorePlan } from '../../../../../src/author/explorer/notation/plan.js';
import { openResults } from '../../../../../src/author/explorer/in-host/results.cjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'results-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (): { results: ReturnType<typeof openResults>; read: (name: string) => string } => ({
  results: openResults({
    resultFile: path.join(folder, 'lines'),
    currentFile: path.join(folder, 'current'),
  } as ExplorePlan),
  read: (name) => readFileSync(path.join(folder, name), 'utf8'),
});

test('each result is one line of JSON, in the order of writing', () => {
  const { results, read } = open();
  results.write({ type: 'unit-start', unit: 'a.js#one' });
  results.write({ type: 'runtime-exports-end' });
  const lines = read('lines').trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { type: string }).type)).toEqual([
    'unit-start',
    'runtime-exports-end',
  ]);
});

test('the current case is behind its length, so that the rest of a longer one before it is not read', () => {
  const { results, read } = open();
  results.note({ construct: null, steps: [{ member: 'aLongMemberName', kind: 'call', args: [] }] });
  const short = { construct: null, steps: [] };
  results.note(short);
  const [length, text] = read('current').split('\n');
  expect(JSON.parse((text ?? '').slice(0, Number(length)))).toEqual(short);
});

test('a beat is an empty line, at most one in half a second', () => {
  const { results, read } = open();
  for (let count = 0; count < 50; count++) results.beat();
  expect(read('lines')).toBe('\n');
});
