/** Decides whether a pass tests the commit or the work tree, and says what it does without. */
import path from 'node:path';
import type { Host } from '../../domain/host.js';
import type { CommittedSources } from '../../domain/target.js';
import { type Committed, readCommitted } from '../../io/git/committed.js';
import type { GitState } from '../../io/git/git.js';
import type { Box } from '../../io/sandbox/box/box.js';
import type { PassRequest } from '../pass.js';

/**
 * Tests delivered on a commit are proven on that commit, so HEAD is copied. The work tree is copied when the tests go
 * into it, and without a commit.
 */
export async function whatIsCommitted(
  host: Host,
  git: GitState | null,
  { config, observer }: PassRequest,
): Promise<Committed | null> {
  const isOnCommit = config.deliver === 'branch' || config.deliver === 'commit';
  if (!isOnCommit || git?.head == null || git.obstacle !== null) return null;
  const committed = withChosenConfig(await readCommitted(git, host.workspaceRoot), host, config.jestConfig);
  const changes = [...(committed?.contents.keys() ?? []), ...(committed?.uncommitted ?? [])];
  if (changes.length > 0) {
    const text = `The tests are for the commit ${git.head.slice(0, 12)}; ${shortList(changes)} of the work tree ${changes.length === 1 ? 'is' : 'are'} not in it. --deliver worktree tests the work tree.`;
    observer({ type: 'note', level: 'info', text });
  }
  return committed;
}

/** A configuration that the user names is used, also while git does not know it. */
function withChosenConfig(
  committed: Committed | null,
  host: Host,
  jestConfig: string | null,
): Committed | null {
  if (!committed || jestConfig === null) return committed;
  const file = path
    .relative(host.workspaceRoot, path.resolve(host.root, jestConfig))
    .split(path.sep)
    .join('/');
  return { ...committed, uncommitted: new Set([...committed.uncommitted].filter((each) => each !== file)) };
}

const shortList = (files: readonly string[]): string =>
  files.length <= 3 ? files.join(', ') : `${files.slice(0, 3).join(', ')} and ${files.length - 3} more files`;

/** Names what the sandbox lacks, and what it has in the place of that. */
export function noteWithheld(
  { withheld, examples }: Pick<Box, 'withheld' | 'examples'>,
  { observer }: Pick<PassRequest, 'observer'>,
): void {
  const why = 'because git does not track it and it looks like a secret';
  for (const [file, example] of examples) {
    const text = `${file} is not copied into the sandbox, ${why}. The tests run with ${example} in its place.`;
    observer({ type: 'note', level: 'info', text });
  }
  const missing = withheld.filter((file) => !examples.has(file));
  if (missing.length === 0) return;
  const text = `Not copied into the sandbox, ${why}: ${shortList(missing)}. Tests that need it cannot pass there; a tracked example with made-up values, such as ${missing[0]}.example, is used in its place.`;
  observer({ type: 'note', level: 'warning', text });
}

/** The same by host-relative path and as text. */
export function sourcesIn(
  { root, workspaceRoot }: Host,
  committed: Committed | null,
): CommittedSources | null {
  if (!committed) return null;
  const prefix = path.relative(workspaceRoot, root).split(path.sep).join('/');
  const inHost = (file: string): string[] =>
    prefix === '' ? [file] : file.startsWith(`${prefix}/`) ? [file.slice(prefix.length + 1)] : [];
  const texts = [...committed.contents].flatMap(([file, content]) =>
    inHost(file).map((name) => [name, content.toString('utf8')] as const),
  );
  return { texts: Object.fromEntries(texts), uncommitted: [...committed.uncommitted].flatMap(inHost) };
}
