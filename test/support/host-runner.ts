/** A host whose tests are run by plain Jest, for tests that are about something else. */
import type { HostRunner } from '../../src/domain/host.js';

export const plainJest: HostRunner = {
  name: 'jest',
  tool: 'jest',
  version: '30.0.0',
  command: 'npm test',
  why: '`npm test` runs `jest`',
  env: {},
  options: {},
  patterns: [],
  configBy: null,
  needs: [],
};
