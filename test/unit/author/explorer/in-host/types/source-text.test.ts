/** Cases become source text that a compiler can be asked about. */
import type { Case, Step } from '../../../../../../src/author/explorer/notation/case.js';
import { writeCase } from '../../../../../../src/author/explorer/in-host/types/source-text.cjs';
import { unitOf } from '../../support.js';

const place = {
  tsconfig: '/repo/tsconfig.json',
  file: '/repo/a.test.ts',
  specifiers: { 'src/cart.ts': './cart' },
  importsWholeByDefault: false,
};
const unit = (isClass: boolean) =>
  unitOf({
    id: 'src/cart.ts#Cart',
    access: { module: 'src/cart.ts', export: { kind: 'named', name: 'Cart' }, members: [] },
    isClass,
    constructorParams: [],
    members: [],
  });
const step = (member: string | null, changes: Partial<Step> = {}): Step => ({
  member,
  kind: 'call',
  args: [],
  ...changes,
});
const written = (scenario: Case, isClass = false): string[] =>
  writeCase(scenario, unit(isClass), place).split('\n').slice(2, -2);

test('what a test imports is imported, by the specifier of its place', () => {
  expect(writeCase({ construct: null, steps: [] }, unit(false), place)).toBe(
    "import { Cart as import0 } from './cart';\nexport async function check() {\n}\n".replaceAll("'", '"'),
  );
});

test('a call is written with its arguments, keys that need quotes quoted', () => {
  const args: Step['args'] = [{ k: 'obj', props: [['a-b', { k: 'arr', items: [{ k: 'lit', v: 'x' }] }]] }];
  expect(written({ construct: null, steps: [step(null, { args })] })).toEqual(['import0({ "a-b": ["x"] });']);
});

test('steps of an instance act on the instance, and a set is an assignment', () => {
  const steps = [
    step('add', { args: [{ k: 'lit', v: 1 }] }),
    step('rate', { kind: 'set', args: [{ k: 'lit', v: 2 }] }),
  ];
  expect(written({ construct: [], steps }, true)).toEqual([
    'const instance = new import0();',
    'instance.add(1);',
    'instance.rate = 2;',
  ]);
});

test('a step on a result is written as a chain, one on a held result as a variable', () => {
  const chain = [step(null), step('size', { kind: 'get', on: 'result' })];
  expect(written({ construct: null, steps: chain })).toEqual(['import0().size;']);
  const held = [step(null, { isAwaited: true }), step('push', { on: 'held' })];
  const [variable, ...rest] = written({ construct: null, steps: held });
  expect(variable).toMatch(/^const held = \(await import0\(\)\);/);
  expect(rest).toEqual(['held.push();']);
});
