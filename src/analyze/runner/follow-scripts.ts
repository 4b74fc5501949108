/** Follows a script of package.json through other scripts and wrappers to the test runners that it starts; pure. */
import path from 'node:path';
import type { CommandStep, ConfigMaker, RunnerName } from './commands/command-step.js';
import { readPackageManager } from './commands/read-package-manager.js';
import { readNode, readRunner } from './commands/read-runner.js';
import { readWrapper } from './commands/read-wrapper.js';
import { quoteWord, type SimpleCommand, splitCommands } from './commands/shell-words.js';

export interface ScriptPackage {
  /** Host-relative; empty for the host itself. */
  folder: string;
  name: string | null;
  scripts: Readonly<Record<string, string>>;
}

/** The inputs for reading the scripts of a repository. */
export interface ScriptWorld {
  packages: readonly ScriptPackage[];
  /** The text of a file by host-relative path, or null. */
  readText: (file: string) => string | null;
}

/** A start of a test runner. */
export interface RunnerStart {
  runner: RunnerName;
  /** As it is called: `jest`, `react-scripts`, `tap`. */
  tool: string;
  args: string[];
  /** Options of Node before the runner's own file. */
  nodeOptions: string[];
  env: Record<string, string>;
  /** Host-relative folder in which it is started. */
  folder: string;
  /** The scripts on the way, outermost first. */
  scripts: string[];
  configBy: ConfigMaker | null;
  /** Services that are started or awaited on the way, and missing in the sandbox. */
  needs: string[];
}

/** Where the reading of a command stands. */
interface Way {
  env: Record<string, string>;
  folder: string;
  nodeOptions: string[];
  scripts: string[];
  needs: string[];
}

const MOST_STEPS = 40;

const join = (folder: string, below: string): string => {
  const joined = path.posix.join(folder, below.replaceAll('\\', '/'));
  return joined === '.' || joined === '/' ? '' : joined.replace(/\/$/, '');
};

function packageAt(world: ScriptWorld, folder: string): ScriptPackage | undefined {
  return world.packages.find((each) => each.folder === folder);
}

/** The starts of test runners that a script comes down to, in order. */
export function followScript(world: ScriptWorld, name: string, folder = ''): RunnerStart[] {
  const way: Way = { env: {}, folder, nodeOptions: [], scripts: [], needs: [] };
  return followNamed(world, { name, args: [] }, way);
}

/** The starts that a command line comes down to. */
function followLine(world: ScriptWorld, line: string, way: Way): RunnerStart[] {
  if (way.scripts.length > MOST_STEPS) return [];
  const starts: RunnerStart[] = [];
  let at = way;
  for (const command of splitCommands(line, { ...way.env, PWD: '.', INIT_CWD: '.' })) {
    // |` only runs when a command fails.|A command behind `||` only runs when the one before fails.||` only runs when
    // a command fails.
    if (command.joint === '||') continue;
    if (command.words[0] === 'cd') {
      at = { ...at, folder: join(at.folder, command.words[1] ?? '') };
      continue;
    }
    const { found, needs } = followCommand(world, command, at);
    starts.push(...found);
    if (found.length === 0 && needs.length > 0) at = { ...at, needs: [...at.needs, ...needs] };
  }
  return starts;
}

function followCommand(
  world: ScriptWorld,
  command: SimpleCommand,
  way: Way,
): { found: RunnerStart[]; needs: string[] } {
  const own = { ...way, env: { ...way.env, ...command.env } };
  const context = { readText: (file: string) => world.readText(join(way.folder, file)) };
  const readers = [readWrapper, readPackageManager, readNode, readRunner];
  for (const reader of readers) {
    const steps = reader(command.words, context);
    if (!steps) continue;
    const found = steps.flatMap((step) => followStep(world, step, own));
    return { found, needs: steps.flatMap((step) => (step.kind === 'needs' ? [step.what] : [])) };
  }
  return { found: followBare(world, command.words, own), needs: [] };
}

