/** Vite is refused its own folder in `node_modules` in the way after which it writes beside the configuration. */
import fs, { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const dir = mkdtempSync(path.join(tmpdir(), 'read-only-'));
const { mkdir } = fs.promises;

beforeAll(async () => {
  await import('../../../../../../src/io/jest/in-host/config/read-only-packages.cjs');
});
afterAll(() => {
  fs.promises.mkdir = mkdir;
  rmSync(dir, { recursive: true });
});

test('the folder of Vite cannot be made', async () => {
  const folder = path.join(dir, 'node_modules', '.vite-temp');
  await expect(fs.promises.mkdir(folder, { recursive: true })).rejects.toMatchObject({ code: 'EACCES' });
});

test('other folders can', async () => {
  await fs.promises.mkdir(path.join(dir, 'a', 'b'), { recursive: true });
  expect(fs.existsSync(path.join(dir, 'a', 'b'))).toBe(true);
});
