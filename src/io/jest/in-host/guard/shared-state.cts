/**
 * Restores the state that test files of one process share although each has its own context: Node's modules and the
 * classes handed into every context.
 */

type Properties = Record<string, PropertyDescriptor>;

const shapes = new Map<object, Properties>();

const isShared = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

/** Remembers the members of an object; the first memory of a file counts. */
export function rememberShared(value: unknown): void {
  if (isShared(value) && !shapes.has(value)) shapes.set(value, Object.getOwnPropertyDescriptors(value));
}

/** Remembers the globals of a context that are those of the process itself. */
export function rememberGlobals(context: Record<string, unknown>): void {
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const own = Object.getOwnPropertyDescriptor(globalThis, name)?.value as unknown;
    if (typeof own !== 'function' || Object.getOwnPropertyDescriptor(context, name)?.value !== own) continue;
    rememberShared(own);
    rememberShared((own as { prototype?: unknown }).prototype);
  }
}

function putBack(value: object, shape: Properties): void {
  for (const key of Reflect.ownKeys(value)) {
    if (!Object.hasOwn(shape, key)) Reflect.deleteProperty(value, key);
  }
  for (const key of Reflect.ownKeys(shape)) {
    const was = shape[key as string];
    const is = Object.getOwnPropertyDescriptor(value, key);
    const isSame = is?.value === was?.value && is?.get === was?.get && is?.set === was?.set;
    if (was && !isSame) Reflect.defineProperty(value, key, was);
  }
}

/** Puts everything back that was remembered. */
export function restoreShared(): void {
  for (const [value, shape] of shapes) putBack(value, shape);
  shapes.clear();
}
