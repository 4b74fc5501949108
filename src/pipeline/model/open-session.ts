/** Opens the conversation of a pass with the model: the account that its caps are held by, and the client. */
import path from 'node:path';
import { openAccount, type CallJournal, type CallRecord } from '../../author/model/money/account.js';
import { withAnswerCache } from '../../author/model/server/answer-cache.js';
import { recallDialect, rememberDialect } from '../../author/model/server/dialect-memory.js';
import { createModelClient } from '../../author/model/server/client.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { ModelCallEntry } from '../../ledger/rows.js';
import type { ModelSession, PassRequest } from '../pass.js';

/** Passes that were killed longer ago do not count towards the caps of this one. */
const KILLED_WITHIN_MS = 24 * 3600 * 1000;

interface SessionPlace {
  ledger: Ledger;
  /** Absolute path of the folder that keeps the answers of models. */
  stateFolder: string;
  runId: string;
  redact: (text: string) => string;
}

/** Null when the model author is off; the key is read from the environment here and kept by the client alone. */
export function openModelSession(
  { config, observer }: PassRequest,
  { ledger, stateFolder, runId, redact }: SessionPlace,
): ModelSession | null {
  if (!config.authors.includes('model') || config.model === null) return null;
  const { name, baseUrl } = config.model;
  const { outputTokens, effort, timeoutSeconds, headers, query } = config.modelOptions;
  const spentBefore = ledger.spentByKilledRuns(new Date(Date.now() - KILLED_WITHIN_MS).toISOString());
  const hasCap = config.maxTokens !== null || config.maxUsd !== null;
  if (hasCap && spentBefore.tokens > 0) {
    const text = `A pass that was killed had used ${spentBefore.tokens} tokens of the model; they count towards the caps of this one.`;
    observer({ type: 'note', level: 'warning', text });
  }
  const account = openAccount({
    caps: config,
    prices: config.modelPrices,
    model: name,
    journal: journalIn(ledger, runId),
    spentBefore,
  });
  const memory = path.join(stateFolder, 'model-servers.json');
  const known = { server: baseUrl ?? 'openai', model: name };
  const dialect = recallDialect(memory, known);
  const asking = createModelClient({
    model: name,
    baseUrl,
    key: process.env['OPENAI_API_KEY'],
    account,
    redact,
    effort,
    headers,
    query,
    ...(dialect === undefined ? {} : { dialect }),
    onDialect: (learned) => rememberDialect(memory, known, learned),
    onShortened: (text) => observer({ type: 'note', level: 'warning', text }),
    ...(timeoutSeconds === null ? {} : { timeoutMs: timeoutSeconds * 1000 }),
    ...(outputTokens === null ? {} : { outputTokens }),
  });
  const client = withAnswerCache(asking, {
    file: path.join(stateFolder, 'model-answers.jsonl'),
    redact,
    settings: JSON.stringify([outputTokens, effort, query]),
  });
  return {
    client,
    account,
    closedBecause: null,
    answers: 0,
    findings: 0,
    disputed: new Set(),
    failuresInRow: 0,
    equalErrors: new Map(),
  };
}

/** Keeps each request in the ledger from before it is sent, so that what a killed pass has spent is known. */
function journalIn(ledger: Ledger, runId: string): CallJournal {
  const entry = ({ target, ...rest }: CallRecord): ModelCallEntry => ({ runId, targetId: target, ...rest });
  return {
    begin: (call) => ledger.beginModelCall(entry(call)),
    end: (id, call) => ledger.endModelCall(id, entry(call)),
  };
}
