/** Finds what was decided, and why, for a commit, a test file or a target. */
import type { LedgerDatabase, SqlValue } from './database.js';
import { attemptColumns, decisionColumns, findingColumns } from './columns.js';
import { rowSchemas, type AttemptRow, type DecisionRow, type FindingRow } from './rows.js';

export interface Explanation {
  /** How the query was understood; `none` when nothing in the ledger matches. */
  matchedBy: 'commit' | 'test-file' | 'target' | 'none';
  /** Verdicts, the newest run first, at most 500. */
  decisions: DecisionRow[];
  /** The results of each author for the targets of the decisions, or for the queried target. */
  attempts: AttemptRow[];
  findings: FindingRow[];
}

const maxRows = 500;

/** A commit's first characters: as short as git itself would accept them. */
const commitPattern = /^[0-9a-f]{4,64}$/i;

/** See {@link Explanation}. Paths are host-relative; of a test file, the last parts suffice. */
export function explainDecisions(database: LedgerDatabase, query: string): Explanation {
  const asked = query.trim().replace(/^\.\//, '');
  if (asked === '') return { matchedBy: 'none', decisions: [], attempts: [], findings: [] };
  if (commitPattern.test(asked)) {
    const prefix = asked.toLowerCase();
    const decisions = selectDecisions(database, 'substr(commit_id, 1, length(?)) = ?', [prefix, prefix]);
    if (decisions.length > 0) return withContext(database, 'commit', decisions);
  }
  const ending = `/${asked}`;
  const byFile = 'test_file = ? OR substr(test_file, -length(?)) = ?';
  const inFile = selectDecisions(database, byFile, [asked, ending, ending]);
  if (inFile.length > 0) return withContext(database, 'test-file', inFile);
  return explainTarget(database, asked);
}

/** A whole id wins over the targets that merely contain it. */
function explainTarget(database: LedgerDatabase, asked: string): Explanation {
  for (const matches of ['target = ?', 'instr(lower(target), lower(?)) > 0']) {
    const decisions = selectDecisions(database, matches, [asked]);
    const attempts = selectAttempts(database, matches, [asked]);
    const findings = selectFindings(database, matches, [asked]);
    const isFound = decisions.length + attempts.length + findings.length > 0;
    if (isFound) return { matchedBy: 'target', decisions, attempts, findings };
  }
  return { matchedBy: 'none', decisions: [], attempts: [], findings: [] };
}

/** Adds what the same runs say about the targets of the decisions. */
function withContext(
  database: LedgerDatabase,
  matchedBy: 'commit' | 'test-file',
  decisions: DecisionRow[],
): Explanation {
  const pairs = new Set(decisions.map(({ runId, targetId }) => JSON.stringify([runId, targetId])));
  const list = JSON.stringify([...pairs].map((pair): unknown => JSON.parse(pair)));
  const among = `(run_id, target) IN
    (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))`;
  return {
    matchedBy,
    decisions,
    attempts: selectAttempts(database, among, [list]),
    findings: selectFindings(database, among, [list]),
  };
}

function selectDecisions(database: LedgerDatabase, where: string, values: SqlValue[]): DecisionRow[] {
  const sql = `SELECT ${decisionColumns} FROM candidates WHERE ${where} ORDER BY at DESC, rowid LIMIT ${maxRows}`;
  return database.read(rowSchemas.decision, sql, values);
}

function selectAttempts(database: LedgerDatabase, where: string, values: SqlValue[]): AttemptRow[] {
  const sql = `SELECT ${attemptColumns} FROM targets WHERE ${where} ORDER BY rowid DESC LIMIT ${maxRows}`;
  return database.read(rowSchemas.attempt, sql, values);
}

function selectFindings(database: LedgerDatabase, where: string, values: SqlValue[]): FindingRow[] {
  const sql = `SELECT ${findingColumns} FROM findings WHERE ${where} ORDER BY at DESC, rowid LIMIT ${maxRows}`;
  return database.read(rowSchemas.finding, sql, values);
}
