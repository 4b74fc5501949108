/** States of work tree and place that a user's repository may be in when tests are delivered, each made with the real git. */
import { chmodSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TempRepo } from './temp-repo.js';

/** What a situation is about, and what is to come of it; all else stays as it was. */
export interface Situation {
  /** The host's folder; the top of the repository when left out. */
  host?: string;
  /** The repository that takes the delivery; the first one when left out. */
  top?: string;
  /** The branch that takes the tests; `nightshift/main` when left out. */
  branch?: string;
  /** The parent of the delivery; HEAD when left out. */
  parent?: string;
  /** Where the test file goes, host-relative. */
  testFile?: string;
  env?: Record<string, string>;
  /** Something that happens between the opening of the delivery and the delivery. */
  meanwhile?: () => void;
  /** What the user is told when the tests become a patch. */
  patch?: RegExp;
  /** What the user is told when nothing can be delivered, with the remedy. */
  refused?: [message: RegExp, remedy: RegExp];
  /** What the user is told about a delivery that goes elsewhere. */
  note?: RegExp;
  /** The user on whose behalf all of it happens; only root can change to another one. */
  uid?: number;
}

export interface Stage extends TempRepo {
  /** A shell command that leaves a witness of having run, and fails. */
  trap(name: string): string;
  /** The folder around the repository. */
  around: string;
}

export type Arrange = (repo: Stage) => Situation;

const ours = 'test(a): one\n\nNightshift-Run: earlier\n';

/** An earlier delivery, made by hand. */
export function deliverEarlier(repo: TempRepo, file = 'src/old.nightshift.test.js'): string {
  const head = repo.git('rev-parse', 'HEAD');
  repo.git('checkout', '-q', '-b', 'nightshift/main');
  repo.write(file, 'old\n');
  repo.git('add', '-f', file);
  repo.git('commit', '-q', '-m', ours);
  const tip = repo.git('rev-parse', 'HEAD');
  repo.git('checkout', '-q', 'main');
  if (repo.git('rev-parse', 'HEAD') !== head) throw new Error('not back on main');
  return tip;
}

/** A commit on a branch that nobody has checked out for it. */
export function commitByHand(repo: TempRepo, ref: string): string {
  const id = repo.git('commit-tree', '-p', ref, '-m', 'by hand', `${ref}^{tree}`);
  repo.git('update-ref', `refs/heads/${ref}`, id);
  return id;
}

function dirty(repo: TempRepo): void {
  repo.write('src/a.js', 'exports.a = 2;\n');
  repo.write('notes ü.txt', 'untracked\n');
  chmodSync(join(repo.dir, 'src/b.js'), 0o755);
  rmSync(join(repo.dir, 'src/c.js'));
}

/** Gives files that are as they were committed another time, so that git has to look into them. */
export const touchAll = (repo: TempRepo): void => {
  for (const name of ['a', 'b', 'c']) utimesSync(join(repo.dir, `src/${name}.js`), 1_000_000, 1_000_000);
};

const clone = (repo: Stage, ...options: string[]): { host: string; top: string } => {
  const dir = join(repo.around, 'clone');
  repo.git('clone', '-q', ...options, `file://${repo.dir}`, dir);
  return { host: dir, top: dir };
};

/** Situations of the work tree, the index and HEAD. */
export const ofTheWorkTree: Record<string, Arrange> = {
  'a clean tree': () => ({}),
  'a dirty tree: changed, untracked, deleted, other mode': (repo) => {
    dirty(repo);
    return {};
  },
  'staged changes': (repo) => {
    dirty(repo);
    repo.git('add', '-A');
    repo.write('src/a.js', 'exports.a = 3;\n');
    return {};
  },
  'an index.lock': (repo) => {
    writeFileSync(join(repo.dir, '.git/index.lock'), '');
    return {};
  },
  'a split index': (repo) => {
    repo.git('config', 'core.splitIndex', 'true');
    repo.git('update-index', '--split-index');
    return {};
  },
  'a detached HEAD': (repo) => {
    repo.git('checkout', '-q', '--detach');
    return { branch: `nightshift/detached-${repo.git('rev-parse', 'HEAD').slice(0, 10)}` };
  },
  'no commit yet': (repo) => {
    repo.git('checkout', '-q', '--orphan', 'fresh');
    return { patch: /no commit yet/ };
  },
  'a sparse checkout': (repo) => {
    repo.write('far/away.js', '1;\n');
    repo.commit('far');
    repo.git('sparse-checkout', 'set', 'src');
    return {};
  },
  'a merge in progress': (repo) => {
    repo.git('branch', 'other');
    repo.write('src/a.js', 'exports.a = 2;\n');
    repo.commit('here');
    repo.git('checkout', '-q', 'other');
    repo.write('src/a.js', 'exports.a = 3;\n');
    repo.commit('there');
    repo.git('checkout', '-q', 'main');
    expect(() => repo.git('merge', 'other')).toThrow();
    return {};
  },
  'a rebase in progress': (repo) => {
    repo.git('branch', 'other');
    repo.write('src/a.js', 'exports.a = 2;\n');
    repo.commit('here');
    repo.git('checkout', '-q', 'other');
    repo.write('src/a.js', 'exports.a = 3;\n');
    repo.commit('there');
    expect(() => repo.git('rebase', 'main')).toThrow();
    return { branch: `nightshift/detached-${repo.git('rev-parse', 'HEAD').slice(0, 10)}` };
  },
  'a bisect in progress': (repo) => {
    const first = repo.git('rev-parse', 'HEAD');
    for (const n of [2, 3, 4]) {
      repo.write('src/a.js', `exports.a = ${n};\n`);
      repo.commit(`step ${n}`);
    }
    repo.git('bisect', 'start', 'HEAD', first);
    return { branch: `nightshift/detached-${repo.git('rev-parse', 'HEAD').slice(0, 10)}` };
  },
  'an ignored test path': (repo) => {
    repo.write('.gitignore', '*.test.js\n');
    repo.commit('ignore tests');
    return {};
  },
  'CRLF in the work tree by autocrlf': (repo) => {
    repo.git('config', 'core.autocrlf', 'true');
    repo.write('src/a.js', 'exports.a = 1;\r\n');
    touchAll(repo);
    return {};
  },
  'a case-insensitive setting': (repo) => {
    repo.git('config', 'core.ignoreCase', 'true');
    return { testFile: 'SRC/a.nightshift.test.js' };
  },
  'paths with blanks and beyond ASCII': (repo) => {
    repo.write('ein Ordner/größe [1].js', '1;\n');
    repo.commit('names');
    return { testFile: 'ein Ordner/größe [1].nightshift.test.js' };
  },
};

