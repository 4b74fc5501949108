/**
 * Starts the Jest whose `bin/jest.js` is the first argument. That file itself would hand over to whatever Jest the repository
 * has in its `node_modules`, which may be too old, or there by chance.
 */
import { createRequire } from 'node:module';

const [binary = ''] = process.argv.splice(2, 1);
process.env['NODE_ENV'] ??= 'test';
const { run } = createRequire(binary)('jest-cli') as { run: () => Promise<void> };
void run();
