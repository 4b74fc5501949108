/** The time zone of the tests, and whether the repository pins it; only the real `process.env` reaches the engine. */

interface ZoneOfJob {
  timeZone: string | null;
  isZonePinned: boolean;
}

interface KnownZone {
  atFirst: string | undefined;
  own: string | undefined;
  isPinned: boolean;
}

export interface TimeZone {
  /** Takes the zone of a job for that of its tests. */
  use(job: ZoneOfJob): void;
  /** Sets another zone; null sets back that of the job. Does nothing where the repository pins its own. */
  set(name: string | null): void;
}

/**
 * The zone of a process. By its first job, the host's configuration and its global setup have run; what they have set is
 * theirs.
 * @param atStart the zone before anything of the host could set another
 */
export function createTimeZone(
  env: Record<string, string | undefined>,
  atStart: string | undefined,
): TimeZone {
  let known: KnownZone | undefined;
  return {
    use({ timeZone, isZonePinned }) {
      const atFirst = known ? known.atFirst : env['TZ'];
      const isPinned = known?.isPinned ?? (isZonePinned || atFirst !== atStart);
      known = { atFirst, own: isPinned ? atFirst : (timeZone ?? atFirst), isPinned };
    },
    set(name) {
      const wanted = known?.isPinned === true ? known.own : (name ?? known?.own);
      if (wanted === undefined) delete env['TZ'];
      else env['TZ'] = wanted;
    },
  };
}
