/** The report of one pass; version 1 of the format that other programs read. */
import { z } from 'zod';
import { findingKinds } from './finding.js';
import { reasons } from './verdict.js';

export const sandboxTiers = ['full', 'reduced', 'none'] as const;
export type SandboxTier = (typeof sandboxTiers)[number];

const whole = z.number().int().nonnegative();
const count = z.object({ covered: whole, total: whole });
const totals = z.object({ statements: count, branches: count, functions: count, lines: count });

const run = z.object({
  id: z.string(),
  startedAt: z.string(),
  seconds: z.number().nonnegative(),
  commit: z.string().nullable(),
  seed: z.number().int(),
  sandbox: z.enum(sandboxTiers),
  authors: z.array(z.string()),
  outcome: z.enum(['finished', 'budget', 'interrupted']),
});

const host = z.object({
  root: z.string(),
  jest: z.string(),
  node: z.string(),
  moduleSystem: z.enum(['cjs', 'esm', 'mixed']),
  typescript: z.string().nullable(),
  /** How the repository runs its tests. */
  runner: z
    .object({
      name: z.enum(['jest', 'vitest', 'mocha', 'ava', 'node:test', 'none']),
      version: z.string().nullable(),
      command: z.string(),
    })
    .optional(),
});

const target = z.object({
  id: z.string(),
  file: z.string(),
  line: whole,
  before: totals,
  after: totals,
  status: z.enum(['improved', 'complete', 'unchanged', 'skipped']),
  reason: z.string().optional(),
});

const test = z.object({
  id: z.string(),
  file: z.string(),
  title: z.string(),
  kind: z.enum(['unit', 'property']),
  author: z.string(),
  target: z.string(),
  gain: z.object({ statements: whole, branches: whole }),
  mutants: z.object({ killed: whole, tried: whole }),
  commit: z.string().nullable(),
});

const finding = z.object({
  kind: z.enum(findingKinds),
  target: z.string(),
  title: z.string(),
  detail: z.string(),
  reproduce: z.string().optional(),
});

/** Validates a report; `reportSchema.parse(JSON.parse(text))` gives a {@link Report}. */
export const reportSchema = z.object({
  version: z.literal(1),
  run,
  host,
  coverage: z.object({
    before: totals,
    after: totals,
    /** False where there was no time for a last run of the whole suite: then `after` is what was known last. */
    isWholeSuite: z.boolean().optional(),
  }),
  /** Why no test was delivered and what to do, in one line; absent where there were tests. */
  nothing: z.string().optional(),
  /** Istanbul's totals of each source file that was counted. */
  files: z.array(z.object({ file: z.string(), before: totals, after: totals })).optional(),
  targets: z.array(target),
  funnel: z.object({
    proposed: whole,
    rejected: z.record(z.enum(reasons), whole),
    accepted: whole,
    delivered: whole,
  }),
  tests: z.array(test),
  findings: z.array(finding),
  model: z.object({
    requests: whole,
    inputTokens: whole,
    outputTokens: whole,
    usd: z.number().nonnegative().nullable(),
    /** Questions that were answered. */
    answers: whole.optional(),
    /** Tests of the model that were accepted, and findings that came of its expectations. */
    accepted: whole.optional(),
    findings: whole.optional(),
    /** Why the model was not asked any further; absent where it was. */
    problem: z.string().optional(),
  }),
});

export type Report = z.infer<typeof reportSchema>;
export type ReportTarget = Report['targets'][number];
export type ReportTest = Report['tests'][number];
