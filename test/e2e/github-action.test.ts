/** The GitHub Action, step by step in a clean clone, with a scripted API in the place of GitHub. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Received, type ScriptedServer, startScriptedServer } from '../support/scripted-server.js';
import { removeTempFolders, type TempRepo } from '../support/temp-repo.js';
import { linkModules, signSource, tinyHost } from '../support/tiny-host.js';

const project = fileURLToPath(new URL('../../', import.meta.url));
const texts = z.record(z.string(), z.string());
const action = z
  .object({
    inputs: z.record(z.string(), z.object({ default: z.string() })),
    outputs: z.record(z.string(), z.object({ value: z.string() })),
    runs: z.object({
      steps: z.array(
        z.object({
          name: z.string(),
          id: z.string().optional(),
          if: z.string().optional(),
          uses: z.string().optional(),
          run: z.string().optional(),
          with: z.record(z.string(), z.unknown()).optional(),
          env: texts.optional(),
          'working-directory': z.string().optional(),
        }),
      ),
    }),
  })
  .parse(parse(readFileSync(join(project, 'action.yml'), 'utf8')));

type Step = (typeof action)['runs']['steps'][number];

let api: ScriptedServer;
let host: TempRepo;
/** Pull requests that are open. */
let open: { number: number; html_url: string }[] = [];

const made = { number: 7, html_url: 'https://github.example/o/r/pull/7' };

beforeAll(async () => {
  api = await startScriptedServer(({ method }: Received) => {
    if (method === 'GET') return { send: open };
    open = [made];
    return { send: made, status: method === 'POST' ? 201 : 200 };
  });
  host = tinyHost();
  host.git('clone', '--quiet', '--bare', '.', '../origin.git');
});
afterAll(async () => {
  await api.close();
  removeTempFolders();
});

const folder = (): string => join(host.dir, '..');

/** The outputs of the steps by their ids, and what was printed. */
interface Job {
  outputs: Record<string, Record<string, string>>;
  log: string;
  ran: string[];
}

/** Fills in what the runner would. */
function fill(text: string, inputs: Record<string, string>, { outputs }: Job): string {
  return text.replace(/\$\{\{ *(.+?) *\}\}/g, (_, expression: string) => {
    const [root = '', ...path] = expression.split('.');
    if (root === 'inputs') return inputs[path[0] ?? ''] ?? '';
    if (root === 'steps') return outputs[path[0] ?? '']?.[path[2] ?? ''] ?? '';
    return { 'github.ref_name': 'main', 'github.token': 'a-token', 'github.run_id': '1' }[expression] ?? '';
  });
}

/** Conditions are comparisons of outputs and inputs with texts, joined by `&&`. */
function isDue({ if: condition }: Step, inputs: Record<string, string>, job: Job): boolean {
  if (condition === undefined) return true;
  return condition.split('&&').every((part) => {
    const [, left = '', sign, right] = /^\s*(\S+) (==|!=) '(.*)'\s*$/.exec(part) ?? [];
    return (fill(`\${{ ${left} }}`, inputs, job) === right) === (sign === '==');
  });
}

const readPairs = (file: string): Record<string, string> =>
  Object.fromEntries(
    (existsSync(file) ? readFileSync(file, 'utf8') : '')
      .split('\n')
      .filter(Boolean)
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

function runStep(
  script: string,
  cwd: string,
  env: Record<string, string>,
): Promise<{ code: number | null; log: string }> {
  const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', script], {
    cwd,
    env: { ...process.env, ...env },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => (log += data.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, log })));
}

