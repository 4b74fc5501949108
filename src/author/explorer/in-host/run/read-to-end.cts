/** Reads iterators and streams to their end. */

/** An iterator that yields more than this is not read on, and no test holds it. */
export const MAX_YIELDS = 60;

export const isIterator = (value: unknown): value is IterableIterator<unknown> =>
  typeof value === 'object' &&
  value !== null &&
  /^\[object (Generator|[A-Za-z ]*Iterator)\]$/.test(Object.prototype.toString.call(value)) &&
  typeof (value as { next?: unknown }).next === 'function' &&
  Symbol.iterator in value;

export function consume(iterator: IterableIterator<unknown>): unknown[] {
  const items: unknown[] = [];
  for (const item of iterator) {
    items.push(item);
    if (items.length > MAX_YIELDS) break;
  }
  return items;
}

export const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

export async function consumeLater(items: AsyncIterable<unknown>): Promise<unknown[]> {
  const taken: unknown[] = [];
  for await (const item of items) {
    taken.push(item);
    if (taken.length > MAX_YIELDS) break;
  }
  return taken;
}
