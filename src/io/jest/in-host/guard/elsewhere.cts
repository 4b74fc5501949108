/** Makes a test context's `process` look like that of another machine, to find what hangs on this one. */
// Without a prefix: this is also loaded inside the context, where Jest 26 and older do not know it.
import os from 'os';

interface ContextProcess {
  pid: number;
  ppid?: number;
  title?: string;
  cwd?: () => string;
  uptime: () => number;
  argv: string[];
  execArgv: string[];
  env: Record<string, string | undefined>;
  stdout?: object;
  stderr?: object;
}

const COLUMNS = 37;
const USER_ID = 4711;
const DAY_SECONDS = 86_400;
const WORKER = '3';

const elsewhereEnv = {
  HOME: '/home/elsewhere',
  USER: 'elsewhere',
  LOGNAME: 'elsewhere',
  SHELL: '/bin/elsewhere',
  PWD: '/home/elsewhere/checkout',
  TERM: 'xterm-256color',
  COLUMNS: String(COLUMNS),
  FORCE_COLOR: '1',
  EDITOR: 'ed',
  JEST_WORKER_ID: WORKER,
};

/** The stream as it would be with a terminal behind it. */
const terminal = (stream: object | undefined): object | undefined =>
  stream &&
  new Proxy(stream, {
    get(target, key) {
      if (key === 'isTTY') return true;
      if (key === 'columns') return COLUMNS;
      const value = Reflect.get(target, key, target) as unknown;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });

/** Changes what programs read of the machine; returns what puts it back. */
export function goElsewhere(contextProcess: ContextProcess): () => void {
  const { argv, execArgv, env, pid, ppid = 1, uptime } = contextProcess;
  const changed: ContextProcess['env'] = { ...env, ...elsewhereEnv };
  if (env['CI'] === undefined) changed['CI'] = 'true';
  else delete changed['CI'];
  delete changed['NO_COLOR'];
  Object.assign(contextProcess, {
    argv: [argv[0] ?? 'node', '/elsewhere/program.js', 'elsewhere', '--verbose'],
    execArgv: [],
    env: changed,
  });
  const replaced = new Map<string, PropertyDescriptor | undefined>();
  const replace = (name: string, value: unknown): void => {
    replaced.set(name, Object.getOwnPropertyDescriptor(contextProcess, name));
    Object.defineProperty(contextProcess, name, { value, configurable: true, writable: true });
  };
  for (const name of ['getuid', 'geteuid', 'getgid', 'getegid']) replace(name, () => USER_ID);
  replace('pid', pid + 1);
  replace('ppid', ppid + 1);
  replace('title', 'elsewhere');
  replace('uptime', () => uptime() + DAY_SECONDS);
  for (const name of ['stdout', 'stderr'] as const) replace(name, terminal(contextProcess[name]));
  return () => {
    Object.assign(contextProcess, { argv, execArgv, env });
    for (const [name, descriptor] of replaced) {
      if (descriptor) Object.defineProperty(contextProcess, name, descriptor);
      else Reflect.deleteProperty(contextProcess, name);
    }
  };
}

const watched = new WeakSet<() => string>();

/** Calls `onRead` whenever somebody asks which folder the process runs in. Packages put readers of their own in its place. */
export function watchPlace(context: Record<string, unknown>, onRead: () => void): void {
  const holder = context['process'] as Partial<ContextProcess> | undefined;
  const cwd = holder?.cwd;
  if (holder === undefined || cwd === undefined || watched.has(cwd)) return;
  holder.cwd = () => {
    onRead();
    return cwd.call(holder);
  };
  watched.add(holder.cwd);
}

/** Node's `os` as another user of a machine with more cores sees it. */
export function osElsewhere(): object {
  const cores = os.cpus().length + 3;
  return {
    ...os,
    hostname: () => 'elsewhere',
    homedir: () => elsewhereEnv.HOME,
    userInfo: () => ({
      username: elsewhereEnv.USER,
      uid: USER_ID,
      gid: USER_ID,
      shell: elsewhereEnv.SHELL,
      homedir: elsewhereEnv.HOME,
    }),
    cpus: () => Array.from({ length: cores }, (_, index) => os.cpus()[index % os.cpus().length]),
    availableParallelism: () => cores,
    totalmem: () => os.totalmem() * 2,
    freemem: () => os.freemem() / 2,
    uptime: () => os.uptime() + DAY_SECONDS,
    loadavg: () => [cores, cores, cores],
    networkInterfaces: () => ({}),
  };
}
