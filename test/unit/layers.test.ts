/** The one-way rule of the source folders, held over the real tree and tried on made-up ones. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFileCycles, findLayerViolations } from '../support/layers.js';

const src = fileURLToPath(new URL('../../src', import.meta.url));

function readSources(): Map<string, string> {
  const names = readdirSync(src, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => /\.[cm]?ts$/.test(name));
  return new Map(
    files.map((file) => [file.split(path.sep).join('/'), readFileSync(path.join(src, file), 'utf8')]),
  );
}

/** The first file of each circle that is left, types included. Take lines away, never add one. */
const startsOfKnownCycles = ['analyze/modules/evaluate-call'];

describe('the layers', () => {
  test('hold in the source tree', () => {
    const files = readSources();
    expect(files.has('pipeline/run-pass.ts')).toBe(true);
    expect(findLayerViolations(files)).toEqual([]);
  });

  test('leaves no more files that import each other in a circle than are known', () => {
    expect(findFileCycles(readSources()).map((group) => group[0])).toEqual(startsOfKnownCycles);
  });

  test.each([
    ['an import', "import { a } from '../verify/gate.js';"],
    ['an import of a type', "import type { A } from '../verify/gate.js';"],
    ['a dynamic import', "const gate = await import('../verify/gate.js');"],
    ['an import by require', "import gate = require('../verify/gate.cjs');"],
    ['a require', "const gate = require('../verify/gate.cjs');"],
    ['a re-export', "export { a } from '../verify/gate.js';"],
  ])('%s from one stage to another is found', (_, line) => {
    const [found, ...more] = findLayerViolations(new Map([['measure/a.ts', `${line}\nexport {};\n`]]));
    expect(found).toContain('stages do not import each other');
    expect(more).toEqual([]);
  });

  test.each([
    ['domain/a.ts', '../io/b.js'],
    ['io/deep/a.ts', '../../ledger/b.js'],
    ['report/a.ts', '../pipeline/b.js'],
    ['pipeline/a.ts', '../cli/b.js'],
    ['daemon/a.ts', '../index.js'],
    ['analyze/host/a.ts', '../access/b.js'],
    ['author/explorer/in-host/values/a.cts', '../search/comparisons/b.cjs'],
    ['io/git/a.ts', '../sandbox/box/b.js'],
  ])('%s may not import %s, which is above it', (file, specifier) => {
    expect(findLayerViolations(new Map([[file, `import '${specifier}';`]]))).toHaveLength(1);
  });

  test.each([
    ['cli/a.ts', '../domain/b.js'],
    ['pipeline/a.ts', '../verify/b.js'],
    ['verify/gate.ts', './policy/a.js'],
    ['analyze/access/a.ts', '../host/b.js'],
    ['author/explorer/in-host/explore.cts', './search/search.cjs'],
    ['index.ts', './pipeline/run-pass.js'],
    ['domain/a.ts', 'node:path'],
  ])('%s may import %s', (file, specifier) => {
    expect(findLayerViolations(new Map([[file, `import '${specifier}';`]]))).toEqual([]);
  });

  test('folders that use each other by way of a file beside them are a circle', () => {
    const files = new Map([
      ['verify/gate.ts', "import './checks/a.js';"],
      ['verify/checks/a.ts', "import type { Gate } from '../gate.js';"],
    ]);
    expect(findLayerViolations(files)).toEqual(['verify: checks, gate import each other in a circle']);
  });

  test.each([
    ['a value', "import { build } from './b.js';", 1],
    ['everything', "import * as b from './b.js';", 1],
    ['the effects', "import './b.js';", 1],
    ['a value beside a type', "import { type Build, build } from './b.js';", 1],
    ['a type', "import type { Build } from './b.js';", 0],
    ['types one by one', "import { type Build, type Made } from './b.js';", 0],
    ['a value of CommonJS', "import { build } from './b.cjs';", 0],
  ])('CommonJS that takes %s of an ES module', (_, text, count) => {
    expect(findLayerViolations(new Map([['io/a.cts', text]]))).toHaveLength(count);
  });

  test('a circle of three files is found, and what only leads to it is no part of it', () => {
    const files = new Map([
      ['io/a.ts', "import './b.js';"],
      ['io/b.ts', "import type { C } from './c.js';"],
      ['io/c.ts', "export { b } from './b.js';\nimport './d.js';"],
      ['io/d.ts', "import './b.js';"],
    ]);
    expect(findFileCycles(files)).toEqual([['io/b', 'io/c', 'io/d']]);
  });

  test('a new folder has to be given its place', () => {
    expect(findLayerViolations(new Map([['shared/a.ts', "import '../domain/b.js';"]]))).toEqual([
      'shared/a.ts imports domain/b.js: shared belongs to no layer',
    ]);
    expect(findLayerViolations(new Map([['analyze/new/a.ts', "import '../host/b.js';"]]))).toEqual([
      'analyze/new/a.ts imports analyze/host/b.js: new belongs to no layer in analyze',
    ]);
  });
});
