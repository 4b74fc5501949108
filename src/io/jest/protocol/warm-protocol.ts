/** The messages between the parent and a warm Jest host, one JSON line each. */
import { z } from 'zod';

/** From the parent, on descriptor 3. The nonce is known to nobody else and makes an answer credible. */
export type WarmCommand =
  | { kind: 'open'; nonce: string; jestBinary: string; argv: Record<string, unknown> }
  | {
      kind: 'run';
      nonce: string;
      jobFile: string;
      /** Absolute. */
      testFile: string;
      resultsFile: string;
      /** Another number than before when sources of the host have changed meanwhile. */
      sources: number;
      /** Laid over Jest's global configuration for this run. */
      config: Record<string, unknown>;
    };

const answers = [
  z.object({
    nonce: z.string(),
    ok: z.literal(true),
    rssBytes: z.number(),
    /** Timers that are still set when the run has ended. */
    leftTimers: z.number(),
  }),
  z.object({ nonce: z.string(), ok: z.literal(false), message: z.string() }),
] as const;

export const warmAnswerSchema = z.discriminatedUnion('ok', answers);

export type WarmAnswer = z.infer<typeof warmAnswerSchema>;
