/** The words behind `node` that start the Jest of a host. */
import type { HostJest } from '../../../domain/host.js';
import { inHostFile } from './in-host-file.js';

/** The Jest of the host by its binary, ours without a look at the host's. */
export const jestStart = ({ origin, binary }: HostJest): string[] =>
  origin === 'host' ? [binary] : [inHostFile('config/start-own-jest.cjs'), binary];
