/** Stand-ins answer in place of Node's functions as these do, and write down how they were called. */
import childProcess from 'node:child_process';
import type { Answer, Case } from '../../../../../../src/author/explorer/notation/case.js';
import {
  installAsSpies,
  installInGuard,
  labelOfStandIn,
} from '../../../../../../src/author/explorer/in-host/run/stand-ins.cjs';
import { plainContext } from '../../support.js';

const scenario = (module: string | null, member: string, answer: Answer): Case => ({
  construct: null,
  steps: [],
  standIns: [{ module, member, answer }],
});
const context = { ...plainContext, onJson: (value: unknown) => value };
const program = 'a program that is not there';
const turns = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

test('a label names module and member, a global by its name alone', () => {
  const answer: Answer = { kind: 'throws', message: 'no' };
  expect(labelOfStandIn({ module: 'http', member: 'get', answer })).toBe('http.get');
  expect(labelOfStandIn({ module: null, member: 'fetch', answer })).toBe('fetch');
});

test('a spy answers, notes its calls, and is gone after its case', () => {
  const original = childProcess.execSync;
  const answer: Answer = { kind: 'returns', value: { k: 'lit', v: 'v1.2.3' } };
  const installed = installAsSpies(scenario('child_process', 'execSync', answer), context);
  const said = childProcess.execSync(program);
  installed.remove();
  expect(said).toBe('v1.2.3');
  expect(installed.calls).toEqual([[[program]]]);
  expect(childProcess.execSync).toBe(original);
});

test('a child process writes its output and closes with its code', async () => {
  const answer: Answer = { kind: 'exits', code: 3, output: 'done', errors: '' };
  const installed = installAsSpies(scenario('child_process', 'spawn', answer), context);
  const child = childProcess.spawn(program);
  installed.remove();
  const codes: unknown[] = [];
  let output = '';
  child.on('close', (code) => codes.push(code));
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  await turns();
  expect([codes, output]).toEqual([[3], 'done']);
  expect(installed.afterwards).toEqual({ waiting: 0, isBroken: false });
});

test('an error that nobody listens for marks the case as broken', async () => {
  const answer: Answer = { kind: 'disconnects', message: 'timed out' };
  let found: ((label: string) => ((...args: unknown[]) => unknown) | undefined) | null = null;
  const installed = installInGuard(scenario('http', 'get', answer), context, (find) => (found = find));
  const ask = (label: string): unknown => found?.(label)?.('http://example.com');
  expect(ask('https.get')).toBeUndefined();
  expect(ask('http.get')).toBeDefined();
  await turns();
  expect(installed.afterwards.isBroken).toBe(true);
  installed.remove();
  expect(found).toBeNull();
});

test('a callback is called with what was answered', () => {
  const answer: Answer = {
    kind: 'calls-back',
    values: [
      { k: 'lit', v: null },
      { k: 'lit', v: 'ok' },
    ],
  };
  const installed = installAsSpies(scenario('child_process', 'exec', answer), context);
  const received: unknown[] = [];
  childProcess.exec(program, (...args) => received.push(...args));
  installed.remove();
  expect(received).toEqual([null, 'ok']);
});

test('fetch resolves to a response with status and body', async () => {
  const installed = installAsSpies(
    scenario(null, 'fetch', { kind: 'fetched', status: 404, body: '{"a":1}' }),
    context,
  );
  const response = await fetch('https://example.com');
  installed.remove();
  expect([response.status, await response.json()]).toEqual([404, { a: 1 }]);
});
