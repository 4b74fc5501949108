/** Detects and analyses a host in a process of its own, so that nothing in a repository can hang or end this one. */
import { NightshiftError } from '../../domain/errors.js';
import type { Host } from '../../domain/host.js';
import type { Analysis, CommittedSources } from '../../domain/target.js';
import type { RunnerChoice } from '../runner/detect-runner.js';
import { ask, type AnalysisEnding } from './analysis-process.js';

/** So many files may turn out to be too much for the analysis; each costs its time. */
const mostSetAside = 20;

/** As `detectHost`. */
export async function readHost(
  dir: string,
  signal: AbortSignal,
  { jestConfig = null, projects = [] }: RunnerChoice = {},
): Promise<Host> {
  const ending = await ask({ kind: 'detect', dir, jestConfig, projects: [...projects] }, signal);
  if ('stuck' in ending) {
    throw new NightshiftError('host', `${dir} cannot be read as a repository: ${ending.stuck}`, {
      remedy: 'Look for a file of unusual size in it, such as package.json or a config.',
    });
  }
  if (ending.answer.kind !== 'host') throw unexpected(ending);
  return ending.answer.host;
}

interface ReadOptions {
  include: string[];
  exclude: string[];
  committed?: CommittedSources | null;
  /** CPU time that one file may take, where it is not the usual. */
  mostCpuMs?: number;
}

/**
 * As `analyzeHost`. A file on which the process hangs or dies is skipped, and the rest is done again without it.
 *
 * @throws NightshiftError `host` when the analysis does not come to an end for another reason than single files.
 */
export async function readTargets(
  host: Host,
  { mostCpuMs, committed, ...globs }: ReadOptions,
  signal: AbortSignal,
): Promise<Analysis> {
  const setAside: Record<string, string> = {};
  for (;;) {
    const ending = await ask(
      { kind: 'analyze', host, ...globs, committed: asSent(committed), setAside },
      signal,
      mostCpuMs,
    );
    if (!('stuck' in ending)) {
      if (ending.answer.kind !== 'analysis') throw unexpected(ending);
      return ending.answer.analysis;
    }
    const { file, stuck } = ending;
    const isOver = Object.keys(setAside).length >= mostSetAside;
    if (file === null || file in setAside || isOver) {
      throw new NightshiftError('host', `the sources of ${host.root} cannot be analysed: ${stuck}`, {
        remedy: 'Restrict the sources with --include or --exclude.',
      });
    }
    setAside[file] = stuck;
  }
}

const asSent = (
  committed?: CommittedSources | null,
): { texts: Record<string, string>; uncommitted: string[] } | null =>
  committed ? { texts: committed.texts, uncommitted: [...committed.uncommitted] } : null;

/** The error for an answer to another question. */
export function unexpected(ending: AnalysisEnding): Error {
  const answer = 'answer' in ending ? ending.answer : null;
  if (answer?.kind !== 'failed') return new Error('the analysis answered another question');
  const { code, message, remedy } = answer;
  if (code === null) return new Error(message);
  return new NightshiftError(code, message, remedy === undefined ? {} : { remedy });
}
