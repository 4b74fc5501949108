import libCoverage from 'istanbul-lib-coverage';
import { describeGap } from '../../../../../src/author/model/context/describe-gap.js';

const source = `function f(x, y = 1) {
  if (x > 3) {
    return y;
  }
  const z = x || y;
  switch (z) {
    case 'a':
      return 1;
  }
  return x ? 'p' : 'q';
}`;

const at = (line: number, from: number, to: number) => ({
  start: { line, column: from },
  end: { line, column: to },
});

const shape = {
  statementMap: {
    0: { start: { line: 2, column: 2 }, end: { line: 4, column: 3 } },
    1: at(3, 4, 13),
    2: at(5, 2, 19),
    3: { start: { line: 6, column: 2 }, end: { line: 9, column: 3 } },
    4: at(8, 6, 15),
    5: at(10, 2, 24),
  },
  branchMap: {
    0: { type: 'default-arg', loc: at(1, 14, 19), locations: [at(1, 14, 19)] },
    1: {
      type: 'if',
      loc: { start: { line: 2, column: 2 }, end: { line: 4, column: 3 } },
      locations: [at(2, 13, 14), { start: {}, end: {} }],
    },
    2: { type: 'binary-expr', loc: at(5, 12, 18), locations: [at(5, 12, 13), at(5, 17, 18)] },
    3: {
      type: 'switch',
      loc: at(6, 2, 3),
      locations: [{ start: { line: 7, column: 4 }, end: { line: 8, column: 15 } }],
    },
    4: { type: 'cond-expr', loc: at(10, 9, 22), locations: [at(10, 13, 16), at(10, 19, 22)] },
  },
};

test('names each uncovered line and path with its source', () => {
  expect(describeGap(shape, ['s1', 's4', 'b0.0', 'b1.1', 'b2.1', 'b3.0', 'b4.1', 'f0'], source)).toEqual([
    'line 1: the default "y = 1" was never used',
    'line 2: the else path of "if (x > 3)" never ran',
    'line 3: "return y;" never ran',
    `line 5: the operand "y" of "x || y" was never evaluated`,
    `line 7: "case 'a':" was never taken`,
    'line 8: "return 1;" never ran',
    `line 10: the alternative "'q'" of "x ? 'p' : 'q'" was never taken`,
  ]);
});

test('lines in a row are one entry, and branches that were never reached are not listed again', () => {
  expect(describeGap(shape, ['s2', 's3', 'b2.0', 'b2.1'], source)).toEqual([
    'lines 5 to 6: never ran, from "const z = x || y;" on',
  ]);
});

test('keeps to the lines of a target', () => {
  const range = { start: { line: 3, column: 0 }, end: { line: 5, column: 0 } };
  expect(describeGap(shape, ['s1', 's5', 'b0.0'], source, range)).toEqual(['line 3: "return y;" never ran']);
});

test("takes Istanbul's own data", () => {
  const data = libCoverage.createFileCoverage('f.js').data;
  expect(describeGap(data, [], source)).toEqual([]);
});
