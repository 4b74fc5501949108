/** Detects code that is nested so deeply that a walk through it, here or in Babel, would run out of stack. */
import { ts } from 'ts-morph';

/** People nest some dozens of levels; sums and chains that programs write can have thousands of terms. */
const mostLevels = 1000;

/** In words why a tree is too deep, or null. */
function depthRefusal(source: ts.SourceFile): string | null {
  let level: ts.Node[] = [source];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > mostLevels) return `its code is nested more than ${mostLevels} levels deep`;
    const next: ts.Node[] = [];
    for (const node of level) {
      ts.forEachChild(node, (child) => {
        next.push(child);
      });
    }
    level = next;
  }
  return null;
}

/** The same for a text, also where the parser itself gives up. */
export function textRefusal(file: string, text: string): string | null {
  try {
    return depthRefusal(ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, false));
  } catch {
    return 'its code is nested too deeply for the parser';
  }
}
