/** What of the repository's own Vitest, its options and its aliases, is taken over. */
import { describe, expect, test } from '@jest/globals';
import { mapAliases, type VitestProject } from '../../../../../src/io/jest/config/vitest-config.js';
import { vitestOptions } from '../../../../../src/io/jest/config/vitest-options.js';

describe('the options of the command', () => {
  test.each([
    ['vitest run', ['run'], []],
    ['a configuration', ['run', '--config', 'vitest.unit.ts'], ['--config', 'vitest.unit.ts']],
    ['a project and a folder', ['--project=unit', '--dir', 'src'], ['--project=unit', '--dir', 'src']],
    ['coverage and a reporter', ['run', '--coverage', '--reporter', 'dot', '--coverage.all=false'], []],
    ['files that it names', ['run', 'src/a.test.ts', '--globals', 'lib'], ['--globals']],
    ['a watch', ['--watch', '-w', '--ui', '--environment', 'jsdom'], ['--environment', 'jsdom']],
  ])('%s', (_, args, expected) => {
    expect(vitestOptions({ args })).toEqual(expected);
  });
});

describe('aliases', () => {
  const resolve = (aliases: VitestProject['aliases'], name: string): string | null => {
    const project = {
      root: '/',
      include: [],
      exclude: [],
      globals: false,
      environment: 'node',
      setupFiles: [],
    };
    for (const [pattern, replacement] of Object.entries(mapAliases([{ ...project, aliases }]))) {
      const match = new RegExp(pattern).exec(name);
      if (match) return replacement.replace(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? '');
    }
    return null;
  };

  test.each([
    ['a name', '@', false, '/src', '@/hex', '/src/hex'],
    ['a whole name', 'config', false, '/src/config.ts', 'config', '/src/config.ts'],
    ['a prefix', '~/', false, '/src/', '~/a/b', '/src/a/b'],
    ['an expression', '^#(\\w+)', true, '/lib/$1', '#core/x', '/lib/core/x'],
    ['an expression for the whole', '^virtual-env$', true, '/env.ts', 'virtual-env', '/env.ts'],
  ])('%s leads to the same file', (_, find, isRegExp, replacement, name, expected) => {
    expect(resolve([{ find, isRegExp, replacement }], name)).toBe(expected);
  });

  test('a longer name is another one, and what Vite adds is left out', () => {
    expect(resolve([{ find: '@', isRegExp: false, replacement: '/src' }], '@scope/pkg')).toBeNull();
    expect(
      resolve([{ find: '^\\/?@vite\\/env', isRegExp: true, replacement: '/x' }], '/@vite/env'),
    ).toBeNull();
  });
});
