/** Reads the model's answer leniently: JSON, JSON in a fence, or a fenced test file. */
import { z } from 'zod';
import { splitTests, type WrittenImport, type WrittenTest } from './split-tests.js';

/** A failing test of which the model holds that the code is wrong. */
export interface SuspectedBug {
  title: string;
  reason: string;
}

export interface ModelAnswer {
  tests: WrittenTest[];
  suspectedBugs: SuspectedBug[];
}

export type ParsedAnswer = { ok: true; answer: ModelAnswer } | { ok: false; message: string };

const text = { type: 'string' };
const textOrNull = { type: ['string', 'null'] };

/** The JSON schema that servers with structured output hold the model to. */
const answerSchema: Record<string, unknown> = closed({
  tests: list(
    closed({
      target: text,
      title: text,
      kind: { type: 'string', enum: ['unit', 'property'] },
      promise: textOrNull,
      body: text,
      isAsync: { type: 'boolean' },
      imports: list(closed({ module: text, names: list(text), default: textOrNull, namespace: textOrNull })),
    }),
  ),
  suspectedBugs: list(closed({ title: text, reason: text })),
});

export const answerShape = `{"tests": [{"target": string, "title": string, "kind": "unit" | "property", "promise": string | null,
  "body": string, "isAsync": boolean,
  "imports": [{"module": string, "names": string[], "default": string | null, "namespace": string | null}]}],
 "suspectedBugs": [{"title": string, "reason": string}]}`;

/** Added to the conversation for servers that cannot hold the model to a JSON schema. */
export const plainTextNote = `Answer with one JSON object of exactly this shape and with nothing before or after it:\n${answerShape}`;

/** The form of the answer, for the client. */
export const answerForm = { name: 'tests', schema: answerSchema, inWords: plainTextNote };

function closed(properties: Record<string, unknown>): Record<string, unknown> {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

function list(items: Record<string, unknown>): Record<string, unknown> {
  return { type: 'array', items };
}

const optionalText = z
  .string()
  .nullish()
  .transform((value) => (value === undefined || value === '' ? null : value));

const writtenImport = z.object({
  module: z.string().min(1),
  names: z
    .array(z.string())
    .nullish()
    .transform((names) => names ?? []),
  default: optionalText,
  namespace: optionalText,
});

const writtenTest = z.object({
  target: optionalText,
  promise: optionalText,
  title: z.string().trim().min(1),
  kind: z.enum(['unit', 'property']).catch('unit'),
  body: z.string().trim().min(1),
  isAsync: z.boolean().catch(false),
  imports: z
    .array(writtenImport)
    .nullish()
    .transform((imports): WrittenImport[] => imports ?? []),
});

const suspectedBug = z.object({ title: z.string().catch(''), reason: z.string().min(1) });

const looseAnswer = z.object({
  tests: z.array(z.unknown()),
  suspectedBugs: z
    .array(z.unknown())
    .nullish()
    .transform((bugs) => bugs ?? []),
  suspectedBug: optionalText,
});
type LooseAnswer = z.infer<typeof looseAnswer>;

/** Parses the text; a test of the wrong shape is left out, and the answer is unusable when none is left. */
export async function parseAnswer(content: string): Promise<ParsedAnswer> {
  const plain = content.replace(/^\s*<think>[\s\S]*?<\/think>/, '').trim();
  if (plain === '') return { ok: false, message: 'the answer was empty' };
  const fences = readFences(plain);
  const braces = plain.slice(plain.indexOf('{'), plain.lastIndexOf('}') + 1);
  for (const candidate of [plain, ...fences.map(({ code }) => code), braces]) {
    const answer = readJson(candidate);
    if (answer !== undefined) return readTests(answer);
  }
  const tests: WrittenTest[] = [];
  for (const { language, code } of fences) {
    if (/^(?:|[cm]?[jt]sx?|javascript|typescript)$/.test(language)) tests.push(...(await splitTests(code)));
  }
  if (tests.length > 0) return { ok: true, answer: { tests, suspectedBugs: [] } };
  return { ok: false, message: `the answer held neither JSON nor a test: ${plain.slice(0, 120)}` };
}

async function readTests(answer: LooseAnswer): Promise<ParsedAnswer> {
  const tests: WrittenTest[] = [];
  let complaint = '';
  for (const item of answer.tests) {
    const parsed = writtenTest.safeParse(item);
    if (parsed.success) {
      const { target, promise, ...test } = parsed.data;
      const found = await splitTests(test.body, test);
      const facts = { ...(target === null ? {} : { target }), ...(promise === null ? {} : { promise }) };
      tests.push(...found.map((each) => ({ ...each, ...facts })));
    } else complaint = z.prettifyError(parsed.error).replaceAll(/\s+/g, ' ');
  }
  if (tests.length === 0 && answer.tests.length > 0) {
    return {
      ok: false,
      message: `the answer held no test of the shape asked for: ${complaint || 'empty bodies'}`,
    };
  }
  return { ok: true, answer: { tests, suspectedBugs: readBugs(answer) } };
}

/** Those of the shape asked for, and one given as a sentence alone. */
function readBugs({ suspectedBugs, suspectedBug: sentence }: LooseAnswer): SuspectedBug[] {
  const bugs = suspectedBugs.flatMap((bug) => {
    const parsed = suspectedBug.safeParse(typeof bug === 'string' ? { title: '', reason: bug } : bug);
    return parsed.success ? [parsed.data] : [];
  });
  return sentence === null ? bugs : [...bugs, { title: '', reason: sentence }];
}

const nothing: LooseAnswer = { tests: [], suspectedBugs: [], suspectedBug: null };

/** JSON of any of the shapes that models make of the one asked for. */
function readJson(candidate: string): LooseAnswer | undefined {
  let value: unknown;
  try {
    value = JSON.parse(candidate);
  } catch {
    return readCutJson(candidate);
  }
  if (Array.isArray(value)) return { ...nothing, tests: value };
  const parsed = looseAnswer.safeParse(value);
  if (parsed.success) return parsed.data;
  if (writtenTest.safeParse(value).success) return { ...nothing, tests: [value] };
  const bugs = looseAnswer.safeParse({ tests: [], ...(value as object) });
  return bugs.success && readBugs(bugs.data).length > 0 ? bugs.data : undefined;
}

/** The whole tests of an answer that was cut off: it is paid for. */
function readCutJson(candidate: string): LooseAnswer | undefined {
  const start = /^\s*\{\s*"tests"\s*:\s*\[/.exec(candidate);
  if (start === null) return undefined;
  for (
    let end = candidate.lastIndexOf('}');
    end > start[0].length;
    end = candidate.lastIndexOf('}', end - 1)
  ) {
    try {
      const tests = JSON.parse(`[${candidate.slice(start[0].length, end + 1)}]`) as unknown[];
      return { ...nothing, tests };
    } catch {
      // An earlier brace may close a test.
    }
  }
  return undefined;
}

function readFences(plain: string): { language: string; code: string }[] {
  const fences = plain.matchAll(/^[ \t]*(`{3,}|~{3,})[ \t]*([\w-]*)[^\n]*\n([\s\S]*?)^[ \t]*\1/gm);
  return [...fences].map(([, , language = '', code = '']) => ({ language: language.toLowerCase(), code }));
}
