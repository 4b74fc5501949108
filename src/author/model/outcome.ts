/** The server that a model is asked at, and how a request to it ended. */
import type { ModelAnswer } from './answer/parse-answer.js';

export interface ModelServer {
  model: string;
  /** Null for OpenAI's own address. */
  baseUrl: string | null;
  /** Where `OPENAI_API_KEY` is read, and whose secrets are masked in everything that is sent. */
  env: NodeJS.ProcessEnv;
}

/** How a request ended; `unusable` is an answer that holds no test in any form we can read. */
export type CallOutcome =
  'ok' | 'refused' | 'unusable' | 'unauthorised' | 'rate-limited' | 'unreachable' | 'timeout' | 'interrupted';

export type ModelResult =
  | { outcome: 'ok'; answer: ModelAnswer }
  /** `message` is for the user: what happened and, where there is one, the remedy. */
  | { outcome: Exclude<CallOutcome, 'ok'>; message: string };
