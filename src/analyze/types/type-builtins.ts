/** Names the classes of the language and platform that authors know how to make. */
import type { ts } from 'ts-morph';

const names = new Map<string, string>(
  [
    ...['Date', 'RegExp', 'Map', 'Set', 'WeakMap', 'WeakSet', 'Promise', 'Error', 'URL', 'URLSearchParams'],
    ...[
      'TypeError',
      'RangeError',
      'SyntaxError',
      'EvalError',
      'ReferenceError',
      'URIError',
      'AggregateError',
    ],
    ...[
      'Int8Array',
      'Uint8Array',
      'Uint8ClampedArray',
      'Int16Array',
      'Uint16Array',
      'Int32Array',
      'Uint32Array',
    ],
    ...[
      'Float32Array',
      'Float64Array',
      'BigInt64Array',
      'BigUint64Array',
      'ArrayBuffer',
      'DataView',
      'Buffer',
    ],
    ...['Iterable', 'Iterator', 'AsyncIterable', 'AsyncIterator', 'Function', 'Object', 'AbortSignal'],
  ].map((name) => [name, name]),
);
names.set('ReadonlyMap', 'Map');
names.set('ReadonlySet', 'Set');
names.set('PromiseLike', 'Promise');
names.set('IterableIterator', 'Iterable');
names.set('ArrayBufferLike', 'ArrayBuffer');
names.set('Generator', 'Iterator');
names.set('AsyncGenerator', 'AsyncIterator');
names.set('AsyncIterableIterator', 'AsyncIterable');
names.set('CallableFunction', 'Function');

/** The class of the language or platform that a name means, or null. */
export const builtinByName = (name: string): string | null => names.get(name) ?? null;

/** The class of the language or platform that a type is an instance of, or null; a host's own `Map` is not one. */
export function builtinName(type: ts.Type): string | null {
  const symbol = type.symbol as ts.Symbol | undefined;
  if (symbol === undefined) return null;
  const name = builtinByName(symbol.name);
  const declared = symbol.declarations?.[0]?.getSourceFile();
  if (name === null || declared === undefined) return null;
  const { fileName, isDeclarationFile } = declared;
  return isDeclarationFile && /node_modules/.test(fileName) ? name : null;
}
