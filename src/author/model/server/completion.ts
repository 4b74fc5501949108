/** Reads what a server sent: a completion, plain or streamed, or an error in any of the usual shapes; pure. */
import { z } from 'zod';
import type { TokenCount } from '../money/tokens.js';

/** A completion with what matters of it. */
export interface Completion {
  content: string;
  refusal: string | null;
  finish: string | null;
  /** As the server counted; null where it did not. */
  usage: TokenCount | null;
}

export type ReadBody =
  | { kind: 'completion'; completion: Completion }
  | { kind: 'error'; words: string; code: string }
  /** Neither: a web page, or JSON of another protocol. */
  | { kind: 'foreign'; words: string };

const whole = z.number().nonnegative();
const content = z.union([
  z.string(),
  z
    .array(z.looseObject({ text: z.string().optional() }))
    .transform((parts) => parts.map(({ text = '' }) => text).join('')),
]);
const message = z.looseObject({
  content: content.nullish().catch(null),
  refusal: z.string().nullish().catch(null),
});
const errorBody = z.union([
  z.string(),
  z.looseObject({
    message: z.string().nullish(),
    code: z.union([z.string(), z.number()]).nullish(),
    type: z.string().nullish(),
    status: z.string().nullish(),
  }),
]);
const choice = z.looseObject({
  finish_reason: z.string().nullish().catch(null),
  message: message.nullish().catch(null),
  delta: message.nullish().catch(null),
  text: z.string().nullish().catch(null),
  error: errorBody.nullish().catch(null),
});
const body = z.looseObject({
  choices: z.array(choice).nullish().catch(null),
  usage: z
    .looseObject({
      prompt_tokens: whole.nullish().catch(null),
      completion_tokens: whole.nullish().catch(null),
    })
    .nullish()
    .catch(null),
  error: errorBody.nullish().catch(null),
  detail: z.unknown().optional(),
  message: z.unknown().optional(),
});
type CompletionBody = z.infer<typeof body>;

/** Reads the text of a response. */
export function readBody(text: string): ReadBody {
  const plain = text.trim();
  if (/^(?:data|event|id|retry)?:/.test(plain)) return readStream(plain);
  let value: unknown;
  try {
    value = JSON.parse(plain);
  } catch {
    return { kind: 'foreign', words: describeForeign(plain) };
  }
  // Google wraps an error into a list.
  const parsed = body.safeParse(Array.isArray(value) && value.length === 1 ? value[0] : value);
  if (!parsed.success) return { kind: 'foreign', words: describeForeign(plain) };
  return readParsed(parsed.data, plain);
}

function readParsed(data: CompletionBody, plain: string): ReadBody {
  const [first] = data.choices ?? [];
  const error = data.error ?? (hasContent(data) ? null : first?.error);
  if (error !== null && error !== undefined) return readError(error);
  if (data.choices === null || data.choices === undefined) {
    const detail = data.detail ?? data.message;
    if (detail === undefined || detail === null) return { kind: 'foreign', words: describeForeign(plain) };
    return {
      kind: 'error',
      words: oneLine(typeof detail === 'string' ? detail : JSON.stringify(detail)),
      code: '',
    };
  }
  const said = first?.message ?? first?.delta;
  return {
    kind: 'completion',
    completion: {
      content: said?.content ?? first?.text ?? '',
      refusal: said?.refusal ?? null,
      finish: first?.finish_reason ?? null,
      usage: usageOf(data),
    },
  };
}

const hasContent = ({ choices }: CompletionBody): boolean => (choices?.[0]?.message?.content ?? '') !== '';

function usageOf({ usage }: CompletionBody): TokenCount | null {
  const { prompt_tokens: input, completion_tokens: output } = usage ?? {};
  if (input === null || input === undefined || output === null || output === undefined) return null;
  return { inputTokens: Math.ceil(input), outputTokens: Math.ceil(output) };
}

function readError(error: z.infer<typeof errorBody>): ReadBody {
  if (typeof error === 'string') return { kind: 'error', words: oneLine(error), code: '' };
  const code = [error.code, error.type, error.status].filter((part) => part !== null && part !== undefined);
  return { kind: 'error', words: oneLine(error.message ?? ''), code: code.join(' ') };
}

/** Some servers stream whatever they are asked for. */
function readStream(plain: string): ReadBody {
  const joined: Completion = { content: '', refusal: null, finish: null, usage: null };
  let events = 0;
  for (const [, data = ''] of plain.matchAll(/^data:\s*(\{.*)$/gm)) {
    const event = readBody(data);
    if (event.kind !== 'completion') return event;
    const { completion } = event;
    events++;
    joined.content += completion.content;
    if (completion.refusal !== null) joined.refusal = (joined.refusal ?? '') + completion.refusal;
    joined.finish = completion.finish ?? joined.finish;
    joined.usage = completion.usage ?? joined.usage;
  }
  if (events === 0) return { kind: 'foreign', words: describeForeign(plain) };
  return { kind: 'completion', completion: joined };
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().slice(0, 300);

/** The words for an answer that says nothing at all. */
export const emptyAnswer = 'an empty answer';

/** Whether a text is a web page, which no model writes at this place. */
export const isPage = (text: string): boolean => /^\s*<(?:!doctype|html|head|\?xml)/i.test(text);

function describeForeign(plain: string): string {
  if (/^(?:|\{\s*\}|null)$/.test(plain)) return emptyAnswer;
  const title = /<title[^>]*>([^<]{1,100})/i.exec(plain)?.[1];
  if (isPage(plain)) return `a web page${title === undefined ? '' : ` ("${oneLine(title)}")`}`;
  return `no chat completion: ${oneLine(plain).slice(0, 120)}`;
}
