#!/usr/bin/env node
/** The `nightshift` program. */
import { runCli } from './run-cli.js';
import { runInProcess } from './terminal/process-terminal.js';

await runInProcess((terminal) => runCli(process.argv.slice(2), terminal));
