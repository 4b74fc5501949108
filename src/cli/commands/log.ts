/** `nightshift log`: the runs of the ledger, or the reasons behind one commit, test file or target. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { NightshiftError } from '../../domain/errors.js';
import type { Explanation } from '../../ledger/explain.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { DecisionRow, RunRow } from '../../ledger/rows.js';
import { findingWords, oneLine, printable, reasonWords } from '../../report/words.js';
import { findLedger } from '../setup/find-ledger.js';
import { resolveDir } from '../setup/pass-setup.js';
import { formatTable } from '../terminal/table.js';
import type { OutputOptions, Terminal } from '../terminal/terminal.js';

const defaultLimit = 20;

interface LogOptions extends OutputOptions {
  limit?: string;
}

/** A first argument that names a folder is the host; what is left asks for a decision. */
function readArguments(words: readonly string[], terminal: Terminal): { dir: string; query: string | null } {
  const [first, second, ...rest] = words;
  if (rest.length > 0)
    throw new NightshiftError('usage', 'log takes a folder and one thing to explain, not more');
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

function describeDecision(row: DecisionRow, isVerbose: boolean): string[] {
  const run = `run ${row.runId}, sandbox ${row.sandbox ?? 'unknown'}`;
  const lines = [`${row.status} “${oneLine(row.title)}” (${row.kind}, by ${row.author}, ${run})`];
  lines.push(`  for ${oneLine(row.targetId)}`);
  if (row.reason !== null) {
    lines.push(`  ${row.reason}: ${reasonWords[row.reason]}`);
    const detail = printable(row.detail ?? '').trim();
    if (detail !== '') lines.push(...detail.split('\n').map((line) => `    ${line}`));
  } else {
    const gain = `${row.gainedStatements ?? 0} statements and ${row.gainedBranches ?? 0} branches gained`;
    const mutants = `${row.mutantsKilled ?? 0} of ${row.mutantsTried ?? 0} mutants killed`;
    lines.push(`  ${gain}, ${mutants}, passed in ${row.runs ?? 0} runs`);
  }
  if (row.testFile !== null) {
    lines.push(
      `  in ${oneLine(row.testFile)}${row.commit === null ? '' : `, commit ${row.commit.slice(0, 12)}`}`,
    );
  }
  if (isVerbose)
    lines.push(
      ...printable(row.code)
        .split('\n')
        .map((line) => `    | ${line}`),
    );
  return lines;
}

function describe({ decisions, attempts, findings }: Explanation, isVerbose: boolean): string {
  const lines = decisions.flatMap((row) => describeDecision(row, isVerbose));
  for (const attempt of attempts) {
    const why = attempt.reason === null ? '' : `: ${oneLine(attempt.reason)}`;
    lines.push(
      `run ${attempt.runId}: the ${attempt.author} left ${oneLine(attempt.targetId)} ${attempt.status}${why} (${attempt.seconds.toFixed(1)} s)`,
    );
  }
  for (const finding of findings) {
    lines.push(
      `finding (${findingWords[finding.kind]}) ${oneLine(finding.title)}, in ${oneLine(finding.target)}`,
    );
    lines.push(
      ...printable(finding.detail)
        .trim()
        .split('\n')
        .map((line) => `    ${line}`),
    );
  }
  return `${lines.join('\n')}\n`;
}

function readLimit(text: string | undefined): number {
  const limit = text === undefined ? defaultLimit : Number(text);
  if (Number.isInteger(limit) && limit > 0) return limit;
  throw new NightshiftError('usage', `--limit must be a whole number above 0; got "${text ?? ''}"`);
}

function answer(ledger: Ledger, query: string | null, options: LogOptions): string {
  if (query === null) return runTable(ledger.listRuns(readLimit(options.limit)));
  const explanation = ledger.explain(query);
  if (explanation.matchedBy !== 'none') return describe(explanation, options.verbose === true);
  throw new NightshiftError('usage', `the ledger knows no commit, test file or target "${oneLine(query)}"`, {
    remedy: 'nightshift targets lists the targets by id; nightshift log lists the runs',
  });
}

/** Prints the runs, or one explanation, and returns the exit code. */
export async function logCommand(
  words: readonly string[],
  options: LogOptions,
  terminal: Terminal,
): Promise<number> {
  const { dir, query } = readArguments(words, terminal);
  readLimit(options.limit);
  const ledger = await findLedger(dir);
  try {
    terminal.out(answer(ledger, query, options));
    return 0;
  } finally {
    ledger.close();
  }
}
