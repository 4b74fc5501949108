/** The means of a conversation with the model about one file, and the account of how it goes. */
import { hopeless, type CallOutcome } from '../../author/model/server/chat.js';
import type { Candidate } from '../../domain/candidate.js';
import type { Finding } from '../../domain/finding.js';
import type { Judged } from '../../domain/verdict.js';
import type { ModelSession, Work } from '../pass.js';

/** Puts candidates through the gate and returns the rejected. */
export type Judge = (candidates: readonly Candidate[]) => Promise<Judged[]>;

export interface ModelMeans {
  work: Work;
  session: ModelSession;
  judge: Judge;
  /** Runs something on a core of its own, as it takes more than waiting. */
  onCore: <T>(run: () => Promise<T>) => Promise<T>;
  /** Aborts when nothing new may be asked. */
  asking: AbortSignal;
  /** Aborts when answers in flight are not awaited any longer. */
  awaiting: AbortSignal;
}

const MOST_FAILURES_IN_ROW = 3;

/** Whether a question may be asked now. */
export const mayAsk = ({
  session,
  asking,
  awaiting,
}: Pick<ModelMeans, 'session' | 'asking' | 'awaiting'>): boolean =>
  session.closedBecause === null && !asking.aborted && !awaiting.aborted;

/** Notes how a question ended; true when there is an answer. One line for the user; repeated trouble is reported once. */
export function noteOutcome(
  { work, session }: Pick<ModelMeans, 'work' | 'session'>,
  { outcome, problem }: { outcome: CallOutcome; problem: string | null },
): boolean {
  if (problem === null) {
    session.failuresInRow = 0;
    session.answers++;
    return true;
  }
  if (outcome === 'interrupted') return false;
  session.failuresInRow++;
  const isOver = hopeless.has(outcome) || session.failuresInRow >= MOST_FAILURES_IN_ROW;
  if (isOver || session.failuresInRow === 1) close({ work, session }, problem, isOver);
  return false;
}

/** Says what goes wrong, and ends the asking when it would go on going wrong. */
export function close(
  { work, session }: Pick<ModelMeans, 'work' | 'session'>,
  problem: string,
  isOver: boolean,
): void {
  if (session.closedBecause !== null) return;
  if (isOver) session.closedBecause = problem;
  const end = isOver ? '; the model is not asked any more in this run' : '';
  work.request.observer({ type: 'note', level: 'warning', text: `${problem}${end}` });
}

/** Adds a finding that came of an expectation of the model. */
export function addFinding({ work, session }: Pick<ModelMeans, 'work' | 'session'>, finding: Finding): void {
  work.progress.findings.push(finding);
  work.request.observer({ type: 'finding', finding });
  session.findings++;
}
