/** The work on one file: its units, its plan for the process that explores, and what came of it so far. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { JestSession } from '../../io/jest/run/run-jest.js';
import { ownInfix } from '../../test-file/test-path.js';
import type { ExploreRequest, ExploreResult } from './explore-request.js';
import type { ExploreLine } from './notation/explore-line.js';
import type { ExplorePlan, Unit } from './notation/plan.js';
import { extraModules, planProducers } from './plan/plan-producers.js';
import { modulesOf, planRuntimeExports, shortHash } from './plan/plan-units.js';
import { typedPlaceOf } from './run/typed-place.js';

/** The work on one file, which may take several runs. */
export interface ExplorationRun {
  request: ExploreRequest;
  units: Unit[];
  /** Units that have not come to an end yet. */
  left: Unit[];
  lines: ExploreLine[];
  result: ExploreResult;
  /** Host-relative. */
  exploringTest: string;
  plan: ExplorePlan;
  planFile: string;
  /** The box's folder for exchanges. */
  scratch: string;
}

/** Plans the work on one file; patient work goes on as long as code of its own is not reached. */
export function openExploration(
  session: JestSession,
  request: ExploreRequest,
  { units, isPatient, wallMs }: { units: Unit[] } & Pick<ExplorePlan, 'isPatient' | 'wallMs'>,
): ExplorationRun {
  // A name that nothing can lie in wait for.
  const own = `explore-${shortHash(request.file)}-${randomBytes(8).toString('hex')}`;
  const { scratch } = session.box;
  const folder = path.join(scratch, own);
  return {
    request,
    units: [...units],
    left: units,
    lines: [],
    result: { candidates: [], findings: [], skipped: [], isCut: false, searches: [], cases: [] },
    exploringTest: request.testFile.replace(ownInfix, `${ownInfix}-explore`),
    plan: {
      ...makePlan(session, request, units),
      isPatient,
      wallMs,
      resultFile: path.join(folder, 'result.jsonl'),
      currentFile: path.join(folder, 'current.txt'),
    },
    planFile: path.join(folder, 'plan.json'),
    scratch,
  };
}

function makePlan(
  session: JestSession,
  request: ExploreRequest,
  units: readonly Unit[],
): Omit<ExplorePlan, 'isPatient' | 'wallMs' | 'resultFile' | 'currentFile'> {
  const isTyped = /\.[cm]?tsx?$/.test(request.file);
  const modules = modulesOf(request.file, units);
  const isHandedOn = request.without?.includes('producers') !== true;
  const producers = isHandedOn ? planProducers(units, request.allTargets) : [];
  const extra = extraModules(modules, producers);
  return {
    seed: request.seed,
    root: session.box.root,
    file: path.join(session.box.root, request.file),
    isTyped,
    typedPlace: isTyped ? typedPlaceOf(session, request.testFile, [...modules, ...extra]) : null,
    units: [...units],
    runtimeExports: planRuntimeExports(request.file, request.allTargets, request),
    producers,
    modules,
    extraModules: extra,
    covered: [...request.covered],
    round: 0,
    corpus: {},
    without: request.without ?? [],
  };
}
