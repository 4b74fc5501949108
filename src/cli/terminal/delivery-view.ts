/** Follows a pass to learn where its tests went. */
import type { Config } from '../../domain/config.js';
import type { PassEvent } from '../../domain/events.js';
import type { Host } from '../../domain/host.js';
import { ownFolderCommand } from '../../test-file/own-folder.js';
import { usesOwnFolder } from '../../test-file/test-path.js';
import { shellWord, type DeliveryView } from '../../report/delivery.js';

export interface DeliveryFollower {
  observe: (event: PassEvent) => void;
  view: () => DeliveryView;
}

/** How a person starts the host's Jest in its folder. */
function jestCommand(host: Host): string {
  const options =
    host.nodeOptions.length === 0 ? '' : `NODE_OPTIONS=${shellWord(host.nodeOptions.join(' '))} `;
  const { name, command } = host.runner;
  // The script brings its own configuration and environment.
  if (usesOwnFolder(host)) return ownFolderCommand(host);
  if ((name === 'jest' || name === 'vitest') && command.startsWith('npm ')) return `${command} --`;
  if (name === 'vitest') return command;
  return `${options}${command.startsWith('npx jest') ? command : 'npx jest'}`;
}

/** Collects from the events of one pass what the report does not say about its delivery. */
export function followDelivery(config: Config): DeliveryFollower {
  const testFiles = new Set<string>();
  let branch: string | null = null;
  let patch: string | null = null;
  let command: string | undefined;
  return {
    observe: (event) => {
      if (event.type === 'host') command = jestCommand(event.host);
      if (event.type !== 'delivered') return;
      testFiles.add(event.testFile);
      branch = event.branch ?? branch;
      patch = event.patch ?? patch;
    },
    view: () => ({
      mode: patch === null ? config.deliver : 'patch',
      branch,
      patch,
      testFiles: [...testFiles].sort(),
      ...(command === undefined ? {} : { jestCommand: command }),
    }),
  };
}
