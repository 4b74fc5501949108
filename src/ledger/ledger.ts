/** The durable record of every run, target, candidate, verdict, model call, finding and delivery. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Finding } from '../domain/finding.js';
import type { Report } from '../domain/report.js';
import type { Judged } from '../domain/verdict.js';
import { daemonRow, type DaemonRow } from './daemon-row.js';
import { openDatabase, type LedgerDatabase } from './database.js';
import { explainDecisions, type Explanation } from './explain.js';
import {
  rowSchemas,
  type DeliveryRecord,
  type DecisionRow,
  type DeliveryRow,
  type FinishedRun,
  type ModelCallEntry,
  type RunRow,
  type RunStart,
  type SourceLines,
  type TargetAttempt,
  type UnfinishedRow,
} from './rows.js';
import { decisionColumns, deliveryColumns, runColumns, unfinishedColumns } from './columns.js';

export interface Ledger extends DaemonRow {
  startRun(run: RunStart): void;
  finishRun(runId: string, end: { endedAt: string; report: Report }): void;
  /** Records what the gate decided; a later verdict on the same candidate of the run takes the place of the earlier. */
  recordVerdict(runId: string, judged: Judged): void;
  recordTarget(attempt: TargetAttempt): void;
  /** Records a request before it is sent, with the most that it can cost; returns the id to end it with. */
  beginModelCall(call: ModelCallEntry): string;
  /** Replaces what a request could cost by what it did. */
  endModelCall(id: string, call: ModelCallEntry): void;
  /** The spending, since a time, of runs that were killed after the last run that ended. */
  spentByKilledRuns(since: string): { tokens: number; usd: number };
  recordFinding(runId: string, finding: Finding): void;
  /** Called twice for a test file: `intended` before anything is written, `done` (or `given-up`) after. */
  recordDelivery(delivery: DeliveryRecord): void;
  /** Records how lines are covered; those of all but the newest runs are dropped. */
  recordLines(runId: string, lines: readonly SourceLines[]): void;
  /** How the lines of the sources were covered at the end of a run; empty for older runs. */
  linesOf(runId: string): SourceLines[];
  /** The decisions about tests of a run that were accepted. */
  acceptedIn(runId: string): DecisionRow[];
  /** Runs that ended with a report, the newest first. */
  finishedRuns(limit: number): FinishedRun[];
  /** Records several things as one: all of them or none. */
  together(records: () => void): void;
  /** Whether this author has done all it could for a target by the same inputs, and no more is open than was then. */
  isSettled(attempt: Pick<TargetAttempt, 'targetId' | 'hash' | 'author'>, openCounters: number): boolean;
  /** The newest delivery of a test file that was carried out, or null. */
  lastDelivery(testFile: string): DeliveryRow | null;
  /** Whether a test file was ever delivered with the text that has this hash. */
  wasDelivered(testFile: string, hash: string): boolean;
  /** Deliveries that a crash may have cut short, the oldest first. */
  unfinishedDeliveries(): UnfinishedRow[];
  /** Remembers that a run found nothing more to do in a state of the repository. */
  recordState(runId: string, state: string): void;
  /** The newest run after which nothing more was to do in this state of the repository, or null. */
  runInState(state: string): FinishedRun | null;
  /** The newest run that ended with a report, or null. */
  lastRun(): FinishedRun | null;
  /** Runs, the newest first, those without an end too. */
  listRuns(limit: number): RunRow[];
  /** Finds decisions by commit (or its first characters), test file, or target (or a part of its id). */
  explain(query: string): Explanation;
  close(): void;
}

/**
 * Opens the ledger at an absolute path, creating it when it is not there; its folder must exist.
 *
 * @param now the clock for the times of entries.
 * @throws NightshiftError with the remedy when the file is damaged.
 */
export function openLedger(path: string, now: () => Date = () => new Date()): Ledger {
  const database = openDatabase(path);
  const time = (): string => now().toISOString();
  return {
    ...recorders(database, time),
    ...queries(database),
    ...daemonRow(database),
    together: (records) => database.writeAll(records),
    recordDelivery: (delivery) => database.writeAll(() => writeDelivery(database, delivery, time())),
    recordLines: (runId, lines) => database.writeAll(() => writeLines(database, runId, lines)),
    close: () => database.close(),
  };
}

