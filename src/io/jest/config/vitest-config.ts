/** Asks the repository's own Vitest, in the box, how it resolves its configuration. */
import path from 'node:path';
import { z } from 'zod';
import { NightshiftError } from '../../../domain/errors.js';
import type { Host } from '../../../domain/host.js';
import { inHostFile } from './in-host-file.js';
import { jestWords } from './jest-words.js';
import type { Box } from '../../sandbox/box/box.js';
import { vitestBinary, vitestOptions } from './vitest-options.js';

const projectSchema = z.object({
  root: z.string(),
  dir: z.string().nullish(),
  include: z.array(z.string()),
  exclude: z.array(z.string()),
  globals: z.boolean().default(false),
  environment: z.string().catch('node'),
  setupFiles: z.array(z.string()).catch([]),
  aliases: z.array(z.object({ find: z.string(), isRegExp: z.boolean(), replacement: z.string() })),
});

const answerSchema = z.object({ projects: z.array(projectSchema).min(1) });

/** A project of the repository's Vitest; paths are those of the copy. */
export type VitestProject = z.infer<typeof projectSchema>;

/** @throws NightshiftError `host` with Vitest's own words when it does not start in the box. */
export async function readVitestConfig(host: Host, box: Box, signal: AbortSignal): Promise<VitestProject[]> {
  const binary = vitestBinary(host, box.root);
  if (binary === null) {
    throw new NightshiftError('host', 'The tests are run by Vitest, which is not installed here.', {
      remedy: 'Install the dependencies (`npm install`), then try again.',
    });
  }
  const result = await box.run({
    argv: [
      ...['--require', inHostFile('config/read-only-packages.cjs'), inHostFile('config/ask-vitest.cjs')],
      ...[path.dirname(binary), ...vitestOptions(host.runner)],
    ],
    env: { ...host.runner.env, CI: '1' },
    timeoutMs: 120_000,
    writable: true,
    signal,
  });
  signal.throwIfAborted();
  const line = result.stdout.split('\n').find((each) => each.startsWith('{"projects":'));
  const answer = answerSchema.safeParse(parseJson(line ?? ''));
  if (answer.success) return answer.data.projects;
  const said = jestWords(result.stderr || result.stdout, { copy: box.root, root: host.root }, 6);
  throw new NightshiftError(
    'host',
    `Vitest ${host.runner.version ?? ''} does not start in the sandbox, which has no network. It says:\n${said}`,
    {
      remedy: `Make \`npx vitest list\` work without a network, or name another configuration in the script.`,
    },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const builtIn = /@vite|vite\/dist|\/@id/;
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const groupsIn = (source: string): number => (new RegExp(`${source}|`).exec('')?.length ?? 1) - 1;

/** Vite's aliases as Jest's `moduleNameMapper`. */
export function mapAliases(projects: readonly VitestProject[]): Record<string, string> {
  const entries = projects.flatMap(({ aliases }) =>
    aliases
      .filter(({ find, replacement }) => !builtIn.test(find) && !builtIn.test(replacement))
      .map(({ find, isRegExp, replacement }): [string, string] => {
        if (!isRegExp && find.endsWith('/')) return [`^${escaped(find)}(.*)$`, `${replacement}$1`];
        if (!isRegExp) return [`^${escaped(find)}(/.*)?$`, `${replacement}$1`];
        if (!find.startsWith('^') || find.endsWith('$')) return [find, replacement];
        return [`${find}(.*)$`, `${replacement}$${groupsIn(find) + 1}`];
      }),
  );
  return Object.fromEntries(entries);
}
