/** States of branches, config and ownership that a user's repository may be in when tests are delivered. */
import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commitByHand, deliverEarlier, touchAll, type Arrange, type Stage } from './git-situations.js';

const trapHooks = (repo: Stage, folder: string): void => {
  mkdirSync(folder, { recursive: true });
  for (const hook of [
    'pre-commit',
    'post-commit',
    'reference-transaction',
    'post-index-change',
    'post-checkout',
  ])
    writeFileSync(join(folder, hook), `#!/bin/sh\n${repo.trap(hook)}\n`, { mode: 0o755 });
};

/** Situations of branches. */
export const ofTheBranches: Record<string, Arrange> = {
  'an earlier delivery': (repo) => ({ parent: deliverEarlier(repo) }),
  'a branch that a work tree has checked out': (repo) => {
    deliverEarlier(repo);
    repo.git('worktree', 'add', '-q', join(repo.around, 'linked'), 'nightshift/main');
    return { refused: [/nightshift\/main is checked out in /, /--branch NAME/] };
  },
  'a branch that is made meanwhile': (repo) => ({
    meanwhile: () => repo.git('update-ref', 'refs/heads/nightshift/main', 'HEAD'),
    patch:
      /branch nightshift\/main moved while Nightshift worked: it now is at [0-9a-f]{10} \(Run Nightshift again/,
  }),
  'a person who commits to the branch meanwhile': (repo) => {
    deliverEarlier(repo);
    return {
      meanwhile: () => void commitByHand(repo, 'nightshift/main'),
      patch: /branch nightshift\/main moved while Nightshift worked/,
    };
  },
  'a person who committed to the branch before': (repo) => {
    deliverEarlier(repo);
    return { parent: commitByHand(repo, 'nightshift/main') };
  },
  'a current branch that was rebased': (repo) => {
    const first = repo.git('rev-parse', 'HEAD');
    repo.write('src/a.js', 'exports.a = 2;\n');
    repo.commit('before the rebase');
    deliverEarlier(repo);
    repo.git('reset', '-q', '--hard', first);
    repo.write('src/b.js', 'exports.b = 2;\n');
    repo.commit('after the rebase');
    return {
      branch: 'nightshift/main-2',
      parent: '',
      note: /nightshift\/main and the current commit went different ways.*so the tests go to nightshift\/main-2; nightshift\/main stays as it is/,
    };
  },
  'a history that begins anew': (repo) => {
    deliverEarlier(repo);
    repo.git('checkout', '-q', '--orphan', 'fresh');
    repo.git('commit', '-q', '-m', 'anew');
    repo.git('branch', '-q', '-M', 'main');
    return { branch: 'nightshift/main-2', parent: '', note: /share no history/ };
  },
  'a branch with the name of our folder': (repo) => {
    repo.git('branch', 'nightshift');
    return { refused: [/because a branch nightshift exists/, /git branch -m nightshift NEWNAME/] };
  },
  'a lock that a killed git left on the branch': (repo) => {
    mkdirSync(join(repo.dir, '.git/refs/heads/nightshift'), { recursive: true });
    writeFileSync(join(repo.dir, '.git/refs/heads/nightshift/main.lock'), '');
    return { patch: /nightshift\/main is locked by another git \(Wait .*main\.lock\)/ };
  },
  'a current branch with an unusual name': (repo) => {
    const name = `fix/-größe;$(touch$IFS$9x)&"100%'#{1}|!`;
    repo.git('branch', '-q', '-m', name);
    return { branch: `nightshift/${name}` };
  },
  'a branch that is a link to the current one': (repo) => {
    repo.git('symbolic-ref', 'refs/heads/nightshift/main', 'refs/heads/main');
    return {};
  },
};

/** Situations of the config: programs that a careless git would start. */
export const ofTheConfig: Record<string, Arrange> = {
  'signing by a broken gpg': (repo) => {
    repo.git('config', 'commit.gpgSign', 'true');
    repo.git('config', 'tag.gpgSign', 'true');
    repo.git('config', 'log.showSignature', 'true');
    repo.git('config', 'gpg.program', join(repo.around, 'gpg'));
    writeFileSync(join(repo.around, 'gpg'), `#!/bin/sh\n${repo.trap('gpg')}\n`, { mode: 0o755 });
    return {};
  },
  'LFS that is required and not installed': (repo) => {
    repo.write('.gitattributes', '*.js filter=lfs diff=lfs merge=lfs -text\n');
    repo.commit('lfs');
    repo.git('config', 'filter.lfs.process', 'no-such-lfs filter-process');
    repo.git('config', 'filter.lfs.clean', 'no-such-lfs clean');
    repo.git('config', 'filter.lfs.required', 'true');
    touchAll(repo);
    return {};
  },
  'clean and smudge filters': (repo) => {
    repo.write('.gitattributes', '*.js filter=trap\n');
    repo.commit('filter');
    for (const part of ['clean', 'smudge', 'process'])
      repo.git('config', `filter.trap.${part}`, repo.trap(part));
    repo.write('src/a.js', 'exports.a = 2;\n');
    touchAll(repo);
    return {};
  },
  'every hook': (repo) => {
    trapHooks(repo, join(repo.dir, '.git/hooks'));
    return {};
  },
  'hooks by core.hooksPath': (repo) => {
    trapHooks(repo, join(repo.around, 'hooks'));
    repo.git('config', 'core.hooksPath', join(repo.around, 'hooks'));
    return {};
  },
  'hooks from a template': (repo) => {
    trapHooks(repo, join(repo.around, 'template/hooks'));
    repo.git('init', '-q', `--template=${join(repo.around, 'template')}`);
    return {};
  },
  'traps in fsmonitor, ssh, alias, diff, textconv, pager, editor and helpers': (repo) => {
    repo.write('.gitattributes', '*.js diff=trap\n');
    repo.commit('attributes');
    for (const key of [
      'core.fsmonitor',
      'core.sshCommand',
      'core.pager',
      'core.editor',
      'core.askPass',
      'core.alternateRefsCommand',
      'sequence.editor',
      'diff.external',
      'diff.trap.textconv',
      'diff.trap.command',
      'credential.helper',
      'interactive.diffFilter',
      'pager.log',
    ])
      repo.git('config', key, repo.trap(key));
    for (const command of ['log', 'update-ref', 'commit-tree', 'hash-object'])
      repo.git('config', `alias.${command}`, `!${repo.trap(command)}`);
    touchAll(repo);
    return {};
  },
  'an include that is missing, other line ends and another encoding': (repo) => {
    repo.write('.gitattributes', '*.js text eol=crlf working-tree-encoding=UTF-16LE\n');
    repo.git('add', '.gitattributes');
    repo.git('commit', '-q', '-m', 'attributes');
    repo.git('config', 'include.path', join(repo.around, 'no-such-config'));
    repo.git('config', 'includeIf.onbranch:main.path', 'no-such-config');
    repo.git('config', 'core.safecrlf', 'true');
    repo.git('config', 'core.eol', 'crlf');
    return {};
  },
  'a commit template, other trailers, no guessed identity': (repo) => {
    repo.write('template.txt', 'WRONG\n');
    repo.commit('template');
    repo.git('config', 'commit.template', join(repo.dir, 'template.txt'));
    repo.git('config', 'commit.cleanup', 'scissors');
    repo.git('config', 'trailer.separators', '#');
    repo.git('config', 'user.useConfigOnly', 'true');
    return {};
  },
};

/** Only root can give files away, and do things as another user. */
export const ofTheOwner: Record<string, Arrange> = {
  'a repository of another user': (repo) => {
    for (const path of [repo.dir, join(repo.dir, '.git')]) chownSync(path, 54_321, 54_321);
    return { refused: [/another user owns it/, /git config --global --add safe\.directory/] };
  },
  'a repository that its user may only read': (repo) => {
    const uid = 54_321;
    execFileSync('chown', ['-R', String(uid), repo.around]);
    execFileSync('chmod', ['-R', 'a-w', join(repo.dir, '.git')]);
    return {
      uid,
      env: { HOME: repo.around, XDG_CONFIG_HOME: repo.around },
      patch:
        /The branch cannot be written, so the tests are delivered as a patch: git .*insufficient permission/,
    };
  },
};
