/** Keeps errors that nobody catches from ending the process, or the test that explores, while code is explored. */

const events = ['uncaughtException', 'unhandledRejection'] as const;

type ErrorListener = (...args: unknown[]) => void;

/** The part of `process` that is used. */
export interface StrayErrorSource {
  listeners(event: (typeof events)[number]): unknown[];
  removeAllListeners(event: (typeof events)[number]): unknown;
  on(event: (typeof events)[number], listener: ErrorListener): unknown;
}

/** From now on `onError` hears of such errors, and nobody else; returns what gives them back to those who heard before. */
export function holdStrayErrors(source: StrayErrorSource, onError: () => void): () => void {
  const before = events.map((event) => ({ event, listeners: source.listeners(event) as ErrorListener[] }));
  for (const { event } of before) {
    source.removeAllListeners(event);
    source.on(event, () => onError());
  }
  return () => {
    for (const { event, listeners } of before) {
      source.removeAllListeners(event);
      for (const listener of listeners) source.on(event, listener);
    }
  };
}
