/** The text of the test that explores: it hands the host's own `require` or `import` over to the explorer. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Host } from '../../../domain/host.js';
import { testStyle } from '../../../test-file/test-path.js';

/** Absolute path of a compiled file that runs inside the host's Jest. */
function inHost(name: string): string {
  const file = fileURLToPath(new URL(`../in-host/${name}`, import.meta.url));
  // Run from the sources, as unit tests do, the compiled file lies elsewhere.
  return existsSync(file)
    ? file
    : fileURLToPath(new URL(`../../../../dist/author/explorer/in-host/${name}`, import.meta.url));
}

/** The test that explores: it hands its own `require` or `import` over to the explorer. */
export function exploringSource(host: Host, testFile: string, planFile: string): string {
  const runtime = JSON.stringify(inHost('explore.cjs'));
  const style = testStyle(host, testFile);
  const isRequired = host.conventions.globals === 'required';
  const body = (load: string, reset: string, read: string): string =>
    [
      `test('explores', async () => {`,
      `  const plan = JSON.parse(${read}.readFileSync(${JSON.stringify(planFile)}, 'utf8'));`,
      `  await explore(plan, { load: ${load}, reset: ${reset}, expect });`,
      '}, 3600000);',
    ].join('\n');
  if (style === 'esm') {
    return [
      '// @ts-nocheck',
      `import { createRequire } from 'node:module';`,
      ...(isRequired ? [`import { expect, test } from '@jest/globals';`] : []),
      'import.meta.jest?.useRealTimers();',
      'const require = createRequire(import.meta.url);',
      `const { explore } = require(${runtime});`,
      body('(file) => import(file)', '() => import.meta.jest.resetModules()', `require('fs')`),
      '',
    ].join('\n');
  }
  const lines = [
    '// @ts-nocheck',
    ...(isRequired ? [`const { expect, jest, test } = require('@jest/globals');`] : []),
    // The explorer sees the modules and the time as they are, whatever the host has replaced for all its tests.
    'jest.useRealTimers();',
    'jest.disableAutomock();',
    `const { explore } = require(${runtime});`,
    body('(file) => require(file)', '() => jest.resetModules()', `require('fs')`),
  ];
  if (style === 'compiled') lines.push('export {};');
  return `${lines.join('\n')}\n`;
}
