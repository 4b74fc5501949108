/** The protocol with a Jest process that we start: its job, and the records it writes. */
import { z } from 'zod';

/** Read inside the box by the test runner wrapper; written by the parent as JSON. */
export interface JestJob {
  /** Stands in each record, so that lines added by code under test can be recognised. */
  seal: string;
  /** JSON lines, one for each finished test file: {@link FileRecord}. */
  recordsFile: string;
  /** Grows by a line whenever a test or test file starts; a watchdog looks at it. */
  progressFile: string;
  /** The test runner that each project of the host would have used. */
  runners: { rootDir: string; displayName: string | null; testRunner: string }[];
  /** Refuse to let code reach files, processes and the network, and write down what tried. */
  guard: boolean;
  /** Paths below these may be read and written in spite of the guard (Jest's own cache). */
  guardExempt: string[];
  /** Whether tests may make temp folders of their own and write there in spite of the guard. */
  allowsScratch: boolean;
  /** The copy of the host: below it, plain reads are allowed. */
  root: string;
  /** Whether each test's hits are recorded, or only those of the whole file. */
  perTest: boolean;
  /** Whether a file is run to its end although its tests wait in vain. */
  isPatient: boolean;
  /** Whether the outcome of each expectation is recorded. */
  observes: boolean;
  /** Whether Istanbul's counters may go once they are recorded, because no report is made of them. */
  dropCoverage: boolean;
  /** Milliseconds by which the tests' clock is ahead. */
  clockOffsetMs: number;
  /** Milliseconds that seem to go by whenever a test looks at the clock. */
  clockStepMs: number;
  /** Whether `process` looks like that of another machine. */
  isElsewhere: boolean;
  /** The time zone of the tests when it is not that of the process. */
  timeZone: string | null;
  /** Whether the repository's command sets the time zone, so that its tests are run in no other. */
  isZonePinned: boolean;
  /** Seeds Math.random when not null. */
  randomSeed: number | null;
  /**
   * For mutation runs: which mutant is active in which test, by absolute path of the test file, a line feed, and the
   * test's full name; absent tests run unchanged.
   */
  activeMutants: Record<string, string> | null;
  /** The results of the functions in the run without mutants, by the same keys. */
  returns: Record<string, Calls> | null;
  /** Whether the mutants that each test reaches are recorded. */
  mutantCoverage: boolean;
  /** Whether a transformer that checks types is kept from it, because the host's code is mutated. */
  skipsTypes: boolean;
}

/** The type of a value and as much of its contents as it takes to make another one of the type. */
export type Shape =
  | { type: 'null' | 'self' | 'undefined' | 'symbol' | 'function' | 'regexp' | 'element' | 'opaque' }
  | { type: 'boolean'; value: boolean }
  | { type: 'number' | 'bigint' | 'string' | 'date'; value: string }
  | { type: 'promise'; of: Shape }
  | { type: 'array' | 'map' | 'set'; items: Shape[] }
  | { type: 'object'; members: [string, Shape][] };

const shape: z.ZodType<Shape> = z.lazy(() =>
  z.union([
    z.object({
      type: z.enum(['null', 'self', 'undefined', 'symbol', 'function', 'regexp', 'element', 'opaque']),
    }),
    z.object({ type: z.literal('boolean'), value: z.boolean() }),
    z.object({ type: z.enum(['number', 'bigint', 'string', 'date']), value: z.string() }),
    z.object({ type: z.literal('promise'), of: shape }),
    z.object({ type: z.enum(['array', 'map', 'set']), items: z.array(shape) }),
    z.object({ type: z.literal('object'), members: z.array(z.tuple([z.string(), shape])) }),
  ]),
);

/** The results of a function's calls, by the function's number; null where a call returned nothing. */
const calls = z.record(
  z.string(),
  z.object({
    given: z.array(shape.nullable()),
    /** Whether values like these can be made without the function. */
    canMake: z.boolean(),
  }),
);

export type Calls = z.infer<typeof calls>;

const hits = z.record(z.string(), z.array(z.string()));

const testRecord = z.object({
  name: z.string(),
  /** Counters hit between the start and the end of the test, by absolute path. */
  hits,
  assertions: z.number(),
  /** The functions that the guard refused during the test: `fs.unlinkSync`. */
  guarded: z.array(z.string()),
  mutants: z.array(z.string()),
  /** Expectations that failed while the test ran, whether or not the test failed with them: `toBe: message`. */
  failures: z.array(z.string()),
  /** Whether one of these failures shows that a value changed. */
  notices: z.boolean(),
  /** Functions of the language and of the host's modules that the test replaced. */
  changed: z.array(z.string()),
  /** Whether something asked during the test which folder the process runs in. */
  readsPlace: z.boolean(),
  /** Numbers of the marked parts of the test that ran. */
  ran: z.array(z.number()),
  /** In a run that finds which mutants a test reaches. */
  returns: calls,
  /** Whether a function was called that only stood for another one. */
  calledStub: z.boolean(),
});

const fileRecordSchema = z.object({
  testPath: z.string(),
  tests: z.array(testRecord),
  /** Every counter hit from loading the test file to its end, by absolute path. */
  all: hits,
  /** The functions that the guard refused outside of tests. */
  guardedOutside: z.array(z.string()),
  /** Messages of errors that came when no test ran any more. */
  lateErrors: z.array(z.string()),
  /** Expectations that failed when no test ran any more. */
  lateFailures: z.array(z.string()),
  /** Whether anything asked what time it is. */
  readsClock: z.boolean(),
  /** Timers that would have kept Jest from ending: `setInterval of 1000 ms`. */
  leftRunning: z.array(z.string()),
  /** Whether the rest of the tests was skipped, because several waited in vain until their time was up. */
  isGivenUp: z.boolean(),
});

/** As it stands in the records file. */
export const sealedRecordSchema = fileRecordSchema.extend({ seal: z.string() });

export type FileRecord = z.infer<typeof fileRecordSchema>;
