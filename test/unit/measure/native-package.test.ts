/** Test files that fail for want of a native build say how to get it. */
import { nativeRemedy } from '../../../src/measure/native-package.js';

test.each([
  [
    `Cannot find module '/copy/node_modules/sqlite3/lib/binding/napi-v6/node_sqlite3.node' from 'node_modules/sqlite3/lib/sqlite3-binding.js'`,
    'npm rebuild sqlite3`',
  ],
  [
    'Could not locate the bindings file. Tried:\n → /copy/node_modules/better-sqlite3/build/better_sqlite3.node',
    'npm rebuild better-sqlite3`',
  ],
  [
    'No native build was found for platform=linux\n at load (node_modules/node-gyp-build/index.js:60:9)\n at node_modules/@scope/argon/argon.js:1:1',
    'npm rebuild @scope/argon`',
  ],
  [`The module '/copy/x.node'\nwas compiled against a different Node.js version`, '`npm rebuild`'],
])('%s', (message, remedy) => {
  expect(nativeRemedy(message)).toContain(remedy);
});

test('another missing module is none of them', () => {
  expect(nativeRemedy(`Cannot find module 'left-pad' from 'lib/a.js'`)).toBeNull();
});
