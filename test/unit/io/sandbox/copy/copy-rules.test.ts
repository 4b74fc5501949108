import { isPathLeftOut } from '../../../../../src/io/sandbox/copy/copy-rules.js';

test.each([
  '.git/config',
  'packages/a/node_modules/b/index.js',
  '.env',
  'apps/web/.env.production.local',
  '.envrc',
  '.npmrc',
  'deploy/id_ed25519.pub',
  'certs/Server.PEM',
  '.nightshift/ledger.db',
])('%s stays out of the copy', (path) => expect(isPathLeftOut(path)).toBe(true));

test.each([
  'src/environment.ts',
  '.environment/a.js',
  'src/env.ts',
  'keyboard.ts',
  'src/pem.js',
  '.eslintrc.json',
])('%s goes into the copy', (path) => expect(isPathLeftOut(path)).toBe(false));
