/** What the rows about providers share: moves of a server, and what is expected of the client. */
import type { ModelClientOptions } from '../../../src/author/model/server/client.js';
import { completion, type Move } from '../scripted-server.js';

export interface Row {
  moves: Move[];
  outcome: string;
  message?: RegExp;
  requests?: number;
  /** Tokens in and out; `in full` is the most that the request could take. */
  charged: [number, number] | 'input' | 'in full' | 'estimate' | 'twice in full';
  options?: Partial<ModelClientOptions>;
}

export const content = '{"tests": []}';
export const ok = (usage?: { prompt_tokens: number; completion_tokens: number } | null): Move => ({
  send: completion(content, usage),
});
export const fails = (status: number, message: string, more: Record<string, unknown> = {}): Move => ({
  status,
  send: { error: { message, ...more } },
});
export const now = { 'retry-after-ms': '1' };
export const rush: Move = { status: 429, headers: now, send: { error: { message: 'Rate limit reached' } } };
export const fault = (status: number): Move => ({ status, headers: now, send: 'upstream connect error' });
export const page = '<!DOCTYPE html><html><head><title>Sign in</title></head><body>…</body></html>';

export const answered: Omit<Row, 'moves'> = { outcome: 'ok', charged: [100, 20] };