/** A repository of another make with the same files, and one commit. */
function another(repo: Stage, ...options: string[]): { host: string; top: string } {
  const dir = join(repo.around, 'another');
  repo.git('clone', '-q', repo.dir, dir);
  rmSync(join(dir, '.git'), { recursive: true });
  repo.git('init', '-q', '-b', 'main', ...options, dir);
  repo.git('-C', dir, 'add', '-A');
  repo.git(
    '-C',
    dir,
    '-c',
    'user.name=Ada',
    '-c',
    'user.email=ada@example.org',
    'commit',
    '-q',
    '-m',
    'first',
  );
  return { host: dir, top: dir };
}

/** Ways of storing a repository that not every git knows. */
export const ofTheStorage: Record<string, { option: string; arrange: Arrange }> = {
  'objects named by SHA-256': {
    option: '--object-format=sha256',
    arrange: (repo) => another(repo, '--object-format=sha256'),
  },
  'refs in a reftable': {
    option: '--ref-format=reftable',
    arrange: (repo) => another(repo, '--ref-format=reftable'),
  },
};

/** Situations of where the repository and the host lie. */
export const ofThePlace: Record<string, Arrange> = {
  'a shallow clone': (repo) => {
    commitByHand(repo, 'main');
    return clone(repo, '--depth', '1');
  },
  'a clone that borrows its objects': (repo) => clone(repo, '--reference', repo.dir),
  'a partial clone whose remote is a trap': (repo) => {
    repo.git('config', 'uploadpack.allowFilter', 'true');
    const made = clone(repo, '--filter=blob:none', '--no-checkout');
    repo.git('-C', made.host, 'config', 'remote.origin.url', 'ssh://nowhere.invalid/x');
    repo.git('-C', made.host, 'config', 'core.sshCommand', repo.trap('ssh'));
    return made;
  },
  'a linked work tree': (repo) => {
    const dir = join(repo.around, 'linked');
    repo.git('worktree', 'add', '-q', '-b', 'feature', dir);
    return { host: dir, top: dir, branch: 'nightshift/feature' };
  },
  'a subfolder of the repository': (repo) => {
    repo.write('packages/one/src/a.js', '1;\n');
    repo.commit('package');
    return { host: join(repo.dir, 'packages/one') };
  },
  'a submodule': (repo) => {
    const outer = join(repo.around, 'outer');
    repo.git('init', '-q', '-b', 'main', outer);
    repo.git(
      '-C',
      outer,
      '-c',
      'protocol.file.allow=always',
      'submodule',
      '--quiet',
      'add',
      repo.dir,
      'inner',
    );
    return { host: join(outer, 'inner'), top: join(outer, 'inner') };
  },
  'a host with submodules': (repo) => {
    const inner = join(repo.around, 'inner');
    repo.git('clone', '-q', repo.dir, inner);
    repo.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'inner');
    repo.commit('with a submodule');
    return {};
  },
  'a bare repository': (repo) => {
    const dir = join(repo.around, 'bare.git');
    repo.git('clone', '-q', '--bare', repo.dir, dir);
    return { host: dir, top: dir, patch: /not a git repository/ };
  },
  'a .git that is a file': (repo) => {
    repo.git('init', '-q', `--separate-git-dir=${join(repo.around, 'elsewhere.git')}`);
    return {};
  },
  'a work tree elsewhere by the config': (repo) => {
    const dir = join(repo.around, 'tree');
    mkdirSync(dir);
    repo.git('config', 'core.worktree', dir);
    return { patch: /work tree is elsewhere by its config \(core\.worktree is .*tree\), so .* a patch/ };
  },
  'packed refs': (repo) => {
    const parent = deliverEarlier(repo);
    repo.git('pack-refs', '--all');
    return { parent };
  },
  'variables of an outer git': (repo) => ({
    env: {
      GIT_DIR: join(repo.around, 'nowhere'),
      GIT_WORK_TREE: '/',
      GIT_INDEX_FILE: join(repo.dir, '.git/index'),
      GIT_OBJECT_DIRECTORY: join(repo.around, 'objects'),
      GIT_NAMESPACE: 'other',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'core.bare',
      GIT_CONFIG_VALUE_0: 'true',
    },
  }),
};
