import { followScript, type RunnerStart } from '../../../../src/analyze/runner/follow-scripts.js';

interface World {
  scripts: Record<string, string>;
  files?: Record<string, string>;
  packages?: Record<string, Record<string, string>>;
}

function follow({ scripts, files = {}, packages = {} }: World, name = 'test'): RunnerStart[] {
  const members = Object.entries(packages).map(([folder, own]) => ({
    folder,
    name: `@yard/${folder.split('/').at(-1) ?? ''}`,
    scripts: own,
  }));
  const world = {
    packages: [{ folder: '', name: 'root', scripts }, ...members],
    readText: (file: string) => files[file] ?? null,
  };
  return followScript(world, name);
}

const start = (test: string, files?: Record<string, string>): Partial<RunnerStart> | undefined => {
  const [first] = follow({ scripts: { test }, ...(files ? { files } : {}) });
  if (!first) return undefined;
  const { runner, tool, args, env, nodeOptions } = first;
  return { runner, tool, args, env, nodeOptions };
};

const jest = (args: string[] = [], more: Partial<RunnerStart> = {}): Partial<RunnerStart> => ({
  runner: 'jest',
  tool: 'jest',
  args,
  env: {},
  nodeOptions: [],
  ...more,
});

describe('Jest by itself', () => {
  test.each([
    ['jest --ci', ['--ci']],
    ['./node_modules/.bin/jest -c a.js', ['-c', 'a.js']],
    ['npx jest', []],
    ['npx --no-install jest src', ['src']],
    ['npx jest@29 src', ['src']],
    ['bunx jest', []],
    ['pnpm exec jest', []],
    ['npm exec -- jest --ci', ['--ci']],
    ['yarn jest unit', ['unit']],
    ['pnpm jest', []],
    ['yarn run jest', []],
    ['npm run -s jest', []],
    ['time jest', []],
    ['timeout 60 jest', []],
    ['xvfb-run -a jest', []],
    ['sh -c "jest --ci"', ['--ci']],
    ['jest-cli --ci', ['--ci']],
  ])('%s', (line, args) => {
    expect(start(line)).toEqual(jest(args));
  });

  test.each([
    ['node node_modules/jest/bin/jest.js --ci', [], ['--ci']],
    ['node --experimental-vm-modules node_modules/jest/bin/jest.js', ['--experimental-vm-modules'], []],
    ['node --experimental-vm-modules ./node_modules/.bin/jest a', ['--experimental-vm-modules'], ['a']],
    ['node -r dotenv/config node_modules/.bin/jest', ['-r', 'dotenv/config'], []],
    ['node ../../node_modules/jest-cli/bin/jest', [], []],
  ])('%s', (line, nodeOptions, args) => {
    expect(start(line)).toEqual(jest(args, { nodeOptions }));
  });
});

describe('the environment of the command', () => {
  test.each([
    ['TZ=UTC APP=eu jest', { TZ: 'UTC', APP: 'eu' }],
    ['cross-env TZ=UTC NODE_ENV=test jest', { TZ: 'UTC', NODE_ENV: 'test' }],
    ['cross-env-shell TZ=UTC "jest"', { TZ: 'UTC' }],
    ['env -u CI TZ=UTC jest', { TZ: 'UTC' }],
    ['export TZ=UTC && jest', { TZ: 'UTC' }],
    ['set TZ=UTC&& jest', { TZ: 'UTC' }],
    ['A=1 npm run jest:it', { A: '1' }],
  ])('%s', (line, env) => {
    const [first] = follow({ scripts: { test: line, 'jest:it': 'jest' } });
    expect(first).toMatchObject({ runner: 'jest', env });
  });

  const files = {
    '.env': 'A=plain',
    '.env.test': 'A=test # why\nexport B="two words"\n# C=no',
    '.env-cmdrc': '{"test":{"A":"rc"},"ci":{"B":1}}',
  };
  test.each([
    ['dotenv -- jest', { A: 'plain' }],
    ['dotenv jest', { A: 'plain' }],
    ['dotenv -e .env.test -- jest', { A: 'test', B: 'two words' }],
    ['dotenv -c test -- jest', { A: 'test', B: 'two words' }],
    ['dotenv -v A=given -- jest', { A: 'given' }],
    ['dotenvx run -f .env.test -- jest', { A: 'test', B: 'two words' }],
    ['env-cmd jest', { A: 'plain' }],
    ['env-cmd -f .env.test jest', { A: 'test', B: 'two words' }],
    ['env-cmd .env.test jest', { A: 'test', B: 'two words' }],
    ['env-cmd -e test,ci jest', { A: 'rc', B: '1' }],
    ['dotenv -e missing.env -- jest', {}],
  ])('%s', (line, env) => {
    expect(start(line, files)).toEqual(jest([], { env }));
  });
});

