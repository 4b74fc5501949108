/** How much longer work takes at the moment than on a machine that does nothing else. */
import { availableParallelism, loadavg } from 'node:os';

/** However busy the machine is, nothing is waited for longer than so many times its limit. */
const MOST = 4;

/** Between 1 and 4, by the processes that wait for a core; 1 where the system does not say. */
export const slowdown = (load = loadavg()[0] ?? 0, cores = availableParallelism()): number =>
  Math.min(MOST, Math.max(1, load / cores));
