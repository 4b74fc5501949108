/** Opens a small host in a real box, as a pass does, and measures what its own tests cover. */
import type { CounterSet } from '../../src/domain/coverage.js';
import { type MeasuredFile, measureHost } from '../../src/measure/measure-host.js';
import type { Opened } from '../../src/pipeline/pass.js';
import { closeHost, openHost } from '../../src/pipeline/prepare/open-host.js';
import { buildConfig } from './builders.js';

export interface TinySession extends Opened {
  /** What the host's own tests cover. */
  covered: CounterSet;
  /** The host's tests that passed. */
  hostTests: MeasuredFile[];
}

const opened: Opened[] = [];

/** Opens the host at `dir`; {@link closeTinySessions} removes its box. */
export async function openTinySession(dir: string): Promise<TinySession> {
  const { signal } = new AbortController();
  const host = await openHost({ dir, config: buildConfig(), observer: () => undefined, signal });
  opened.push(host);
  const { emptyTestFiles } = host;
  const { covered, testFiles } = await measureHost(host.session, { emptyTestFiles, plain: false, signal });
  return { ...host, covered, hostTests: testFiles.filter((file) => file.passed) };
}

/** Removes the boxes of all sessions that were opened. */
export async function closeTinySessions(): Promise<void> {
  await Promise.all(opened.splice(0).map(closeHost));
}
