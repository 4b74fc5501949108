/** Counts what is done, running and waiting, and says so whenever it changes. */
import { totalsOfAll } from '../../domain/measurement.js';
import type { Judged } from '../../domain/verdict.js';
import type { FileWork } from '../../select/rank-gaps.js';
import type { Work } from '../pass.js';

export interface ProgressBoard {
  /** Work on a file begins; a second time is no news. */
  begin(file: FileWork): void;
  /** Verdicts on candidates of a file came in. */
  count(file: string, judged: readonly Judged[]): void;
  /** A file is through, whatever became of it. */
  end(file: FileWork): void;
}

const isAccepted = ({ verdict }: Judged): boolean => verdict.status === 'accepted';

export function followProgress({ request, progress }: Work, files: readonly FileWork[]): ProgressBoard {
  const { observer, endsAt = Infinity } = request;
  const running = new Map<string, { proposed: number; kept: number }>();
  const done = new Set<string>();
  const targetsIn = (those: (file: string) => boolean): number =>
    files.reduce((sum, { file, targets }) => sum + (those(file) ? targets.length : 0), 0);
  let coverage = progress.coverage;
  let totals = totalsOfAll(coverage);
  const say = (): void => {
    if (coverage !== progress.coverage) totals = totalsOfAll(progress.coverage);
    coverage = progress.coverage;
    observer({
      type: 'progress',
      progress: {
        targets: {
          done: targetsIn((file) => done.has(file)),
          running: targetsIn((file) => running.has(file)),
          waiting: targetsIn((file) => !done.has(file) && !running.has(file)),
        },
        kept: progress.judged.filter(isAccepted).length,
        coverage: totals,
        secondsLeft: Number.isFinite(endsAt) ? Math.max(0, Math.round((endsAt - Date.now()) / 1000)) : null,
      },
    });
  };
  return {
    begin({ file, targets }) {
      if (running.has(file)) return;
      running.set(file, { proposed: 0, kept: 0 });
      observer({ type: 'file', file, targets: targets.length });
      say();
    },
    count(file, judged) {
      const counts = running.get(file);
      if (!counts) return;
      counts.proposed += judged.length;
      counts.kept += judged.filter(isAccepted).length;
      say();
    },
    end({ file }) {
      const counts = running.get(file);
      running.delete(file);
      done.add(file);
      if (counts) observer({ type: 'file-done', file, index: done.size, of: files.length, ...counts });
      say();
    },
  };
}
