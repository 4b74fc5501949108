#!/usr/bin/env node
// How much of each request to the model a server has read before, and how long requests are:
//   npm run bench:prompt [-- --json FILE] [--repo sample-repos/NAME]
// A pass over a sample repository with a server on loopback that answers every question with a test that asserts nothing, so
// that each conversation gets to its corrections. A request shares what it has in common, from its first byte on, with any
// request before it: that is the part that servers can keep. Tokens are a quarter of the characters.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: { json: { type: 'string' }, repo: { type: 'string', default: 'sample-repos/invoice-legacy' } },
});

const prompts = [];
const server = createServer((request, response) => {
  let raw = '';
  request.on('data', (chunk) => (raw += chunk));
  request.on('end', () => {
    const { messages } = JSON.parse(raw);
    const text = messages.map(({ role, content }) => `${role}\n${content}`).join('\n\n');
    prompts.push({ text, isCorrection: /These tests were rejected/.test(text) });
    const target = /Target "([^"]+)"/.exec(text)?.[1] ?? '';
    const tests = [
      {
        target,
        title: 'says nothing',
        kind: 'unit',
        promise: null,
        body: 'expect(1).toBe(1);',
        isAsync: false,
        imports: [],
      },
    ];
    const message = { role: 'assistant', content: JSON.stringify({ tests, suspectedBugs: [] }) };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ choices: [{ message, finish_reason: 'stop' }] }));
  });
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

const work = mkdtempSync(join(tmpdir(), 'bench-prompt-'));
const repo = join(work, basename(values.repo));
cpSync(join(root, values.repo), repo, {
  recursive: true,
  filter: (name) => basename(name) !== 'node_modules',
});
try {
  await pass(repo);
} finally {
  server.close();
  server.closeAllConnections();
  rmSync(work, { recursive: true, force: true });
}

/** A pass by the model alone; the explorer would take longer and change no prompt but those about gaps. */
function pass(dir) {
  const { port } = server.address();
  const args = [
    join(root, 'dist/cli/main.js'),
    'run',
    dir,
    '--author',
    'model',
    '--model',
    'bench',
    '--quiet',
  ];
  const env = { ...process.env, OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`, OPENAI_API_KEY: 'none' };
  const child = spawn(process.execPath, [...args, '--deliver', 'none'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`the pass ended with ${code}`))));
  });
}

/** How many characters a prompt has in common with the nearest of those before it. */
const shared = (text, earlier) =>
  Math.max(
    0,
    ...earlier.map((other) => {
      let at = 0;
      while (at < text.length && text[at] === other.text[at]) at++;
      return at;
    }),
  );

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
const rows = [];
for (const [name, isWanted] of [
  ['first questions', ({ isCorrection }) => !isCorrection],
  ['corrections', ({ isCorrection }) => isCorrection],
]) {
  const those = prompts.map((prompt, index) => ({ ...prompt, index })).filter(isWanted);
  const later = those.filter(({ index }) => index > 0);
  const parts = later.map(({ text, index }) => ({
    length: text.length,
    common: shared(text, prompts.slice(0, index)),
  }));
  const sum = (key) => parts.reduce((total, part) => total + part[key], 0);
  rows.push(
    { case: name, metric: 'requests', value: those.length, unit: 'count' },
    {
      case: name,
      metric: 'tokens of a request, median',
      value: Math.round(median(those.map(({ text }) => text.length)) / 4),
      unit: 'tokens',
    },
    {
      case: name,
      metric: 'shared prefix, median',
      value: Math.round(median(parts.map(({ common }) => common)) / 4),
      unit: 'tokens',
    },
    {
      case: name,
      metric: 'shared of all tokens',
      value: Math.round((1000 * sum('common')) / Math.max(1, sum('length'))) / 10,
      unit: 'percent',
    },
  );
}
for (const { case: name, metric, value, unit } of rows)
  console.log(`${name.padEnd(18)}${metric.padEnd(30)}${String(value).padStart(8)} ${unit}`);
if (values.json) writeFileSync(values.json, `${JSON.stringify({ bench: 'prompt', rows }, null, 2)}\n`);
