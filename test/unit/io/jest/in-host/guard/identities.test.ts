/** A test that leaves a function of the language or of the host's modules replaced is noticed. */
import { type Identities, watchIdentities } from '../../../../../../src/io/jest/in-host/guard/identities.cjs';

const root = '/host';

function watched(exports: object, context: object = {}): Identities {
  const runtime = { _moduleRegistry: new Map([['/host/a.js', { exports }]]) };
  const identities = watchIdentities(context, runtime, root);
  identities.remember();
  return identities;
}
const ofTest = (): unknown => Object.assign(() => 1, { _isMockFunction: true });

test('nothing is changed where nothing was replaced', () => {
  expect(watched({ add: () => 1 }).changed()).toEqual([]);
});

test('an export in whose place stands a mock is named', () => {
  const exports = { add: (): unknown => 1 };
  const identities = watched(exports);
  exports.add = ofTest() as () => unknown;
  expect(identities.changed()).toEqual(['exports.add']);
});

test('a method on the prototype of an exported class is named', () => {
  class Cart {
    total(): unknown {
      return 1;
    }
  }
  const identities = watched({ Cart });
  Cart.prototype.total = ofTest() as () => unknown;
  expect(identities.changed()).toEqual(['Cart.prototype.total']);
});

test('an accessor that was replaced is named', () => {
  const exports = Object.defineProperty({}, 'rate', { get: () => 1, configurable: true });
  const identities = watched(exports);
  Object.defineProperty(exports, 'rate', { value: ofTest() });
  expect(identities.changed()).toEqual(['exports.rate']);
});

test('a function that the code itself puts in its place is its own business', () => {
  const exports = { add: (): unknown => 1 };
  const identities = watched(exports);
  exports.add = () => 2;
  expect(identities.changed()).toEqual([]);
});

test('a part of the language that was replaced is named, whoever did it', () => {
  const context = { Array: { from: (): unknown => [] } };
  const identities = watched({}, context);
  context.Array.from = () => undefined;
  expect(identities.changedLanguage()).toEqual(['Array.from']);
});

test('modules outside of the host and of dependencies are not looked at', () => {
  const outside = { add: (): unknown => 1 };
  const runtime = {
    registries: {
      moduleRegistry: new Map([
        ['/elsewhere/a.js', { exports: outside }],
        ['/host/node_modules/b/index.js', { exports: outside }],
      ]),
    },
  };
  const identities = watchIdentities({}, runtime, root);
  identities.remember();
  outside.add = ofTest() as () => unknown;
  expect(identities.changed()).toEqual([]);
});

test('a variable of the environment that is left changed is named', () => {
  const context = { process: { env: { MODE: 'slow' } as Record<string, string> } };
  const identities = watched({}, context);
  context.process.env['MODE'] = 'fast';
  context.process.env['OTHER'] = '1';
  expect(identities.changed()).toEqual(['process.env.MODE', 'process.env.OTHER']);
  context.process.env = { MODE: 'slow' };
  expect(identities.changed()).toEqual([]);
});
