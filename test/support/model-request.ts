/** A request for a small target, for the tests of the model author. */
import type { ModelRequest } from '../../src/author/model/request.js';
import { buildTarget } from './builders.js';

export const sampleSource = `'use strict';

function clamp(value, low, high) {
  if (low > high) {
    throw new RangeError('low is above high');
  }
  return value < low ? low : value > high ? high : value;
}

module.exports = { clamp };
`;

const sampleTarget = buildTarget({
  file: 'src/clamp.js',
  name: 'clamp',
  range: { start: { line: 3, column: 0 }, end: { line: 8, column: 1 } },
  returns: { kind: 'number' },
});

export const sampleRequest: ModelRequest = {
  target: sampleTarget,
  source: sampleSource,
  uncovered: ['line 4: the then path of "if (low > high)" never ran'],
  access: {
    callee: 'clamp',
    line: "const { clamp } = require('../src/clamp');",
    need: {
      from: { kind: 'file', path: 'src/clamp.js' },
      binding: { kind: 'named', imported: 'clamp', local: 'clamp' },
    },
  },
  testFile: 'test/clamp.nightshift.test.js',
  hostFiles: new Set(['src/clamp.js', 'src/format/index.ts', 'src/units.ts', 'data/rates.json']),
  related: [],
  packages: [],
  style: {
    jestVersion: '30.1.0',
    moduleSystem: 'cjs',
    typescript: false,
    imports: 'require',
    esModuleInterop: false,
    testFunction: 'test',
    hasFastCheck: true,
  },
};
