/** Vitest is asked through its own API; a stand-in answers as its versions do. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jest } from '@jest/globals';
import { askVitest } from '../../../../../../src/io/jest/in-host/config/ask-vitest.cjs';

const dir = mkdtempSync(path.join(tmpdir(), 'ask-vitest-'));
afterAll(() => rmSync(dir, { recursive: true }));

const config = "{ root: '/r', include: ['**/*.unit.ts'], exclude: [], environment: options.environment }";
const vite =
  "{ config: { resolve: { alias: [{ find: /^~/, replacement: '/r/src' }, { find: '@', replacement: '/r' }] } } }";

const standIns = {
  'one with projects': `export const parseCLI = (words) => ({ options: { environment: words.at(-1) } });
export const createVitest = async (_, options) => ({ close: async () => {}, projects: [{ config: ${config}, vite: ${vite} }] });`,
  'one without': `export const createVitest = async (_, options) => ({ close: async () => {}, config: ${config}, server: ${vite} });`,
};

test.each(Object.entries(standIns))('%s gives globs and aliases of each project', async (name, text) => {
  const folder = path.join(dir, name);
  mkdirSync(path.join(folder, 'dist'), { recursive: true });
  writeFileSync(path.join(folder, 'dist', 'node.js'), text);
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  await askVitest([folder, '--environment', 'jsdom']);
  const said = String(write.mock.calls[0]?.[0]);
  write.mockRestore();
  expect(JSON.parse(said)).toMatchObject({
    projects: [
      {
        include: ['**/*.unit.ts'],
        ...(name === 'one without' ? {} : { environment: 'jsdom' }),
        aliases: [
          { find: '^~', isRegExp: true, replacement: '/r/src' },
          { find: '@', isRegExp: false, replacement: '/r' },
        ],
      },
    ],
  });
});
