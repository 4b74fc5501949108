/** Splits a shell command line, as it is written in a script of package.json, into its simple commands; pure. */

/** The operator between a command and the next one. */
export type Operator = '&&' | '||' | ';' | '|' | '&';

/** One command with the variables that are set for it alone. */
export interface SimpleCommand {
  env: Record<string, string>;
  words: string[];
  /** The operator between it and the command before; null for the first. */
  joint: Operator | null;
}

type Variables = Readonly<Record<string, string>>;

type Token = { kind: 'word'; text: string } | { kind: 'operator'; text: Operator } | { kind: 'redirection' };

const operators: readonly Operator[] = ['&&', '||', ';', '|', '&'];
const assignment = /^([A-Za-z_]\w*)=([\s\S]*)$/;
const redirection = /^(?:\d*|&)(?:>>|>\||>&|<&|<<<|<<|>|<)/;

/** `$NAME`, `${NAME}` and `${NAME:-default}`; what is not known is empty, and `$(…)` stays as it is. */
function expand(text: string, variables: Variables): string {
  return text.replace(
    /\$(?:\{([A-Za-z_]\w*)(?::?-([^}]*))?\}|([A-Za-z_]\w*))/g,
    (_, braced?: string, fallback?: string, bare?: string) =>
      variables[braced ?? bare ?? ''] ?? fallback ?? '',
  );
}

/** Reads one word from `at`; quotes are taken away, variables put in, except between single quotes. */
function readWord(line: string, at: number, variables: Variables): { text: string; end: number } {
  let text = '';
  let plain = '';
  let end = at;
  const flush = (): void => {
    text += expand(plain, variables);
    plain = '';
  };
  while (end < line.length && !/[\s;&|()<>]/.test(line.charAt(end))) {
    const char = line.charAt(end);
    if (char === '\\' && end + 1 < line.length) {
      flush();
      text += line.charAt(end + 1);
      end += 2;
    } else if (char === "'" || char === '"') {
      flush();
      const quoted = readQuoted(line, end);
      text += char === "'" ? quoted.text : expand(quoted.text, variables);
      end = quoted.end;
    } else if (line.startsWith('$(', end)) {
      const close = line.indexOf(')', end);
      const stop = close < 0 ? line.length : close + 1;
      flush();
      text += line.slice(end, stop);
      end = stop;
    } else {
      plain += char;
      end++;
    }
  }
  flush();
  return { text, end };
}

function readQuoted(line: string, at: number): { text: string; end: number } {
  const quote = line.charAt(at);
  let text = '';
  let end = at + 1;
  while (end < line.length && line.charAt(end) !== quote) {
    const isEscape = quote === '"' && line.charAt(end) === '\\' && /["\\$`]/.test(line.charAt(end + 1));
    if (isEscape) end++;
    text += line.charAt(end);
    end++;
  }
  return { text, end: end + 1 };
}

function readTokens(line: string, variables: Variables): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < line.length) {
    const rest = line.slice(at);
    const operator = operators.find((each) => rest.startsWith(each));
    const redirected = redirection.exec(rest)?.[0];
    if (/^[ \t\r()]/.test(rest)) at++;
    else if (rest.startsWith('\n')) {
      tokens.push({ kind: 'operator', text: ';' });
      at++;
    } else if (rest.startsWith('#')) at += rest.search(/\n|$/);
    else if (redirected !== undefined) {
      tokens.push({ kind: 'redirection' });
      at += redirected.length;
    } else if (operator !== undefined) {
      tokens.push({ kind: 'operator', text: operator });
      at += operator.length;
    } else {
      const word = readWord(line, at, variables);
      tokens.push({ kind: 'word', text: word.text });
      at = Math.max(word.end, at + 1);
    }
  }
  return tokens;
}

/** `set A=b` of Windows and `export A=b` hold for the commands that follow. */
function keptFor(words: readonly string[]): Record<string, string> | null {
  if (words[0] !== 'export' && words[0] !== 'set') return null;
  const pairs = words.slice(1).map((word) => assignment.exec(word));
  return Object.fromEntries(pairs.flatMap((pair) => (pair ? [[pair[1] ?? '', pair[2] ?? '']] : [])));
}

/**
 * The simple commands of a line, in order. Subshells are looked through, redirections are dropped.
 * @param variables what `$NAME` stands for
 */
export function splitCommands(line: string, variables: Variables = {}): SimpleCommand[] {
  const commands: SimpleCommand[] = [];
  let kept: Record<string, string> = {};
  let open: SimpleCommand = { env: {}, words: [], joint: null };
  let isTarget = false;
  const close = (joint: Operator): void => {
    const lasting = keptFor(open.words) ?? (open.words.length === 0 ? open.env : null);
    if (lasting) kept = { ...kept, ...lasting };
    else if (open.words.length > 0) commands.push({ ...open, env: { ...kept, ...open.env } });
    open = { env: {}, words: [], joint };
  };
  for (const token of readTokens(line, variables)) {
    if (token.kind === 'operator') close(token.text);
    else if (token.kind === 'redirection') isTarget = true;
    else if (isTarget) isTarget = false;
    else {
      const pair = open.words.length === 0 ? assignment.exec(token.text) : null;
      if (pair) open.env[pair[1] ?? ''] = pair[2] ?? '';
      else open.words.push(token.text);
    }
  }
  close(';');
  return commands;
}

/** A word as it has to be typed to be one word of a shell. */
export const quoteWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
