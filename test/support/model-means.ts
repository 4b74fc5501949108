/** The means of a conversation with a model whose answers are a list, and a gate that is a function. */
import type { ModelClient, ModelQuestion, Reply } from '../../src/author/model/server/client.js';
import type { Candidate } from '../../src/domain/candidate.js';
import type { Finding } from '../../src/domain/finding.js';
import type { Target } from '../../src/domain/target.js';
import type { Judged, Reason } from '../../src/domain/verdict.js';
import type { ModelMeans } from '../../src/pipeline/model/model-means.js';
import type { ModelSession, Work } from '../../src/pipeline/pass.js';

export interface ScriptedMeans {
  means: ModelMeans;
  questions: ModelQuestion[];
  findings: Finding[];
  /** Bodies that came before the gate, by submission. */
  judged: string[][];
  notes: string[];
}

export interface MeansScript {
  /** The answers, one for each question; the last goes on. An object is sent as JSON. */
  answers: readonly (Reply | Record<string, unknown> | (() => Reply))[];
  /** The verdict on a body: a reason with its detail, or null to accept it. */
  gate: (body: string) => [Reason, string] | null;
  targets: readonly Target[];
  asking?: AbortSignal;
  session?: ModelSession;
}

const isReply = (answer: Reply | Record<string, unknown>): answer is Reply =>
  typeof answer['outcome' as keyof typeof answer] === 'string';

export function scriptedMeans({ answers, gate, targets, asking, session }: MeansScript): ScriptedMeans {
  const made: Omit<ScriptedMeans, 'means'> = { questions: [], findings: [], judged: [], notes: [] };
  const client: ModelClient = {
    model: 'scripted',
    server: 'nowhere',
    ask: (question) => {
      const answer = answers[Math.min(made.questions.push(question), answers.length) - 1] ?? {};
      if (typeof answer === 'function') return Promise.resolve(answer());
      const reply: Reply = isReply(answer)
        ? answer
        : { outcome: 'ok', text: JSON.stringify(answer), isCut: false };
      return Promise.resolve(reply);
    },
  };
  const work = {
    progress: { findings: made.findings, skipped: new Map(), coverage: {}, delivered: [], texts: new Map() },
    request: {
      observer: (event: { type: string; text?: string }) => {
        if (event.type === 'note') made.notes.push(event.text ?? '');
      },
    },
    // Not in the repository, so that no finding is written into one.
    prepared: { analysis: { targets }, host: { root: '/nowhere' }, stateFolder: '/elsewhere' },
  } as unknown as Work;
  const never = new AbortController().signal;
  const means: ModelMeans = {
    work,
    session: session ?? newSession(client),
    judge: (candidates) => {
      made.judged.push(candidates.map(({ body }) => body));
      return Promise.resolve(candidates.flatMap((candidate) => rejection(candidate, gate)));
    },
    onCore: (run) => run(),
    asking: asking ?? never,
    awaiting: never,
  };
  return { ...made, means: { ...means, session: { ...means.session, client } } };
}

const newSession = (client: ModelClient): ModelSession => ({
  client,
  account: {
    reserve: () => Promise.reject(new Error('nothing is sent')),
    usage: () => ({ requests: 0, inputTokens: 0, outputTokens: 0, usd: null }),
  },
  closedBecause: null,
  answers: 0,
  findings: 0,
  disputed: new Set(),
  failuresInRow: 0,
  equalErrors: new Map(),
});

function rejection(candidate: Candidate, gate: MeansScript['gate']): Judged[] {
  const refusal = gate(candidate.body);
  if (refusal === null) return [];
  const [reason, detail] = refusal;
  return [{ candidate, verdict: { status: 'rejected', reason, detail } }];
}
