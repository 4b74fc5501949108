/** Narrows arbitraries to the values with which the code does not throw. */
import type { Arbitrary } from '../../notation/property.js';

/** A drawn value, and whether the run with it came to its end. */
export interface SampledValue {
  value: unknown;
  failed: boolean;
}

/** A value that fails this often is none that the code takes. */
const MOST_FAILURES = 0.25;

const shareOfFailures = (samples: readonly SampledValue[]): number =>
  samples.length === 0 ? 0 : samples.filter(({ failed }) => failed).length / samples.length;

/** Those of the options that fail seldom, once the one that fails most is to blame. */
function blameless<T>(options: readonly T[], samplesOf: (option: T) => SampledValue[]): T[] {
  const shares = options.map((option) => shareOfFailures(samplesOf(option)));
  const worst = Math.max(0, ...shares);
  if (worst <= MOST_FAILURES) return [...options];
  return options.filter((_, at) => (shares[at] ?? 0) < worst * 0.8);
}

const itemsOf = (samples: readonly SampledValue[]): SampledValue[] =>
  samples.flatMap(({ value, failed }) => (value as unknown[]).map((item) => ({ value: item, failed })));

/** The arbitrary without choices, optional fields and calls that make the code throw. */
export function narrow(arbitrary: Arbitrary, samples: readonly SampledValue[]): Arbitrary {
  switch (arbitrary.kind) {
    case 'choice': {
      const values = blameless(arbitrary.values, (value) => samples.filter((one) => one.value === value));
      return values.length > 1 ? { ...arbitrary, values } : arbitrary;
    }
    case 'array':
      return { ...arbitrary, of: narrow(arbitrary.of, itemsOf(samples)) };
    case 'tuple':
      return {
        ...arbitrary,
        of: arbitrary.of.map((of, at) =>
          narrow(
            of,
            samples.map(({ value, failed }) => ({ value: (value as unknown[])[at], failed })),
          ),
        ),
      };
    case 'record': {
      const having = (name: string): SampledValue[] =>
        samples.flatMap(({ value, failed }) =>
          Object.hasOwn(value as object, name)
            ? [{ value: (value as Record<string, unknown>)[name], failed }]
            : [],
        );
      const fields = arbitrary.fields.map(([name, of]): [string, Arbitrary] => [
        name,
        narrow(of, having(name)),
      ]);
      const kept = blameless(arbitrary.optional, having);
      const isKept = (name: string): boolean => !arbitrary.optional.includes(name) || kept.includes(name);
      // A field is dropped only where none of its values is to blame.
      const isNarrowed = JSON.stringify(fields) !== JSON.stringify(arbitrary.fields);
      return isNarrowed
        ? { ...arbitrary, fields }
        : { ...arbitrary, fields: fields.filter(([name]) => isKept(name)), optional: kept };
    }
    default:
      return arbitrary;
  }
}
