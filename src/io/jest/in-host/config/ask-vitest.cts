/** Prints, as JSON, how Vitest resolves the configuration of the repository in the current folder. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';

interface AskedProject {
  config: Record<string, unknown>;
  vite?: { config?: ViteConfig };
  server?: { config?: ViteConfig };
}

interface ViteConfig {
  resolve?: { alias?: { find: string | RegExp; replacement: string }[] };
  define?: Record<string, unknown>;
}

interface Vitest extends AskedProject {
  projects?: AskedProject[];
  close(): Promise<void>;
}

interface VitestNode {
  createVitest(mode: 'test', options: object): Promise<Vitest>;
  parseCLI?(words: string[], config?: object): { options: object };
}

function aliasesOf(project: AskedProject): { find: string; isRegExp: boolean; replacement: string }[] {
  const alias = (project.vite ?? project.server)?.config?.resolve?.alias ?? [];
  return alias
    .filter(({ replacement }) => typeof replacement === 'string')
    .map(({ find, replacement }) => {
      const isRegExp = typeof find !== 'string';
      return { find: isRegExp ? find.source : find, isRegExp, replacement };
    });
}

function describeProject(project: AskedProject): object {
  const { root, dir, include, exclude, globals, environment, setupFiles } = project.config;
  return { root, dir, include, exclude, globals, environment, setupFiles, aliases: aliasesOf(project) };
}

/** Prints how the Vitest in `folder` reads these options of its command line. */
export async function askVitest([folder = '', ...options]: readonly string[]): Promise<void> {
  const node = (await import(
    pathToFileURL(path.join(folder, 'dist', 'node.js')).href
  )) as unknown as VitestNode;
  const parsed = node.parseCLI?.(['vitest', 'run', ...options], { allowUnknownOptions: true }).options ?? {};
  const vitest = await node.createVitest('test', {
    ...parsed,
    run: true,
    watch: false,
    reporters: [{}],
    coverage: { enabled: false },
  });
  const projects = vitest.projects && vitest.projects.length > 0 ? vitest.projects : [vitest];
  process.stdout.write(`\n${JSON.stringify({ projects: projects.map(describeProject) })}\n`);
  await vitest.close();
}

if (process.argv[1]?.endsWith('ask-vitest.cjs') === true) {
  askVitest(process.argv.slice(2)).then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(String((error as Error).stack ?? error));
      process.exit(1);
    },
  );
}
