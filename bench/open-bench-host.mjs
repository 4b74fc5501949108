// Opens a host in its box, as a pass does, for the benches that drive single stages.
import { openHost } from '../dist/pipeline/prepare.js';

const config = {
  authors: ['explorer'],
  model: null,
  modelPrices: null,
  include: [],
  exclude: [],
  since: null,
  maxMinutes: null,
  maxTokens: null,
  maxUsd: null,
  targetSeconds: null,
  deliver: 'none',
  branch: null,
  sandbox: 'auto',
  seed: 1,
};

/** Notes go to standard error. */
export const openBenchHost = (dir, signal, changes = {}) =>
  openHost({
    dir,
    config: { ...config, ...changes },
    signal,
    observer: (event) => event.type === 'note' && console.error(event.text),
  });
