import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { detectHost } from '../../../../src/analyze/host/detect-host.js';
import { removeHosts, writeHost } from '../temp-host.js';

afterAll(removeHosts);

const fakeJest = {
  'node_modules/jest/package.json': '{"name":"jest","version":"29.1.2","bin":{"jest":"./bin/jest.js"}}',
  'node_modules/jest/bin/jest.js': '',
};

describe('folders that hold no host', () => {
  test('a missing folder and a file are wrong usage, with a remedy', async () => {
    const root = writeHost({});
    const missing = { code: 'usage', remedy: expect.stringContaining('folder') as string };
    await expect(detectHost(path.join(root, 'nowhere'))).rejects.toMatchObject(missing);
    await expect(detectHost(path.join(root, 'package.json'))).rejects.toMatchObject(missing);
  });

  test('a folder without package.json cannot be tested', async () => {
    const root = writeHost({ 'inner/a.js': '' });
    await expect(detectHost(path.join(root, 'inner'))).rejects.toMatchObject({ code: 'host' });
  });

  test('a broken package.json is named with the position of the fault', async () => {
    const root = writeHost({ 'package.json': '{\n  "name": "x",\n}\n' });
    const error = {
      code: 'host',
      message: expect.stringMatching(/package\.json.*line 3, column 1/) as string,
    };
    await expect(detectHost(root)).rejects.toMatchObject(error);
  });

  test('a package.json that holds no object is refused', async () => {
    await expect(detectHost(writeHost({ 'package.json': '[]' }))).rejects.toMatchObject({ code: 'host' });
  });
});

describe('Jest and Node options', () => {
  test("the host's own Jest is preferred; without one, ours is used", async () => {
    const own = writeHost(fakeJest);
    expect((await detectHost(own)).jest).toEqual({
      origin: 'host',
      binary: path.join(own, 'node_modules/jest/bin/jest.js'),
      version: '29.1.2',
    });
    const { jest: ours } = await detectHost(writeHost({}));
    expect(ours.origin).toBe('nightshift');
    expect(ours.binary).toMatch(/jest[\\/]bin[\\/]jest\.js$/);
  });

  test.each(['19.0.2', '22.4.4', '23.6.0'])(
    'Jest %s is too old to run anything by it, so ours is taken without the options of its command',
    async (version) => {
      const host = await detectHost(
        writeHost({
          'package.json': '{"scripts":{"test":"jest test --config old.json"}}',
          'node_modules/jest/package.json': `{"name":"jest","version":"${version}","bin":"./bin/jest.js"}`,
          'node_modules/jest/bin/jest.js': '',
        }),
      );
      expect(host.jest).toMatchObject({ origin: 'nightshift', isShadowed: true });
      expect(host.runner).toMatchObject({ name: 'jest', version, options: {}, patterns: [] });
    },
  );

  test('an ES module host whose Jest compiles nothing needs VM modules', async () => {
    const esm = { ...fakeJest, 'package.json': '{"type":"module"}', 'src/a.js': 'export const a = 1;' };
    expect((await detectHost(writeHost(esm))).nodeOptions).toEqual(['--experimental-vm-modules']);
    const compiled = { ...esm, 'babel.config.json': '{"presets":["@babel/preset-env"]}' };
    expect((await detectHost(writeHost(compiled))).nodeOptions).toEqual([]);
    const tsJest = { ...esm, 'jest.config.js': "export default { transform: { '^.+ts$': 'ts-jest' } }" };
    expect((await detectHost(writeHost(tsJest))).nodeOptions).toEqual([]);
    const tsJestEsm = {
      ...esm,
      'jest.config.js': "export default { transform: { '^.+ts$': ['ts-jest', { useESM: true }] } }",
    };
    expect((await detectHost(writeHost(tsJestEsm))).nodeOptions).toEqual(['--experimental-vm-modules']);
  });

  test('the option is taken over from a script', async () => {
    const root = writeHost({
      'package.json': '{"scripts":{"test":"NODE_OPTIONS=--experimental-vm-modules jest"}}',
    });
    expect((await detectHost(root)).nodeOptions).toEqual(['--experimental-vm-modules']);
  });

  test('no config file of the host is run', async () => {
    const root = writeHost({
      'jest.config.js': 'globalThis.ranHostConfig = true;',
      'babel.config.js': 'globalThis.ranHostConfig = true;',
    });
    await detectHost(root);
    expect((globalThis as { ranHostConfig?: boolean }).ranHostConfig).toBeUndefined();
  });
});

describe('module system and TypeScript', () => {
  test.each([
    ['cjs', '{}', 'src/a.js'],
    ['mixed', '{}', 'src/a.mjs'],
    ['esm', '{"type":"module"}', 'src/a.js'],
    ['mixed', '{"type":"module"}', 'src/a.cjs'],
  ])('%s: %s with %s', async (moduleSystem, packageJson, file) => {
    const root = writeHost({ 'package.json': packageJson, [file]: '', 'src/b.js': '' });
    expect((await detectHost(root)).moduleSystem).toBe(moduleSystem);
  });

  test('esModuleInterop is read through extends', async () => {
    const root = writeHost({
      'tsconfig.json': '{ // the base decides\n "extends": "./base.json" }',
      'base.json': '{"compilerOptions":{"esModuleInterop":false,"module":"commonjs"}}',
      'src/a.ts': '',
    });
    expect(await detectHost(root)).toMatchObject({ tsconfig: 'tsconfig.json', esModuleInterop: false });
  });

  test('a tsconfig that only refers to others gives way to the one of the sources', async () => {
    const root = writeHost({
      'tsconfig.json':
        '{"files":[],"references":[{"path":"./tsconfig.node.json"},{"path":"./tsconfig.app.json"}]}',
      'tsconfig.node.json': '{}',
      'tsconfig.app.json': '{}',
    });
    expect((await detectHost(root)).tsconfig).toBe('tsconfig.app.json');
  });
});

test('dependency folders are told by where they are seen and where they are', async () => {
  const store = writeHost({ 'store/x/package.json': '{}' });
  const root = writeHost({ 'packages/inner/node_modules/y/package.json': '{}' });
  symlinkSync(path.join(store, 'store'), path.join(root, 'node_modules'));
  const { dependencyFolders } = await detectHost(root);
  expect(dependencyFolders).toContainEqual({
    at: path.join(root, 'node_modules'),
    real: path.join(store, 'store'),
  });
  const inner = path.join(root, 'packages/inner/node_modules');
  expect(dependencyFolders).toContainEqual({ at: inner, real: inner });
});

test('fast-check counts only where the host can resolve it', async () => {
  expect((await detectHost(writeHost({}))).hasFastCheck).toBe(false);
  const file = 'node_modules/fast-check/package.json';
  expect((await detectHost(writeHost({ [file]: '{"version":"4.0.0"}' }))).hasFastCheck).toBe(true);
});

test('a TypeScript host whose compiler knows no global test has it imported', async () => {
  const typed = {
    ...fakeJest,
    'node_modules/typescript/package.json': '{"name":"typescript","version":"5.4.5"}',
    'node_modules/@jest/globals/package.json': '{"name":"@jest/globals","version":"29.1.2"}',
    'tsconfig.json': '{}',
    'src/a.ts': 'export const a = 1;',
  };
  expect((await detectHost(writeHost(typed))).conventions.globals).toBe('imported');
  const withTypes = {
    ...typed,
    'node_modules/@types/jest/package.json': '{"name":"@types/jest","version":"29.0.0"}',
  };
  expect((await detectHost(writeHost(withTypes))).conventions.globals).toBe('injected');
});
