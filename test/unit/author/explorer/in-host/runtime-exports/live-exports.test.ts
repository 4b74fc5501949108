/** Functions are found wherever the exports of a loaded module lead. */
import { findLeaves } from '../../../../../../src/author/explorer/in-host/runtime-exports/live-exports.cjs';

const names = (loaded: unknown): string[] =>
  findLeaves(loaded, 'a.js').map(({ access }) => {
    const first = access.export.kind === 'named' ? access.export.name : access.export.kind;
    return [first, ...access.members].join('.');
  });

test('named exports, and what hangs on them, the nearest first', () => {
  const tool = Object.assign(() => 1, { fast: () => 2, deep: { slow: () => 3 } });
  expect(names({ tool, limit: 5 })).toEqual(['tool', 'tool.fast', 'tool.deep.slow']);
});

test('a module that is a function is reached as a whole', () => {
  expect(names(Object.assign(() => 1, { parse: () => 2 }))).toEqual(['module', 'module.parse']);
});

test('the default export of an ES module is its default', () => {
  expect(names(Object.defineProperty({ default: () => 1 }, '__esModule', { value: true }))).toEqual([
    'default',
  ]);
});

test('an exported object shows the methods of its class, but not private ones', () => {
  class Till {
    total(): number {
      return 0;
    }
    _reset(): void {
      return undefined;
    }
  }
  expect(names({ till: new Till() })).toEqual(['till.total']);
});

test('each function is found once, circles end, and a getter that throws leads nowhere', () => {
  const shared = (): number => 1;
  const loaded: Record<string, unknown> = { one: shared, two: shared };
  loaded['self'] = loaded;
  Object.defineProperty(loaded, 'broken', {
    enumerable: true,
    get() {
      throw new Error('no');
    },
  });
  expect(names(loaded)).toEqual(['one']);
});

test('what exports nothing that can be walked has no functions', () => {
  expect(names(5)).toEqual([]);
});
