/** Tests of both authors, and of several nights, in one file: every name means what its test meant by it. */
import { buildHost } from '../../support/builders.js';
import type { Candidate, ImportNeed } from '../../../src/domain/candidate.js';
import { composeTestFile } from '../../../src/test-file/test-file.js';

const named = (path: string, imported: string, local = imported): ImportNeed => ({
  from: { kind: 'file', path },
  binding: { kind: 'named', imported, local },
});
const whole = (path: string, local: string): ImportNeed => ({
  from: { kind: 'file', path },
  binding: { kind: 'namespace', local },
});

const candidate = (title: string, body: string, ...imports: ImportNeed[]): Candidate => ({
  id: title,
  target: 'src/money.js#round',
  file: 'src/money.js',
  author: 'model',
  kind: 'unit',
  group: 'round',
  title,
  body,
  isAsync: false,
  imports,
});

const path = 'src/money.nightshift.test.js';
const linesOf = (text: string): string[] => text.split('\n').map((line) => line.trim());

test('a module that two authors call by different names is there by both', () => {
  const text = composeTestFile(buildHost({ hasFastCheck: true }), {
    path,
    candidates: [
      candidate('a', 'expect(money.round(1)).toBe(1);', whole('src/money.js', 'money')),
      candidate('b', 'expect(Money.round(2)).toBe(2);', whole('src/money.js', 'Money')),
    ],
  });
  expect(text).toContain("const money = require('./money');\nconst Money = require('./money');\n");
});

test('a name that means two things is imported a second time only inside the later test', () => {
  const text = composeTestFile(buildHost({ hasFastCheck: true }), {
    path,
    candidates: [
      candidate('a', 'expect(round(1)).toBe(1);', named('src/money.js', 'round')),
      candidate('b', 'expect(round(2)).toBe(2);', named('src/index.js', 'round')),
    ],
  });
  const lines = linesOf(text);
  expect(lines.filter((line) => line.includes('require('))).toEqual([
    "const { round } = require('./money');",
    "const { round } = require('./index');",
  ]);
  expect(lines.indexOf("const { round } = require('./index');")).toBe(lines.indexOf("test('b', () => {") + 1);
});

test('in ES modules the second meaning is awaited, and the test becomes async', () => {
  const esm = buildHost({
    hasFastCheck: true,
    moduleSystem: 'esm',
    nodeOptions: ['--experimental-vm-modules'],
  });
  const text = composeTestFile(esm, {
    path,
    candidates: [
      candidate('a', 'expect(round(1)).toBe(1);', named('src/money.js', 'round')),
      candidate('b', 'expect(round(2)).toBe(2);', named('src/index.js', 'round')),
    ],
  });
  expect(text).toContain("import { round } from './money.js';\n");
  expect(text).toContain("test('b', async () => {\n    const { round } = await import('./index.js');");
});

test('a type that is wanted as a value too is imported once, as a value', () => {
  const typescript = buildHost({ hasFastCheck: true, typescript: '6.0.0', esModuleInterop: true });
  const text = composeTestFile(typescript, {
    path: 'src/money.nightshift.test.ts',
    candidates: [
      candidate('a', 'let unit: Unit | null = null;', { ...named('src/unit.ts', 'Unit'), typeOnly: true }),
      candidate('b', 'expect(Unit.Cent).toBe(1);', named('src/unit.ts', 'Unit')),
      candidate('c', 'let other: Unit | null = null;', { ...named('src/unit.ts', 'Unit'), typeOnly: true }),
    ],
  });
  expect(linesOf(text).filter((line) => line.includes('import'))).toEqual(["import { Unit } from './unit';"]);
});

test.each([
  ['6.0.0', '{ type Unit }'],
  ['4.5.2', '{ type Unit }'],
  ['4.4.4', '{ Unit }'],
  ['3.9.10', '{ Unit }'],
])('TypeScript %s imports a type as %s', (version, names) => {
  const text = composeTestFile(buildHost({ typescript: version, esModuleInterop: true }), {
    path: 'src/money.nightshift.test.ts',
    candidates: [candidate('a', 'let unit: Unit;', { ...named('src/unit.ts', 'Unit'), typeOnly: true })],
  });
  expect(text).toContain(`import ${names} from './unit';`);
});