/** A program that is not known may be a script behind the name of a package manager that was looked through. */
function followBare(world: ScriptWorld, words: readonly string[], way: Way): RunnerStart[] {
  const [name = '', ...args] = words;
  const isScript = packageAt(world, way.folder)?.scripts[name] !== undefined;
  return isScript && !way.scripts.includes(name) ? followNamed(world, { name, args }, way) : [];
}

function followStep(world: ScriptWorld, step: CommandStep, way: Way): RunnerStart[] {
  switch (step.kind) {
    case 'words': {
      const env = { ...way.env, ...step.env };
      const nodeOptions = [...way.nodeOptions, ...(step.nodeOptions ?? [])];
      const command = { env: {}, words: step.words, joint: null };
      return followCommand(world, command, { ...way, env, nodeOptions }).found;
    }
    case 'line':
      return followLine(world, step.line, { ...way, env: { ...way.env, ...step.env } });
    case 'script':
      return followNamed(world, step, { ...way, folder: join(way.folder, step.folder ?? '') });
    case 'packages':
      return followPackages(world, step, way);
    case 'needs':
      return step.then.flatMap((next) =>
        followStep(world, next, { ...way, needs: [...way.needs, step.what] }),
      );
    case 'runner': {
      const { runner, tool, args, configBy } = step;
      return [{ ...way, runner, tool, args, configBy: configBy ?? null }];
    }
  }
}

/** A script, with what npm runs before and after it. A name that is no script may be a program. */
function followNamed(
  world: ScriptWorld,
  { name, args }: { name: string; args: readonly string[] },
  way: Way,
): RunnerStart[] {
  const scripts = packageAt(world, way.folder)?.scripts ?? {};
  const names = name.endsWith('*')
    ? Object.keys(scripts).filter((each) => each.startsWith(name.slice(0, -1)))
    : [name];
  return names.flatMap((each) => {
    const label = way.folder === '' ? each : `${each} of ${way.folder}`;
    if (way.scripts.includes(label)) return [];
    const inside = { ...way, scripts: [...way.scripts, label] };
    const text = scripts[each];
    if (text === undefined) {
      const known = readRunner([each, ...args], { readText: () => null });
      return known ? known.flatMap((step) => followStep(world, step, way)) : [];
    }
    const line = [text, ...args.map(quoteWord)].join(' ');
    const around = [scripts[`pre${each}`], line, scripts[`post${each}`]];
    return around.flatMap((part) => (part === undefined ? [] : followLine(world, part, inside)));
  });
}

function followPackages(
  world: ScriptWorld,
  step: Extract<CommandStep, { kind: 'packages' }>,
  way: Way,
): RunnerStart[] {
  const isWanted = ({ name, folder }: ScriptPackage): boolean =>
    step.names === null ||
    step.names.some((wanted) => {
      const plain = wanted.replace(/^[.{]*\/?|[.}]*$/g, '');
      return name === wanted || folder === plain || path.posix.basename(folder) === plain;
    });
  const members = world.packages.filter(({ folder }) => folder !== '').filter(isWanted);
  return members.flatMap((member) => {
    const inside = { ...way, folder: member.folder };
    const direct = followNamed(world, { name: step.script, args: step.args }, inside);
    if (direct.length > 0 || member.scripts[step.script] !== undefined) return direct;
    return followProjectFile(world, member, inside);
  });
}

/** Nx keeps what a project can do in a file of its own; its tasks run from the root. */
function followProjectFile(world: ScriptWorld, member: ScriptPackage, way: Way): RunnerStart[] {
  const text = world.readText(join(member.folder, 'project.json'));
  const config = /"jestConfig"\s*:\s*"([^"]+)"/.exec(text ?? '')?.[1];
  if (config === undefined) return [];
  return [
    {
      ...way,
      folder: '',
      runner: 'jest',
      tool: 'nx',
      args: ['--config', config],
      configBy: null,
    },
  ];
}