type Recorders = Pick<
  Ledger,
  | 'recordState'
  | 'startRun'
  | 'finishRun'
  | 'recordVerdict'
  | 'recordTarget'
  | 'beginModelCall'
  | 'endModelCall'
  | 'recordFinding'
>;

function recorders(database: LedgerDatabase, time: () => string): Recorders {
  const insert = (table: string, values: readonly (string | number | null)[]): void => {
    const places = values.map(() => '?').join(', ');
    database.write(`INSERT OR REPLACE INTO ${table} VALUES (${places})`, values);
  };
  return {
    startRun: ({ id, startedAt, commit, branch, seed, sandbox, authors }) => {
      insert('runs', [
        id,
        startedAt,
        null,
        commit,
        branch,
        seed,
        sandbox,
        JSON.stringify(authors),
        null,
        null,
        null,
      ]);
    },
    finishRun: (runId, { endedAt, report }) => {
      const values = [endedAt, report.run.outcome, JSON.stringify(report), runId];
      database.write('UPDATE runs SET ended_at = ?, outcome = ?, report = ? WHERE id = ?', values);
    },
    recordVerdict: (runId, judged) => {
      insert('candidates', [runId, ...candidateValues(judged), time()]);
    },
    recordTarget: ({ runId, targetId, author, hash, status, reason, seconds, openCounters }) => {
      insert('targets', [runId, targetId, author, hash, status, reason, seconds, openCounters]);
    },
    recordState: (runId, state) => {
      database.write('UPDATE runs SET state = ? WHERE id = ?', [state, runId]);
    },
    beginModelCall: (call) => {
      const id = randomUUID();
      insert('model_calls', [...callValues(call), time(), id]);
      return id;
    },
    endModelCall: (id, call) => insert('model_calls', [...callValues(call), time(), id]),
    recordFinding: (runId, { kind, target, title, detail, reproduce }) => {
      insert('findings', [runId, kind, target, title, detail, reproduce ?? null, time()]);
    },
  };
}

const callValues = (call: ModelCallEntry): (string | number | null)[] => {
  const { runId, targetId, model, inputTokens, outputTokens, usd, ms, outcome, promptHash } = call;
  return [runId, targetId, model, inputTokens, outputTokens, usd, ms, outcome, promptHash];
};

function candidateValues({ candidate, verdict }: Judged): (string | number | null)[] {
  const { id, target, file, author, kind, title, body } = candidate;
  const asked = [id, target, file, author, kind, title, body, verdict.status];
  if (verdict.status === 'rejected') {
    return [...asked, verdict.reason, verdict.detail, null, null, null, null, null, null, null];
  }
  const { runs, gain, mutants } = verdict.evidence;
  const measured = [runs, gain.statements, gain.branches, mutants.killed, mutants.tried];
  return [...asked, null, null, ...measured, null, null];
}

function writeDelivery(database: LedgerDatabase, delivery: DeliveryRecord, at: string): void {
  const { runId, file, testFile, state, commit, contentHash, candidateIds, plan } = delivery;
  database.write('INSERT OR REPLACE INTO deliveries VALUES (?, ?, ?, ?, ?, ?, ?, ?)', [
    runId,
    file,
    testFile,
    state,
    commit,
    contentHash,
    at,
    state === 'intended' && plan !== undefined ? JSON.stringify(plan) : null,
  ]);
  if (state !== 'done') return;
  for (const id of candidateIds) {
    const sql = 'UPDATE candidates SET test_file = ?, commit_id = ? WHERE run_id = ? AND candidate_id = ?';
    database.write(sql, [testFile, commit, runId, id]);
  }
}

/** Enough to look back at; a night of many passes must not grow the ledger by as many copies. */
const runsWithLines = 10;

