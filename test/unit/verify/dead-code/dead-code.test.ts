import vm from 'node:vm';
import { findDeadCode } from '../../../../src/verify/dead-code/find-dead.js';
import { markBody } from '../../../../src/verify/dead-code/mark-body.js';
import { candidateFor } from '../../../support/gate-corpus/kit.js';

const assert = {
  from: { kind: 'package', name: 'node:assert' },
  binding: { kind: 'default', local: 'assert' },
} as const;

/** What of a body never runs, when `known` is at hand. */
async function deadOf(body: string): Promise<string | undefined> {
  const marked = await markBody(candidateFor('kit.js', 'known', body, { imports: [assert] }));
  if (!marked) throw new Error('it does not parse');
  const ran = new Set<number>();
  const context = {
    __nightshiftRan__: (part: number) => void ran.add(part),
    known: (n: number) => n,
    expect,
  };
  const isAsync = /\bawait\b/.test(body);
  await (vm.runInNewContext(
    `(${isAsync ? 'async ' : ''}() => {\n${marked.text}\n})()`,
    context,
  ) as Promise<void>);
  return findDeadCode(marked, ran);
}

test.each([
  ['straight', 'const n = known(1);\nexpect(n).toBe(1);'],
  [
    'loops',
    'for (const n of [1, 2]) expect(known(n)).toBe(n);\nfor (let i = 0; i < 2; i++) {\n  known(i);\n}',
  ],
  [
    'both sides',
    "const show = (n) => (n > 1 ? 'many' : 'one');\nexpect([show(1), show(2)]).toEqual(['one', 'many']);",
  ],
  ['a guard', "try {\n  if (known(1) > 1) throw new Error('no');\n} finally {\n  known(2);\n}"],
  [
    'a callback that is not called',
    'const never = () => {\n  known(9);\n};\nknown([never, () => known(1)]);',
  ],
  [
    'another answer of a stand-in',
    'const answer = (n) => {\n  if (n > 1) return 2;\n  return 1;\n};\nknown(answer(1));',
  ],
  ['a plain fallback', "const n = known(1) ?? '';\nknown(n);"],
  [
    'an else if',
    'const f = (n) => {\n  if (n > 2) known(1);\n  else if (n > 1) known(2);\n  else known(3);\n};\n[1, 2, 3].forEach(f);',
  ],
  [
    'one of two ways to put back',
    'const state = {};\nconst before = state.mode;\ntry {\n  known(1);\n} finally {\n  if (before === undefined) delete state.mode;\n  else state.mode = before;\n}',
  ],
  ['a promise', 'expect(await Promise.resolve(known(1))).toBe(1);'],
])('all of it runs, or need not: %s', async (_, body) => {
  expect(await deadOf(body)).toBeUndefined();
});

test.each([
  ['if (known(1) > 1) known(2);', 'line 1: "known(2);"'],
  ['try {\n  known(1);\n} catch (error) {\n  known(2);\n  throw error;\n}', 'line 4: "known(2);"'],
  ['known(1) ?? known(2);', 'line 1: "known(2)"'],
  ['known(() => {\n  assert.equal(known(1), 9);\n});', 'line 2: "known(1)"'],
  ['const f = () => known(2);\nknown(1);', 'line 1: "known(2)"'],
  [
    'const check = (n) => expect(known(n)).toBe(n);\ncheck(1);\n[].forEach((n) => check(n));',
    'line 3: "check(n)"',
  ],
  ['try {\n  known(1);\n} finally {\n  if (known(1) > 1) known(2);\n}', 'line 4: "known(2);"'],
  ['function* f() {\n  yield known(2);\n}\nf();', 'line 2: "yield known(2);"'],
  ['known([() => expect(known(1)).toBe(2)]);', 'line 1: "known(1)"'],
  ['known(1);\nswitch (known(1)) {\n  case 2:\n    known(3);\n    break;\n}', 'line 4: "known(3);"'],
  ['for (const n of []) known(n);', 'line 1: "known(n);"'],
  ['const none = undefined;\nnone?.(expect(known(1)).toBe(2));', 'line 2: "known(1)"'],
])('code that never runs is named: %s', async (body, named) => {
  expect(await deadOf(body)).toBe(`${named} never runs`);
});
