/** Looks through the commands that set something up and then start another one; pure. */
import type { CommandReader, CommandStep } from './command-step.js';
import { optionValues, skipOptions } from './command-step.js';
import { readEnvCmdFile, readEnvFile } from './env-file.js';
import { programOf } from './read-runner.js';

const assignment = /^([A-Za-z_]\w*)=([\s\S]*)$/;

/** The assignments at the front, and the words behind them. */
function takeAssignments(words: readonly string[]): { env: Record<string, string>; rest: string[] } {
  const env: Record<string, string> = {};
  let at = 0;
  for (let pair = assignment.exec(words[at] ?? ''); pair; pair = assignment.exec(words[++at] ?? ''))
    env[pair[1] ?? ''] = pair[2] ?? '';
  return { env, rest: words.slice(at) };
}

const words = (rest: readonly string[], env?: Record<string, string>): CommandStep[] => [
  { kind: 'words', words: [...rest], ...(env ? { env } : {}) },
];

/** `cross-env A=b jest`, `cross-env-shell "A=b jest"`, `env A=b jest`. */
const readAssignments: CommandReader = ([first = '', ...args]) => {
  const program = programOf(first);
  if (!['cross-env', 'cross-env-shell', 'env', 'better-npm-run'].includes(program)) return null;
  const { env, rest } = takeAssignments(skipOptions(args, program === 'env' ? ['-u', '--unset'] : []));
  if (program === 'cross-env-shell') return [{ kind: 'line', line: rest.join(' '), env }];
  return words(rest, env);
};

/** `dotenv -e .env.test -- jest`, `dotenvx run -f .env.test -- jest`. */
const readDotenv: CommandReader = ([first = '', ...args], { readText }) => {
  const program = programOf(first);
  if (program !== 'dotenv' && program !== 'dotenvx') return null;
  const own = program === 'dotenvx' && args[0] === 'run' ? args.slice(1) : args;
  const withValue = ['-e', '-f', '-v', '-c', '-p', '--env-file', '--env', '--cascade'];
  const end = own.indexOf('--');
  const options = own.slice(0, end < 0 ? own.length - skipOptions(own, withValue).length : end);
  const named = optionValues(options, program === 'dotenv' ? ['-e'] : ['-f', '--env-file']);
  const files = named.length > 0 ? named : ['.env'];
  const cascade = optionValues(options, ['-c', '--cascade'])[0];
  const all = cascade === undefined ? files : files.flatMap((file) => [file, `${file}.${cascade}`]);
  const env: Record<string, string> = {};
  for (const file of all) Object.assign(env, readEnvFile(readText(file) ?? ''));
  for (const pair of optionValues(options, ['-v', '--env'])) {
    const match = assignment.exec(pair);
    if (match) env[match[1] ?? ''] = match[2] ?? '';
  }
  return words(end < 0 ? skipOptions(own, withValue) : own.slice(end + 1), env);
};

/** `env-cmd -f .env.test jest`, `env-cmd -e test jest`, and the old `env-cmd .env.test jest`. */
const readEnvCmd: CommandReader = ([first = '', ...args], { readText }) => {
  if (programOf(first) !== 'env-cmd') return null;
  const withValue = ['-f', '--file', '-e', '--environments', '-r', '--rc-file'];
  const rest = skipOptions(args, withValue);
  const options = args.slice(0, args.length - rest.length);
  const environments = optionValues(options, ['-e', '--environments']).flatMap((names) => names.split(','));
  if (environments.length > 0 || options.some((each) => /^(?:-r|--rc-file)/.test(each))) {
    const file = optionValues(options, ['-r', '--rc-file'])[0];
    const text =
      (file === undefined ? null : readText(file)) ?? readText('.env-cmdrc') ?? readText('.env-cmdrc.json');
    return words(rest, readEnvCmdFile(text ?? '', environments));
  }
  const named = optionValues(options, ['-f', '--file'])[0];
  if (named !== undefined) return words(rest, readEnvFile(readText(named) ?? ''));
  const old = readText(rest[0] ?? '');
  if (old !== null && rest.length > 1) return words(rest.slice(1), readEnvFile(old));
  return words(rest, readEnvFile(readText('.env') ?? ''));
};

