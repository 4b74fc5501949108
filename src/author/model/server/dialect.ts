/** Which parts of the protocol a server speaks; learned from its refusals, one part at a time; pure. */
import type { AnswerForm, ChatMessage } from './chat.js';

export interface Dialect {
  /** How the answer's form is asked for; in words alone where it is `none`. */
  form: 'json_schema' | 'json_object' | 'none';
  limit: 'max_completion_tokens' | 'max_tokens';
  /** Whether `reasoning_effort` is understood. */
  effort: boolean;
  /** Whether the model takes a message of the system. */
  system: boolean;
}

export const fullDialect: Dialect = {
  form: 'json_schema',
  limit: 'max_completion_tokens',
  effort: true,
  system: true,
};

export interface ChatRequest {
  model: string;
  messages: readonly ChatMessage[];
  form: AnswerForm;
  outputTokens: number;
  effort: string | null;
}

/** The body of a request in this dialect. */
export function toBody(request: ChatRequest, dialect: Dialect): Record<string, unknown> {
  const { model, form, outputTokens, effort } = request;
  return {
    model,
    messages: toMessages(request, dialect),
    [dialect.limit]: outputTokens,
    ...(dialect.form === 'json_schema'
      ? {
          response_format: {
            type: 'json_schema',
            json_schema: { name: form.name, strict: true, schema: form.schema },
          },
        }
      : dialect.form === 'json_object'
        ? { response_format: { type: 'json_object' } }
        : {}),
    ...(effort !== null && dialect.effort ? { reasoning_effort: effort } : {}),
  };
}

/**
 * The messages as this server gets them; the form stands in words where no schema holds the model to it. Roles go on taking
 * turns, because some servers insist on that.
 */
function toMessages({ messages, form }: ChatRequest, dialect: Dialect): ChatMessage[] {
  const worded = messages.map((message, index) =>
    dialect.form !== 'json_schema' && index === messages.length - 1
      ? { ...message, content: `${message.content}\n\n${form.inWords}` }
      : message,
  );
  const [first, second, ...rest] = worded;
  if (dialect.system || first?.role !== 'system') return worded;
  return [{ role: 'user', content: [first.content, second?.content ?? ''].join('\n\n') }, ...rest];
}

const aboutForm =
  /response_?(?:format|schema|mime)|json_(?:schema|object)|structured output|generation_config|additionalproperties|guided|grammar|['"]text['"]|\bstrict\b/i;
const aboutLimit = /max_completion_tokens|max_tokens/i;
const aboutEffort = /reasoning|effort/i;
const aboutSystem =
  /\bsystem\b.*(?:role|message|prompt|instruction)|(?:role|instruction).*\bsystem\b|developer instruction/i;

/**
 * The dialect to try next after a refusal, or null when the refusal is about something else. A refusal without details is
 * taken to be about the form of the answer first.
 */
export function adaptDialect(dialect: Dialect, status: number, words: string): Dialect | null {
  if (status !== 400 && status !== 422 && status !== 501) return null;
  if (aboutEffort.test(words) && dialect.effort) return { ...dialect, effort: false };
  if (aboutForm.test(words)) return weakerForm(dialect);
  if (aboutLimit.test(words)) {
    const asks = /use ['"`]?max_completion_tokens/i.test(words) ? 'max_completion_tokens' : 'max_tokens';
    return dialect.limit === asks ? null : { ...dialect, limit: asks };
  }
  if (aboutSystem.test(words) && dialect.system) return { ...dialect, system: false };
  if (!isVague(words)) return null;
  return weakerForm(dialect) ?? (dialect.limit === 'max_tokens' ? null : { ...dialect, limit: 'max_tokens' });
}

function weakerForm(dialect: Dialect): Dialect | null {
  if (dialect.form === 'none') return null;
  return { ...dialect, form: dialect.form === 'json_schema' ? 'json_object' : 'none' };
}

/** Whether a refusal names no cause: nothing, the status in words, or "bad request". */
const isVague = (words: string): boolean =>
  /^\W*(?:|(?:40[0-9]|422|501)|bad request|invalid request|unprocessable(?: entity| content)?|validation error|not implemented|invalid argument|request contains an invalid argument|provider returned error|extra inputs are not permitted|unknown (?:field|parameter|argument)s?|unsupported parameter)\W*$/i.test(
    words,
  );
