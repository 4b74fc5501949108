/** The beginning of every pass: the host is detected, copied into a box and analysed. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { listTracked } from '../../analyze/files/file-listing.js';
import { findMissingRunner } from '../../analyze/host/missing-runner.js';
import { readHost, readTargets } from '../../analyze/process/read-host.js';
import { NightshiftError } from '../../domain/errors.js';
import type { Host, JestOptions } from '../../domain/host.js';
import type { Analysis } from '../../domain/target.js';
import { readGitState } from '../../io/git/git.js';
import { type JestConfig, readJestConfig, withJestConfig } from '../../io/jest/config/jest-config.js';
import type { JestSession } from '../../io/jest/run/run-jest.js';
import type { Box } from '../../io/sandbox/box/box.js';
import { openBox } from '../../io/sandbox/box/open-box.js';
import { WarmHost } from '../../io/jest/run/warm-host.js';
import { removeStaleFolders } from '../../io/files/temp-folder.js';
import { openSandbox } from './open-sandbox.js';
import type { FoundHost, Opened, PassRequest } from '../pass.js';
import { SecondSession } from '../../io/jest/run/second-session.js';
import { placeTests } from '../delivery/place-tests.js';
import { globsOf } from '../../measure/set-aside.js';
import { ownFolderCommand } from '../../test-file/own-folder.js';
import { ownFolder, usesOwnFolder } from '../../test-file/test-path.js';
import { withFileHint } from './file-hint.js';
import { noteWithheld, sourcesIn, whatIsCommitted } from './what-is-tested.js';

const packageRoot = fileURLToPath(new URL('../../../', import.meta.url));

/** Folders of ours that code in the box has to read: what runs inside Jest, and our Jest for hosts without one. */
function ownFolders(): string[] {
  const require = createRequire(import.meta.url);
  const modules = path.resolve(path.dirname(require.resolve('jest/package.json')), '..');
  return [path.join(packageRoot, 'dist'), modules];
}

const pad = (value: number): string => String(value).padStart(2, '0');

/** `20261122-191500-3fa2`: sorts by time, unique enough for one machine. */
export function newRunId(now: Date): string {
  const date = `${now.getUTCFullYear()}${pad(now.getUTCMonth() + 1)}${pad(now.getUTCDate())}`;
  const time = `${pad(now.getUTCHours())}${pad(now.getUTCMinutes())}${pad(now.getUTCSeconds())}`;
  return `${date}-${time}-${randomBytes(2).toString('hex')}`;
}

/** Detects the host, and where it stands in git. */
export async function findHost(request: PassRequest): Promise<FoundHost> {
  const host = await readHost(request.dir, request.signal, request.config);
  const git = await readGitState(host.root);
  request.observer({ type: 'host', host, commit: git?.head ?? null, branch: git?.branch ?? null });
  return { host, git };
}

/** Detects, copies and analyses the host; nothing of it runs before the box stands. */
export async function openHost(request: PassRequest, known?: FoundHost): Promise<Opened> {
  const { observer, signal, config } = request;
  const { host: found, git } = known ?? (await findHost(request));
  const missing = findMissingRunner(found);
  if (missing) throw missing;
  noteHost(found, request);
  await removeStaleFolders();
  const committed = await whatIsCommitted(found, git, request);
  const tracked = await listTracked(found.workspaceRoot);
  const inside = { host: found, seeInside: ownFolders(), passEnv: [], tracked, committed };
  const options = { ...inside, keepCopy: true, signal };
  const { tier, box } = await openSandbox(request, options);
  noteWithheld(box, request);
  try {
    const jestConfig = await readJestConfig(found, box, signal);
    const configured = withJestConfig(found, jestConfig);
    observer({ type: 'step', text: 'reading the sources' });
    const { include, exclude } = config;
    const sources = sourcesIn(configured, committed);
    const analysis = await readTargets(configured, { include, exclude, committed: sources }, signal);
    const warm = new WarmHost({ onFallback: (reason) => noteCold(reason, request) });
    const plain = makeSession({ host: configured, box, jestConfig, analysis, warm });
    const host = withFileHint(plain, analysis.files);
    const session = { ...plain, host };
    const second = new SecondSession(async () => {
      const copy = await openBox({ ...options, tier });
      const warm = new WarmHost({ onFallback: () => undefined });
      return makeSession({
        host,
        box: copy,
        jestConfig: await readJestConfig(host, copy, signal),
        analysis,
        warm,
      });
    });
    return {
      host,
      git,
      tier,
      session,
      second,
      analysis,
      emptyTestFiles: findEmptyTestFiles(session, analysis),
      committed: sources,
    };
  } catch (error) {
    await box.dispose();
    throw error;
  }
}

interface SessionParts {
  host: Host;
  box: Box;
  jestConfig: JestConfig;
  analysis: Analysis;
  warm: WarmHost;
}

