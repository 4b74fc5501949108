/** An argument or option whose effect no assertion shows is taken away, or gets an input that shows it. */
import type { Case } from '../../../../../../src/author/explorer/notation/case.js';
import type { Expression } from '../../../../../../src/author/explorer/notation/expression.js';
import type { Unit } from '../../../../../../src/author/explorer/notation/plan.js';
import { withoutIdleArguments } from '../../../../../../src/author/explorer/in-host/record/idle-arguments.cjs';
import {
  attachCounters,
  type IstanbulFile,
} from '../../../../../../src/author/explorer/in-host/run/counters.cjs';
import { contextFor, param, unitOf } from '../../support.js';

const place = { start: { line: 1, column: 0 }, end: { line: 1, column: 9 } };

/** Counts the calls that say `upper` or `quick`, as Istanbul would. */
const file: IstanbulFile = {
  path: '/repo/label.js',
  s: {},
  f: {},
  b: { 0: [0, 0], 1: [0, 0] },
  statementMap: {},
  branchMap: {
    0: { type: 'if', loc: place, locations: [place, place] },
    1: { type: 'if', loc: place, locations: [place, place] },
  },
};

interface Options {
  upper?: boolean;
  pad?: string;
  /** Is looked at, and changes nothing. */
  quick?: boolean;
}

function count(id: string, isTaken = false): void {
  const branch = file.b[id] as unknown as number[];
  const at = isTaken ? 0 : 1;
  branch[at] = (branch[at] ?? 0) + 1;
}

function label(text: string, { upper, quick, pad = '' }: Options = {}): string {
  count('0', upper);
  count('1', quick);
  return pad + (upper ? text.toUpperCase() : text);
}

const unit: Unit = {
  ...unitOf({
    id: 'label.js#label',
    access: { module: 'label.js', export: { kind: 'named', name: 'label' }, members: [] },
    isClass: false,
    constructorParams: [],
    members: [
      {
        target: 'label.js#label',
        name: null,
        kind: 'call',
        params: [
          param('text', { kind: 'string' }),
          param('options', { kind: 'object', properties: [] }, { optional: true }),
        ],
        isAsync: false,
      },
    ],
  }),
};

const lit = (v: string | boolean): Expression => ({ k: 'lit', v });
const obj = (props: Record<string, Expression>): Expression => ({ k: 'obj', props: Object.entries(props) });
const call = (...args: Expression[]): Case => ({
  construct: null,
  steps: [{ member: null, kind: 'call', args }],
});

const UPPER = 0;
const QUICK = 2;

async function slim(
  args: Expression[],
  { owns = [], strings = [] }: { owns?: number[]; strings?: string[] } = {},
): Promise<{ args: Expression[] | undefined; idle: Expression[] | undefined }> {
  const counters = attachCounters(file);
  const context = { ...contextFor(unit, { 'label.js': { label } }), counters };
  const given = { scenario: call(...args), owns, unit: { ...unit, strings }, isTyped: false };
  const { shown, idle } = await withoutIdleArguments(context, given);
  return { args: shown.steps[0]?.args, idle: idle?.steps[0]?.args };
}

test.each<[string, Expression[], Expression[]]>([
  [
    'an option of no effect',
    [lit('ab'), obj({ upper: lit(true), pad: lit('') })],
    [lit('ab'), obj({ upper: lit(true) })],
  ],
  ['all options', [lit('ab'), obj({ upper: lit(false) })], [lit('ab')]],
  ['an option that the code does not know', [lit('ab'), obj({ tidy: lit(true) })], [lit('ab')]],
  ['nothing that shows', [lit('ab'), obj({ pad: lit('-') })], [lit('ab'), obj({ pad: lit('-') })]],
  ['no argument that has to be there', [lit('')], [lit('')]],
])('%s is taken away', async (_, args, left) => {
  expect(await slim(args)).toEqual({ args: left });
});

test('what only the coverage needs is taken away, too, and given back apart', async () => {
  const args = [lit('12'), obj({ quick: lit(true) })];
  expect(await slim(args, { owns: [QUICK] })).toEqual({ args: [lit('12')], idle: args });
});

test('an input is found with which the effect shows', async () => {
  const found = await slim([lit('12'), obj({ upper: lit(true) })], {
    owns: [UPPER],
    strings: ['34', 'v~*P3', 'net'],
  });
  expect(found).toEqual({ args: [lit('net'), obj({ upper: lit(true) })] });
});

test('of two options that do not show, the one is shown and the other taken away', async () => {
  const args = [lit('12'), obj({ upper: lit(true), quick: lit(true) })];
  const found = await slim(args, { owns: [UPPER, QUICK], strings: ['net'] });
  const idle = [lit('net'), obj({ upper: lit(true), quick: lit(true) })];
  expect(found).toEqual({ args: [lit('net'), obj({ upper: lit(true) })], idle });
});

test('a property without which an object makes no sense stays', async () => {
  const quarter = ({ m }: { m: number }): number => Math.ceil(m / 3);
  const dated = {
    ...unit,
    members: unit.members.map((member) => ({ ...member, params: [param('date', { kind: 'unknown' })] })),
  };
  const day = { k: 'obj', props: ['y', 'm', 'd'].map((key, at) => [key, { k: 'lit', v: [2024, 5, 9][at] }]) };
  const scenario = call(day as Expression);
  const context = contextFor(dated, { 'label.js': { label: quarter } });
  const { shown } = await withoutIdleArguments(context, { scenario, owns: [], unit: dated, isTyped: false });
  expect(shown).toEqual(scenario);
});
