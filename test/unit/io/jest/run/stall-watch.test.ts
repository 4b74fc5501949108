/** When a process counts as hanging: by the time in which it could have gone on, not by the clock alone. */
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stallWatch } from '../../../../../src/io/jest/run/stall-watch.js';
import { waitingTimes } from '../../../../../src/io/system/waiting-time.js';
import { removeTempFolders, tempFolder } from '../../../../support/temp-repo.js';

afterAll(removeTempFolders);

const inTest = '{"file":"a.test.js","test":"a"}\n';

/** A watch over a run that is in a test, and the share of its time for which a process of it waits. */
function watchOver(waitingShare: number): { file: string; after: (seconds: number) => string | undefined } {
  const file = join(tempFolder(), 'progress');
  writeFileSync(file, inTest);
  let nowMs = 0;
  const waits = (): Map<number, number> => new Map([[7, nowMs * waitingShare]]);
  const watch = stallWatch({ files: [file], stallMs: 10_000 }, { now: () => nowMs, waits });
  watch(7);
  const after = (seconds: number): string | undefined => {
    nowMs = seconds * 1000;
    return watch(7);
  };
  return { file, after };
}

test('what has the processor, or sleeps, is given up after the limit', () => {
  const { after } = watchOver(0);
  expect(after(10)).toBeUndefined();
  expect(after(10.1)).toBe('stalled');
});

test('what waits for the processor half of the time gets twice as long', () => {
  const { after } = watchOver(0.5);
  expect(after(19)).toBeUndefined();
  expect(after(21)).toBe('stalled');
});

test('nothing gets more than three times its limit', () => {
  const { after } = watchOver(1);
  expect(after(29)).toBeUndefined();
  expect(after(31)).toBe('stalled');
});

test('progress begins the time anew', () => {
  const { file, after } = watchOver(0);
  after(9);
  appendFileSync(file, inTest);
  expect(after(9.5)).toBeUndefined();
  expect(after(19)).toBeUndefined();
  expect(after(20)).toBe('stalled');
});

test('waiting is known of a process and of those below it, where the system says', () => {
  const times = waitingTimes(process.ppid);
  if (process.platform !== 'linux') expect(times.size).toBe(0);
  else expect([...times.keys()]).toEqual(expect.arrayContaining([process.ppid, process.pid]));
});
