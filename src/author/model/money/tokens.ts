/** Counts tokens and what they cost; pure. */
import type { ModelPrices } from '../../../domain/config.js';

export interface TokenCount {
  inputTokens: number;
  outputTokens: number;
}

/** A count for texts that nobody counted, which leans to the high side: code takes about 3.5 bytes for a token. */
export const estimateTokens = (text: string): number => Math.ceil(Buffer.byteLength(text) / 3);

/** Tokens of the servers' own wrapping around a conversation. */
const WRAPPING = 200;

/** More tokens than texts can take: a token is at least one byte. */
export const mostTokens = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + Buffer.byteLength(text) + 10, WRAPPING);

/** US dollars for these tokens, or null when the prices are not known. */
export function costInUsd(tokens: TokenCount, prices: ModelPrices | null): number | null {
  if (prices === null) return null;
  return (tokens.inputTokens * prices.inputPerMillion + tokens.outputTokens * prices.outputPerMillion) / 1e6;
}
