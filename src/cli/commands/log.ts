/** `nightshift log`: the runs of the ledger, or the reasons behind one commit, test, file or target. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { NightshiftError } from '../../domain/errors.js';
import { resolveCommit } from '../../io/git/history.js';
import { gitLine } from '../../io/git/run-git.js';
import type { Explanation } from '../../ledger/explain.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { RunRow } from '../../ledger/rows.js';
import { formatPercent } from '../../report/numbers.js';
import { oneLine } from '../../report/words.js';
import { findDelivery } from '../setup/find-delivery.js';
import { findLedger } from '../setup/find-ledger.js';
import { resolveDir } from '../setup/pass-setup.js';
import { renderExplanation } from '../terminal/explanation.js';
import { shelter } from '../terminal/shelter.js';
import { formatTable } from '../terminal/table.js';
import type { OutputOptions, Terminal } from '../terminal/terminal.js';

const defaultLimit = 20;

export interface LogOptions extends OutputOptions {
  limit?: string;
  json?: boolean;
}

/** A first argument that names a folder is the host; what is left asks for a decision. */
function readArguments(words: readonly string[], terminal: Terminal): { dir: string; query: string | null } {
  const [first, second, ...rest] = words;
  if (rest.length > 0) {
    throw new NightshiftError('usage', 'log takes a folder and one thing to explain, not more', {
      remedy: 'Put a title into quotes.',
    });
  }
  const folder = first === undefined ? null : path.resolve(terminal.cwd, first);
  const isFolder = folder !== null && existsSync(folder) && statSync(folder).isDirectory();
  if (isFolder) return { dir: folder, query: second ?? null };
  if (second !== undefined) throw new NightshiftError('usage', `there is no folder ${folder ?? ''}`);
  return { dir: resolveDir(undefined, terminal), query: first ?? null };
}

function runTable(runs: readonly RunRow[]): string {
  const rows = runs.map((run) => [
    run.id,
    run.startedAt.replace('T', ' ').replace(/\.\d+Z$/, 'Z'),
    run.outcome ?? 'not ended',
    run.commit?.slice(0, 12) ?? '–',
    run.branch ?? '–',
    run.sandbox,
    run.authors.join(', '),
  ]);
  return formatTable([['run', 'started', 'outcome', 'commit', 'branch', 'sandbox', 'authors'], ...rows]);
}

function readLimit(text: string | undefined): number {
  const limit = text === undefined ? defaultLimit : Number(text);
  if (Number.isInteger(limit) && limit > 0) return limit;
  throw new NightshiftError('usage', `--limit must be a whole number above 0; got "${text ?? ''}"`);
}

interface LogQuestion {
  dir: string;
  ledger: Ledger;
  query: string;
}

/** The answer of the ledger; a name that git knows as a commit, such as HEAD or a branch, stands for that. */
async function findExplanation({ dir, ledger, query }: LogQuestion): Promise<Explanation> {
  const direct = ledger.explain(query);
  if (direct.matchedBy !== 'none') return direct;
  const commit = await resolveCommit(dir, query);
  return commit === null ? direct : ledger.explain(commit);
}

/** Why the ledger has no decision about something that exists; null for what nobody knows. */
async function explainAbsence({ dir, ledger, query }: LogQuestion): Promise<string | null> {
  const commit = await resolveCommit(dir, query);
  if (commit !== null) {
    const subject = (await gitLine(dir, ['show', '--no-patch', '--format=%s', commit])) ?? '';
    const run =
      (await gitLine(dir, [
        'show',
        '--no-patch',
        '--format=%(trailers:key=Nightshift-Run,valueonly)',
        commit,
      ])) ?? '';
    const whose =
      run.trim() === ''
        ? 'is not of Nightshift'
        : `is of run ${run.trim()} and brings no test of its own that is in this ledger`;
    return `commit ${commit.slice(0, 12)} “${oneLine(subject)}” ${whose}`;
  }
  const target = ledger.lastRun()?.report.targets.find(({ id }) => id === query || id.endsWith(`#${query}`));
  if (target === undefined) return null;
  const covered = `${formatPercent(target.before.statements)} of its statements were covered before the run`;
  const why =
    target.reason ?? (target.status === 'complete' ? 'so there was nothing to do' : 'and it was not reached');
  return `no test was proposed for ${oneLine(target.id)}: ${covered}, ${oneLine(why)}`;
}

async function answer(question: LogQuestion, options: LogOptions): Promise<string> {
  const { dir, ledger, query } = question;
  const explanation = await findExplanation(question);
  if (options.json === true) return `${JSON.stringify({ version: 1, query, ...explanation }, null, 2)}\n`;
  if (explanation.matchedBy === 'none') {
    const known = await explainAbsence(question);
    if (known !== null) return `${known}\n`;
    const words = `the ledger knows no commit, test, file or target "${oneLine(query)}"`;
    throw new NightshiftError('usage', words, {
      remedy: 'nightshift report --format markdown lists the tests; nightshift targets lists the targets',
    });
  }
  const runId = explanation.runs[0]?.id;
  const report = ledger.finishedRuns(100).find(({ id }) => id === runId)?.report;
  const delivery = report === undefined ? null : await findDelivery(dir, report);
  return renderExplanation(explanation, {
    query,
    isVerbose: options.verbose === true,
    branch: delivery?.branch ?? null,
    runner: report?.host.runner ?? null,
  });
}

/** Prints the runs, or one explanation, and returns the exit code. */
export async function logCommand(
  words: readonly string[],
  options: LogOptions,
  terminal: Terminal,
): Promise<number> {
  const { dir, query } = readArguments(words, terminal);
  const limit = readLimit(options.limit);
  const ledger = await findLedger(dir);
  const { out } = options.json === true ? terminal : shelter(terminal);
  try {
    if (query !== null) out(await answer({ dir, ledger, query }, options));
    else {
      const runs = ledger.listRuns(limit);
      out(options.json === true ? `${JSON.stringify({ version: 1, runs }, null, 2)}\n` : runTable(runs));
    }
    return 0;
  } finally {
    ledger.close();
  }
}
