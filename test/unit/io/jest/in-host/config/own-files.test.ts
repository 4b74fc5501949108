/** Transformers of the host see none of our own files, wherever Jest keeps what it asks. */
import path from 'node:path';
import { leaveOwnFiles } from '../../../../../../src/io/jest/in-host/config/own-files.cjs';

const ours = path.resolve('src/io/jest/in-host/runner/setup.cjs');
const askAll = (): { shouldTransform: (file: string) => boolean } => ({ shouldTransform: () => true });

test.each([
  ['up to Jest 30.4', () => ({ _scriptTransformer: askAll() })],
  ['from Jest 30.5 on', () => ({ transformCache: { scriptTransformer: askAll() } })],
])('%s', (_, makeRuntime) => {
  const runtime: Parameters<typeof leaveOwnFiles>[0] = makeRuntime();
  leaveOwnFiles(runtime);
  const transformer = runtime._scriptTransformer ?? runtime.transformCache?.scriptTransformer;
  expect(transformer?.shouldTransform?.(ours)).toBe(false);
  expect(transformer?.shouldTransform?.('/host/lib/a.js')).toBe(true);
});

test('a Jest that keeps it elsewhere is left as it is', () => {
  expect(() => leaveOwnFiles({})).not.toThrow();
});
