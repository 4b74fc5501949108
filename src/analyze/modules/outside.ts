/** Finds which modules that touch the world outside a file imports, itself or through the host's other files. */
import { isBuiltin } from 'node:module';
import type { ModuleGraph } from './module-graph.js';

const builtins = new Set([
  'fs',
  'child_process',
  'net',
  'http',
  'https',
  'http2',
  'dgram',
  'dns',
  'tls',
  'cluster',
  'worker_threads',
  'repl',
  'inspector',
  'v8',
]);

const packages = new Set([
  ...[
    'rimraf',
    'fs-extra',
    'graceful-fs',
    'glob',
    'globby',
    'fast-glob',
    'tinyglobby',
    'mkdirp',
    'del',
    'chokidar',
  ],
  ...[
    'write-file-atomic',
    'tmp',
    'tar',
    'execa',
    'cross-spawn',
    'shelljs',
    'zx',
    'open',
    'node-pty',
    'simple-git',
  ],
  ...['axios', 'node-fetch', 'cross-fetch', 'got', 'ky', 'undici', 'request', 'superagent', 'needle', 'ws'],
  ...[
    'socket.io',
    'socket.io-client',
    'pg',
    'mysql',
    'mysql2',
    'mongodb',
    'mongoose',
    'redis',
    'ioredis',
    'knex',
  ],
  ...[
    'sequelize',
    'typeorm',
    'prisma',
    '@prisma/client',
    'sqlite3',
    'better-sqlite3',
    'libsql',
    'nodemailer',
  ],
  ...['puppeteer', 'playwright', 'amqplib', 'kafkajs', 'bull', 'bullmq', 'aws-sdk', 'ssh2', 'dockerode'],
]);

/** The module as it is known to touch the world outside, or null. */
function outsideName(specifier: string): string | null {
  if (isBuiltin(specifier)) {
    const name = specifier.replace(/^node:/, '').split('/')[0] ?? '';
    return builtins.has(name) ? name : null;
  }
  const parts = specifier.split('/');
  const name = specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
  if (name.startsWith('@aws-sdk/')) return name;
  return packages.has(name) ? name : null;
}

/** The host files that a file imports. */
export function importedFiles(graph: ModuleGraph, file: string): string[] {
  const found = graph.specifiersOf(file).map((specifier) => graph.resolve(file, specifier));
  return [...new Set(found.filter((target) => target !== null && target !== file))] as string[];
}

/** Gives for a file the sorted names of what it reaches; results are kept. */
export function makeOutsideFinder(graph: ModuleGraph): (file: string) => string[] {
  const direct = new Map<string, { names: string[]; next: string[] }>();
  const look = (file: string): { names: string[]; next: string[] } => {
    const known = direct.get(file);
    if (known !== undefined) return known;
    const names = graph.specifiersOf(file).flatMap((specifier) => outsideName(specifier) ?? []);
    const found = { names, next: importedFiles(graph, file) };
    direct.set(file, found);
    return found;
  };
  const reached = new Map<string, string[]>();
  return (file) => {
    const known = reached.get(file);
    if (known !== undefined) return known;
    const seen = new Set([file]);
    const names = new Set<string>();
    // A set hands out what is added to it while it is walked.
    for (const at of seen) {
      const found = look(at);
      for (const name of found.names) names.add(name);
      for (const next of found.next) seen.add(next);
    }
    const sorted = [...names].sort();
    reached.set(file, sorted);
    return sorted;
  };
}
