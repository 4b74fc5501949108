/** The words that client and prompts share: messages, the form of an answer, and how a request ended. */

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** The form that an answer is to have. */
export interface AnswerForm {
  name: string;
  /** JSON schema that servers with structured output hold the model to. */
  schema: Readonly<Record<string, unknown>>;
  /** Added to the conversation for servers that cannot. */
  inWords: string;
}

/** How a request ended; each but `ok` comes with words for the user. */
export type CallOutcome =
  | 'ok'
  /** The model or a filter declined, or the server refused this one request. */
  | 'refused'
  /** The prompt is longer than the model reads. */
  | 'too-long'
  /** The answer holds nothing that we can read. */
  | 'unusable'
  | 'unauthorised'
  | 'unknown-model'
  | 'no-credit'
  | 'rate-limited'
  /** No server is there, or none that speaks the protocol. */
  | 'unreachable'
  /** The server is there and has a fault of its own. */
  | 'server-error'
  | 'timeout'
  | 'interrupted'
  /** The caps leave no room for the request, so it was not sent. */
  | 'no-budget';

export interface Failure {
  outcome: Exclude<CallOutcome, 'ok'>;
  /** For the user: the cause, and where there is one, the remedy. */
  message: string;
}

/** Outcomes after which further requests to the same model cannot go better. */
export const hopeless: ReadonlySet<CallOutcome> = new Set<CallOutcome>([
  'unauthorised',
  'unknown-model',
  'no-credit',
  'unreachable',
  'no-budget',
]);
