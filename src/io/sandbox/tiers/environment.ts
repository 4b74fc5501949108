/** The environment of a process in a box: little, and the same everywhere. */

interface InsideEnvironment {
  /** The variables that the command requires; they win over the rest. */
  command: Readonly<Record<string, string>>;
  /** Names of variables that the user wants passed on when they are set outside. */
  passEnv: readonly string[];
  outside: NodeJS.ProcessEnv;
  home: string;
  temp: string;
  /** The folder of the running Node. */
  nodeFolder: string;
}

/** Variables by which a program, also the one that makes the sandbox, loads other code or finds other files. */
const steering =
  /^(?:LD_|DYLD_|GLIBC_|MALLOC_|OPENSSL_|NODE_OPTIONS$|NODE_REPL|NODE_EXTRA_CA|PATH$|HOME$|TMPDIR$|BASH_ENV$|ENV$|IFS$|SHELLOPTS$|GCONV_PATH$|GETCONF_DIR$|LOCPATH$|NLSPATH$|HOSTALIASES$|RES_OPTIONS$|TZDIR$)/;

/** The variables of a command, without those that would reach beyond the code that is run. */
const harmless = (variables: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(variables).filter(([name]) => /^[A-Za-z_]\w*$/.test(name) && !steering.test(name)),
  );

/** Every variable that code in a box gets to see. */
export function insideEnvironment(from: InsideEnvironment): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of from.passEnv) {
    const value = from.outside[name];
    if (value !== undefined) passed[name] = value;
  }
  return {
    PATH: [...new Set([from.nodeFolder, '/usr/local/bin', '/usr/bin', '/bin'])].join(':'),
    LANG: 'C.UTF-8',
    NODE_ENV: 'test',
    CI: 'true',
    ...passed,
    ...harmless(from.command),
    HOME: from.home,
    TMPDIR: from.temp,
  };
}
