/** The modules of a test context are found in every version of Jest's runtime. */
import { exportsOf, loadedModules } from '../../../../../../src/io/jest/in-host/guard/identities.cjs';

const own = { exports: { half: 1 } };
const esm = { namespace: { half: 2 } };

test.each([
  ['24', { _moduleRegistry: Object.assign(Object.create(null), { '/a.js': own }) as object }, [own]],
  [
    '25 to 30.4',
    { _moduleRegistry: new Map([['/a.js', own]]), _esmoduleRegistry: new Map([['/a.mjs', esm]]) },
    [own, esm],
  ],
  [
    'after 30.4',
    {
      registries: { moduleRegistry: new Map([['/a.js', own]]), esModuleRegistry: new Map([['/a.mjs', esm]]) },
    },
    [own, esm],
  ],
  ['that is unknown', {}, []],
])('in Jest %s', (_, runtime, modules) => {
  expect(loadedModules(runtime).map(([, module]) => module)).toEqual(modules);
});

test('what a module exports is known once it is evaluated', () => {
  const early = {
    get namespace(): unknown {
      throw new ReferenceError('not linked');
    },
  };
  expect([own, esm, early].map(exportsOf)).toEqual([{ half: 1 }, { half: 2 }, undefined]);
});
