/** Which files of a host do not go into the copy: history, installed packages, our own state, and secrets. */

const leftOutNames = new Set(['.git', '.hg', '.svn', 'node_modules', '.nightshift']);

const secretNames = [
  /^\.env(\..*|rc)?$/,
  /^\.(npmrc|netrc|pypirc|pgpass|my\.cnf|git-credentials|dockercfg|htpasswd|vault-token|yarnrc\.yml|yarnrc)$/,
  /^_netrc$/,
  /^\.(ssh|gnupg|aws|azure|gcloud|kube|docker)$/,
  /^id_(rsa|dsa|ecdsa|ed25519)/,
  /\.(pem|key|p12|pfx|jks|keystore|ppk|kdbx|gpg)$/,
  /^(gha-creds-|service-account|client_secret).*\.json$/,
  /^credentials\.json$/,
  /^secrets?\.(json|ya?ml|toml)$/,
];

/** Whether a file or folder of this name holds secrets by convention. */
export function isSecretName(name: string): boolean {
  const lower = name.toLowerCase();
  return secretNames.some((pattern) => pattern.test(lower));
}

/** Whether an entry of this name stays out of the copy, wherever in the host it is. */
function isLeftOut(name: string): boolean {
  return leftOutNames.has(name) || isSecretName(name);
}

/** The same for a host-relative path: whether one of its segments stays out. */
export function isPathLeftOut(path: string): boolean {
  return path.split(/[\\/]/).some(isLeftOut);
}

/** Whether an entry of this name stays out although git may track it: history, installed packages, our own state. */
export const isNeverCopied = (name: string): boolean => leftOutNames.has(name);

/** Files by which a `coverage` folder shows that a tool wrote it. */
export const coverageMarks = [
  'lcov.info',
  'coverage-final.json',
  'coverage-summary.json',
  'clover.xml',
  'lcov-report',
];
