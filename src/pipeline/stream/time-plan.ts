/** Plans what is left of `--max-minutes`: how long to search in each file, and when each station has to stop. */
import { budgetReason } from '../time-limit.js';

export interface TimePlanOptions {
  /** Milliseconds since 1970; infinite without a limit. */
  endsAt: number;
  /** How many pieces of work go on at the same time. */
  lanes: number;
  /** How much there is to search, by file, in any unit. */
  weights: ReadonlyMap<string, number>;
  /** The expected duration of the last check, until one was measured. */
  proofMs: number;
  /** The signal of whoever asked for the pass. */
  interrupted: AbortSignal;
  now?: () => number;
}

/** A file is looked at for a short time before any is searched in full. */
export type Look = 'first' | 'full';

/** The part of the time for which files are searched; the gate takes about as much. */
const SEARCH_SHARES: Readonly<Record<Look, number>> = { first: 0.2, full: 0.5 };
/** The part at the end in which nothing new is searched. */
const GATE_RESERVE = 0.2;
const MOST_GATE_RESERVE_MS = 60_000;
/** A search that is shorter finds little beyond what it takes to begin. */
const LEAST_SEARCH_MS = 2_000;
const DELIVERY_MS = 1_500;
/** The expected duration of judging a candidate, until it was measured. */
const FIRST_CANDIDATE_MS = 800;
/** Of the time that the gate has left, the part that one submission may take. */
const SUBMISSION_SHARE = 0.6;
/** How far the last check may go on when the time is up: less is lost than without it. */
const MOST_OVERTIME_MS = 30_000;
/** How far the gate may go on when nothing was accepted by then: a pass without any test has wasted all of its time. */
const OVERTIME_WITHOUT_TESTS = 0.25;
const TICK_MS = 200;

/** Open it when the work on files begins, and close it at the end. Without a limit it grants everything. */
export class TimePlan {
  readonly #options: TimePlanOptions;
  readonly #now: () => number;
  readonly #startedAt: number;
  readonly #search = new AbortController();
  readonly #judge = new AbortController();
  readonly #prove = new AbortController();
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #weightLeft: Record<Look, number>;
  #proofMs: number;
  #judgedMs = 0;
  #judged = 0;
  #pending = 0;
  #isCut = false;
  #accepted = 0;
  /** Aborts when no search may go on. */
  readonly searching: AbortSignal;
  /** Aborts when the gate has to come to its last check. */
  readonly judging: AbortSignal;
  /** Aborts when the last check has to end as well. */
  readonly proving: AbortSignal;

  constructor(options: TimePlanOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#startedAt = this.#now();
    this.#proofMs = options.proofMs;
    const all = [...options.weights.values()].reduce((sum, weight) => sum + weight, 0);
    this.#weightLeft = { first: all, full: all };
    const { interrupted } = options;
    this.searching = AbortSignal.any([interrupted, this.#search.signal]);
    this.judging = AbortSignal.any([interrupted, this.#judge.signal]);
    this.proving = AbortSignal.any([interrupted, this.#prove.signal]);
    if (!this.isLimited) return;
    this.tick();
    this.#timer = setInterval(() => this.tick(), TICK_MS);
  }

  get isLimited(): boolean {
    return Number.isFinite(this.#options.endsAt);
  }

  /** Whether the limit has cut something short. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** Each file is looked at before the first takes its time, unless there is time for all or every file has a core. */
  get looks(): readonly Look[] {
    return this.isLimited && this.#options.weights.size > this.#options.lanes ? ['first', 'full'] : ['full'];
  }

  /** How long a search in a file may take, in milliseconds; null when there is no time for it. Asked once for each look. */
  searchMs(file: string, look: Look): number | null {
    if (!this.isLimited) return Infinity;
    const weight = this.#options.weights.get(file) ?? 0;
    const part = weight / Math.max(weight, this.#weightLeft[look]);
    this.#weightLeft[look] -= weight;
    const leftMs = this.#judgingEndsAt - this.#now();
    const freeMs = leftMs * this.#options.lanes - this.#pending * this.#candidateMs;
    if (this.searching.aborted || leftMs < LEAST_SEARCH_MS * 2) {
      this.#isCut = true;
      return null;
    }
    return Math.max(LEAST_SEARCH_MS, freeMs * SEARCH_SHARES[look] * part);
  }

  /** Says that a file needs no more than its first look. */
  noteThrough(file: string): void {
    this.#weightLeft.full -= this.#options.weights.get(file) ?? 0;
  }

  /** Says that the search in a file was ended before it was through. */
  noteCut(): void {
    this.#isCut = true;
  }

  /** Says that candidates wait for the gate. */
  notePending(candidates: number): void {
    this.#pending += candidates;
  }

  /** How many of so many candidates the gate takes together: all, where there is time for them. */
  judgeable(candidates: number): number {
    if (!this.isLimited) return candidates;
    const leftMs = (this.#judgingEndsAt - this.#now()) * SUBMISSION_SHARE;
    return Math.max(1, Math.min(candidates, Math.floor(leftMs / this.#candidateMs)));
  }

  /** Learns what the gate took for candidates. */
  noteJudged(candidates: number, ms: number): void {
    this.#pending -= candidates;
    this.#judged += candidates;
    this.#judgedMs += ms;
  }

  /** Learns what the last check took, and how many tests it let through. */
  noteProof(ms: number, accepted: number): void {
    this.#proofMs = ms * 1.3;
    this.#accepted += accepted;
  }

  /** Stops the stations whose time is up; called by a timer. */
  tick(): void {
    const now = this.#now();
    const { endsAt } = this.#options;
    const totalMs = endsAt - this.#startedAt;
    const reserveMs = Math.min(MOST_GATE_RESERVE_MS, totalMs * GATE_RESERVE);
    const overtimeMs =
      this.#accepted > 0
        ? 0
        : Math.min(MOST_GATE_RESERVE_MS, totalMs * OVERTIME_WITHOUT_TESTS + this.#proofMs);
    const lastCheckMs = Math.min(MOST_OVERTIME_MS, this.#proofMs);
    if (now >= this.#judgingEndsAt - reserveMs + overtimeMs / 2) this.#search.abort(budgetReason);
    if (now >= this.#judgingEndsAt + overtimeMs) this.#judge.abort(budgetReason);
    if (now >= endsAt + lastCheckMs + overtimeMs) this.#prove.abort(budgetReason);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  get #judgingEndsAt(): number {
    return this.#options.endsAt - this.#proofMs - DELIVERY_MS;
  }

  /** The duration of judging a candidate, as measured in this pass. */
  get #candidateMs(): number {
    return (FIRST_CANDIDATE_MS + this.#judgedMs) / (1 + this.#judged);
  }
}
