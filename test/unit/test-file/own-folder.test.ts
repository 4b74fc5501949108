/** Tests for repositories that Jest does not test: their folder, its configuration, and the command that runs it. */
import { describe, expect, test } from '@jest/globals';
import type { Host, HostRunnerName } from '../../../src/domain/host.js';
import { ownFolderCommand, supportFiles } from '../../../src/test-file/own-folder.js';
import { testFileCandidates, usesOwnFolder } from '../../../src/test-file/test-path.js';
import { buildHost, plainJest } from '../../support/builders.js';

const ownJest: Host['jest'] = { origin: 'nightshift', binary: '/jest.js', version: '30.5.2' };
const hostOf = (name: HostRunnerName, changes: Partial<Host> = {}): Host =>
  buildHost({ jest: ownJest, runner: { ...plainJest, name, tool: name }, ...changes });

describe('a repository whose tests another runner runs', () => {
  test.each<[HostRunnerName, boolean]>([
    ['mocha', true],
    ['ava', true],
    ['node:test', true],
    ['other', true],
    ['none', true],
    ['vitest', false],
  ])('%s', (name, expected) => {
    expect(usesOwnFolder(hostOf(name))).toBe(expected);
    expect(supportFiles(hostOf(name))).toHaveLength(expected ? 1 : 0);
  });

  test('gets its tests where no runner looks', () => {
    expect(testFileCandidates(hostOf('ava'), 'src/test-clamp.js')).toEqual([
      '.jest-nightshift/src/test-clamp.nightshift.js',
    ]);
    expect(usesOwnFolder(buildHost({}))).toBe(false);
  });

  test.each<[string, Partial<Host>, RegExp, string]>([
    ['plain JavaScript runs as it is', {}, /transform: \{\},/, 'npx --yes jest@30 --config'],
    ['Babel of the repository compiles', { compiler: 'babel' }, /^(?!.*transform)/s, 'npx --yes jest@30'],
    [
      'TypeScript of the repository compiles',
      { compiler: 'typescript' },
      /transform\.cjs/,
      'npx --yes --package jest@30 --package typescript jest --config',
    ],
    [
      'ES modules stay what they are',
      { compiler: 'typescript', nodeOptions: ['--experimental-vm-modules'] },
      /extensionsToTreatAsEsm/,
      'NODE_OPTIONS=--experimental-vm-modules npx',
    ],
  ])('%s', (_, changes, config, command) => {
    const host = hostOf('mocha', changes);
    expect(supportFiles(host)[0]?.content).toMatch(config);
    expect(ownFolderCommand(host)).toContain(command);
    expect(supportFiles(host).every(({ content }) => content.startsWith('// Written by Nightshift'))).toBe(
      true,
    );
  });

  test('starts Jest by its parts where another Jest lies in node_modules, to which it would hand over', () => {
    const host = hostOf('mocha', { jest: { ...ownJest, isShadowed: true } });
    expect(ownFolderCommand(host)).toBe('npx --yes --package jest@30 node .jest-nightshift/run.cjs');
    expect(supportFiles(host).map(({ path }) => path)).toContain('.jest-nightshift/run.cjs');
  });
});
