/** Analyses a host: its targets, how a test reaches each, and which files import which. */
import type { Host } from '../domain/host.js';
import type { Analysis } from '../domain/target.js';
import type { AnalyzeOptions } from './analyze-project.js';

/**
 * Reads the host's sources without running any of them. Files that cannot be parsed are in `skipped`; the rest is
 * analysed. The compiler is loaded on the first call, which takes about a second.
 */
export async function analyzeHost(host: Host, options: AnalyzeOptions): Promise<Analysis> {
  const { analyzeProject } = await import('./analyze-project.js');
  return analyzeProject(host, options);
}
