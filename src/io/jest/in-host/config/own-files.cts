/** Keeps the host's transformers away from our own files. */
import path from 'node:path';

interface AskedTransformer {
  shouldTransform?: (file: string) => boolean;
}

/** Where Jest keeps what it asks before it transforms a file: from Jest 24 on, and from Jest 30.5 on. */
interface TransformingRuntime {
  _scriptTransformer?: AskedTransformer;
  transformCache?: { scriptTransformer?: AskedTransformer };
}

const folder = path.resolve(__dirname, '../../../..') + path.sep;

/** A pattern for all files but scripts and styles, such as react-scripts has, would make a stub of each of our files. */
export function leaveOwnFiles(runtime: TransformingRuntime): void {
  const transformer = runtime._scriptTransformer ?? runtime.transformCache?.scriptTransformer;
  if (typeof transformer?.shouldTransform !== 'function') return;
  const should = transformer.shouldTransform.bind(transformer);
  transformer.shouldTransform = (file) => !file.startsWith(folder) && should(file);
}
