/** Follows a pass to learn where its tests went. */
import type { Config } from '../domain/config.js';
import type { PassEvent } from '../domain/events.js';
import type { Host } from '../domain/host.js';
import type { Report } from '../domain/report.js';
import { shellWord, type DeliveryView } from '../report/delivery.js';

export interface DeliveryFollower {
  observe: (event: PassEvent) => void;
  view: (report: Report) => DeliveryView;
}

/** The branch that tests go to when none is named. */
function defaultBranch(branch: string | null, commit: string | null): string | null {
  if (branch !== null) return `nightshift/${branch}`;
  return commit === null ? null : `nightshift/detached-${commit.slice(0, 10)}`;
}

/** How a person starts the host's Jest in its folder. */
function jestCommand(host: Host): string {
  const options =
    host.nodeOptions.length === 0 ? '' : `NODE_OPTIONS=${shellWord(host.nodeOptions.join(' '))} `;
  return host.jest.origin === 'host' ? `${options}npx jest` : `${options}node ${shellWord(host.jest.binary)}`;
}

/** Where a patch of a run lies, host-relative. */
export const patchOf = (runId: string): string => `.nightshift/patches/${runId}.patch`;

/** Collects from the events of one pass what the report does not say about its delivery. */
export function followDelivery(config: Config): DeliveryFollower {
  const testFiles = new Set<string>();
  const commits = new Set<string>();
  let branch = config.branch;
  let command: string | undefined;
  return {
    observe: (event) => {
      if (event.type === 'host') {
        branch ??= defaultBranch(event.branch, event.commit);
        command = jestCommand(event.host);
      } else if (event.type === 'delivered') {
        testFiles.add(event.testFile);
        if (event.commit !== null) commits.add(event.commit);
      }
    },
    view: (report) => {
      // A branch needs a commit to stand on; without one the tests went to a patch.
      const isPatch = config.deliver === 'patch' || (config.deliver === 'branch' && commits.size === 0);
      return {
        mode: isPatch ? 'patch' : config.deliver,
        branch: config.deliver === 'branch' && !isPatch ? branch : null,
        patch: isPatch && testFiles.size > 0 ? patchOf(report.run.id) : null,
        testFiles: [...testFiles].sort(),
        ...(command === undefined ? {} : { jestCommand: command }),
      };
    },
  };
}