describe('in the file of an earlier night', () => {
  const night = composeTestFile(buildHost({ hasFastCheck: true }), {
    path,
    candidates: [candidate('first', 'expect(round(1)).toBe(1);', named('src/money.js', 'round'))],
  });

  test('tests are added, and imports that are there are not repeated', () => {
    const text = composeTestFile(buildHost({ hasFastCheck: true }), {
      path,
      candidates: [candidate('second', 'expect(round(2)).toBe(2);', named('src/money.js', 'round'))],
      existing: night,
    });
    expect(text.match(/require\(/g)).toHaveLength(1);
    expect(text.indexOf("test('first'")).toBeLessThan(text.indexOf("test('second'"));
  });

  test('a name that has another meaning there keeps it', () => {
    const text = composeTestFile(buildHost({ hasFastCheck: true }), {
      path,
      candidates: [
        candidate('second', 'expect(round.all([2])).toEqual([2]);', whole('src/round.js', 'round')),
      ],
      existing: night,
    });
    expect(text).toContain(
      "test('second', () => {\n    const round = require('./round');\n    expect(round.all",
    );
    expect(text).toContain("const { round } = require('./money');\n\ndescribe");
  });

  test('a type that is needed as a value now is imported as one', () => {
    const typescript = buildHost({ hasFastCheck: true, typescript: '6.0.0', esModuleInterop: true });
    const file = 'src/money.nightshift.test.ts';
    const unit = { ...named('src/unit.ts', 'Unit'), typeOnly: true };
    const rate = { ...named('src/unit.ts', 'Rate'), typeOnly: true };
    const before = composeTestFile(typescript, {
      path: file,
      candidates: [candidate('first', 'let unit: Unit;', unit, rate)],
    });
    expect(before).toContain("import { type Rate, type Unit } from './unit';");
    const second = candidate('second', 'expect(Unit.Cent).toBe(1);', named('src/unit.ts', 'Unit'));
    const text = composeTestFile(typescript, { path: file, candidates: [second], existing: before });
    expect(text).toContain("import { type Rate, Unit } from './unit';");
    expect(text.match(/from '/g)).toHaveLength(1);
  });

  test("a person's formatter may have broken the import over several lines", () => {
    const broken = night.replace('{ round }', '{\n  round,\n  ceil: up,\n}');
    const text = composeTestFile(buildHost({ hasFastCheck: true }), {
      path,
      candidates: [
        candidate(
          'second',
          'floor(up(1));',
          named('src/money.js', 'floor'),
          named('src/money.js', 'ceil', 'up'),
        ),
      ],
      existing: broken,
    });
    expect(text).toContain("const { ceil: up, floor, round } = require('./money');\n\ndescribe");
    expect(text.match(/require\(/g)).toHaveLength(1);
  });
});

test('the text inside of a template literal is not indented', () => {
  const body = 'const text = `one\n  two`;\nexpect(text).toBe("one\\n  two");';
  const composed = composeTestFile(buildHost({ hasFastCheck: true }), {
    path: 'a.nightshift.test.js',
    candidates: [candidate('keeps lines', body)],
  });
  expect(composed).toContain('    const text = `one\n  two`;\n    expect(text)');
});

describe('tests of one shape', () => {
  const row = (title: string, arg: string, expected: string, pattern?: string): Candidate => ({
    ...candidate(title, `expect(grade(${arg})).toBe(${expected});`),
    row: {
      callee: 'grade',
      params: ['points'],
      args: [arg],
      outcome: 'returns',
      expected,
      isPrimitive: true,
      types: '',
      ...(pattern === undefined ? {} : { pattern }),
    },
  });
  const compose = (...candidates: Candidate[]): string =>
    composeTestFile(buildHost({ hasFastCheck: true }), { path, candidates })
      .split('\n')
      .slice(2)
      .join('\n');

  test('stand as rows of a table, each under its own title', () => {
    const text = compose(
      row('returns "poor" when points is below 10', '5', `'poor'`),
      candidate('takes no text', `expect(() => grade('x')).toThrow('no number');`),
      row('returns "great" when points is above 90', '95', `'great'`),
      row('returns "fair" for 50', '50', `'fair'`),
    );
    expect(text).toBe(`describe('round', () => {
  test.each([
    ['returns "poor" when points is below 10', 5, 'poor'],
    ['returns "great" when points is above 90', 95, 'great'],
    ['returns "fair" for 50', 50, 'fair'],
  ])('%s', (_, points, expected) => {
    expect(grade(points)).toBe(expected);
  });

  test('takes no text', () => {
    expect(() => grade('x')).toThrow('no number');
  });
});
`);
  });

  test('need no column for titles that Jest makes of the values', () => {
    const text = compose(
      row('returns 1 for "a"', `'a'`, '1', 'returns {result} for {0}'),
      row('returns 2 for "b"', `'b'`, '2', 'returns {result} for {0}'),
      row('returns NaN for ""', `''`, 'NaN', 'returns {result} for {0}'),
    );
    expect(text).toContain(`  test.each([
    [1, 'a'],
    [2, 'b'],
    [NaN, ''],
  ])('returns %p for %p', (expected, points) => {`);
  });

  test('stay single where there are two of them, or where Jest would read a title as a format', () => {
    const two = compose(row('returns 1 for 5', '5', '1'), row('returns 2 for 6', '6', '2'));
    expect(two).not.toContain('each');
    const formats = ['5%', '6%d', '7%'].map((arg) => row(`returns 1 for "${arg}"`, `'${arg}'`, '1'));
    expect(compose(...formats)).not.toContain('each');
  });

  test('stay single where a clash of names gives one an import of its own', () => {
    const clash = named('src/other.js', 'grade');
    const rows = ['5', '6', '7'].map((arg, index) => ({
      ...row(`returns 1 for ${arg}`, arg, '1'),
      imports: [index === 0 ? named('src/money.js', 'grade') : clash],
    }));
    const text = compose(...rows);
    expect(text).not.toContain('each');
    expect(text.match(/const \{ grade \} = require\('\.\/other'\)/g)).toHaveLength(2);
  });
});
