/**
 * The second station of a unit of work: one gate, which judges submissions one after the other, and proves together what
 * was judged meanwhile, because each proof is a start of Jest.
 */
import PQueue from 'p-queue';
import type { JestSession } from '../../io/jest/run/run-jest.js';
import { proveTogether, type Unproven } from '../../verify/gate.js';
import type { Work } from '../pass.js';
import type { TimePlan } from './time-plan.js';
import { judge, type Settled, settleProof, type Submission } from './judge-candidates.js';

export interface GateStationOptions {
  work: Work;
  /** The copy of the host that the gate may rewrite. */
  session: () => Promise<JestSession>;
  /** Runs work that takes a core. */
  onCore: <T>(run: () => Promise<T>, signal: AbortSignal) => Promise<T>;
  plan: TimePlan;
}

interface Waiting {
  file: string;
  unproven: Unproven;
  resolve: (settled: Settled | null) => void;
  reject: (error: unknown) => void;
}

/** A proof is begun when so many files wait for it, whatever it costs. */
const MOST_UNPROVEN = 12;
/** Else so many times what the last one took has to pass first, so that proofs take a part of the time only. */
const PATIENCE = 2;

/** Open it for one pass; `expect` says how many submissions come, so that the last one is not kept waiting. */
export class GateStation {
  readonly #options: GateStationOptions;
  readonly #lane = new PQueue({ concurrency: 1 });
  #waiting: Waiting[] = [];
  #expected = 0;
  #lastProofMs = 0;
  #lastProofAt = -Infinity;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: GateStationOptions) {
    this.#options = options;
  }

  /** Says that so many more submissions will come; a negative number that some will not. */
  expect(submissions: number): void {
    this.#expected += submissions;
    this.#proveWhenDue();
  }

  /** Judges and proves a submission that was expected; null when it holds nothing to judge. */
  async submit(submission: Submission): Promise<Settled | null> {
    const { work, onCore, session, plan } = this.#options;
    const { judging } = plan;
    let settled: Promise<Settled | null> = Promise.resolve(null);
    // Judging other wordings takes time that the tests themselves need in the end.
    const withoutLateEdits = (whole: Submission): Submission =>
      plan.searching.aborted ? { ...whole, edits: new Map() } : whole;
    try {
      await this.#lane.add(
        async () => {
          const startedAt = performance.now();
          const unproven = await onCore(
            async () =>
              judge(work, withoutLateEdits(submission), { session: await session(), signal: judging }),
            judging,
          );
          plan.noteJudged(submission.candidates.length, performance.now() - startedAt);
          if (unproven) settled = this.#await(submission.file, unproven);
          // Before the lane takes the next submission.
          this.#proveWhenDue();
        },
        { signal: judging },
      );
    } finally {
      this.#expected--;
      this.#proveWhenDue();
    }
    return settled;
  }

  #await(file: string, unproven: Unproven): Promise<Settled | null> {
    const settled = new Promise<Settled | null>((resolve, reject) => {
      this.#waiting.push({ file, unproven, resolve, reject });
    });
    // Whoever submitted it may have been stopped by then.
    settled.catch(() => undefined);
    return settled;
  }

  #proveWhenDue(): void {
    clearTimeout(this.#timer);
    if (this.#waiting.length === 0) return;
    const dueInMs = this.#lastProofAt + PATIENCE * this.#lastProofMs - performance.now();
    const isDue = this.#expected <= 0 || this.#waiting.length >= MOST_UNPROVEN || dueInMs <= 0;
    if (isDue) void this.#lane.add(() => this.#prove(), { priority: 1 });
    else this.#timer = setTimeout(() => this.#proveWhenDue(), dueInMs);
  }

  async #prove(): Promise<void> {
    const { work, onCore, plan } = this.#options;
    const { proving } = plan;
    const batch = this.#waiting;
    this.#waiting = [];
    const [first] = batch;
    if (!first) return;
    const startedAt = performance.now();
    let accepted = 0;
    try {
      const onStep = (text: string): void => work.request.observer({ type: 'step', file: first.file, text });
      const unproven = batch.map((one) => one.unproven);
      const proof = await onCore(() => proveTogether(unproven, { signal: proving, onStep }), proving);
      accepted = proof.results.reduce((sum, result) => sum + result.accepted.length, 0);
      const settled = await settleProof(work, proof);
      for (const [index, { resolve }] of batch.entries()) resolve(settled[index] ?? null);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      this.#lastProofAt = performance.now();
      this.#lastProofMs = this.#lastProofAt - startedAt;
      plan.noteProof(this.#lastProofMs, accepted);
    }
  }
}