/** Runs the steps of the action in a fresh clone, as the runner would. */
async function runAction(given: Record<string, string>): Promise<Job> {
  const clone = join(folder(), 'clone');
  const runner = join(folder(), 'runner');
  for (const each of [clone, runner]) rmSync(each, { recursive: true, force: true });
  mkdirSync(runner);
  execFileSync('git', ['clone', '--quiet', join(folder(), 'origin.git'), clone]);
  linkModules(clone);
  const job: Job = { outputs: {}, log: '', ran: [] };
  const defaults = Object.entries(action.inputs).map(([name, { default: value }]) => [
    name,
    fill(value, {}, job),
  ]);
  const inputs = { ...(Object.fromEntries(defaults) as Record<string, string>), ...given };
  for (const [index, step] of action.runs.steps.entries()) {
    if (step.run === undefined || !isDue(step, inputs, job)) continue;
    const output = join(runner, `output-${index}`);
    const own = Object.entries(step.env ?? {}).map(([name, value]) => [name, fill(value, inputs, job)]);
    const { code, log } = await runStep(
      step.run,
      join(clone, fill(step['working-directory'] ?? '.', inputs, job)),
      {
        CI: 'true',
        GITHUB_ACTIONS: 'true',
        GITHUB_ACTION_PATH: project.replace(/\/$/, ''),
        GITHUB_API_URL: api.url,
        GITHUB_REPOSITORY: 'o/r',
        GITHUB_WORKSPACE: clone,
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: join(runner, 'summary'),
        RUNNER_TEMP: runner,
        OPENAI_API_KEY: '',
        ...(Object.fromEntries(own) as Record<string, string>),
      },
    );
    job.log += log;
    job.ran.push(step.name);
    if (step.id !== undefined) job.outputs[step.id] = readPairs(output);
    if (code !== 0) throw new Error(`${step.name} ended with ${String(code)}\n${log}`);
  }
  return job;
}

const options = { sandbox: 'auto', arguments: '--target-seconds 0.3' };

test('opens a pull request, and updates it after the next night', async () => {
  const first = await runAction(options);
  expect(first.outputs['run']).toMatchObject({
    branch: 'nightshift/main',
    findings: '0',
    statements: '100.0',
  });
  expect(Number(first.outputs['run']?.['tests'])).toBeGreaterThan(0);
  expect(first.log).toMatch(/^::notice title=Nightshift::/m);
  expect(readFileSync(join(folder(), 'runner/summary'), 'utf8')).toContain('## Nightshift');
  expect(readFileSync(first.outputs['page']?.['report'] ?? '', 'utf8')).toContain('</html>');
  expect(first.outputs['pull-request']).toEqual({ 'pull-request': '7' });
  const opened = api.received.at(-1);
  expect(opened).toMatchObject({ method: 'POST', body: { head: 'nightshift/main', base: 'main' } });
  expect(opened?.body['title']).toMatch(/^test: add \d+ tests for 1 file \(statements 0.0 % → 100.0 %\)$/);
  const origin = join(folder(), 'origin.git');
  const look = (...args: string[]): string =>
    execFileSync('git', ['-C', origin, ...args], { encoding: 'utf8' });
  expect(look('show', 'nightshift/main:sign.nightshift.test.js')).toContain('negative');

  host.write('sign.js', `${signSource}exports.twice = (n) => 2 * n;\n`);
  host.commit('feat: twice');
  host.git('push', '--quiet', '../origin.git', 'main');
  const second = await runAction(options);
  expect(second.log).toContain('updated pull request 7');
  expect(api.received.at(-1)).toMatchObject({ method: 'PATCH', path: '/repos/o/r/pulls/7' });
  expect(look('show', 'nightshift/main:sign.nightshift.test.js')).toContain('twice');
}, 900_000);

test('every input is used, and every output comes from a step', () => {
  const steps = JSON.stringify(action.runs.steps);
  for (const name of Object.keys(action.inputs)) expect(steps).toContain(`inputs.${name}`);
  const ids = action.runs.steps.flatMap(({ id }) => id ?? []);
  for (const { value } of Object.values(action.outputs))
    expect(ids).toContain(/^\$\{\{ steps\.([\w-]+)\.outputs\./.exec(value)?.[1]);
});

test('what a night has learned is saved where it was restored, before anything later can fail', () => {
  const { steps } = action.runs;
  const at = (part: string): number =>
    steps.findIndex(({ uses, name }) => name === part || uses?.startsWith(part) === true);
  const [restore, save] = [at('actions/cache/restore@'), at('actions/cache/save@')];
  expect(steps[save]?.if).toBe('always()');
  expect(save).toBe(at('Run') + 1);
  const { path, key } = steps[restore]?.with ?? {};
  expect(steps[save]?.with).toEqual({ path, key });
  expect(key).toContain('github.run_id');
});

test('the outputs of a run are those of the action', () => {
  expect(Object.keys(action.outputs)).toEqual(
    expect.arrayContaining(['branch', 'tests', 'findings', 'statements', 'branches']),
  );
});

test('git works in the folder of the repository', () => {
  for (const { run = '', ...step } of action.runs.steps)
    if (/\bgit (?:fetch|config|push)/.test(run))
      expect(step['working-directory']).toBe('${{ inputs.directory }}');
});

test('no step puts an input into its script, where it could become a command', () => {
  for (const { run = '' } of action.runs.steps) expect(run).not.toContain('${{');
});
