/**
 * Knows the secrets of this environment and the shapes of well-known ones: masks them in text, and finds their
 * places.
 */

/** The secrets known when a run began. */
export interface Secrets {
  /** The text with every secret masked. */
  redact: (text: string) => string;
  /** In words that hold nothing of it, which secret stands in a text; undefined when none does. */
  find: (text: string) => string | undefined;
}

const mask = '[redacted]';

/** Shorter values would mask ordinary words of the source; with a digit or a sign in it a value is no word. */
const shortestWord = 8;
const shortestMixed = 6;
/** Numbers, such as a greatest number of tokens, are settings until they are longer than any of those. */
const shortestNumber = 10;
/** A line of a secret that has several. */
const shortestLine = 20;

const secretWords = [
  /token/i,
  /secret/i,
  /passw(?:or)?d/i,
  /passphrase/i,
  /credential/i,
  /(?:^|_)(?:pwd|auth|dsn|cookie)$/i,
  /connection_?string/i,
  /(?:^|[^a-z])(?:[a-z]*api|access|private|auth|signing|encryption|master|account|ssh|service)?[-_]?keys?(?:$|[^a-z])/i,
];

/** The user's working directory and the like: their values are paths that sources name. */
const harmlessNames = /^(?:PWD|OLDPWD|INIT_CWD)$/i;

/** Values that set something, and passwords that everybody knows, keep no secret; ordinary code is full of such words. */
const known = new RegExp(
  `^(?:${[
    'enabled|disabled|required|optional|default|undefined|anonymous|localhost|development|production|staging|testing',
    'password|passw0rd|postgres|postgresql|changeme|change-me|example|testsecret|testtoken',
  ].join('|')})$`,
  'i',
);

const tokenShapes: readonly { what: string; shape: RegExp }[] = [
  {
    what: 'a private key',
    shape:
      /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|$)/g,
  },
  { what: 'an API key', shape: /\bsk-[A-Za-z0-9_-]{16,}/g },
  { what: 'an API key', shape: /\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}/g },
  { what: 'a GitHub token', shape: /\bgh[pousr]_[A-Za-z0-9]{20,}/g },
  { what: 'a GitHub token', shape: /\bgithub_pat_[A-Za-z0-9_]{20,}/g },
  { what: 'a GitLab token', shape: /\bglpat-[A-Za-z0-9_-]{16,}/g },
  { what: 'an AWS key', shape: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g },
  { what: 'a Google API key', shape: /\bAIza[A-Za-z0-9_-]{35}/g },
  { what: 'an npm token', shape: /\bnpm_[A-Za-z0-9]{30,}/g },
  { what: 'a Slack token', shape: /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/g },
  { what: 'a Hugging Face token', shape: /\bhf_[A-Za-z0-9]{30,}/g },
  { what: 'a JSON web token', shape: /\beyJ[A-Za-z0-9_-]{6,}\.eyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]*/g },
];

/** `scheme://user:password@` in a URL; only the password goes. */
const passwordInUrl = /\b([a-z][a-z0-9+.-]*:\/\/[^\s/:@'"`]*:)([^\s/@'"`]+)(@)/gi;

/** Typical passwords in tests of code that reads URLs. */
const isPlaceholder = (password: string): boolean =>
  password.length < shortestWord || /^[a-z]+$/i.test(password);

function namesSecret(name: string): boolean {
  return !harmlessNames.test(name) && secretWords.some((word) => word.test(name));
}

function isLongEnough(value: string): boolean {
  if (known.test(value)) return false;
  if (/^\d+$/.test(value)) return value.length >= shortestNumber;
  return value.length >= (/^[a-z]+$/i.test(value) ? shortestWord : shortestMixed);
}

/** A value as it stands in a text, in source, in JSON and in a URL, and its long lines. */
function formsOf(value: string): string[] {
  const trimmed = value.trim();
  const lines = trimmed.split(/\r?\n/).filter((line) => line.length >= shortestLine);
  const forms = [value, trimmed, ...lines].flatMap((text) => {
    const inJson = JSON.stringify(text).slice(1, -1);
    return [text, inJson, inJson.replaceAll('\\"', '"').replaceAll("'", "\\'"), encodeURIComponent(text)];
  });
  return [...forms, Buffer.from(value).toString('base64')];
}

interface Form {
  text: string;
  /** The variable that holds it. */
  name: string;
}

/**
 * Reads the secrets of an environment: the values of variables whose names speak of keys, tokens, passwords or credentials.
 * Strings with the shape of a well-known kind of token are secrets too: API keys, JSON web tokens, private key blocks,
 * passwords in URLs.
 */
export function readSecrets(env: NodeJS.ProcessEnv): Secrets {
  const forms = new Map<string, Form>();
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || !namesSecret(name) || !isLongEnough(value.trim())) continue;
    for (const text of formsOf(value)) forms.set(text, forms.get(text) ?? { text, name });
  }
  // Longest first, so that a secret which contains another is masked as a whole.
  const exact = [...forms.values()].sort((a, b) => b.text.length - a.text.length);
  return { redact: (text) => redactIn(text, exact), find: (text) => findIn(text, exact) };
}

/** The masking alone, see {@link readSecrets}. */
export const createRedactor = (env: NodeJS.ProcessEnv): ((text: string) => string) => readSecrets(env).redact;

function redactIn(text: string, exact: readonly Form[]): string {
  let clean = text;
  for (const form of exact) clean = maskForm(clean, form.text);
  for (const { shape } of tokenShapes) clean = clean.replace(shape, mask);
  return clean.replace(passwordInUrl, `$1${mask}$3`);
}

/** Masks a secret, and what is left of it where a long message was cut. */
function maskForm(text: string, secret: string): string {
  const beginning = secret.slice(0, telling(secret));
  let clean = '';
  let from = 0;
  for (let at = text.indexOf(beginning); at >= 0; at = text.indexOf(beginning, from)) {
    let end = beginning.length;
    while (end < secret.length && secret[end] === text[at + end]) end++;
    clean += text.slice(from, at) + mask;
    from = at + end;
  }
  return clean + text.slice(from);
}

/** How many characters of a secret give it away; what comes before is common to many. */
function telling(secret: string): number {
  if (secret.length < 16) return secret.length;
  return Math.min(secret.length, /^[a-z][a-z0-9+.-]*:/i.test(secret) ? 24 : 12);
}

function findIn(text: string, exact: readonly Form[]): string | undefined {
  const form = exact.find((each) => text.includes(each.text));
  if (form) return `the value of the environment's ${form.name}`;
  const token = tokenShapes.find(({ shape }) => text.search(shape) >= 0);
  if (token) return `what looks like ${token.what}`;
  const isPassword = [...text.matchAll(passwordInUrl)].some(
    ([, , password = '']) => !isPlaceholder(password),
  );
  return isPassword ? 'a URL with a password' : undefined;
}
