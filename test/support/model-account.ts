/** An account of the model that keeps its journal in memory, for tests. */
import {
  openAccount,
  type Account,
  type AccountOptions,
  type CallRecord,
} from '../../src/author/model/money/account.js';

export interface KeptAccount {
  account: Account;
  /** Every request, with what it was charged last. */
  calls: Map<string, CallRecord>;
}

export function keptAccount(options: Partial<AccountOptions> = {}): KeptAccount {
  const calls = new Map<string, CallRecord>();
  const account = openAccount({
    caps: { maxTokens: null, maxUsd: null },
    prices: null,
    model: 'test-model',
    journal: {
      begin: (call) => {
        const id = String(calls.size);
        calls.set(id, call);
        return id;
      },
      end: (id, call) => calls.set(id, call),
    },
    ...options,
  });
  return { account, calls };
}
