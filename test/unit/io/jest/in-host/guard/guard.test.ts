/** The guard of a test file: what it lets through, what it refuses, and what it remembers of that. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  type Guard,
  type GuardedRuntime,
  openGuard,
} from '../../../../../../src/io/jest/in-host/guard/guard.cjs';

const root = import.meta.dirname;
const open = (): Guard =>
  openGuard({
    root,
    exempt: [],
    allowsScratch: true,
    inPlaceOf: {},
    testPath: path.join(root, 'guard.test.ts'),
    setupFiles: [],
  });
const load = (name: string): unknown => (name.endsWith('fs') ? fs : {});

test.each([
  ['up to Jest 30.3', (): GuardedRuntime => ({ _requireCoreModule: load }), '_requireCoreModule'],
  ['from Jest 30.4 on', (): GuardedRuntime => ({ coreModule: { require: load } }), 'coreModule'],
])('the runtime %s hands out guarded modules', (_, make, key) => {
  const guard = open();
  const runtime = make();
  expect(guard.guardRuntime(runtime)).toBe(true);
  const handOut = key === 'coreModule' ? runtime.coreModule?.require : runtime._requireCoreModule;
  expect(guard.isGuarded(handOut?.('fs'))).toBe(true);
});

test('a runtime of another shape is said to be unknown', () => {
  expect(open().guardRuntime({})).toBe(false);
});

test('refused calls are remembered by their names until they are taken', () => {
  const guard = open();
  const context = { process: { binding: () => 1 }, fetch: () => 1 };
  guard.guardGlobals(context);
  const own = context as unknown as { process: { exit: () => void }; fetch: () => void };
  expect(() => own.process.exit()).toThrow('process.exit is not available to generated tests');
  expect(() => own.fetch()).toThrow('fetch is not available');
  expect(guard.takeRefused()).toEqual(['process.exit', 'fetch']);
  expect(guard.takeRefused()).toEqual([]);
});

test('a stand-in answers while it is set', () => {
  const guard = open();
  const context = { fetch: (): unknown => 1 };
  guard.guardGlobals(context);
  guard.setStandIns((label) => (label === 'fetch' ? () => 'stand-in' : undefined));
  expect(context.fetch()).toBe('stand-in');
  guard.setStandIns(null);
  expect(() => context.fetch()).toThrow('not available');
});

test('a temp folder that a test leaves behind is removed and counts as refused', () => {
  const guard = open();
  const runtime: GuardedRuntime = { _requireCoreModule: load };
  guard.guardRuntime(runtime);
  const view = runtime._requireCoreModule?.('fs') as typeof fs;
  const folder = view.mkdtempSync(path.join(os.tmpdir(), 'guard-test-'));
  view.writeFileSync(path.join(folder, 'note.txt'), 'x');
  guard.closeTest();
  expect(guard.takeRefused()).toEqual(['fs.mkdtempSync without removing the folder']);
  expect(fs.existsSync(folder)).toBe(false);
  expect(guard.takeFileTrace()).toEqual({ calls: 2, asked: ['note.txt'] });
});