function writeLines(database: LedgerDatabase, runId: string, lines: readonly SourceLines[]): void {
  for (const { file, sourceHash, states } of lines) {
    database.write('INSERT OR REPLACE INTO source_lines VALUES (?, ?, ?, ?)', [
      runId,
      file,
      sourceHash,
      states,
    ]);
  }
  const sql = `DELETE FROM source_lines WHERE run_id NOT IN
    (SELECT id FROM runs ORDER BY started_at DESC, rowid DESC LIMIT ?)`;
  database.write(sql, [runsWithLines]);
}

const spending = z.object({ tokens: z.number(), usd: z.number() });

type Queries = Pick<
  Ledger,
  | 'isSettled'
  | 'spentByKilledRuns'
  | 'runInState'
  | 'lastDelivery'
  | 'wasDelivered'
  | 'unfinishedDeliveries'
  | 'lastRun'
  | 'finishedRuns'
  | 'linesOf'
  | 'acceptedIn'
  | 'listRuns'
  | 'explain'
>;

function selectFinished(database: LedgerDatabase, limit: number): FinishedRun[] {
  const sql = `SELECT ${runColumns}, report FROM runs WHERE report IS NOT NULL
    ORDER BY started_at DESC, rowid DESC LIMIT ?`;
  return database.read(rowSchemas.finishedRun, sql, [limit]);
}

function queries(database: LedgerDatabase): Queries {
  const { delivery, unfinished, run, finishedRun } = rowSchemas;
  return {
    isSettled: ({ targetId, hash, author }, openCounters) => {
      const sql = `SELECT 1 FROM targets WHERE target = ? AND hash = ? AND author = ?
        AND open_counters >= ? LIMIT 1`;
      return database.read(z.unknown(), sql, [targetId, hash, author, openCounters]).length > 0;
    },
    spentByKilledRuns: (since) => {
      const sql = `SELECT TOTAL(input_tokens + output_tokens) AS tokens, TOTAL(usd) AS usd FROM model_calls
        JOIN runs ON runs.id = model_calls.run_id WHERE runs.ended_at IS NULL AND runs.started_at > MAX(?,
        COALESCE((SELECT MAX(started_at) FROM runs WHERE ended_at IS NOT NULL), ''))`;
      return database.read(spending, sql, [since])[0] ?? { tokens: 0, usd: 0 };
    },
    runInState: (state) => {
      const sql = `SELECT ${runColumns}, report FROM runs WHERE report IS NOT NULL AND state = ?
        ORDER BY started_at DESC, rowid DESC LIMIT 1`;
      return database.read(finishedRun, sql, [state])[0] ?? null;
    },
    lastDelivery: (testFile) => {
      const sql = `SELECT ${deliveryColumns} FROM deliveries WHERE test_file = ? AND state = 'done'
        ORDER BY at DESC, rowid DESC LIMIT 1`;
      return database.read(delivery, sql, [testFile])[0] ?? null;
    },
    wasDelivered: (testFile, hash) => {
      const sql = `SELECT 1 FROM deliveries WHERE test_file = ? AND content_hash = ? LIMIT 1`;
      return database.read(z.unknown(), sql, [testFile, hash]).length > 0;
    },
    unfinishedDeliveries: () =>
      database.read(
        unfinished,
        `SELECT ${unfinishedColumns} FROM deliveries WHERE state = 'intended' ORDER BY at, rowid`,
      ),
    lastRun: () => selectFinished(database, 1)[0] ?? null,
    finishedRuns: (limit) => selectFinished(database, limit),
    linesOf: (runId) => {
      const sql = 'SELECT file, source_hash AS sourceHash, states FROM source_lines WHERE run_id = ?';
      return database.read(rowSchemas.sourceLines, sql, [runId]);
    },
    acceptedIn: (runId) => {
      const sql = `SELECT ${decisionColumns} FROM candidates WHERE run_id = ? AND status = 'accepted'`;
      return database.read(rowSchemas.decision, sql, [runId]);
    },
    listRuns: (limit) =>
      database.read(run, `SELECT ${runColumns} FROM runs ORDER BY started_at DESC, rowid DESC LIMIT ?`, [
        limit,
      ]),
    explain: (query) => explainDecisions(database, query),
  };
}
