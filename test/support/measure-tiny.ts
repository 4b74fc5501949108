/** Measures a host of a few files as a pass does. */
import { measureHost, type Measurement, type MeasureRequest } from '../../src/measure/measure-host.js';
import { openHost } from '../../src/pipeline/prepare/open-host.js';
import { tinyHost } from './tiny-host.js';
import { buildConfig } from './builders.js';

/** @param moreSources counted besides the files that the analysis finds */
export async function measureTiny(
  files: Record<string, string>,
  moreSources: readonly string[] = [],
  limits: Pick<MeasureRequest, 'stopAt'> = {},
): Promise<Measurement> {
  const { dir } = tinyHost(files);
  const { signal } = new AbortController();
  const observer = (): void => undefined;
  const { session, emptyTestFiles, analysis } = await openHost({
    dir,
    config: buildConfig(),
    observer,
    signal,
  });
  try {
    const sources = [...analysis.files, ...moreSources];
    return await measureHost(session, { emptyTestFiles, sources, plain: false, signal, ...limits });
  } finally {
    await session.warm?.close();
    await session.box.dispose();
  }
}
