/** Gives cases stand-ins for the calls that were refused, and varies what they answer. */
import { literal } from '../../notation/algebra.cjs';
import type { Answer, Case, StandIn } from '../../notation/case.js';
import type { Expression } from '../../notation/expression.js';
import type { InputGenerator } from './generate.cjs';
import type { Variation } from './vary-files.cjs';
import { someJson, type JsonShape } from './json-shape.cjs';
import { labelOfStandIn } from '../run/stand-ins.cjs';
import type { Random } from '../values/random.cjs';

type Maker = (generator: InputGenerator, use: OutsideUse) => Answer;

/** Observed calls of the code to functions that reach outside. */
export interface OutsideUse {
  /** Labels of refused functions for which there are stand-ins. */
  labels: string[];
  /** Members that the code read from what it was given as JSON. */
  shape: JsonShape;
}

export const createOutsideUse = (shape: JsonShape): OutsideUse => ({ labels: [], shape });

function someText(generator: InputGenerator): string {
  const { random } = generator;
  if (random.chance(0.15)) return '';
  if (random.chance(0.6)) return generator.text();
  return Array.from({ length: 2 }, () => generator.text()).join('\n');
}

const someBody = (generator: InputGenerator, use: OutsideUse): string =>
  generator.random.chance(0.7) ? JSON.stringify(someJson(generator, use.shape)) : someText(generator);

const someStatus = ({ pools, random }: InputGenerator): number => {
  const near = pools.numbers.filter((n) => Number.isInteger(n) && n >= 200 && n < 600);
  return random.pick([200, 200, 200, 201, 404, 500, ...near]);
};

const failure = (random: Random): string => random.pick(['connection refused', 'timed out']);

/** The members that `spawnSync` adds when the program could not be started. */
const failed = (random: Random): [string, Expression][] =>
  random.chance(0.15) ? [['error', { k: 'builtin', name: 'Error', args: [literal('no such program')] }]] : [];

const sync: Maker = (generator) => ({
  kind: 'returns',
  value: {
    k: 'obj',
    props: [
      ['status', literal(generator.random.pick([0, 0, 1]))],
      ['stdout', literal(someText(generator))],
      ['stderr', literal(generator.random.chance(0.7) ? '' : someText(generator))],
      ...failed(generator.random),
    ],
  },
});
const output: Maker = (generator) =>
  generator.random.chance(0.2)
    ? { kind: 'throws', message: 'the command failed' }
    : { kind: 'returns', value: literal(someText(generator)) };
const callback: Maker = (generator) =>
  generator.random.chance(0.25)
    ? { kind: 'calls-back', values: [{ k: 'builtin', name: 'Error', args: [literal('the command failed')] }] }
    : { kind: 'calls-back', values: [literal(null), literal(someText(generator)), literal('')] };
const spawned: Maker = (generator) => ({
  kind: 'exits',
  code: generator.random.pick([0, 0, 1]),
  output: someText(generator),
  errors: generator.random.chance(0.7) ? '' : someText(generator),
});
const requested: Maker = (generator, use) =>
  generator.random.chance(0.2)
    ? { kind: 'disconnects', message: failure(generator.random) }
    : { kind: 'responds', status: someStatus(generator), body: someBody(generator, use) };
const fetched: Maker = (generator, use) =>
  generator.random.chance(0.15)
    ? { kind: 'rejects', message: failure(generator.random) }
    : { kind: 'fetched', status: someStatus(generator), body: someBody(generator, use) };
const looked: Maker = ({ random }) =>
  random.chance(0.25)
    ? { kind: 'calls-back', values: [{ k: 'builtin', name: 'Error', args: [literal('not found')] }] }
    : { kind: 'calls-back', values: [literal(null), literal('127.0.0.1'), literal(4)] };

