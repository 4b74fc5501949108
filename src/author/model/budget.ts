/** Accounts for what the model costs, and says before a call whether the caps allow it; pure. */
import type { ModelPrices } from '../../domain/config.js';

/** Caps of a run and what it has spent so far. A cap of null is no cap. */
export interface ModelBudget {
  maxTokens: number | null;
  maxUsd: number | null;
  /** Null when the prices are not known; costs are then null as well. */
  prices: ModelPrices | null;
  spentTokens: number;
  spentUsd: number;
}

export interface TokenCount {
  inputTokens: number;
  outputTokens: number;
}

export type Allowance = { ok: true } | { ok: false; message: string };

/** A budget nothing was spent of. */
export function createBudget(
  caps: { maxTokens: number | null; maxUsd: number | null },
  prices: ModelPrices | null = null,
): ModelBudget {
  return { maxTokens: caps.maxTokens, maxUsd: caps.maxUsd, prices, spentTokens: 0, spentUsd: 0 };
}

/** A rough count that leans on four characters to a token, which holds for English and for most code. */
export const estimateTokens = (text: string): number => Math.ceil(text.length / 4);

/**
 * More tokens than a request with these texts will take: code and other alphabets need more than the rule of thumb says,
 * and the schema of the answer and the servers' own wrapping are counted too.
 */
export const worstCaseTokens = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + Math.ceil(Buffer.byteLength(text) / 3) + 10, 500);

/** US dollars for these tokens, or null when the prices are not known. */
export function costInUsd(tokens: TokenCount, prices: ModelPrices | null): number | null {
  if (prices === null) return null;
  return (tokens.inputTokens * prices.inputPerMillion + tokens.outputTokens * prices.outputPerMillion) / 1e6;
}

/**
 * Whether a call that may take this much keeps within the caps. A cap on money without known prices allows nothing,
 * because it could not be held.
 */
export function allowsCall(budget: ModelBudget, worstCase: TokenCount): Allowance {
  const tokens = worstCase.inputTokens + worstCase.outputTokens;
  if (budget.maxTokens !== null && budget.spentTokens + tokens > budget.maxTokens) {
    const left = Math.max(0, budget.maxTokens - budget.spentTokens);
    return {
      ok: false,
      message: `the next request to the model may take ${tokens} tokens, and ${left} of ${budget.maxTokens} are left`,
    };
  }
  if (budget.maxUsd === null) return { ok: true };
  const usd = costInUsd(worstCase, budget.prices);
  if (usd === null) {
    return {
      ok: false,
      message:
        'a cap on money cannot be held, because the prices of this model are not known; set "modelPrices" in the config or cap the tokens instead',
    };
  }
  if (budget.spentUsd + usd > budget.maxUsd) {
    const left = Math.max(0, budget.maxUsd - budget.spentUsd);
    return {
      ok: false,
      message: `the next request to the model may cost ${usd.toFixed(4)} USD, and ${left.toFixed(4)} of ${budget.maxUsd} are left`,
    };
  }
  return { ok: true };
}

/** The budget after these calls. */
export function chargeBudget(budget: ModelBudget, calls: readonly TokenCount[]): ModelBudget {
  let { spentTokens, spentUsd } = budget;
  for (const call of calls) {
    spentTokens += call.inputTokens + call.outputTokens;
    spentUsd += costInUsd(call, budget.prices) ?? 0;
  }
  return { ...budget, spentTokens, spentUsd };
}