describe('from script to script', () => {
  test('npm, yarn and pnpm hand arguments on', () => {
    const scripts = { unit: 'jest --config unit.json', test: 'npm run unit -- --ci a' };
    expect(follow({ scripts })).toMatchObject([
      { args: ['--config', 'unit.json', '--ci', 'a'], scripts: ['test', 'unit'] },
    ]);
    expect(follow({ scripts: { ...scripts, test: 'yarn unit --ci' } })).toMatchObject([
      { args: ['--config', 'unit.json', '--ci'] },
    ]);
  });

  test('what stands before and after counts too', () => {
    const scripts = { pretest: 'npm run lint', lint: 'eslint .', test: 'tsc && jest', posttest: 'mocha' };
    expect(follow({ scripts }).map(({ runner }) => runner)).toEqual(['jest', 'mocha']);
  });

  test.each([
    'run-s lint unit',
    'npm-run-all lint unit',
    'run-p unit',
    'concurrently "npm:unit"',
    'is-ci unit watch',
  ])('%s', (test) => {
    expect(follow({ scripts: { test, unit: 'jest -i', lint: 'eslint .' } })).toMatchObject([
      { runner: 'jest', args: ['-i'] },
    ]);
  });

  test('a pattern names several scripts', () => {
    const scripts = { test: 'run-s "test:*"', 'test:a': 'jest a', 'test:b': 'jest b' };
    expect(follow({ scripts }).map(({ args }) => args)).toEqual([['a'], ['b']]);
  });

  test('scripts that call each other come to an end', () => {
    expect(follow({ scripts: { test: 'npm run a', a: 'npm run b', b: 'npm run a && npm test' } })).toEqual(
      [],
    );
  });

  test('what only runs when a command fails is left out', () => {
    expect(follow({ scripts: { test: 'jest || mocha' } })).toMatchObject([{ runner: 'jest' }]);
  });

  test('cd and --prefix change the folder', () => {
    const packages = { app: { test: 'jest --ci' } };
    expect(follow({ scripts: { test: 'cd app && jest' } })).toMatchObject([{ folder: 'app' }]);
    expect(follow({ scripts: { test: 'npm --prefix app test' }, packages })).toMatchObject([
      { folder: 'app', args: ['--ci'] },
    ]);
  });
});

