/** Prints what holds the clock and random numbers still for a test. */
import { quote } from '../../../test-file/quote.js';
import type { RecordedCase } from '../notation/recorded-case.js';
import type { PrintContext } from './print-value.js';

interface PinnedTest {
  recorded: RecordedCase;
  /** The end of a statement. */
  end: string;
  context: PrintContext;
}

const PINNED_TIME = '2024-01-15T12:00:00Z';

/** The lines that hold clock and chance still, and those that take it back. */
export function pinLines({ recorded, end, context }: PinnedTest): { before: string[]; after: string[] } {
  const { clock, random } = recorded.pins;
  const before: string[] = [];
  const after: string[] = [];
  if (clock) {
    const now = `new Date(${quote(PINNED_TIME, context.conventions)})`;
    const turns = `doNotFake: [${['nextTick', 'setImmediate'].map((name) => quote(name, context.conventions)).join(', ')}]`;
    // A stand-in for the network answers in a later turn.
    const isAnswered = recorded.case.standIns !== undefined;
    before.push(
      isAnswered
        ? `jest.useFakeTimers({ now: ${now}, ${turns} })${end}`
        : `jest.useFakeTimers().setSystemTime(${now})${end}`,
    );
    after.push(`jest.useRealTimers()${end}`);
  }
  if (random) {
    const math = quote('random', context.conventions);
    before.push(`jest.spyOn(Math, ${math}).mockReturnValue(0.5)${end}`);
    after.push(`jest.restoreAllMocks()${end}`);
  }
  return { before, after };
}