/** Programs that only run another one: how many words of their own they have besides options. */
const plainWrappers: Readonly<Record<string, { own: number; withValue?: string[] }>> = {
  time: { own: 0 },
  exec: { own: 0 },
  command: { own: 0 },
  nice: { own: 0, withValue: ['-n'] },
  sudo: { own: 0, withValue: ['-u'] },
  timeout: { own: 1, withValue: ['-s', '-k'] },
  'xvfb-run': { own: 0, withValue: ['-s', '-n', '-e'] },
  'dbus-run-session': { own: 0 },
  retry: { own: 0 },
  c8: {
    own: 0,
    withValue: [
      '-r', '--reporter', '-x', '--exclude', '-n', '--include', '-o', '--reports-dir', '--report-dir', '--src', '-c', '--config',
      '--temp-directory', '--lines', '--branches', '--functions', '--statements', '--resolve',
    ],
  },
  nyc: {
    own: 0,
    withValue: [
      '-r', '--reporter', '-x', '--exclude', '-n', '--include', '--report-dir', '-t', '--temp-dir', '-e', '--extension', '--cwd',
      '-i', '--require', '--nycrc-path', '--lines', '--branches', '--functions', '--statements',
    ],
  },
}; // prettier-ignore

const readPlain: CommandReader = ([first = '', ...args]) => {
  const wrapper = Object.hasOwn(plainWrappers, programOf(first))
    ? plainWrappers[programOf(first)]
    : undefined;
  if (!wrapper) return null;
  const rest = skipOptions(args, wrapper.withValue).slice(wrapper.own);
  return rest.length === 0 ? null : words(takeAssignments(rest).rest, takeAssignments(rest).env);
};

const readShell: CommandReader = ([first = '', ...args]) => {
  if (!['sh', 'bash', 'zsh', 'dash'].includes(programOf(first))) return null;
  const at = args.findIndex((word) => /^-[a-z]*c$/.test(word));
  const line = at < 0 ? undefined : args[at + 1];
  return line === undefined ? null : [{ kind: 'line', line }];
};

/** Programs that start a server, or wait for one, or fetch secrets: tests behind them may need what the sandbox lacks. */
const readNeedy: CommandReader = ([first = '', ...args]) => {
  const program = programOf(first);
  if (['start-server-and-test', 'start-test', 'server-test'].includes(program)) {
    const last = args.at(-1);
    const what = `${program} starts a server before the tests`;
    const isScript = last !== undefined && /^[\w:-]+$/.test(last);
    const then: CommandStep[] =
      last === undefined
        ? []
        : [isScript ? { kind: 'script', name: last, args: [] } : { kind: 'line', line: last }];
    return [{ kind: 'needs', what, then }];
  }
  if (['wait-on', 'wait-port', 'wait-for-it', 'dockerize'].includes(program))
    return [{ kind: 'needs', what: `${program} waits for a server`, then: [] }];
  if (['docker', 'docker-compose', 'podman'].includes(program))
    return [{ kind: 'needs', what: `${program} starts containers`, then: [] }];
  if (['doppler', 'infisical', 'op', 'aws-vault', 'chamber'].includes(program) && args.includes('--')) {
    const what = `${program} fetches secrets`;
    return [{ kind: 'needs', what, then: words(args.slice(args.indexOf('--') + 1)) }];
  }
  return null;
};

/** The command that a wrapper starts, or null for other commands. */
export const readWrapper: CommandReader = (given, context) => {
  for (const reader of [readAssignments, readDotenv, readEnvCmd, readPlain, readShell, readNeedy]) {
    const steps = reader(given, context);
    if (steps) return steps;
  }
  return null;
};
