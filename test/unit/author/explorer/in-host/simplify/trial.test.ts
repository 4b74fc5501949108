/** Changes are tried within a bound for each kind of them. */
import type { Case } from '../../../../../../src/author/explorer/notation/case.js';
import { openTrial } from '../../../../../../src/author/explorer/in-host/simplify/trial.cjs';

const call = (v: string): Case => ({
  construct: null,
  steps: [{ member: null, kind: 'call', args: [{ k: 'lit', v }] }],
});

test('what is accepted is kept, and what one kind of change uses up is no loss to the next', async () => {
  const tried: Case[] = [];
  const trial = openTrial(call('start'), (scenario) => {
    tried.push(scenario);
    return Promise.resolve(scenario.steps[0]?.args[0]?.k === 'lit' && tried.length !== 1);
  });
  trial.allow(2);
  expect(await trial.takes(call('a'))).toBe(false);
  expect(await trial.takes(call('b'))).toBe(true);
  expect(await trial.takes(call('c'))).toBe(false);
  trial.allow(1);
  expect(await trial.takes(call('d'))).toBe(true);
  expect(trial.best).toEqual(call('d'));
  expect(tried).toHaveLength(3);
});
