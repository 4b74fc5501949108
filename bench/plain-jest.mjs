// Runs a host's plain Jest, without anything of ours inside, and copies the sample repositories; for the benches.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

export const git = (dir, ...args) => execFileSync('git', args, { cwd: dir, encoding: 'utf8' }).trim();

/** Every sample repository as a git repository of its own below `work`. */
export function sampleHosts(work) {
  return readdirSync(join(root, 'sample-repos')).map((name) => {
    const dir = join(work, name);
    cpSync(join(root, 'sample-repos', name), dir, { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'));
    git(dir, 'init', '-q', '-b', 'main');
    git(dir, 'add', '-A');
    git(dir, '-c', 'user.name=bench', '-c', 'user.email=bench@localhost', 'commit', '-qm', 'as it was');
    return dir;
  });
}

/** The host's own Jest, or ours where it has none; the result of `--json`, or null when there is none. */
export function runPlainJest(dir, host, extra) {
  const own = !existsSync(join(dir, 'node_modules', 'jest', 'bin', 'jest.js'));
  const binary = own
    ? join(root, 'node_modules/jest/bin/jest.js')
    : join(dir, 'node_modules/jest/bin/jest.js');
  const options = host.moduleSystem === 'cjs' || own ? [] : ['--experimental-vm-modules'];
  const out = join(dir, 'jest-result.json');
  rmSync(out, { force: true });
  const config = own ? ['--config', ownConfig(dir)] : [];
  spawnSync(
    process.execPath,
    [...options, '--no-warnings', binary, '--json', `--outputFile=${out}`, '--ci', ...config, ...extra],
    { cwd: dir, stdio: 'ignore', timeout: 600_000 },
  );
  return existsSync(out) ? JSON.parse(readFileSync(out, 'utf8')) : null;
}

/** For hosts without a Jest: plain Babel, said here again so that the check does not lean on what it checks. */
function ownConfig(dir) {
  const from = (name) => join(root, 'node_modules', name);
  const presets = [
    [from('@babel/preset-env'), { targets: { node: 'current' } }],
    from('@babel/preset-react'),
    from('@babel/preset-typescript'),
  ];
  const file = join(dir, 'jest.bench.json');
  const extensions = ['ts', 'tsx', 'mts', 'js', 'mjs', 'cjs'];
  writeFileSync(
    file,
    JSON.stringify({
      rootDir: dir,
      transform: { '\\.[cm]?[jt]sx?$': [from('babel-jest'), { presets, babelrc: false, configFile: false }] },
      moduleNameMapper: {
        '^(\\.{1,2}/.*)\\.[cm]?js$': [...extensions.map((extension) => `$1.${extension}`), '$1'],
      },
      moduleFileExtensions: [...extensions, 'json', 'node'],
      testMatch: ['**/*.nightshift.*'],
    }),
  );
  return file;
}
