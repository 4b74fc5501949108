/** Listens to how the code reaches beyond its arguments. */
import { createShape, watchMembers, watchParse } from '../inputs/json-shape.cjs';
import type { FileUse } from '../inputs/vary-files.cjs';
import { createOutsideUse, type OutsideUse } from '../inputs/vary-stand-ins.cjs';

/** Observed uses of files and of the outside. */
export interface Uses {
  files: FileUse;
  outside: OutsideUse;
  /** Sees the body of each answer that is read as JSON. */
  onJson: (value: unknown) => unknown;
  close(): void;
}

/** Begins to listen to what the code reads from parsed JSON. */
export function openUses(): Uses {
  const shape = createShape();
  return {
    files: { isSeen: false, asked: [], shape },
    outside: createOutsideUse(shape),
    onJson: (value) => watchMembers(value, shape),
    close: watchParse(shape),
  };
}
