/** The folder through which a run of Jest gets its job and leaves what it found. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { makeScratchFolder, createBelow } from '../../files/below.js';
import type { JestJob } from '../protocol/job.js';
import type { JestRequest, JestSession } from './jest-session.js';

export interface Exchange {
  /** Absolute; below the scratch folder of the box. */
  folder: string;
  job: JestJob;
  jobFile: string;
}

/** Makes the folder of one run and writes its job there. */
export async function openExchange(session: JestSession, request: JestRequest): Promise<Exchange> {
  const { scratch } = session.box;
  const folder = await makeScratchFolder(scratch, 'run');
  const job = makeJob(session, request, folder);
  const jobFile = path.join(folder, 'job.json');
  await createBelow(scratch, jobFile, JSON.stringify(job));
  await createBelow(scratch, job.progressFile, '');
  return { folder, job, jobFile };
}

function makeJob(session: JestSession, request: JestRequest, folder: string): JestJob {
  return {
    seal: randomBytes(16).toString('hex'),
    recordsFile: path.join(folder, 'records.jsonl'),
    progressFile: path.join(folder, 'progress.jsonl'),
    runners: session.config.projects.map((project) => ({
      rootDir: project.rootDir,
      displayName: project.displayName?.name ?? null,
      testRunner: project.testRunner,
    })),
    guard: request.guard,
    guardExempt: [session.box.scratch],
    allowsScratch: session.box.tier === 'full',
    root: session.box.root,
    perTest: request.perTest,
    isPatient: request.isPatient ?? true,
    observes: request.observes ?? false,
    dropCoverage: request.coverage !== 'records-and-report',
    clockOffsetMs: request.clockOffsetMs ?? 0,
    clockStepMs: request.clockStepMs ?? 0,
    isElsewhere: request.isElsewhere ?? false,
    timeZone: request.timeZone ?? null,
    isZonePinned: session.host.runner.env['TZ'] !== undefined,
    randomSeed: request.randomSeed ?? null,
    activeMutants: request.activeMutants ?? null,
    returns: request.returns ?? null,
    mutantCoverage: request.mutantCoverage ?? false,
    skipsTypes: isMutated(request) || request.skipsTypes === true,
  };
}

/** Whether the host's code is mutated in this run. */
export const isMutated = ({ activeMutants, mutantCoverage }: JestRequest): boolean =>
  activeMutants !== undefined || mutantCoverage === true;