const makers: Readonly<Record<string, Maker>> = {
  'child_process.spawnSync': sync,
  'child_process.execSync': output,
  'child_process.execFileSync': output,
  'child_process.exec': callback,
  'child_process.execFile': callback,
  'child_process.spawn': spawned,
  'http.request': requested,
  'http.get': requested,
  'https.request': requested,
  'https.get': requested,
  'dns.lookup': looked,
  fetch: fetched,
};

/** Remembers what a case was refused. */
export function noteRefused(use: OutsideUse, refused: readonly string[]): void {
  for (const label of refused)
    if (Object.hasOwn(makers, label) && !use.labels.includes(label)) use.labels.push(label);
}

function makeStandIn(generator: InputGenerator, label: string, use: OutsideUse): StandIn {
  const dot = label.lastIndexOf('.');
  const answer = (makers[label] as Maker)(generator, use);
  return { module: dot < 0 ? null : label.slice(0, dot), member: label.slice(dot + 1), answer };
}

/** Lets a case meet stand-ins for all that was refused before. */
export function varyCaseStandIns(
  generator: InputGenerator,
  use: OutsideUse,
  { scenario, parent }: Variation,
): Case {
  if (use.labels.length === 0) return scenario;
  const known = scenario.standIns ?? parent?.standIns ?? [];
  const standIns = use.labels.map((label) => {
    const old = known.find((standIn) => labelOfStandIn(standIn) === label);
    return old && generator.random.chance(0.6) ? old : makeStandIn(generator, label, use);
  });
  return { ...scenario, standIns };
}

function* simplerAnswer(answer: Answer): Generator<Answer> {
  const texts = (text: string): string[] =>
    ['', 'hello', text.split('\n')[0] ?? ''].filter((simple) => simple.length < text.length);
  switch (answer.kind) {
    case 'responds':
    case 'fetched':
      for (const body of ['{}', ...texts(answer.body)])
        if (body.length < answer.body.length) yield { ...answer, body };
      if (answer.status !== 200) yield { ...answer, status: 200 };
      return;
    case 'exits':
      for (const text of texts(answer.output)) yield { ...answer, output: text };
      if (answer.errors !== '') yield { ...answer, errors: '' };
      return;
    case 'returns': {
      const { value } = answer;
      if (value.k === 'lit' && typeof value.v === 'string')
        for (const v of texts(value.v)) yield { kind: 'returns', value: literal(v) };
      // The result always has these members, so only their texts are simplified.
      if (value.k !== 'obj') return;
      for (const [index, [key, member]] of value.props.entries()) {
        if (member.k !== 'lit' || typeof member.v !== 'string') continue;
        for (const v of texts(member.v)) {
          const props = value.props.map((old, at): [string, Expression] =>
            at === index ? [key, literal(v)] : old,
          );
          yield { kind: 'returns', value: { k: 'obj', props } };
        }
      }
      return;
    }
    default:
  }
}

/** The same case with fewer stand-ins, or with simpler answers. */
export function* simplerStandIns(scenario: Case): Generator<Case> {
  const { standIns, ...rest } = scenario;
  if (standIns === undefined) return;
  yield rest;
  for (let index = 0; index < standIns.length; index++)
    yield { ...scenario, standIns: standIns.filter((_, at) => at !== index) };
  for (const [index, standIn] of standIns.entries()) {
    for (const answer of simplerAnswer(standIn.answer))
      yield {
        ...scenario,
        standIns: standIns.map((old, at) => (at === index ? { ...standIn, answer } : old)),
      };
  }
}

const isFailing = ({ kind }: Answer): boolean =>
  kind === 'throws' || kind === 'rejects' || kind === 'disconnects';

/** How much there is to read in the stand-ins of a case; one that fails is less usual than one that answers. */
export const costOfStandIns = ({ standIns }: Case): number =>
  (standIns ?? []).reduce(
    (sum, { answer }) => sum + 4 + (isFailing(answer) ? 2 : 0) + JSON.stringify(answer).length / 40,
    0,
  );
