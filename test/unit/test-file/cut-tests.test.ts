/** Tests that no longer fit the code are taken out of a file of ours; the others stay as they are. */
import { describe, expect, test } from '@jest/globals';
import { cutTests } from '../../../src/test-file/cut-tests.js';

const marker =
  '// Written by Nightshift: each test was run, repeated, and seen to fail when the code is broken.';

const file = `${marker}
import { dump, level as height, order } from './stock';
import fs from 'node:fs';

describe('order', () => {
  test('gives 6', () => {
    expect(order(2, 3)).toBe(6);
  });

  test('throws "below zero"', () => {
    expect(() => order(-1)).toThrow('below zero');
  });
});

describe('dump', () => {
  test.each([['a', '0: a'], ['', '']])('writes %p as %p', (given, wanted) => {
    expect(dump(given)).toBe(wanted);
  });
});

describe('level', () => {
  it('is read from a file', () => {
    expect(height(fs.existsSync('x'))).toBe(0);
  });
});
`;

describe('cutTests', () => {
  test('takes one test out and leaves its neighbours', () => {
    const left = cutTests(file, ['order gives 6']);
    expect(left).toBe(
      file.replace("\n  test('gives 6', () => {\n    expect(order(2, 3)).toBe(6);\n  });\n", ''),
    );
  });

  test('takes a whole table out when a row of it fails', () => {
    const left = cutTests(file, ['dump writes "a" as "0: a"']) ?? '';
    expect(left).not.toContain('dump');
    expect(left).toContain("import { level as height, order } from './stock';");
  });

  test('takes imports out that nothing needs any more', () => {
    const left = cutTests(file, ['level is read from a file']) ?? '';
    expect(left).not.toMatch(/node:fs|height/);
    expect(left).toContain("import { dump, order } from './stock';");
  });

  test('does the same with require', () => {
    const commonJs = file.replace(
      "import { dump, level as height, order } from './stock';\nimport fs from 'node:fs';",
      "const { dump, level: height, order } = require('./stock');\nconst { existsSync } = require('node:fs');",
    );
    const left = cutTests(commonJs, ['level is read from a file']) ?? '';
    expect(left).toContain("const { dump, order } = require('./stock');");
    expect(left).not.toContain('existsSync');
  });

  test('leaves nothing where all tests fail', () => {
    const all = [
      'order gives 6',
      'order throws "below zero"',
      'dump writes "" as ""',
      'level is read from a file',
    ];
    expect(cutTests(file, all)).toBeNull();
  });

  test('leaves the file as it is where no test has such a name', () => {
    expect(cutTests(file, ['order gives 7', 'gives 6'])).toBe(file);
  });
});
