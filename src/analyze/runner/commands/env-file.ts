/** Reads the text of a `.env` file; pure. */

const line = /^\s*(?:export\s+)?([\w.-]+)\s*=\s*(.*)$/;

function valueOf(raw: string): string {
  const quoted = /^(['"`])([\s\S]*?)\1/.exec(raw);
  if (quoted) return quoted[1] === '"' ? (quoted[2] ?? '').replace(/\\n/g, '\n') : (quoted[2] ?? '');
  return raw.replace(/\s+#.*$/, '').trim();
}

/** The variables that a `.env` file sets. */
export function readEnvFile(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const each of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const match = /^\s*#/.test(each) ? null : line.exec(each);
    if (match) found[match[1] ?? ''] = valueOf((match[2] ?? '').trim());
  }
  return found;
}

/** The variables of `environments` in a file of env-cmd (`.env-cmdrc`); empty where it holds none of them. */
export function readEnvCmdFile(text: string, environments: readonly string[]): Record<string, string> {
  try {
    const all = JSON.parse(text) as Record<string, Record<string, unknown> | undefined>;
    const pairs = environments.flatMap((name) => Object.entries(all[name] ?? {}));
    return Object.fromEntries(pairs.map(([name, value]) => [name, String(value)]));
  } catch {
    return {};
  }
}
