/** Errors that nobody catches are heard by the explorer alone while it runs, and by the others again afterwards. */
import { EventEmitter } from 'node:events';
import { holdStrayErrors } from '../../../../../../src/io/jest/in-host/tracing/stray-errors.cjs';

test.each(['uncaughtException', 'unhandledRejection'])('%s', (event) => {
  const source = new EventEmitter();
  const heard: string[] = [];
  source.on(event, () => heard.push('Jest'));
  const letGo = holdStrayErrors(source, () => heard.push('explorer'));
  source.emit(event, new Error('nobody waits for this'));
  expect(heard).toEqual(['explorer']);
  letGo();
  source.emit(event, new Error('a fault of a test'));
  expect(heard).toEqual(['explorer', 'Jest']);
});
