/** Runs the program with a model behind a server on loopback, and makes the answers of such a model. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Report } from '../../src/domain/report.js';
import { type ModelServer, type ServedAnswer, startModelServer } from './model-server.js';
import type { TempRepo } from './temp-repo.js';

export const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
export const key = 'key-that-nobody-may-see-0123456789';

const servers: ModelServer[] = [];

/** A server that is closed by `closeServers`. */
export const serve = async (answer: (prompt: string) => ServedAnswer): Promise<ModelServer> => {
  const server = await startModelServer(answer);
  servers.push(server);
  return server;
};

export const closeServers = async (): Promise<void> => {
  await Promise.all(servers.map((server) => server.close()));
};

export interface Run {
  exitCode: number;
  stderr: string;
  report: Report;
}

export const run = (
  repo: TempRepo,
  baseUrl: string,
  secrets: Record<string, string>,
  ...options: string[]
): Promise<Run> =>
  new Promise((resolve, reject) => {
    const own = { OPENAI_API_KEY: key, OPENAI_BASE_URL: baseUrl, NO_COLOR: '1' };
    const env = { ...process.env, ...own, ...secrets };
    const args = [program, 'run', repo.dir, '--model', 'test-model', '--json', '-', ...options];
    execFile(process.execPath, args, { env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : Number(error.code);
      if (stdout.trim() === '') reject(new Error(`no report; exit ${exitCode}: ${stderr}`));
      else resolve({ exitCode, stderr, report: JSON.parse(stdout) as Report });
    });
  });

export const asTest = (title: string, body: string, target = '', promise: string | null = null) => ({
  target,
  promise,
  title,
  kind: 'unit',
  body,
  isAsync: false,
  imports: [],
});
export const asAnswer = (tests: unknown[]): string => JSON.stringify({ tests, suspectedBugs: [] });

export const limit = 'free from 5000 cents on, the limit included';

/** A second reader for whom observations that fit are against the sentence, and all others as promised. */
export const asReview = (prompt: string, against: RegExp): string => {
  const [, list = ''] = prompt.split('Each of these observations was made by running the code:');
  const observations = [...list.matchAll(/^(\d+)\. "[^"]+":\n```\n([\s\S]*?)\n```$/gm)];
  const verdicts = observations.map(([, number, text = '']) => ({
    number: Number(number),
    ...(against.test(text)
      ? { verdict: 'contradicts', sentence: limit }
      : { verdict: 'promised', sentence: null }),
  }));
  return JSON.stringify({ verdicts });
};

/** Documented against what it does: the limit of free shipping is left out. */
export const shop = `'use strict';

/** Price in cents after the discount: 10 % from 100 pieces on. */
function priceOf(cents, pieces) {
  const total = cents * pieces;
  return pieces >= 100 ? Math.round(total * 0.9) : total;
}

/** Shipping in cents; free from 5000 cents on, the limit included. */
function shippingOf(total) {
  return total > 5000 ? 0 : 490;
}

module.exports = { priceOf, shippingOf };
`;

/** Every file below the folder as one text, byte for byte. */
export const everythingIn = (dir: string): string =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');

/** Without Jest of its own, so that nothing has to be linked. */
export const bare = { 'package.json': '{"name":"bare"}' };
