/** Descriptors that the code under test did not open are somebody else's. */
import { closeSync, mkdtempSync, openSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileRules } from '../../../../../../src/io/jest/in-host/guard/guard-files.cjs';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'guard-host-')));
const elsewhere = realpathSync(mkdtempSync(join(tmpdir(), 'guard-else-')));
const rules = createFileRules({ root, exempt: [], allowsScratch: true });

afterAll(() => {
  for (const folder of [root, elsewhere]) rmSync(folder, { recursive: true });
});

function descriptorOf(folder: string): number {
  const file = join(folder, 'data.txt');
  writeFileSync(file, 'data');
  return openSync(file, 'r');
}

test('a file of the host may be read by its descriptor', () => {
  const descriptor = descriptorOf(root);
  expect(rules.mayTouch('readFileSync', [descriptor])).toBe(true);
  closeSync(descriptor);
});

test('a file elsewhere, a channel and a descriptor that nobody opened may not', async () => {
  const descriptor = descriptorOf(elsewhere);
  const server = await new Promise<Server>((resolve) => {
    const made = createServer().listen(0, '127.0.0.1', () => resolve(made));
  });
  const { fd } = (server as unknown as { _handle: { fd: number } })._handle;
  for (const other of [descriptor, fd, 999_999]) {
    expect(rules.mayUse(other)).toBe(process.platform !== 'linux' && other === descriptor);
    expect(rules.mayTouch('readFileSync', [other])).toBe(rules.mayUse(other));
  }
  closeSync(descriptor);
  await new Promise((resolve) => server.close(resolve));
});
