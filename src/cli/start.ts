#!/usr/bin/env node
/**
 * The program behind `npm start`: with a folder, a pass over it; without, a demonstration on a sample that has no
 * tests.
 */
import { runInProcess } from './terminal/process-terminal.js';
import { runCli } from './run-cli.js';
import { runDemo } from './demo.js';

const argv = process.argv.slice(2);
await runInProcess((terminal) =>
  argv[0] === undefined || argv[0].startsWith('-')
    ? runDemo(argv, terminal)
    : runCli(['run', ...argv], terminal),
);