describe('wrappers', () => {
  test.each(['c8 jest', 'c8 --reporter=lcov jest', 'nyc --reporter text -x "a/**" jest', 'nyc npm run unit'])(
    '%s',
    (test) => {
      expect(follow({ scripts: { test, unit: 'jest' } })).toMatchObject([{ runner: 'jest', args: [] }]);
    },
  );

  test.each([
    ['start-server-and-test start http://localhost:3000 unit', 'start-server-and-test starts a server'],
    ['wait-on tcp:5432 && jest', 'wait-on waits for a server'],
    ['docker-compose up -d && jest', 'docker-compose starts containers'],
    ['doppler run -- jest', 'doppler fetches secrets'],
  ])('%s', (test, said) => {
    const [first] = follow({ scripts: { test, unit: 'jest' } });
    expect(first?.runner).toBe('jest');
    expect(first?.needs[0]).toContain(said);
  });

  test.each([
    ['react-scripts test --env=jsdom', 'react-scripts'],
    ['craco test', 'craco'],
    ['react-app-rewired test', 'react-app-rewired'],
    ['kcd-scripts test --coverage', 'kcd-scripts'],
    ['tsdx test --passWithNoTests', 'tsdx'],
    ['dts test', 'dts-cli'],
    ['wp-scripts test-unit-js', '@wordpress/scripts'],
  ])('%s makes the configuration by itself', (test, configBy) => {
    const [tool] = test.split(' ');
    expect(follow({ scripts: { test } })).toMatchObject([{ runner: 'jest', tool, configBy }]);
  });

  test('a script of the repository that starts Jest is Jest', () => {
    const files = {
      'scripts/test.js': "process.env.BABEL_ENV = 'test';\nconst jest = require('jest');\njest.run(argv);",
    };
    expect(start('node scripts/test.js --env=jsdom', files)).toEqual(
      jest(['--env=jsdom'], { env: { BABEL_ENV: 'test' } }),
    );
    expect(start('node scripts/test.js', { 'scripts/test.js': "require('assert')" })).toBeUndefined();
  });
});

describe('other runners', () => {
  test.each([
    ['vitest run', 'vitest'],
    ['vitest', 'vitest'],
    ['node node_modules/vitest/vitest.mjs run', 'vitest'],
    ['mocha -r ts-node/register test', 'mocha'],
    ['nyc mocha', 'mocha'],
    ['node --loader x node_modules/mocha/bin/mocha.js', 'mocha'],
    ['c8 ava', 'ava'],
    ['node --test', 'node:test'],
    ['tsx --test test/*.ts', 'node:test'],
    ['node --import tsx --test', 'node:test'],
    ['tap test/*.js', 'other'],
    ['bun test', 'other'],
    ['karma start', 'other'],
    ['ng test', 'other'],
  ])('%s', (line, runner) => {
    expect(start(line)).toMatchObject({ runner });
  });

  test.each(['tsc --noEmit', 'echo "Error: no test specified" && exit 1', 'ng build', 'true', ''])(
    '%s runs no tests',
    (line) => {
      expect(start(line)).toBeUndefined();
    },
  );
});

describe('monorepos', () => {
  const packages = {
    'packages/a': { test: 'jest --ci' },
    'packages/b': { test: 'TZ=UTC jest --ci', unit: 'jest' },
    'packages/c': {},
  };
  test.each([
    'npm test --workspaces --if-present',
    'npm run test -ws',
    'yarn workspaces run test',
    'yarn workspaces foreach -A run test',
    'pnpm -r test',
    'pnpm -r run test',
    'lerna run test',
    'turbo run test',
    'turbo test --concurrency=1',
    'nx run-many -t test',
    'nx run-many --target=test --all',
    'nx affected --target test',
  ])('%s', (test) => {
    const starts = follow({ scripts: { test }, packages });
    expect(starts.map(({ folder, env }) => [folder, env])).toEqual([
      ['packages/a', {}],
      ['packages/b', { TZ: 'UTC' }],
    ]);
  });

  test.each([
    'npm test -w @yard/b',
    'npm run test --workspace=packages/b',
    'yarn workspace @yard/b test',
    'pnpm --filter @yard/b test',
    'nx test b',
    'nx run b:test',
    'turbo run test --filter=@yard/b',
    'lerna run test --scope @yard/b',
  ])('%s', (test) => {
    expect(follow({ scripts: { test }, packages }).map(({ folder }) => folder)).toEqual(['packages/b']);
  });

  test('Nx keeps the configuration of a project in a file', () => {
    const files = {
      'packages/c/project.json':
        '{"targets":{"test":{"options":{"jestConfig":"packages/c/jest.config.ts"}}}}',
    };
    expect(follow({ scripts: { test: 'nx test c' }, packages, files })).toMatchObject([
      { runner: 'jest', folder: '', args: ['--config', 'packages/c/jest.config.ts'] },
    ]);
  });
});
