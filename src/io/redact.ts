/** Masks secrets in text that is about to leave the machine. */

const mask = '[redacted]';

/** Shorter values would mask ordinary words of the source. */
const shortestSecret = 8;

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

const tokenShapes: readonly RegExp[] = [
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|$)/g,
  /\bsk-[A-Za-z0-9_-]{16,}/g,
  /\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}/g,
  /\bgh[pousr]_[A-Za-z0-9]{20,}/g,
  /\bgithub_pat_[A-Za-z0-9_]{20,}/g,
  /\bglpat-[A-Za-z0-9_-]{16,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bAIza[A-Za-z0-9_-]{35}/g,
  /\bnpm_[A-Za-z0-9]{30,}/g,
  /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/g,
  /\bhf_[A-Za-z0-9]{30,}/g,
  /\beyJ[A-Za-z0-9_-]{6,}\.eyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]*/g,
];

/** `scheme://user:password@` in a URL; only the password goes. */
const passwordInUrl = /\b([a-z][a-z0-9+.-]*:\/\/[^\s/:@'"`]*:)[^\s/@'"`]+(@)/gi;

function namesSecret(name: string): boolean {
  return !harmlessNames.test(name) && secretWords.some((word) => word.test(name));
}

/**
 * Makes a function that masks, wherever they stand in a text, the values of this environment's variables whose names
 * speak of keys, tokens, passwords or credentials (8 characters or more), and strings with the shape of a well-known
 * kind of token: API keys, JSON web tokens, private key blocks, passwords in URLs.
 */
export function createRedactor(env: NodeJS.ProcessEnv): (text: string) => string {
  const values = Object.entries(env)
    .filter(([name]) => namesSecret(name))
    .flatMap(([, value]) => (value === undefined ? [] : [value, value.trim()]))
    .filter((value) => value.length >= shortestSecret)
    // Longest first, so that a secret which contains another is masked as a whole.
    .sort((a, b) => b.length - a.length);
  const exact = [...new Set(values)];
  return (text) => {
    let clean = text;
    for (const value of exact) clean = clean.replaceAll(value, mask);
    for (const shape of tokenShapes) clean = clean.replace(shape, mask);
    return clean.replace(passwordInUrl, `$1${mask}$2`);
  };
}
