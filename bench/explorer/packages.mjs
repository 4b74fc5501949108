// The packages that the explorer is measured on, installed once into a folder that is kept between runs.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Small and middling libraries of many kinds, then hard ones: fluent, parsers, compilers, state, queues of promises. */
export const packages = [
  'ms',
  'bytes',
  'semver',
  'qs',
  'minimist',
  'cookie',
  'content-disposition',
  'path-to-regexp',
  'color-convert',
  'validator',
  'pluralize',
  'tinycolor2',
  'ts-pattern',
  'commander',
  'json5',
  'yaml',
  'lru-cache',
  'p-limit',
  'handlebars',
  'luxon',
];

const tools = [
  'jest',
  'fast-check',
  'babel-jest',
  '@babel/core',
  '@babel/preset-env',
  '@babel/preset-typescript',
];

/** Installs what is missing; returns the node_modules that all hosts share. */
export function install(folder, wanted) {
  const modules = join(folder, 'node_modules');
  const missing = [...wanted, ...tools].filter((name) => !existsSync(join(modules, name, 'package.json')));
  if (missing.length === 0) return modules;
  mkdirSync(folder, { recursive: true });
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) writeFileSync(manifest, '{ "name": "bench-install", "private": true }\n');
  const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  execFileSync('npm', ['install', ...options, ...missing.map((name) => `${name}@latest`)], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return modules;
}
