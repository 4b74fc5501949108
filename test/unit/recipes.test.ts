/** The recipes for CI are well-formed, and every command in them is one that exists. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';

const folder = fileURLToPath(new URL('../../recipes/', import.meta.url));
const readRecipe = (name: string): unknown => parse(readFileSync(folder + name, 'utf8'));

test('all of them are YAML', () => {
  const names = readdirSync(folder);
  expect(names).toEqual(['github-nightly.yml', 'gitlab-nightly.yml']);
  for (const name of names) expect(readRecipe(name)).toBeInstanceOf(Object);
});

test("the workflow asks for the permissions that a pull request needs, and names the action's own inputs", () => {
  const workflow = z
    .object({
      permissions: z.record(z.string(), z.string()),
      jobs: z.object({
        tests: z.object({
          steps: z.array(
            z.object({ uses: z.string().optional(), with: z.record(z.string(), z.unknown()).optional() }),
          ),
        }),
      }),
    })
    .parse(readRecipe('github-nightly.yml'));
  expect(workflow.permissions).toEqual({ contents: 'write', 'pull-requests': 'write' });
  const action = z
    .object({ inputs: z.record(z.string(), z.unknown()) })
    .parse(parse(readFileSync(`${folder}../action.yml`, 'utf8')));
  const ours = workflow.jobs.tests.steps.find(({ uses }) => uses?.includes('nightshift') === true);
  for (const name of Object.keys(ours?.with ?? {})) expect(Object.keys(action.inputs)).toContain(name);
});

test('the scripts of the template for GitLab are valid', () => {
  const { nightshift } = z
    .object({ nightshift: z.object({ before_script: z.array(z.string()), script: z.array(z.string()) }) })
    .parse(readRecipe('gitlab-nightly.yml'));
  for (const line of [...nightshift.before_script, ...nightshift.script])
    expect(() => execFileSync('bash', ['-n', '-c', line])).not.toThrow();
});

test('the template for GitLab installs no stranger, and keeps the token out of the arguments', () => {
  const text = readFileSync(`${folder}gitlab-nightly.yml`, 'utf8');
  expect(text).not.toMatch(/npx (?!--no-install)/);
  expect(text).not.toMatch(/oauth2:|https:\/\/[^\s"]*TOKEN/);
});
