/** The requests to the process that analyses, and its answers. */
import { z } from 'zod';
import type { Host } from '../../domain/host.js';
import type { Analysis, Target } from '../../domain/target.js';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const hostSchema = z.custom<Host>(
  (value) => isRecord(value) && typeof value['root'] === 'string' && isRecord(value['conventions']),
);
const targetSchema = z.custom<Target>(
  (value) => isRecord(value) && typeof value['id'] === 'string' && Array.isArray(value['params']),
);
const texts = z.array(z.string());

const analysisSchema: z.ZodType<Analysis> = z.object({
  targets: z.array(targetSchema),
  files: texts,
  skipped: z.array(z.object({ file: z.string(), reason: z.string() })),
  imports: z.record(z.string(), texts),
});

export const questionSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('detect'),
    dir: z.string(),
    jestConfig: z.string().nullable(),
    projects: texts,
  }),
  z.object({
    kind: z.literal('analyze'),
    host: hostSchema,
    include: texts,
    exclude: texts,
    setAside: z.record(z.string(), z.string()),
    committed: z.object({ texts: z.record(z.string(), z.string()), uncommitted: texts }).nullable(),
  }),
  z.object({
    kind: z.literal('types'),
    host: hostSchema,
    tests: z.array(z.object({ file: z.string(), text: z.string() })),
  }),
]);
export type Question = z.infer<typeof questionSchema>;

export const answerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  /** Which file is in hand now; null where it is all of them. */
  z.object({ kind: z.literal('file'), file: z.string().nullable() }),
  z.object({ kind: z.literal('host'), host: hostSchema }),
  z.object({ kind: z.literal('analysis'), analysis: analysisSchema }),
  z.object({ kind: z.literal('types'), errors: z.array(z.string().nullable()) }),
  z.object({
    kind: z.literal('failed'),
    /** Null for what is no fault of the repository. */
    code: z.enum(['usage', 'host', 'sandbox', 'internal', 'interrupted']).nullable(),
    message: z.string(),
    remedy: z.string().optional(),
  }),
]);
export type AnalysisAnswer = z.infer<typeof answerSchema>;
