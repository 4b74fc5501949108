/** Steps that only prepare are those that the last one does not act on. */
import { isPreparation } from '../../../../../../src/author/explorer/in-host/run/preparation.cjs';
import type { Step } from '../../../../../../src/author/explorer/notation/case.js';

const step = (on?: Step['on']): Step => ({ member: 'run', kind: 'call', args: [], ...(on ? { on } : {}) });

test.each<[string, (Step['on'] | undefined)[], boolean[]]>([
  ['a step before another one prepares it', [undefined, undefined], [true, false]],
  ['a step on whose result the last one acts does not', [undefined, 'result'], [false, false]],
  [
    'steps on a held result prepare, but the one that makes it does not',
    [undefined, 'held', 'held'],
    [false, true, false],
  ],
])('%s', (_, steps, expected) => {
  const taken = steps.map(step);
  expect(taken.map((_step, index) => isPreparation(taken, index))).toEqual(expected);
});
