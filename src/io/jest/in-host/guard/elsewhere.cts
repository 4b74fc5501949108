/** Makes a test context's `process` look like that of another machine, to find what hangs on this one. */

interface ContextProcess {
  argv: string[];
  execArgv: string[];
  env: Record<string, string | undefined>;
}

const elsewhereEnv = {
  HOME: '/home/elsewhere',
  USER: 'elsewhere',
  LOGNAME: 'elsewhere',
  TERM: 'xterm-256color',
  COLUMNS: '37',
  FORCE_COLOR: '1',
  EDITOR: 'ed',
};

/** Changes what programs read of the machine; returns what puts it back. */
export function goElsewhere(contextProcess: ContextProcess): () => void {
  const { argv, execArgv, env } = contextProcess;
  const changed: ContextProcess['env'] = { ...env, ...elsewhereEnv };
  delete changed['CI'];
  delete changed['NO_COLOR'];
  Object.assign(contextProcess, {
    argv: [argv[0] ?? 'node', '/elsewhere/program.js', 'elsewhere', '--verbose'],
    execArgv: [],
    env: changed,
  });
  return () => void Object.assign(contextProcess, { argv, execArgv, env });
}