function makeSession({ host, box, jestConfig, analysis, warm }: SessionParts): JestSession {
  const collectCoverageFrom =
    jestConfig.collectCoverageFrom ??
    analysis.files.flatMap((file) => globsOf({ config: jestConfig, box }, file));
  const config = {
    ...jestConfig,
    extraOptions: { ...jestConfig.extraOptions, ...rootsOption(jestConfig, box.root, analysis) },
  };
  return { host, box, config, collectCoverageFrom, warm };
}

function noteCold(reason: string, { observer }: PassRequest): void {
  const text = `Jest cannot be kept running here, so it is started for each check, which is slower (${reason}).`;
  observer({ type: 'note', level: 'info', text });
}

/** Ends what runs in the sandbox and removes it. */
export async function closeHost({ session, second }: Opened): Promise<void> {
  await Promise.all([closeSession(session), second.close(closeSession)]);
}

async function closeSession({ warm, box }: JestSession): Promise<void> {
  await warm?.close();
  await box.dispose();
}

function noteHost(host: Host, { observer }: PassRequest): void {
  if (host.jest.origin === 'nightshift') {
    observer({ type: 'note', level: 'warning', text: describeOwnJest(host) });
  }
  if (!host.hasFastCheck) {
    const text =
      'fast-check is not installed here, so no property tests are written; `nightshift init --install` adds it.';
    observer({ type: 'note', level: 'info', text });
  }
}

function describeOwnJest(host: Host): string {
  const { runner, jest } = host;
  const where = `New tests go to ${ownFolder}, with a Jest configuration of their own. Run them with: ${ownFolderCommand(host)}`;
  if (runner.name === 'none')
    return `No test runner is installed here, so Nightshift's own Jest (${jest.version}) runs the new tests. ${where}`;
  if (runner.name === 'jest')
    return `Jest ${runner.version ?? ''} of the repository is older than Jest 24, so Nightshift's own (${jest.version}) runs the new tests, and \`${runner.command}\` neither runs nor sees them. ${where}`;
  return usesOwnFolder(host)
    ? `The repository's tests are run by ${runner.tool} and not by Jest, so \`${runner.command}\` neither runs nor sees the new ones. ${where}`
    : `The repository's tests are run by ${runner.tool} and not by Jest, so Nightshift's own Jest (${jest.version}) judges the new ones, and Vitest proves them. The baseline does not count what ${runner.tool} covers.`;
}

/**
 * Jest looks for files that no test loads only below its roots. Where those hold the tests alone, the sources' folders are
 * added, so that untested files are counted.
 */
function rootsOption({ projects }: JestConfig, boxRoot: string, analysis: Analysis): JestOptions {
  const [project] = projects;
  if (!project || projects.length > 1 || project.roots.length === 0) return {};
  const isBelowRoots = (file: string): boolean =>
    project.roots.some((root) => root === boxRoot || path.join(boxRoot, file).startsWith(root + path.sep));
  const outside = analysis.files.filter((file) => !isBelowRoots(file));
  if (outside.length === 0) return {};
  const folders = new Set(
    outside.map((file) => (file.includes('/') ? path.join(boxRoot, file.split('/')[0] ?? '') : boxRoot)),
  );
  return { roots: [...project.roots, ...folders] };
}

/** Places for an empty test, one for each project that has any. */
function findEmptyTestFiles(session: JestSession, analysis: Analysis): string[] {
  const [first] = analysis.files;
  if (first === undefined) {
    throw new NightshiftError('host', `No source files were found in ${session.host.root}.`, {
      remedy: 'Name them with --include, for example --include "lib/**/*.js".',
    });
  }
  const { projects } = session.config;
  const found = new Map<string, string>();
  for (const file of analysis.files) {
    if (found.size >= Math.max(1, projects.length)) break;
    const home = projects.find(({ rootDir }) =>
      path.join(session.box.root, file).startsWith(rootDir + path.sep),
    );
    if (found.has(home?.rootDir ?? '')) continue;
    const place = placeTests(session, file);
    if (place !== null) found.set(home?.rootDir ?? '', place.replace('.nightshift', '.nightshift-empty'));
  }
  if (found.size > 0) return [...found.values()];
  throw new NightshiftError(
    'host',
    `The Jest configuration finds tests at no place that Nightshift knows for ${first}.`,
    {
      remedy: 'Let testMatch or testRegex match files such as src/name.nightshift.test.js.',
    },
  );
}

/** Packages that the host's package.json names. */
export async function readPackages(host: Host): Promise<Set<string>> {
  const text = await readFile(path.join(host.root, 'package.json'), 'utf8');
  const manifest = JSON.parse(text) as Record<string, Record<string, string> | undefined>;
  const lists = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];
  return new Set(lists.flatMap((list) => Object.keys(manifest[list] ?? {})));
}
