/** What the parent reads and writes in a folder that hostile code has had its hands in. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeScratchFolder, readBelow, createBelow } from '../../../../src/io/files/below.js';
import { removeTempFolders, tempFolder } from '../../../support/temp-repo.js';

afterAll(removeTempFolders);

const most = 1000;
let scratch: string;
let secret: string;

beforeEach(() => {
  const dir = tempFolder();
  scratch = join(dir, 'scratch');
  mkdirSync(scratch);
  secret = join(dir, 'secret');
  writeFileSync(secret, 'of the user');
});

test('what was written is read back', async () => {
  const folder = await makeScratchFolder(scratch, 'run');
  await createBelow(scratch, join(folder, 'a.json'), 'text');
  expect(await readBelow(scratch, join(folder, 'a.json'), most)).toEqual({ ok: true, text: 'text' });
});

test.each<[string, (file: string) => unknown, string]>([
  ['nothing', () => undefined, 'missing'],
  ['a link to a file outside', (file) => symlinkSync(secret, file), 'not a plain file'],
  ['a link to nothing', (file) => symlinkSync('/nowhere', file), 'not a plain file'],
  ['a pipe', (file) => execFileSync('mkfifo', [file]), 'not a plain file'],
  ['a folder', (file) => execFileSync('mkdir', [file]), 'not a plain file'],
  ['a device', (file) => symlinkSync('/dev/zero', file), 'not a plain file'],
  ['a huge file', (file) => execFileSync('truncate', ['-s', '1T', file]), 'too large'],
])('%s in place of a result is not read', async (_name, plant, why) => {
  const file = join(scratch, 'results.json');
  plant(file);
  expect(await readBelow(scratch, file, most)).toEqual({ ok: false, why });
});

test('a folder that became a link is not gone through, in either direction', async () => {
  symlinkSync(join(scratch, '..'), join(scratch, 'run'));
  const read = await readBelow(scratch, join(scratch, 'run/secret'), most);
  expect(read).toMatchObject({ ok: false });
  await expect(createBelow(scratch, join(scratch, 'run/new'), 'x')).rejects.toThrow();
});

test('what lies in wait at the place of a new file is not overwritten', async () => {
  symlinkSync(secret, join(scratch, 'job.json'));
  await expect(createBelow(scratch, join(scratch, 'job.json'), 'x')).rejects.toThrow();
  expect(readFileSync(secret, 'utf8')).toBe('of the user');
});
