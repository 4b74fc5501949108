/** Live functions of the explored file are told apart by the counters in their text, and their places in the source. */
import { createHash } from 'node:crypto';
import { runInThisContext } from 'node:vm';
import { findKnown } from '../../../../../../src/author/explorer/in-host/run/live-functions.cjs';
import type { IstanbulFile } from '../../../../../../src/author/explorer/in-host/run/counters.cjs';

const counter = `cov_${Number.parseInt(createHash('sha1').update('/repo/a.js').digest('hex').slice(0, 12), 16).toString(36)}`;
const live = (id: number, name = counter): unknown =>
  runInThisContext(`(function () { ${name}().f[${id}]++; })`);
const place = (line: number, column: number): IstanbulFile['statementMap'][string] => ({
  start: { line, column },
  end: { line, column: column + 9 },
});
const file: IstanbulFile = {
  path: '/repo/a.js',
  s: {},
  f: {},
  b: {},
  statementMap: {},
  branchMap: {},
  fnMap: {
    0: { name: '(anonymous_0)', decl: place(1, 9), loc: place(1, 20) },
    1: { name: '(anonymous_1)', decl: place(1, 30), loc: place(1, 40) },
  },
};
const made = (line: number, from: number, to: number) => ({
  name: '',
  start: { line, column: from },
  body: { line, column: to },
  params: [],
});

test('a function is found by the place of its body', () => {
  const indexOf = findKnown([made(1, 9, 20), made(1, 30, 40)], file);
  expect([live(1), live(0), live(1)].map(indexOf)).toEqual([1, 0, 1]);
});

test.each([
  ['a function of another file', live(0, 'cov_other')],
  ['a function without counters', Math.max],
  ['no function', { f: 1 }],
  ['a function at another place', live(1)],
])('%s is not known', (_, value) => {
  expect(findKnown([made(1, 9, 20)], file)(value)).toBe(-1);
});

test('behind a compiler, the source map leads to the function', () => {
  // `AAAA` begins at the start of the source; `oBAEK` maps column 20 to column 5 two lines below.
  const inputSourceMap = { version: 3, sources: ['a.ts'], names: [], mappings: 'AAAA,oBAEK' };
  const indexOf = findKnown([made(3, 0, 4), made(3, 5, 12)], { ...file, inputSourceMap });
  expect(indexOf(live(0))).toBe(1);
});
