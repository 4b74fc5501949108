/** The one-way rule of the source folders, held over the real tree and tried on made-up ones. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findLayerViolations } from '../support/layers.js';

const src = fileURLToPath(new URL('../../src', import.meta.url));

function readSources(): Map<string, string> {
  const names = readdirSync(src, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => /\.[cm]?ts$/.test(name));
  return new Map(
    files.map((file) => [file.split(path.sep).join('/'), readFileSync(path.join(src, file), 'utf8')]),
  );
}

describe('the layers', () => {
  test('hold in the source tree', () => {
    const files = readSources();
    expect(files.has('pipeline/run-pass.ts')).toBe(true);
    expect(findLayerViolations(files)).toEqual([]);
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
  ])('%s may not import %s, which is above it', (file, specifier) => {
    expect(findLayerViolations(new Map([[file, `import '${specifier}';`]]))).toHaveLength(1);
  });

  test.each([
    ['cli/a.ts', '../domain/b.js'],
    ['pipeline/a.ts', '../verify/b.js'],
    ['verify/policy/a.ts', '../gate.js'],
    ['index.ts', './pipeline/run-pass.js'],
    ['domain/a.ts', 'node:path'],
  ])('%s may import %s', (file, specifier) => {
    expect(findLayerViolations(new Map([[file, `import '${specifier}';`]]))).toEqual([]);
  });

  test('a new folder has to be given its place', () => {
    expect(findLayerViolations(new Map([['shared/a.ts', "import '../domain/b.js';"]]))).toEqual([
      'shared/a.ts imports domain/b.js: shared belongs to no layer',
    ]);
  });
});
