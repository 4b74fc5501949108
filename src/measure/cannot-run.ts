/** Explains why the host's Jest does not come to its end, with a remedy that works. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { NightshiftError } from '../domain/errors.js';
import type { Host } from '../domain/host.js';
import { jestWords } from '../io/jest/config/jest-words.js';
import type { JestRun } from '../io/jest/run/read-run.js';
import type { JestSession } from '../io/jest/run/run-jest.js';

const plainConfigs = ['jest.config.js', 'jest.config.cjs', 'jest.config.json'];
const otherConfigs = ['jest.config.ts', 'jest.config.mjs', 'jest.config.mts', 'jest.config.cts'];
const without = 'jest.nightshift.config.cjs';

/** The error for a suite that ends without results again and again. */
export function cannotRun(session: JestSession, run: JestRun): NightshiftError {
  const { box, host, config } = session;
  const said = jestWords(run.message, { copy: box.root, root: host.root }, 12);
  const setup = config.projects.flatMap(({ globalSetup }) => globalSetup ?? [])[0];
  // Once a test file has begun, its set-up has ended.
  if (setup === undefined || run.at !== null) {
    return new NightshiftError(
      'host',
      `Jest ${host.jest.version} ends without results here. It says:\n${said}`,
      { remedy: 'Make `npx jest --coverage` end by itself in the repository, then try again.' },
    );
  }
  const file = path.relative(box.root, setup).split(path.sep).join('/');
  const how = run.ended === 'crashed' || run.ended === 'well' ? 'fails' : 'does not end';
  return new NightshiftError(
    'host',
    `globalSetup (${file}) ${how} in the sandbox, which has no network: no test can run. It says:\n${said}`,
    { remedy: remedyFor(host) },
  );
}

function remedyFor({ root, runner }: Host): string {
  const named = typeof runner.options['config'] === 'string' ? [runner.options['config']] : [];
  const isThere = (name: string): boolean => existsSync(path.join(root, name));
  const other = otherConfigs.find(isThere);
  const config = [...named, ...plainConfigs].find((name) => /\.(?:c?js|json)$/.test(name) && isThere(name));
  const source =
    config !== undefined
      ? `require('./${config}')`
      : other === undefined
        ? `require('./package.json').jest`
        : null;
  const choose = `run with --jest-config ${without}; --project NAME chooses a project without it`;
  if (source === null)
    return `Write a copy of ${other ?? 'the configuration'} without globalSetup, and ${choose}.`;
  const line = `const { globalSetup, globalTeardown, ...config } = ${source}; module.exports = config;`;
  return `Write ${without} with \`${line}\`, and ${choose}. Tests that need what globalSetup starts are left out then.`;
}
