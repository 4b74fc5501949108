/** Values of a chosen case are replaced by such as a person would choose, as long as the case does the same. */
import type { Case } from '../../../../../../src/author/explorer/notation/case.js';
import type { Expression } from '../../../../../../src/author/explorer/notation/expression.js';
import type { Unit } from '../../../../../../src/author/explorer/notation/plan.js';
import type { Parameter } from '../../../../../../src/domain/target.js';
import { param } from '../../support.js';
import { prettifyCase } from '../../../../../../src/author/explorer/in-host/simplify/prettify.cjs';

const lit = (v: string | number | boolean | null): Expression => ({ k: 'lit', v });
const obj = (props: Record<string, Expression>): Expression => ({ k: 'obj', props: Object.entries(props) });

function unitOf(params: Parameter[], strings: string[] = []): Unit {
  return {
    id: 'a.js#f',
    access: { module: 'a.js', export: { kind: 'named', name: 'f' }, members: [] },
    isClass: false,
    constructorParams: [],
    constructorTarget: null,
    members: [{ target: 'a.js#f', name: null, kind: 'call', params, isAsync: false }],
    queries: [],
    strings,
    numbers: [],
    properties: [],
    cpuMs: 1,
    lines: [],
    maxWork: 1,
    weight: 1,
    laws: [],
    partner: null,
  };
}

const unknown = (name: string): Parameter => param(name, { kind: 'unknown' });
const call = (...args: Expression[]): Case => ({
  construct: null,
  steps: [{ member: null, kind: 'call', args }],
});

/** The arguments after the values were made nicer; `accepts` looks at the arguments. */
async function prettify(
  args: Expression[],
  unit: Unit,
  {
    accepts = () => true,
    isSenseless = false,
  }: { accepts?: (args: Expression[]) => boolean; isSenseless?: boolean } = {},
): Promise<Expression[]> {
  const done = await prettifyCase({ start: call(...args), unit, isSenseless }, (scenario) =>
    Promise.resolve(accepts(scenario.steps[0]?.args ?? [])),
  );
  return done.steps[0]?.args ?? [];
}

test('texts fit the names of what they are for', async () => {
  const unit = unitOf(['email', 'orderId', 'reason', 'text', 'x'].map(unknown));
  expect(await prettify([lit(''), lit('a'), lit('q9'), lit('~'), lit('#')], unit)).toEqual([
    lit('ada@example.com'),
    lit('order-1'),
    lit('reason'),
    lit('hello'),
    lit('apple'),
  ]);
});

test('a text whose content matters stays', async () => {
  const accepts = ([first]: Expression[]): boolean => first?.k === 'lit' && first.v === '#!';
  expect(await prettify([lit('#!')], unitOf([unknown('text')]), { accepts })).toEqual([lit('#!')]);
});

test('words that the code speaks of stay', async () => {
  const unit = unitOf([unknown('kind'), unknown('country')], ['percent', 'DE']);
  expect(await prettify([lit('percent'), lit('DE')], unit)).toEqual([lit('percent'), lit('DE')]);
});

test('what was the same text stays the same, where the case hangs on it', async () => {
  const unit = unitOf([unknown('stored'), unknown('wanted')]);
  const accepts = ([a, b]: Expression[]): boolean => JSON.stringify(a) === JSON.stringify(b);
  const [stored, wanted] = await prettify([lit('~k'), lit('~k')], unit, { accepts });
  expect(stored).toEqual(lit('stored'));
  expect(wanted).toEqual(stored);
});

test('numbers are plain ones, by their names and unlike each other', async () => {
  const unit = unitOf(['year', 'a', 'b', 'ratio'].map(unknown));
  const [year, a, b, ratio] = await prettify([lit(0), lit(0), lit(0), lit(0.25961263780482113)], unit);
  expect(year).toEqual(lit(2024));
  expect(a).not.toEqual(b);
  for (const number of [a, b, ratio]) expect([2, 3, 4, 5]).toContain(number?.k === 'lit' ? number.v : null);
});

test('a number that has to be large is a round one', async () => {
  const accepts = ([n]: Expression[]): boolean => n?.k === 'lit' && Number(n.v) >= 90;
  expect(await prettify([lit(127)], unitOf([unknown('n')]), { accepts })).toEqual([lit(100)]);
});

test('nothing where the name asks for a number becomes one', async () => {
  const date = obj({ y: lit(''), m: lit(null), d: lit(false) });
  const nicer = obj({ y: lit(2024), m: lit(3), d: lit(15) });
  expect(await prettify([date], unitOf([unknown('date')]))).toEqual([nicer]);
});

test('an object gets what its type asks for', async () => {
  const number = { kind: 'number' } as const;
  const shape = {
    kind: 'object' as const,
    properties: ['year', 'month'].map((name) => ({ name, type: number, optional: false })),
  };
  const unit = unitOf([param('when', shape)]);
  expect(await prettify([obj({})], unit)).toEqual([obj({ year: lit(2024), month: lit(3) })]);
});

test('a date that is none becomes the day that the code looks for', async () => {
  const date = (y: number, m: number, d: number): Expression => obj({ y: lit(y), m: lit(m), d: lit(d) });
  const unit = { ...unitOf([unknown('date')]), properties: ['y', 'm', 'd'] };
  // Ascension of some year, forty days after 31 March.
  const isAscension = ([given]: Expression[]): boolean => {
    const [y, m, d] = given?.k === 'obj' ? given.props.map(([, v]) => (v.k === 'lit' ? Number(v.v) : 0)) : [];
    return new Date(Date.UTC(y ?? 0, (m ?? 0) - 1, d)).getUTCMonth() === 4 && (d === 70 || d === 9);
  };
  expect(await prettify([date(30, 3, 70)], unit, { accepts: isAscension })).toEqual([date(2024, 5, 9)]);
});
