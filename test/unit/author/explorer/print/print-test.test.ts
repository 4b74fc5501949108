/** How a recorded case reads as the body of a test. */
import type { RecordedCase } from '../../../../../src/author/explorer/notation/recorded-case.js';
import { printRecordedCase } from '../../../../../src/author/explorer/print/print-test.js';
import type { Host } from '../../../../../src/domain/host.js';
import type { Access } from '../../../../../src/domain/target.js';
import { conventions, unitOf } from '../support.js';

const named = (name: string): Access => ({ module: 'err.ts', export: { kind: 'named', name }, members: [] });

const unit = unitOf({
  id: 'err.ts#Err',
  access: named('Err'),
  isClass: true,
  constructorParams: [],
  members: [{ target: 'err.ts#Err.map', name: 'map', kind: 'call', params: [], isAsync: false }],
});

test.each([
  ['err', 'const instance = new Err();', 'instance.map(err)'],
  ['wrap', 'const err = new Err();', 'err.map(wrap)'],
])('the object under test does not hide the imported `%s` that it is given', (name, made, call) => {
  const recorded: RecordedCase = {
    unit: unit.id,
    target: 'err.ts#Err.map',
    case: {
      construct: [],
      steps: [{ member: 'map', kind: 'call', args: [{ k: 'ref', access: named(name) }] }],
    },
    outcome: { kind: 'returns', value: { k: 'lit', v: 1 } },
    observations: [],
    owns: [],
    pins: { clock: false, random: false },
    awaitsCallback: null,
  };
  const host = { conventions } as Host;
  expect(printRecordedCase(host, recorded, { unit, units: [unit] }).body).toBe(
    `${made}\nexpect(${call}).toBe(1);`,
  );
});
