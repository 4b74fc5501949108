/** Patches of single files. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { renderFilePatch } from '../../../src/deliver/render-patch.js';

test('a new file is a patch against nothing', () => {
  expect(renderFilePatch({ path: 'src/a b.test.js', content: 'one\ntwo', previous: null })).toBe(
    '--- /dev/null\n+++ b/src/a b.test.js\t\n@@ -0,0 +1,2 @@\n+one\n+two\n\\ No newline at end of file\n',
  );
});

test('a change keeps to the lines around it', () => {
  const previous = '1\n2\n3\n4\n5\n6\n7\n8\n9\n';
  expect(renderFilePatch({ path: 'a.js', content: previous.replace('5\n', 'five\n'), previous })).toBe(
    '--- a/a.js\n+++ b/a.js\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n',
  );
});

test('changes far from each other leave the lines between them alone', () => {
  const lines = Array.from({ length: 200 }, (_, index) => `line ${index}\n`);
  const previous = lines.join('');
  const content = `${lines[0] ?? ''}import { b } from './b';\n${lines.slice(1).join('')}test('b', () => {});\n`;
  const patch = renderFilePatch({ path: 'a.js', content, previous });
  expect(patch.split('\n').filter((line) => /^[+-](?![+-])/.test(line))).toEqual([
    "+import { b } from './b';",
    "+test('b', () => {});",
  ]);
  expect(patch.match(/^@@/gm)).toHaveLength(2);
});

test('a file that is taken away leads to nothing', () => {
  expect(renderFilePatch({ path: 'a.js', content: null, previous: '1\n2\n' })).toBe(
    '--- a/a.js\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-1\n-2\n',
  );
});

test('nothing changed is no patch', () => {
  expect(renderFilePatch({ path: 'a.js', content: 'x', previous: 'x' })).toBe('');
});

test('git turns any text into any other with it', () => {
  const dir = mkdtempSync(join(tmpdir(), 'nightshift-patch-'));
  mkdirSync(join(dir, 'd'));
  const line = fc.constantFrom('a\n', 'b\n', 'c\r\n', '\n', '--- x\n', '\\ No\n', '@@ -1 +1 @@\n');
  const text = fc
    .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('', 'end'))
    .map(([lines, end]) => lines.join('') + end)
    .filter((some) => some !== '');
  try {
    fc.assert(
      fc.property(text, text, (previous, content) => {
        const file = join(dir, 'd', 'x.js');
        writeFileSync(file, previous);
        const input = renderFilePatch({ path: 'd/x.js', content, previous });
        if (input !== '') execFileSync('git', ['apply', '--whitespace=nowarn'], { cwd: dir, input });
        expect(readFileSync(file, 'utf8')).toBe(content);
      }),
      { numRuns: 60 },
    );
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
