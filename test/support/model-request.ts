/** A request for a small target, for the tests of the model author. */
import type { FileBrief, ModelRequest, TargetBrief } from '../../src/author/model/brief.js';
import { buildTarget } from './builders.js';

const sampleSource = `'use strict';

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

export const sampleBrief: FileBrief = {
  file: 'src/clamp.js',
  source: sampleSource,
  shown: sampleSource,
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
  docs: [],
};

export const sampleTargetBrief: TargetBrief = {
  target: sampleTarget,
  access: {
    callee: 'clamp',
    line: "const { clamp } = require('../src/clamp');",
    need: {
      from: { kind: 'file', path: 'src/clamp.js' },
      binding: { kind: 'named', imported: 'clamp', local: 'clamp' },
    },
  },
  uncovered: ['line 4: the then path of "if (low > high)" never ran'],
  observations: [],
  takenTitles: [],
};

export const sampleRequest: ModelRequest = { ...sampleBrief, ...sampleTargetBrief };
