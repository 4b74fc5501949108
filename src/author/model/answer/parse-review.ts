/** Reads a second opinion about observed behaviour, as leniently as answers are read. */
import { z } from 'zod';
import { readRows } from './read-rows.js';

export interface ReviewVerdict {
  /** Of the observation, from 1. */
  number: number;
  verdict: 'promised' | 'contradicts' | 'open';
  /** The sentence of the documentation that the observation contradicts. */
  sentence: string | null;
}

const reviewSchema = {
  type: 'object',
  properties: {
    verdicts: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          number: { type: 'integer' },
          verdict: { type: 'string', enum: ['promised', 'contradicts', 'open'] },
          sentence: { type: ['string', 'null'] },
        },
        required: ['number', 'verdict', 'sentence'],
        additionalProperties: false,
      },
    },
  },
  required: ['verdicts'],
  additionalProperties: false,
};

/** The form of a second opinion, for the client. */
export const reviewForm = {
  name: 'review',
  schema: reviewSchema,
  inWords:
    'Answer with one JSON object of exactly this shape and with nothing before or after it: {"verdicts": [{"number": number, "verdict": "promised" | "contradicts" | "open", "sentence": string | null}]}',
};

const verdictRow = z.object({
  number: z.coerce.number().int().positive(),
  verdict: z.enum(['promised', 'contradicts', 'open']),
  sentence: z.string().nullish().catch(null),
});

/** The verdicts that can be read; none where the answer holds none. */
export const parseReview = (content: string): ReviewVerdict[] =>
  readRows(content, 'verdicts', (row) => {
    const { success, data } = verdictRow.safeParse(row);
    return success ? { ...data, sentence: data.sentence ?? null } : null;
  });
