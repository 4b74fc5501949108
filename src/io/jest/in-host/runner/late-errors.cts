/** Finds the test file to which an error belongs that came when no test ran any more. */

interface RealmOfFile {
  testPath: string;
  errors: WeakRef<object>;
}

export interface LateErrors {
  /** From now on this test file runs. */
  begin(testPath: string, context: { Error: ErrorConstructor }): void;
  /** Messages of the errors that came since `begin` and are not those of an earlier file. */
  take(): string[];
}

/** Files whose errors are still known as theirs. */
const MOST_REALMS = 100;
const MOST_TEXT = 500;

/** The part of `process` that is listened to. */
interface ErrorSource {
  on(event: 'unhandledRejection' | 'uncaughtException', listener: (error: unknown) => void): unknown;
}

const messageOf = (error: unknown): string =>
  String((error as Error | null)?.message ?? error).slice(0, MOST_TEXT);

/**
 * Listens for errors that would end Jest without naming a test. An error of a file that ran before goes to `onEarlier`,
 * and the one that runs now is not blamed.
 */
export function listenForLateErrors(
  source: ErrorSource,
  onEarlier: (testPath: string, message: string) => void,
): LateErrors {
  let realms: RealmOfFile[] = [];
  let messages: string[] = [];
  /** An error is of the file in whose realm it was made; null when that is unknown. */
  const fileOf = (error: unknown): string | null => {
    const isOf = (errors: object | undefined): boolean =>
      errors !== undefined && Object.prototype.isPrototypeOf.call(errors, error as object);
    return realms.find(({ errors }) => isOf(errors.deref()))?.testPath ?? null;
  };
  const remember = (error: unknown): void => {
    const file = fileOf(error);
    if (file === null || file === realms.at(-1)?.testPath) messages.push(messageOf(error));
    else onEarlier(file, messageOf(error));
  };
  source.on('unhandledRejection', remember);
  source.on('uncaughtException', remember);
  return {
    begin(testPath, context) {
      realms = [...realms.slice(1 - MOST_REALMS), { testPath, errors: new WeakRef(context.Error.prototype) }];
      messages = [];
    },
    take: () => messages.splice(0),
  };
}
