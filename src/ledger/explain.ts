/** Finds what was decided, and why, for a commit, a test, a file or a target. */
import type { LedgerDatabase, SqlValue } from './database.js';
import { attemptColumns, decisionColumns, findingColumns, runColumns } from './columns.js';
import { rowSchemas, type AttemptRow, type DecisionRow, type FindingRow, type RunRow } from './rows.js';

export interface Explanation {
  /** How the query was understood; `none` when nothing in the ledger matches. */
  matchedBy: 'commit' | 'test-file' | 'source-file' | 'target' | 'title' | 'none';
  /** Verdicts, the newest run first, at most 500. */
  decisions: DecisionRow[];
  /** Where some tests were asked for: the other proposals for the same targets, in the same runs. */
  alsoProposed: DecisionRow[];
  /** The results of each author for the targets of the decisions, or for the queried target. */
  attempts: AttemptRow[];
  findings: FindingRow[];
  /** The runs of the decisions, attempts and findings, the newest first. */
  runs: RunRow[];
}

const maxRows = 500;

/** A commit's first characters: as short as git itself would accept them. */
const commitPattern = /^[0-9a-f]{4,64}$/i;

/** See {@link Explanation}. Paths are host-relative; of a test file, the last parts suffice. */
export function explainDecisions(database: LedgerDatabase, query: string): Explanation {
  const asked = query.trim().replace(/^\.\//, '');
  if (asked === '') return makeExplanation(database, 'none', {});
  if (commitPattern.test(asked)) {
    const prefix = asked.toLowerCase();
    const decisions = selectDecisions(database, 'substr(commit_id, 1, length(?)) = ?', [prefix, prefix]);
    if (decisions.length > 0) return withContext(database, 'commit', decisions);
  }
  const ending = `/${asked}`;
  const byFile = 'test_file = ? OR substr(test_file, -length(?)) = ?';
  const inFile = selectDecisions(database, byFile, [asked, ending, ending]);
  if (inFile.length > 0) return withContext(database, 'test-file', inFile);
  return (
    explainTitle(database, exactTitle, [asked, asked, asked]) ??
    explainTargets(database, 'source-file', { matches: ofFile, values: [asked, asked, asked] }) ??
    explainTargets(database, 'target', { matches: 'target = ?', values: [asked] }) ??
    explainTargets(database, 'target', { matches: ofPart, values: [asked] }) ??
    explainTitle(database, 'instr(lower(title), lower(?)) > 0', [asked]) ??
    makeExplanation(database, 'none', {})
  );
}

/** The title as the ledger has it, or at the end of the full name that a runner shows. */
const exactTitle = "title = ? OR substr(?, -length(title) - 1) = ' ' || title AND length(?) > length(title)";

/** Targets of a source file, and findings about the file as a whole. */
const ofFile = "substr(target, 1, length(?) + 1) = ? || '#' OR target = ?";
const ofPart = 'instr(lower(target), lower(?)) > 0';

function explainTitle(database: LedgerDatabase, matches: string, values: SqlValue[]): Explanation | null {
  const decisions = selectDecisions(database, matches, values);
  return decisions.length === 0 ? null : withContext(database, 'title', decisions);
}

function explainTargets(
  database: LedgerDatabase,
  matchedBy: 'source-file' | 'target',
  { matches, values }: { matches: string; values: SqlValue[] },
): Explanation | null {
  const decisions = selectDecisions(database, matches, values);
  const attempts = selectAttempts(database, matches, values);
  const findings = selectFindings(database, matches, values);
  if (decisions.length + attempts.length + findings.length === 0) return null;
  return makeExplanation(database, matchedBy, { decisions, attempts, findings });
}

/** Adds what the same runs say about the targets of the decisions. */
function withContext(
  database: LedgerDatabase,
  matchedBy: 'commit' | 'test-file' | 'title',
  decisions: DecisionRow[],
): Explanation {
  const pairs = new Set(decisions.map(({ runId, targetId }) => JSON.stringify([runId, targetId])));
  const list = JSON.stringify([...pairs].map((pair): unknown => JSON.parse(pair)));
  const among = `(run_id, target) IN
    (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))`;
  const keyOf = ({ runId, candidateId }: DecisionRow): string => `${runId} ${candidateId}`;
  const matched = new Set(decisions.map(keyOf));
  return makeExplanation(database, matchedBy, {
    decisions,
    alsoProposed: selectDecisions(database, among, [list]).filter((row) => !matched.has(keyOf(row))),
    attempts: selectAttempts(database, among, [list]),
    findings: selectFindings(database, among, [list]),
  });
}

/** An explanation with the runs that it speaks of. */
function makeExplanation(
  database: LedgerDatabase,
  matchedBy: Explanation['matchedBy'],
  found: Partial<Omit<Explanation, 'matchedBy' | 'runs'>>,
): Explanation {
  const { decisions = [], alsoProposed = [], attempts = [], findings = [] } = found;
  const ids = [...new Set([...decisions, ...attempts, ...findings].map(({ runId }) => runId))];
  const sql = `SELECT ${runColumns} FROM runs WHERE id IN (SELECT value FROM json_each(?))
    ORDER BY started_at DESC, rowid DESC`;
  const runs = ids.length === 0 ? [] : database.read(rowSchemas.run, sql, [JSON.stringify(ids)]);
  return { matchedBy, decisions, alsoProposed, attempts, findings, runs };
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
