/** Reads the commands that npm, yarn, pnpm, bun and the runners of scripts and of workspaces start; pure. */
import type { CommandReader, CommandStep } from './command-step.js';
import { optionValues, skipOptions } from './command-step.js';
import { programOf, readRunner } from './read-runner.js';

const withFolder = ['--prefix', '-C', '--dir', '--cwd'];
const withPackage = ['-w', '--workspace', '--filter', '-F', '--scope', '-p', '--projects'];
const managerOptions = [...withFolder, ...withPackage, '--loglevel', '--reporter', '--concurrency'];

const script = (name: string, args: readonly string[], folder?: string): CommandStep[] => [
  { kind: 'script', name, args: [...args], ...(folder === undefined ? {} : { folder }) },
];

/** `npm run x -- a b` hands `a b` on, `yarn x a b` too. */
const handedOn = (args: readonly string[]): string[] => (args[0] === '--' ? args.slice(1) : [...args]);

/** `npx jest`, `bunx jest`, `npm exec -- jest`: the command behind the options of the manager. */
const readExec: CommandReader = ([first = '', ...args]) => {
  const program = programOf(first);
  const isX = ['npx', 'bunx', 'pnpx', 'yarnx', 'nlx'].includes(program);
  const isExec =
    ['npm', 'pnpm', 'yarn', 'bun', 'lerna'].includes(program) && ['exec', 'dlx', 'x'].includes(args[0] ?? '');
  if (!isX && !isExec) return null;
  const own = isExec ? args.slice(1) : args;
  const called = optionValues(own, ['-c', '--call'])[0];
  if (called !== undefined) return [{ kind: 'line', line: called }];
  const rest = skipOptions(own, ['-p', '--package', ...withPackage]);
  return rest.length === 0
    ? null
    : [
        {
          kind: 'words',
          words: rest.map((word, at) => (at === 0 ? word.replace(/(?<=.)@[^/]*$/, '') : word)),
        },
      ];
};

/** Whether a command goes over all packages of a monorepo, and what is left of it without the words that say so. */
function overPackages(
  program: string,
  args: readonly string[],
): { names: string[] | null; rest: string[] } | null {
  const [first, second] = args;
  if (program === 'yarn' && first === 'workspace' && second !== undefined)
    return { names: [second], rest: args.slice(2) };
  if (program === 'yarn' && first === 'workspaces')
    return {
      names: null,
      rest: skipOptions(args.slice(second === 'foreach' ? 2 : 1), ['--include', '--exclude', '--from', '-j']),
    };
  const isAll = args.some((word) => ['--workspaces', '-ws', '-r', '--recursive'].includes(word));
  const named = optionValues(args, withPackage.slice(0, 4));
  if (!isAll && named.length === 0) return null;
  return { names: named.length > 0 ? named : null, rest: withoutOptions(args) };
}

function withoutOptions(args: readonly string[]): string[] {
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  const kept = own.filter((word, at) => !word.startsWith('-') && !managerOptions.includes(own[at - 1] ?? ''));
  return end < 0 ? kept : [...kept, ...args.slice(end)];
}

/** The script that the words of a package manager name, with what it is handed. */
function namedScript(program: string, args: readonly string[]): { name: string; args: string[] } | null {
  const rest = skipOptions(args, managerOptions);
  const [verb = '', ...more] = rest;
  if (['run', 'run-script', 'rum', 'urn'].includes(verb)) {
    const [name, ...handed] = skipOptions(more, managerOptions);
    return name === undefined ? null : { name, args: handedOn(handed) };
  }
  if (['test', 't', 'tst'].includes(verb)) return { name: 'test', args: handedOn(more) };
  return program === 'npm' || program === 'bun' || verb === '' ? null : { name: verb, args: handedOn(more) };
}

const readManager: CommandReader = (given) => {
  const [first = '', ...args] = given;
  const program = programOf(first);
  if (!['npm', 'yarn', 'pnpm', 'bun', 'cnpm', 'ni', 'nr', 'deno'].includes(program)) return null;
  if (program === 'bun' && args[0] === 'test') return readRunner(given, { readText: () => null });
  const over = overPackages(program, args);
  const named = namedScript(program === 'nr' ? 'yarn' : program, over?.rest ?? args);
  if (!named) return null;
  if (over) return [{ kind: 'packages', names: over.names, script: named.name, args: named.args }];
  return script(named.name, named.args, optionValues(args, withFolder)[0]);
};

/** `run-s lint test:*`, `npm-run-all a b`, `concurrently "npm:test" "x"`. */
const readScriptRunner: CommandReader = ([first = '', ...args]) => {
  const program = programOf(first);
  if (['run-s', 'run-p', 'npm-run-all', 'npm-run-all2'].includes(program)) {
    const names = args.filter((word) => !word.startsWith('-'));
    return names.flatMap((name) => {
      const [plain = '', ...handed] = name.split(' ');
      return script(plain, handed);
    });
  }
  if (program === 'is-ci' && args[0] !== undefined) return script(args[0], []);
  if (program !== 'concurrently') return null;
  const lines = args.filter(
    (word, at) => !word.startsWith('-') && !/^-[nck]$|^--names$/.test(args[at - 1] ?? ''),
  );
  return lines.map((line): CommandStep =>
    line.startsWith('npm:') ? { kind: 'script', name: line.slice(4), args: [] } : { kind: 'line', line },
  );
};

/** `nx run-many -t test`, `nx test app`, `turbo run test`, `lerna run test`, `wireit`-like runners of tasks. */
const readTaskRunner: CommandReader = ([first = '', ...args]) => {
  const program = programOf(first);
  if (!['nx', 'turbo', 'lerna', 'wsrun', 'ultra', 'moon', 'rush', 'lage'].includes(program)) return null;
  const target = optionValues(args, ['-t', '--target', '--targets']).flatMap((names) => names.split(','));
  const end = args.indexOf('--');
  const handed = end < 0 ? [] : args.slice(end + 1);
  const rest = skipOptions(withoutOptions(end < 0 ? args : args.slice(0, end)));
  const filtered = optionValues(args, withPackage).flatMap((names) => names.split(','));
  const names = filtered.length > 0 ? filtered : null;
  const [verb = '', ...more] = rest;
  const packages = (name: string, of: string[] | null): CommandStep[] => [
    { kind: 'packages', names: of, script: name, args: handed },
  ];
  if (target.length > 0) return packages(testTask(target), names);
  if (program === 'nx' && verb === 'run' && more[0] !== undefined) {
    const [project = '', name = 'test'] = more[0].split(':');
    return packages(name, [project]);
  }
  if (['run', 'run-many', 'affected', 'exec'].includes(verb)) return packages(testTask(more), names);
  if (verb === '') return null;
  return packages(testTask(rest), program === 'nx' && more[0] !== undefined ? [more[0]] : names);
};

const testTask = (names: readonly string[]): string =>
  names.find((name) => /test/.test(name)) ?? names[0] ?? 'test';

/** The commands that a package manager or task runner starts, or null for other commands. */
export const readPackageManager: CommandReader = (given, context) => {
  for (const reader of [readExec, readScriptRunner, readTaskRunner, readManager]) {
    const steps = reader(given, context);
    if (steps) return steps;
  }
  return null;
};
