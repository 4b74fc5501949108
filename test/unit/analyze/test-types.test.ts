/** Tests are type-checked in a process of its own, which reads no more than the analysis does and cannot hang this one. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readHost } from '../../../src/analyze/process/read-host.js';
import { readTestTypes } from '../../../src/analyze/process/read-test-types.js';
import { removeHosts, writeHost } from './temp-host.js';

afterAll(removeHosts);

const never = (): AbortSignal => new AbortController().signal;
const tsconfig = '{"compilerOptions":{"strict":true,"module":"commonjs","moduleResolution":"node"}}';
const code = { 'tsconfig.json': tsconfig, 'src/a.ts': 'export const half = (n: number): number => n / 2;\n' };
const testOf = (body: string): { file: string; text: string } => ({
  file: 'src/a.nightshift.test.ts',
  text: `import { half } from './a';\n${body}\n`,
});

async function check(files: Record<string, string>, bodies: readonly string[]): Promise<(string | null)[]> {
  const host = await readHost(writeHost(files), never());
  return readTestTypes(host, bodies.map(testOf), never());
}

test('each test gets its own first error, and the names of Jest are no errors', async () => {
  const bodies = ["half('4');", 'half(4);', "test('a', () => { expect(half(4).length).toBe(1); });"];
  expect(await check(code, bodies)).toEqual([
    expect.stringMatching(/^TS2345: /),
    null,
    expect.stringMatching(/^TS2339: /),
  ]);
});

test('a repository that checks no types has no errors', async () => {
  expect(await check({ 'src/a.ts': code['src/a.ts'] }, ["half('4');"])).toEqual([null]);
});

test.each([
  ['by a relative path', () => '../../outside/t'],
  ['by an absolute path', (outside: string) => `${outside}/t`],
  ['through a path of the tsconfig', () => 'far/t'],
])('types from outside of the repository are unknown: %s', async (_, specifier) => {
  const paths = '{"compilerOptions":{"strict":true,"baseUrl":".","paths":{"far/*":["../outside/*"]}}}';
  const root = writeHost({ ...code, 'tsconfig.json': paths });
  const outside = path.join(root, '../outside');
  mkdirSync(outside, { recursive: true });
  writeFileSync(path.join(outside, 't.ts'), "export type Outer = 'outside value';\n");
  try {
    const text = `import type { Outer } from '${specifier(outside)}';\nexport const value: Outer = 4;\n`;
    const host = await readHost(root, never());
    const [error] = await readTestTypes(host, [{ file: 'src/a.nightshift.test.ts', text }], never());
    expect(error).toMatch(/^TS2307: /);
    expect(error).not.toContain('outside value');
  } finally {
    rmSync(outside, { recursive: true });
  }
});

test.each([
  [
    'a type without an end',
    'type Deep<N> = { of: Deep<[N]> };\nconst f = (a: Deep<1>, b: Deep<string>) => a === b;',
  ],
  ['a sum of thousands of terms', `const sum = ${'1 + '.repeat(20_000)}1;`],
  ['thousands of brackets', `const list = ${'['.repeat(5_000)}${']'.repeat(5_000)};`],
])('a test with %s costs itself at the most', async (_, body) => {
  const [bad, good] = await check(code, [body, 'half(4);']);
  expect([null, expect.any(String)]).toContainEqual(bad);
  expect(good).toBeNull();
});
