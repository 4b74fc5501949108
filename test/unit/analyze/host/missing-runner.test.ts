/** A repository whose Jest is not installed is named as such, with the command of its package manager. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { findMissingRunner } from '../../../../src/analyze/host/missing-runner.js';
import { removeTempFolders, tempFolder } from '../../../support/temp-repo.js';
import { buildHost, plainJest } from '../../../support/builders.js';

afterAll(removeTempFolders);

const ownJest = { origin: 'nightshift', binary: '/jest.js', version: '30.0.0' } as const;

function missingWith(files: readonly string[]): string | undefined {
  const root = tempFolder();
  for (const file of files) writeFileSync(path.join(root, file), '');
  const runner = { ...plainJest, version: null };
  return findMissingRunner(buildHost({ root, workspaceRoot: root, jest: ownJest, runner }))?.remedy;
}

test.each([
  [['package-lock.json'], '`npm ci`'],
  [['pnpm-lock.yaml'], '`pnpm install`'],
  [['yarn.lock'], '`yarn install`'],
  [['yarn.lock', '.pnp.cjs'], 'nodeLinker node-modules'],
  [[], '`npm install`'],
])('with %j, the remedy is %s', (files, remedy) => {
  expect(missingWith(files)).toContain(remedy);
});

test('nothing is missing where Jest is installed, is too old, or is not the runner', () => {
  expect(findMissingRunner(buildHost())).toBeNull();
  expect(
    findMissingRunner(buildHost({ jest: ownJest, runner: { ...plainJest, version: '19.0.2' } })),
  ).toBeNull();
  expect(
    findMissingRunner(buildHost({ jest: ownJest, runner: { ...plainJest, name: 'mocha', version: null } })),
  ).toBeNull();
});
