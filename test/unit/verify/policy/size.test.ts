import { checkPolicy } from '../../../../src/verify/policy.js';
import { candidateFor } from '../../../support/gate-corpus/kit.js';

const judge = (body: string) =>
  checkPolicy(candidateFor('kit.js', 'sign', body), { allowedPackages: new Set() });
const sure = `expect(sign(1)).toBe('positive');`;

test.each([
  ['a text', `${sure}\nsign('${'a'.repeat(1_100)}');`],
  ['a template', `${sure}\nsign(\`${'a'.repeat(1_100)}\${1}\`);`],
  ['a pattern', `${sure}\nsign(/${'a'.repeat(1_100)}/);`],
  ['a number', `${sure}\nsign(${'1'.repeat(1_100)}n);`],
  ['a list', `${sure}\nsign([${'1, '.repeat(300)}]);`],
  ['an object', `${sure}\nsign({ ${Array.from({ length: 300 }, (_, n) => `a${n}: 1`).join(', ')} });`],
  ['many lines', `${sure}\n`.repeat(140)],
  ['long lines', `${sure} sign('${'a'.repeat(500)}');\n`.repeat(20)],
])('a test that no person would read is refused: %s', async (_, body) => {
  expect(await judge(body.trim())).toMatchObject({ ok: false, reason: 'policy' });
});

test('a long text may be made of a short one', async () => {
  expect(await judge(`${sure}\nsign('a'.repeat(400000));`)).toEqual({ ok: true });
});
