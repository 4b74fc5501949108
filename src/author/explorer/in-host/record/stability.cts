/** Records a case under changed conditions until it is known what has to be pinned for it to give the same again. */
import type { Case } from '../../notation/case.js';
import type { Unit } from '../../notation/plan.js';
import type { Pins } from '../../notation/recorded-case.js';
import type { Modules } from '../values/build.cjs';
import type { Scratch } from '../values/scratch.cjs';
import { underConditions, type Conditions } from '../run/conditions.cjs';
import type { ExecutionContext } from '../run/execute.cjs';
import { recordOnce, sameRecording, type Recording } from './record.cjs';
import { installAsSpies, type Installed } from '../run/stand-ins.cjs';

/** The parts of an exploration that recording needs. */
export interface Recorder {
  unit: Unit;
  scratch: Scratch;
  isTyped: boolean;
  /** Loads the modules afresh. */
  reload(): Promise<Modules>;
  /** The modules that the search has used. */
  used: Modules;
  contextOf(modules: Modules): ExecutionContext;
}

export interface Stable {
  recorded: Recording;
  pins: Pins;
  /** Stand-ins have to be in place before the module is loaded, because it keeps what it took then. */
  standsInEarly: boolean;
}

const YEAR_AND_A_BIT_MS = 401 * 86_400_000 + 3 * 3_600_000;
/** Before the moments that inputs speak of, so that a comparison of one of them with the present shows. */
const TEN_YEARS_MS = 10 * 365 * 86_400_000;
const pinnings: Pins[] = [
  { clock: false, random: false },
  { clock: true, random: false },
  { clock: false, random: true },
  { clock: true, random: true },
];
const withFileTimes: Pins[] = pinnings.map((pins) => ({ ...pins, fileTimes: true }));

/** The possible pinnings for a case, the least first. */
const pinningsFor = ({ files }: Case): Pins[] =>
  files === undefined || files.length === 0 ? pinnings : [...pinnings.slice(0, 1), ...withFileTimes];

async function recordFresh(
  recorder: Recorder,
  scenario: Case,
  { standsInEarly, ...conditions }: Conditions & { standsInEarly: boolean },
): Promise<Recording | null> {
  const { scratch } = recorder;
  const install = (): Installed =>
    installAsSpies(scenario, { scratch, watch: null, onJson: (value) => value });
  return underConditions(conditions, scratch, async () => {
    const early = standsInEarly ? install() : null;
    try {
      const context = recorder.contextOf(await recorder.reload());
      // The first run takes away what was there before the module; the same case may run once more.
      let inPlace = early;
      const standIn = (): Installed => {
        const installed = inPlace ?? install();
        inPlace = null;
        return installed;
      };
      const recorded = await recordOnce({ ...context, standIn }, scenario, recorder.isTyped);
      // A test that pins the clock has no timers that fire.
      return conditions.clockPinned && recorded && recorded.timersFired > 0 ? null : recorded;
    } finally {
      early?.remove();
    }
  });
}

const pinnedBy = (pins: Pins): Pick<Conditions, 'clockPinned' | 'randomPinned' | 'fileTimesPinned'> => ({
  clockPinned: pins.clock,
  randomPinned: pins.random,
  fileTimesPinned: pins.fileTimes === true,
});

/** The recording under the fewest pins that make it the same twice, or null. */
export async function recordStable(recorder: Recorder, scenario: Case): Promise<Stable | null> {
  const usual = { offsetMs: -TEN_YEARS_MS, randomSeed: 11 };
  const strange = { offsetMs: YEAR_AND_A_BIT_MS, randomSeed: 97, isElsewhere: true };
  let standsInEarly = false;
  for (const pins of pinningsFor(scenario)) {
    const pinned = pinnedBy(pins);
    let first = await recordFresh(recorder, scenario, { ...pinned, ...usual, standsInEarly });
    if (!first && scenario.standIns !== undefined && !standsInEarly) {
      standsInEarly = true;
      first = await recordFresh(recorder, scenario, { ...pinned, ...usual, standsInEarly });
    }
    if (!first) return null;
    const second = await recordFresh(recorder, scenario, { ...pinned, ...strange, standsInEarly });
    if (!second || !sameRecording(first, second)) continue;
    return { recorded: first, pins, standsInEarly };
  }
  return null;
}

/** Whether modules that were used for the whole search give the same: the outcome does not hang on what ran before. */
export async function holdsInUse(recorder: Recorder, scenario: Case, stable: Stable): Promise<boolean> {
  const conditions = { ...pinnedBy(stable.pins), offsetMs: 0, randomSeed: 5 };
  const again = await underConditions(conditions, recorder.scratch, () =>
    recordOnce(recorder.contextOf(recorder.used), scenario, recorder.isTyped),
  );
  return again !== null && sameRecording(stable.recorded, again);
}
