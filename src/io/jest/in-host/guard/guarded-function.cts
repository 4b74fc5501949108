/** A function of Node's in whose place generated tests get one that refuses calls. */

export type GuardedFunction = (...args: unknown[]) => unknown;

export interface CallRule {
  /** The name of the function in reports: `fs.readFile`. */
  label: string;
  allows(args: readonly unknown[]): boolean;
  /** Called with the result of an allowed call. */
  onResult?(result: unknown): void;
}

/** The answer to calls that their rule does not allow. */
export interface Refusing {
  /** Whether the call belongs to a module that is being loaded and may make it. */
  mayLoad(label: string, args: readonly unknown[]): boolean;
  standInFor(label: string): GuardedFunction | undefined;
  /** Throws. */
  refuse(label: string): never;
}

/** A function with the original's name, prototype and own properties; other ways to do the same are guarded likewise. */
function shellOf(original: GuardedFunction, guardOwn: (value: GuardedFunction) => unknown): GuardedFunction {
  const shell = function (): void {
    // The proxy around it never calls it.
  };
  Object.setPrototypeOf(shell, Object.getPrototypeOf(original) as object | null);
  for (const key of Reflect.ownKeys(original)) {
    const descriptor = Object.getOwnPropertyDescriptor(original, key);
    if (!descriptor) continue;
    const own = descriptor.value as unknown;
    // The result of `promisify` refers to itself.
    const isOtherWay =
      typeof own === 'function' && own !== original && (key === 'native' || typeof key === 'symbol');
    Reflect.defineProperty(
      shell,
      key,
      isOtherWay ? { ...descriptor, value: guardOwn(own as GuardedFunction) } : descriptor,
    );
  }
  return shell;
}

/**
 * A function that refuses unless its rule lets the call through. Its own functions, such as `realpath.native` and what
 * `promisify` takes in its place, are other ways to do the same and are guarded too. Other values stay as they are.
 */
export function guardFunction(original: unknown, rule: CallRule, refusing: Refusing): unknown {
  if (typeof original !== 'function') return original;
  const real = original as GuardedFunction;
  const { label } = rule;
  const isAllowed = (args: unknown[]): boolean => rule.allows(args) || refusing.mayLoad(label, args);
  const guardOwn = (own: GuardedFunction): unknown =>
    guardFunction(own, { label, allows: (args) => rule.allows(args) }, refusing);
  return new Proxy(shellOf(real, guardOwn), {
    apply(_, self, args: unknown[]) {
      if (!isAllowed(args)) {
        const standIn = refusing.standInFor(label);
        return standIn ? standIn(...args) : refusing.refuse(label);
      }
      const result: unknown = Reflect.apply(real, self, args);
      rule.onResult?.(result);
      return result;
    },
    construct: (_, args: unknown[]) =>
      isAllowed(args) ? (Reflect.construct(real, args) as object) : refusing.refuse(label),
  });
}
