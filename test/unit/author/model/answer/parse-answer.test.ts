import { parseAnswer } from '../../../../../src/author/model/answer/parse-answer.js';

const oneTest = {
  title: 'keeps a value inside the bounds',
  kind: 'unit',
  body: 'expect(clamp(2, 1, 3)).toBe(2);',
  isAsync: false,
  imports: [{ module: '../src/clamp', names: ['clamp'], default: null, namespace: null }],
};

async function readTests(content: string) {
  const parsed = await parseAnswer(content);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.answer.tests;
}

describe('the forms in which models answer', () => {
  test.each([
    ['the JSON asked for', JSON.stringify({ tests: [oneTest], suspectedBug: null })],
    [
      'JSON in a fence with talk around it',
      `Sure!\n\`\`\`json\n${JSON.stringify({ tests: [oneTest] })}\n\`\`\`\nDone.`,
    ],
    ['JSON with talk and no fence', `Here it is: ${JSON.stringify({ tests: [oneTest] })} Enjoy.`],
    ['a bare list', JSON.stringify([oneTest])],
    ['a single test', JSON.stringify(oneTest)],
    ['JSON after thoughts', `<think>maybe {"tests": 3}</think>${JSON.stringify({ tests: [oneTest] })}`],
  ])('reads %s', async (_name, content) => {
    expect(await readTests(content)).toEqual([oneTest]);
  });

  test('keeps the good tests of an answer when others have the wrong shape', async () => {
    const tests = await readTests(JSON.stringify({ tests: [{ title: 3 }, oneTest, { body: 'x' }] }));
    expect(tests).toEqual([oneTest]);
  });

  test('fills in what weaker models leave out', async () => {
    const body = 'expect(await load(1)).toBe(2);';
    const tests = await readTests(JSON.stringify({ tests: [{ title: 'loads', body }] }));
    expect(tests).toEqual([{ title: 'loads', kind: 'unit', body, isAsync: true, imports: [] }]);
  });

  test('an empty list is an answer', async () => {
    expect(await parseAnswer('{"tests": []}')).toEqual({
      ok: true,
      answer: { tests: [], suspectedBugs: [] },
    });
  });

  test.each([
    ['nothing', '', 'empty'],
    ['prose', 'I cannot write tests for this.', 'neither JSON nor a test: I cannot write'],
    ['JSON of another shape', '{"result": 42}', 'neither JSON nor a test'],
    ['tests that all have the wrong shape', '{"tests": [{"name": "x"}]}', 'no test of the shape'],
    ['code in another language', '```python\nassert clamp(1) == 1\n```', 'neither JSON nor a test'],
  ])('says what is wrong with %s', async (_name, content, words) => {
    const parsed = await parseAnswer(content);
    expect(parsed).toEqual({ ok: false, message: expect.stringContaining(words) as string });
  });
});

describe('a fenced test file', () => {
  const file = `Here:
\`\`\`js
const { clamp, wrap: turn } = require('../src/clamp');
import fc, { type Arbitrary } from 'fast-check';
import * as units from '../src/units';

const low = 1;
const bounds = [low, 3];
const unused = 4;

describe('clamp', () => {
  let calls;
  beforeEach(() => {
    calls = [];
  });

  it('keeps a value', () => {
    // inside
    expect(clamp(2, ...bounds)).toBe(2);
  });

  test('waits', async () => {
    calls.push(await units.read());
    expect(calls).toEqual([\`a
  b\`]);
  });

  it.skip('is skipped', () => { expect(1).toBe(1); });
  it('has a callback', (done) => { done(); });

  describe('deeper', () => {
    it('resolves', () => expect(turn(1)).resolves.toBe(1));
    it('holds for all numbers', () => {
      fc.assert(fc.property(fc.integer(), (n) => { expect(clamp(n, n, n)).toBe(n); }));
    });
  });
});
\`\`\``;

  test('is split into tests that each bring what they need', async () => {
    const tests = await readTests(file);
    expect(tests.map(({ title, kind, isAsync }) => [title, kind, isAsync])).toEqual([
      ['keeps a value', 'unit', false],
      ['waits', 'unit', true],
      ['resolves', 'unit', true],
      ['holds for all numbers', 'property', false],
    ]);
    const [keeps, waits, resolves, property] = tests;
    expect(keeps?.body).toBe(
      [
        'const low = 1;',
        'const bounds = [low, 3];',
        'let calls;',
        'calls = [];',
        '// inside',
        'expect(clamp(2, ...bounds)).toBe(2);',
      ].join('\n'),
    );
    expect(waits?.body).toContain('expect(calls).toEqual([`a\n  b`]);');
    expect(waits?.imports).toEqual([
      { module: '../src/units', names: [], default: null, namespace: 'units' },
    ]);
    expect(resolves?.body).toContain('await expect(turn(1)).resolves.toBe(1);');
    expect(resolves?.imports[0]?.names).toEqual(['clamp', 'wrap as turn']);
    expect(property?.imports.map(({ module }) => module)).toEqual(['../src/clamp', 'fast-check']);
  });

  test('a whole test in the body of a JSON answer is taken apart', async () => {
    const body = `const lib = require('../src/lib');\ntest('adds', async () => {\n  expect(await lib.add(1)).toBe(2);\n});`;
    const tests = await readTests(JSON.stringify({ tests: [{ title: 'outer', body }] }));
    expect(tests).toMatchObject([
      {
        title: 'adds',
        body: 'expect(await lib.add(1)).toBe(2);',
        isAsync: true,
        imports: [{ module: '../src/lib', namespace: 'lib' }],
      },
    ]);
  });

  test('imports inside a body move to the imports', async () => {
    const body = `const { add } = require('../src/lib');\nconst sum = await import('../src/sum');\nexpect(add(1)).toBe(sum.one);`;
    const tests = await readTests(JSON.stringify({ tests: [{ title: 'adds', body }] }));
    expect(tests).toMatchObject([
      {
        body: 'expect(add(1)).toBe(sum.one);',
        isAsync: false,
        imports: [
          { module: '../src/lib', names: ['add'] },
          { module: '../src/sum', namespace: 'sum' },
        ],
      },
    ]);
  });
});

test('the target and the promise of a test are kept', async () => {
  const promise = 'Keeps a value inside the bounds.';
  const tests = await readTests(JSON.stringify({ tests: [{ ...oneTest, target: 'clamp', promise }] }));
  expect(tests).toEqual([{ ...oneTest, target: 'clamp', promise }]);
});

test('the whole tests of an answer that was cut off are read', async () => {
  const whole = JSON.stringify({ tests: [oneTest, { ...oneTest, title: 'second' }], suspectedBugs: [] });
  const tests = await readTests(whole.slice(0, whole.indexOf('second') + 20));
  expect(tests).toEqual([oneTest]);
});

test.each([
  ['as asked', { suspectedBugs: [{ title: 'a', reason: 'b' }] }, { title: 'a', reason: 'b' }],
  ['as sentences', { suspectedBugs: ['b'] }, { title: '', reason: 'b' }],
  ['as one sentence', { suspectedBug: 'b' }, { title: '', reason: 'b' }],
])('suspected bugs are read %s', async (_name, answer, bug) => {
  expect(await parseAnswer(JSON.stringify(answer))).toMatchObject({
    answer: { tests: [], suspectedBugs: [bug] },
  });
});
