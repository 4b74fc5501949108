/** What one test file changes in objects that all share is undone after it. */
import {
  rememberGlobals,
  rememberShared,
  restoreShared,
} from '../../../../../../src/io/jest/in-host/guard/shared-state.cjs';

test('changed members are put back, new ones removed, removed ones return', () => {
  const shared: Record<string, unknown> = { kept: 1, changed: 2, removed: 3 };
  rememberShared(shared);
  shared['changed'] = 20;
  shared['added'] = 4;
  delete shared['removed'];
  restoreShared();
  expect(shared).toEqual({ kept: 1, changed: 2, removed: 3 });
});

test('accessors are put back as accessors', () => {
  const shared = Object.defineProperty({}, 'size', { get: () => 5, configurable: true });
  rememberShared(shared);
  Object.defineProperty(shared, 'size', { value: 9, configurable: true });
  restoreShared();
  expect(Object.getOwnPropertyDescriptor(shared, 'size')?.get?.()).toBe(5);
});

test('the first look at an object counts', () => {
  const shared: Record<string, unknown> = { a: 1 };
  rememberShared(shared);
  shared['a'] = 2;
  rememberShared(shared);
  restoreShared();
  expect(shared['a']).toBe(1);
});

test('classes that a context shares with the process are remembered with their prototypes', () => {
  rememberGlobals({ URL });
  Object.assign(URL.prototype, { spoilt: true });
  restoreShared();
  expect('spoilt' in URL.prototype).toBe(false);
});
