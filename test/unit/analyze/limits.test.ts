/** What the analysis may read, and what it does with files that would hang or end it. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readHost, readTargets } from '../../../src/analyze/process/read-host.js';
import { NightshiftError } from '../../../src/domain/errors.js';
import { analyze, describeParams, removeHosts, targetOf, writeHost } from './temp-host.js';

afterAll(removeHosts);

const pick = 'export function pick(a: Outer): string { return a === "x" ? a : "y"; }\n';
const outer = "export type Outer = 'outside value';\n";
const never = () => new AbortController().signal;

describe('a type from outside of the repository stays outside', () => {
  const nowhere: Record<string, string> = {};
  test.each<[string, (outside: string) => Record<string, string>]>([
    ['by import type', () => ({ 'src/a.ts': `import type { Outer } from '../../outside/t';\n${pick}` })],
    ['by an absolute path', (at) => ({ 'src/a.ts': `import type { Outer } from '${at}/t';\n${pick}` })],
    ['by import()', () => ({ 'src/a.ts': `type Outer = import('../../outside/t').Outer;\n${pick}` })],
    ['by a reference', () => ({ 'src/a.ts': `/// <reference path="../../outside/global.d.ts" />\n${pick}` })],
    [
      'by paths of the tsconfig',
      () => ({
        'tsconfig.json': '{"compilerOptions":{"baseUrl":".","paths":{"far/*":["../outside/*"]}}}',
        'src/a.ts': `import type { Outer } from 'far/t';\n${pick}`,
      }),
    ],
    [
      'by a tsconfig that extends one outside',
      () => ({
        'tsconfig.json': '{"extends":"../outside/base.json"}',
        'src/a.ts': `import type { Outer } from 'far/t';\n${pick}`,
      }),
    ],
    [
      'by typeRoots',
      () => ({
        'tsconfig.json': '{"compilerOptions":{"typeRoots":["../outside/types"],"types":["globals"]}}',
        'src/a.ts': pick,
      }),
    ],
    [
      'by types of package.json',
      () => ({
        'package.json': '{"name":"p","main":"index.js","types":"../outside/index.d.ts"}',
        'index.js': 'exports.pick = (a) => (a === "x" ? a : "y");\n',
      }),
    ],
    [
      'by a file of secrets',
      () => ({ 'src/.env.ts': outer, 'src/a.ts': `import type { Outer } from './.env';\n${pick}` }),
    ],
    [
      'by JSON',
      () => ({
        'tsconfig.json': '{"compilerOptions":{"resolveJsonModule":true}}',
        'src/a.ts': `import data from '../../outside/data.json';\ntype Outer = keyof typeof data;\n${pick}`,
      }),
    ],
    [
      'by a link',
      () => ({ 'src/a.ts': `import type { Outer } from './linked';\n${pick}`, 'src/linked.ts': 'LINK' }),
    ],
  ])('%s', async (_, files) => {
    const root = writeHost(nowhere);
    const outside = path.join(root, '../outside');
    mkdirSync(path.join(outside, 'types/globals'), { recursive: true });
    writeFileSync(path.join(outside, 't.ts'), outer);
    writeFileSync(path.join(outside, 'global.d.ts'), "declare type Outer = 'outside value';\n");
    writeFileSync(path.join(outside, 'types/globals/index.d.ts'), "declare type Outer = 'outside value';\n");
    writeFileSync(path.join(outside, 'index.d.ts'), "export function pick(a: 'outside value'): string;\n");
    writeFileSync(path.join(outside, 'data.json'), '{"outside value":1}');
    writeFileSync(
      path.join(outside, 'base.json'),
      '{"compilerOptions":{"baseUrl":".","paths":{"far/*":["./*"]}}}',
    );
    try {
      for (const [name, text] of Object.entries(files(outside))) {
        mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
        if (text === 'LINK') symlinkSync(path.join(outside, 't.ts'), path.join(root, name));
        else writeFileSync(path.join(root, name), text);
      }
      const analysis = await readTargets(
        await readHost(root, never()),
        { include: [], exclude: [] },
        never(),
      );
      expect(analysis.targets.map(({ name }) => name)).toEqual(['pick']);
      expect(JSON.stringify(analysis)).not.toContain('outside value');
    } finally {
      rmSync(outside, { recursive: true });
    }
  });

  test('and types of the repository and of its packages are read', async () => {
    const analysis = await analyze({
      'src/a.ts': `import type { Outer } from './t';\nimport type { Far } from 'far';\nexport const f = (a: Outer, b: Far): number => (a === b ? 1 : 2);\n`,
      'src/t.ts': "export type Outer = 'within';\n",
      'node_modules/far/package.json': '{"name":"far","types":"index.d.ts"}',
      'node_modules/far/index.d.ts': "export type Far = 'of a package';\n",
    });
    expect(describeParams(targetOf(analysis, 'src/a.ts#f'))).toBe('a: "within"; b: "of a package"');
  });
});

describe('one bad file costs itself', () => {
  const good = { 'src/good.js': 'exports.good = (n) => (n > 3 ? 1 : 2);\n' };
  const repeat = (text: string, count: number): string => text.repeat(count);
  test.each<[string, string, RegExp]>([
    ['a sum of 4,000 terms', `exports.f = (a) => ${Array(4000).fill('a').join(' + ')};\n`, /nested/],
    ['20,000 chained calls', `exports.f = (a) => a${repeat('.b()', 20_000)};\n`, /nested/],
    ['30,000 parentheses', `exports.f = (a) => ${repeat('(', 30_000)}a${repeat(')', 30_000)};\n`, /nested/],
    ['10,000 nested arrays', `exports.f = ${repeat('[', 10_000)}${repeat(']', 10_000)};\n`, /nested/],
    ['5,000 nested blocks', `exports.f = () => ${repeat('{', 5000)}${repeat('}', 5000)};\n`, /nested/],
    ['1.5 million elements', `exports.f = [${Array(1_500_000).fill('1').join(',')}];\n`, /kB/],
  ])('%s', async (_, text, reason) => {
    const { targets, skipped } = await analyze({ ...good, 'src/bad.js': text });
    expect(targets.map(({ id }) => id)).toEqual(['src/good.js#good']);
    expect(skipped).toEqual([{ file: 'src/bad.js', reason: expect.stringMatching(reason) as string }]);
  });

  test('also where it is no source, but imported by one', async () => {
    const sum = `exports.x = (a) => ${Array(4000).fill('a').join(' + ')};\n`;
    const { targets } = await analyze({
      'src/a.js': "const { x } = require('../scripts/x');\nexports.f = (a) => (a > 1 ? x(a) : 2);\n",
      'scripts/x.js': sum,
    });
    expect(targets.map(({ id }) => id)).toEqual(['src/a.js#f']);
  });

  test.each([
    [
      'blank lines after @example',
      `/**\n * @example\n${repeat('\n', 20_000)}*/\nexports.f = (a) => (a > 1 ? 2 : 3);\n`,
    ],
    [
      'captions that do not end',
      `/** @example ${repeat('<caption>', 50_000)} */\nexports.f = (a) => (a > 1 ? 2 : 3);\n`,
    ],
    ['tags without end', `/**\n${repeat(' * @example\n', 20_000)}*/\nexports.f = (a) => (a > 1 ? 2 : 3);\n`],
  ])('and %s are read in linear time', async (_, text) => {
    const { targets } = await analyze({ 'src/a.js': text });
    expect(targets.map(({ id }) => id)).toEqual(['src/a.js#f']);
  });

  test('and so are configs, scripts and tests of any length', async () => {
    const { targets } = await analyze({
      ...good,
      'package.json': JSON.stringify({ name: 'p', scripts: { test: 'jest '.repeat(120_000) } }),
      'jest.config.js': `module.exports = { ${'testMatch:['.repeat(60_000)}`,
      'src/good.test.js': '\n'.repeat(300_000),
    });
    expect(targets).toHaveLength(1);
  });
});

describe('a process of its own', () => {
  test.each<[string, (file: string) => unknown]>([
    ['a pipe', (file) => execFileSync('mkfifo', [file])],
    ['a link to a device', (file) => symlinkSync('/dev/zero', file)],
    ['a folder', (file) => mkdirSync(file)],
    ['two megabytes', (file) => writeFileSync(file, `{"name":"${'x'.repeat(2 ** 21)}"}`)],
  ])('says so when package.json is %s', async (_, plant) => {
    const root = writeHost({});
    rmSync(path.join(root, 'package.json'));
    plant(path.join(root, 'package.json'));
    await expect(readHost(root, never())).rejects.toMatchObject({ code: 'host' });
  });

  test('leaves out sources that are pipes, devices or unreadable', async () => {
    const root = writeHost({
      'src/good.js': 'exports.good = (n) => (n > 3 ? 1 : 2);\n',
      'src/closed.js': '1;\n',
      'src/closed.test.js': '1;\n',
    });
    execFileSync('mkfifo', [path.join(root, 'src/pipe.js')]);
    symlinkSync('/dev/zero', path.join(root, 'src/zero.js'));
    for (const name of ['closed.js', 'closed.test.js']) chmodSync(path.join(root, 'src', name), 0o000);
    execFileSync('mkfifo', [path.join(root, 'src/pipe.test.js')]);
    const analysis = await readTargets(await readHost(root, never()), { include: [], exclude: [] }, never());
    expect(analysis.targets.map(({ id }) => id)).toEqual(['src/good.js#good']);
  });

  test('is killed over a file that takes too long, and the rest is read without it', async () => {
    const all = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].map((name) => `'${name}'`).join(' | ');
    const root = writeHost({
      'src/good.js': 'exports.good = (n) => (n > 3 ? 1 : 2);\n',
      'src/orders.ts': `type Orders<U extends string, C extends U = U> =
        [U] extends [never] ? [] : C extends C ? [C, ...Orders<Exclude<U, C>>] : never;
        export const count = (orders: Orders<${all}>): number => orders.length;\n`,
    });
    const options = { include: [], exclude: [], mostCpuMs: 6000 };
    const { targets, skipped } = await readTargets(await readHost(root, never()), options, never());
    expect(targets.map(({ id }) => id)).toEqual(['src/good.js#good']);
    expect(skipped).toEqual([{ file: 'src/orders.ts', reason: 'its analysis took too long' }]);
  });

  test('is killed by an interruption', async () => {
    const controller = new AbortController();
    const reading = readHost(writeHost({}), controller.signal);
    controller.abort();
    await expect(reading).rejects.toThrow(NightshiftError);
    await expect(reading).rejects.toMatchObject({ code: 'interrupted' });
  });
});
