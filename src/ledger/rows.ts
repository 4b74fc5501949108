/** The rows of the ledger, validated when they are read. */
import { z } from 'zod';
import type { AuthorName } from '../domain/candidate.js';
import { deliveryModes } from '../domain/config.js';
import { findingKinds } from '../domain/finding.js';
import { reportSchema, sandboxTiers, type Report, type SandboxTier } from '../domain/report.js';
import { reasons } from '../domain/verdict.js';
import { processSchema } from '../io/files/temp-folder.js';

export interface RunStart {
  id: string;
  /** ISO 8601, as all times of the ledger. */
  startedAt: string;
  commit: string | null;
  branch: string | null;
  seed: number;
  sandbox: SandboxTier;
  authors: readonly AuthorName[];
}

/** The result of an author for a target; `skipped` was not really tried and does not count as no result. */
export interface TargetAttempt {
  runId: string;
  targetId: string;
  /** SHA-256 over all that the author goes by. */
  hash: string;
  author: AuthorName;
  status: Report['targets'][number]['status'];
  reason: string | null;
  seconds: number;
  /** Statements and branches of the target's file that are uncovered afterwards; null when the attempt was cut short. */
  openCounters: number | null;
}

export interface ModelCallEntry {
  runId: string;
  targetId: string;
  model: string;
  inputTokens: number;
  outputTokens: number;
  /** Null when the price is not known. */
  usd: number | null;
  ms: number;
  /** How the call ended, in a word: `ok`, `refused`, `timeout`, … */
  outcome: string;
  promptHash: string;
}

const deliveryStates = ['intended', 'done', 'given-up'] as const;

const deliveryPlan = z.object({
  mode: z.enum(deliveryModes),
  /** Short name of the branch, where the mode has one. */
  branch: z.string().nullable(),
  /** The commit that was checked out. */
  head: z.string().nullable(),
  /** SHA-256 of the source file's text that the tests were proven on. */
  sourceHash: z.string(),
  /** SHA-256 of the text that the test file is to replace; null for a new file. */
  previousHash: z.string().nullable(),
  content: z.string(),
  message: z.string(),
  candidateIds: z.array(z.string()),
  owner: processSchema,
});

/** The plan for carrying out a delivery later, should this process die. */
export type DeliveryPlan = z.infer<typeof deliveryPlan>;

export interface DeliveryRecord {
  runId: string;
  /** Host-relative source file. */
  file: string;
  /** Host-relative test file. */
  testFile: string;
  /** `intended` before the first write, `done` after the last one; `given-up` when it cannot be carried out any more. */
  state: (typeof deliveryStates)[number];
  commit: string | null;
  /** SHA-256 of the test file's text, hexadecimal. */
  contentHash: string;
  /** The accepted candidates that the file brings; on `done` they learn test file and commit. */
  candidateIds: readonly string[];
  /** Kept while the delivery is intended. */
  plan?: DeliveryPlan;
}

/** How the lines of a source file are covered; see `linesOf`. */
export interface SourceLines {
  file: string;
  /** SHA-256 of the text that was tested. */
  sourceHash: string;
  states: string;
}

const run = z.object({
  id: z.string(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  commit: z.string().nullable(),
  branch: z.string().nullable(),
  seed: z.number(),
  sandbox: z.enum(sandboxTiers),
  authors: z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text))),
  /** Null while the run goes on, or when it ended without a chance to say so. */
  outcome: z.enum(['finished', 'budget', 'interrupted']).nullable(),
});

const decision = z.object({
  runId: z.string(),
  candidateId: z.string(),
  targetId: z.string(),
  file: z.string(),
  author: z.string(),
  kind: z.enum(['unit', 'property']),
  title: z.string(),
  code: z.string(),
  status: z.enum(['accepted', 'rejected']),
  reason: z.enum(reasons).nullable(),
  detail: z.string().nullable(),
  runs: z.number().nullable(),
  gainedStatements: z.number().nullable(),
  gainedBranches: z.number().nullable(),
  mutantsKilled: z.number().nullable(),
  mutantsTried: z.number().nullable(),
  testFile: z.string().nullable(),
  commit: z.string().nullable(),
  at: z.string(),
  /** The tier that the run had; null where the run is not known. */
  sandbox: z.enum(sandboxTiers).nullable(),
});

const attempt = z.object({
  runId: z.string(),
  targetId: z.string(),
  author: z.string(),
  hash: z.string(),
  status: z.enum(['improved', 'complete', 'unchanged', 'skipped']),
  reason: z.string().nullable(),
  seconds: z.number(),
});

const finding = z.object({
  runId: z.string(),
  kind: z.enum(findingKinds),
  target: z.string(),
  title: z.string(),
  detail: z.string(),
  reproduce: z.string().nullable(),
  at: z.string(),
});

const delivery = z.object({
  runId: z.string(),
  file: z.string(),
  testFile: z.string(),
  state: z.enum(deliveryStates),
  commit: z.string().nullable(),
  contentHash: z.string(),
  at: z.string(),
});

/** Schemas of the rows that queries return; each query names its columns to match. */
export const rowSchemas = {
  run,
  finishedRun: run.extend({
    endedAt: z.string(),
    report: z.string().transform((text): Report => reportSchema.parse(JSON.parse(text))),
  }),
  sourceLines: z.object({ file: z.string(), sourceHash: z.string(), states: z.string() }),
  decision,
  attempt,
  finding,
  delivery,
  unfinished: delivery.extend({
    /** Null in rows of versions that kept none. */
    plan: z
      .string()
      .nullable()
      .transform((text) => (text === null ? null : deliveryPlan.parse(JSON.parse(text)))),
  }),
};

export type RunRow = z.infer<typeof run>;
export type FinishedRun = z.infer<typeof rowSchemas.finishedRun>;
export type DecisionRow = z.infer<typeof decision>;
export type AttemptRow = z.infer<typeof attempt>;
export type FindingRow = z.infer<typeof finding>;
export type DeliveryRow = z.infer<typeof delivery>;
export type UnfinishedRow = z.infer<typeof rowSchemas.unfinished>;
