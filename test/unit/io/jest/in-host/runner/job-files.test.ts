/** Jobs come and records go by files. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  emptyRecord,
  noteProgress,
  readJob,
  writeRecord,
} from '../../../../../../src/io/jest/in-host/runner/job-files.cjs';
import { sealedRecordSchema } from '../../../../../../src/io/jest/protocol/job.js';

const dir = mkdtempSync(path.join(tmpdir(), 'job-files-'));
afterAll(() => rmSync(dir, { recursive: true }));
const jobFile = path.join(dir, 'job.json');
const made = { seal: 's1', recordsFile: path.join(dir, 'records'), progressFile: path.join(dir, 'progress') };
const read = (): ReturnType<typeof readJob> => {
  writeFileSync(jobFile, JSON.stringify(made));
  return readJob(jobFile);
};

test('a job is gone once it was read, so that no test finds its seal', () => {
  expect(read().seal).toBe('s1');
  expect(existsSync(jobFile)).toBe(false);
});

test('each record is a line with the seal, as the parent reads it', () => {
  const job = read();
  writeRecord(job, emptyRecord('/a.test.js'));
  writeRecord(job, { ...emptyRecord('/b.test.js'), lateErrors: ['too\nlate'] });
  const lines = readFileSync(made.recordsFile, 'utf8').trim().split('\n');
  const records = lines.map((line) => sealedRecordSchema.parse(JSON.parse(line)));
  expect(records.map(({ testPath, seal }) => [testPath, seal])).toEqual([
    ['/a.test.js', 's1'],
    ['/b.test.js', 's1'],
  ]);
});

test('the begin of a file and of a test shows as progress', () => {
  const job = read();
  noteProgress(job, '/a.test.js', null);
  noteProgress(job, '/a.test.js', 'adds');
  expect(readFileSync(made.progressFile, 'utf8')).toBe(
    '{"file":"/a.test.js","test":null}\n{"file":"/a.test.js","test":"adds"}\n',
  );
});
