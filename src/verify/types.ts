/** Type-checks candidates as the host's own compiler settings would; nothing of the host is run. */
import path from 'node:path';
import type { Candidate } from '../domain/candidate.js';
import type { Host } from '../domain/host.js';
import { composeTestFile } from '../test-file/test-file.js';

// Without the types of Jest the names `test` and `expect` are unknown everywhere in the host, not only here.
const unknownTestGlobals = new Set([2304, 2582, 2593, 2708]);

/**
 * The first type error of each candidate that has one, by candidate id. Only for hosts that have a tsconfig.
 * @param testFileOf the host-relative test file of a candidate
 */
export async function findTypeErrors(
  host: Host,
  candidates: readonly Candidate[],
  testFileOf: (candidate: Candidate) => string,
): Promise<Map<string, string>> {
  const typed = candidates.filter((candidate) => /\.[cm]?tsx?$/.test(testFileOf(candidate)));
  if (host.tsconfig === null || typed.length === 0) return new Map();
  const { Project } = await import('ts-morph');
  const project = new Project({
    tsConfigFilePath: path.join(host.root, host.tsconfig),
    skipAddingFilesFromTsConfig: true,
    compilerOptions: { noEmit: true, noUnusedLocals: false, noUnusedParameters: false, skipLibCheck: true },
  });
  const sources = typed.map((candidate, index) => {
    const file = testFileOf(candidate);
    const own = file.replace(/(\.[cm]?tsx?)$/, `-${index}$1`);
    const text = composeTestFile(host, { path: file, candidates: [candidate] });
    return {
      candidate,
      source: project.createSourceFile(path.join(host.root, own), text, { overwrite: true }),
    };
  });
  const errors = new Map<string, string>();
  for (const { candidate, source } of sources) {
    // An error without a file is about the host's settings, which an older compiler may accept.
    const [first] = source
      .getPreEmitDiagnostics()
      .filter((diagnostic) => diagnostic.getSourceFile() === source)
      .filter((diagnostic) => !unknownTestGlobals.has(diagnostic.getCode()));
    if (!first) continue;
    const message = first.getMessageText();
    const text = typeof message === 'string' ? message : message.getMessageText();
    errors.set(candidate.id, `TS${first.getCode()}: ${text}`);
  }
  return errors;
}
