/** Cases of one shape become rows of a table whose columns are named after the parameters. */
import { printRow } from '../../../../../src/author/explorer/print/print-row.js';
import { planUnits } from '../../../../../src/author/explorer/plan/plan-units.js';
import type { RecordedCase } from '../../../../../src/author/explorer/notation/recorded-case.js';
import type { TypeText } from '../../../../../src/domain/type-shape.js';
import { conventions, param, target } from '../support.js';

test('a column does not hide what is imported under the same name', () => {
  const rgb = target('hex', {
    access: { module: 'src/text.js', export: { kind: 'named', name: 'rgb' }, members: ['hex'] },
    params: [param('rgb', { kind: 'string' }), param('size', { kind: 'number' })],
  });
  const [unit] = planUnits([rgb], [rgb], { seed: 1, cpuMsPerTarget: null });
  if (!unit) throw new Error('no unit');
  const recorded: RecordedCase = {
    unit: unit.id,
    target: rgb.id,
    case: {
      construct: null,
      steps: [
        {
          member: null,
          kind: 'call',
          args: [
            { k: 'lit', v: 'red' },
            { k: 'lit', v: 3 },
          ],
        },
      ],
    },
    outcome: { kind: 'returns', value: { k: 'lit', v: '#f00' } },
    observations: [],
    owns: ['s1'],
    pins: { clock: false, random: false },
    awaitsCallback: null,
  };
  const context = {
    conventions,
    nameOf: () => 'rgb.hex',
    typeNameOf: () => 'Rgb',
    typeTextOf: ({ text }: TypeText) => text,
    mocksFunctions: false,
  };
  expect(printRow(recorded, unit, context)).toMatchObject({ callee: 'rgb.hex', params: ['input1', 'size'] });
});
