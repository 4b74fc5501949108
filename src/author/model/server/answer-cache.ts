/**
 * Keeps the answers of models by model, server and question, in a file of one line each. The same question to the same
 * model is not paid for twice; a file that is copied to another machine replays the whole run there without a server.
 */
import { createHash } from 'node:crypto';
import { constants, readFileSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { withPlainFile } from '../../../io/files/plain-file.js';
import type { ModelClient, ModelQuestion, Reply } from './client.js';

const line = z.object({ key: z.string(), model: z.string(), text: z.string(), isCut: z.boolean() });

/** Files that are longer are begun anew: nobody reads them on. */
const mostBytes = 64 * 1024 * 1024;

interface CacheOptions {
  /** Absolute path. */
  file: string;
  redact: (text: string) => string;
  /** Settings that change what a model answers, as a text. */
  settings: string;
}

/** A client that looks into the file at this absolute path before it asks `client`, and writes each new answer there. */
export function withAnswerCache(client: ModelClient, { file, redact, settings }: CacheOptions): ModelClient {
  const known = readAnswers(file);
  return {
    model: client.model,
    server: client.server,
    async ask(question, signal) {
      const key = keyOf(client, question, { redact, settings });
      const kept = known.get(key);
      if (kept !== undefined) return kept;
      const reply = await client.ask(question, signal);
      if (reply.outcome !== 'ok') return reply;
      const text = redact(reply.text);
      known.set(key, { ...reply, text });
      keep(file, { key, model: client.model, text, isCut: reply.isCut });
      return { ...reply, text };
    },
  };
}

function keyOf(
  { model, server }: ModelClient,
  question: ModelQuestion,
  { redact, settings }: Pick<CacheOptions, 'redact' | 'settings'>,
): string {
  const { messages, form } = question;
  const texts = messages.map(({ role, content }) => [role, redact(content)]);
  return createHash('sha256')
    .update(JSON.stringify([model, server, settings, texts, form.schema]))
    .digest('hex');
}

function readAnswers(file: string): Map<string, Reply> {
  const answers = new Map<string, Reply>();
  for (const text of readText(file).split('\n')) {
    if (text === '') continue;
    const parsed = line.safeParse(readLine(text));
    if (parsed.success)
      answers.set(parsed.data.key, { outcome: 'ok', text: parsed.data.text, isCut: parsed.data.isCut });
  }
  return answers;
}

function readText(file: string): string {
  const text =
    withPlainFile(file, constants.O_RDONLY, (descriptor) => readFileSync(descriptor, 'utf8')) ?? '';
  return text.length > mostBytes ? '' : text;
}

/** A line that a killed process wrote half is none. */
function readLine(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** A place that cannot be written keeps nothing; the answer is used all the same. */
function keep(file: string, answer: z.infer<typeof line>): void {
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT;
  withPlainFile(file, flags, (descriptor) => writeSync(descriptor, `${JSON.stringify(answer)}\n`));
}
