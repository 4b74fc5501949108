/** Reads the new wording of tests. */
import { z } from 'zod';
import { readRows } from './read-rows.js';

export interface WrittenEdit {
  /** Of the test, from 1. */
  number: number;
  title: string;
  body: string;
}

const editsSchema = {
  type: 'object',
  properties: {
    tests: {
      type: 'array',
      items: {
        type: 'object',
        properties: { number: { type: 'integer' }, title: { type: 'string' }, body: { type: 'string' } },
        required: ['number', 'title', 'body'],
        additionalProperties: false,
      },
    },
  },
  required: ['tests'],
  additionalProperties: false,
};

export const editsShape = '{"tests": [{"number": number, "title": string, "body": string}]}';

/** The form of an edit, for the client. */
export const editsForm = {
  name: 'edits',
  schema: editsSchema,
  inWords: `Answer with one JSON object of exactly this shape and with nothing before or after it: ${editsShape}`,
};

const editRow = z.object({
  number: z.coerce.number().int().positive(),
  title: z.string().trim().min(1),
  body: z.string().trim().min(1),
});

/** The edits that can be read; none where the answer holds none. */
export const parseEdits = (content: string): WrittenEdit[] =>
  readRows(content, 'tests', (row) => editRow.safeParse(row).data ?? null);
