/** An error that comes late is that of the file that caused it. */
import { EventEmitter } from 'node:events';
import vm from 'node:vm';
import {
  type LateErrors,
  listenForLateErrors,
} from '../../../../../../src/io/jest/in-host/runner/late-errors.cjs';

function listen(): { late: LateErrors; emit: (error: unknown, event?: string) => void; earlier: string[][] } {
  const source = new EventEmitter();
  const earlier: string[][] = [];
  const late = listenForLateErrors(source, (...noted) => void earlier.push(noted));
  return { late, earlier, emit: (error, event = 'unhandledRejection') => void source.emit(event, error) };
}
const realm = (): { Error: ErrorConstructor } =>
  vm.runInNewContext('({ Error })') as { Error: ErrorConstructor };

test('an error of the file that runs is its own, whatever kind it is of', () => {
  const { late, emit, earlier } = listen();
  const own = realm();
  late.begin('a.test.js', own);
  emit(new own.Error('too late'));
  emit(new own.Error('thrown'), 'uncaughtException');
  emit('a text');
  expect(late.take()).toEqual(['too late', 'thrown', 'a text']);
  expect(late.take()).toEqual([]);
  expect(earlier).toEqual([]);
});

test('an error of a file that ran before goes to that one', () => {
  const { late, emit, earlier } = listen();
  const first = realm();
  late.begin('a.test.js', first);
  late.begin('b.test.js', realm());
  emit(new first.Error('of a'));
  expect(late.take()).toEqual([]);
  expect(earlier).toEqual([['a.test.js', 'of a']]);
});

test('errors of one file are not left for the next', () => {
  const { late, emit } = listen();
  late.begin('a.test.js', realm());
  emit('a text');
  late.begin('b.test.js', realm());
  expect(late.take()).toEqual([]);
});

test('a long message is cut', () => {
  const { late, emit } = listen();
  late.begin('a.test.js', realm());
  emit('x'.repeat(2_000));
  expect(late.take()[0]).toHaveLength(500);
});
