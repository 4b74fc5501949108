/** Type-checks tests as the host's own compiler settings would; nothing of the host is run. */
import path from 'node:path';
import { Project } from 'ts-morph';
import type { Host } from '../../domain/host.js';
import { oldResolution } from '../host/tsconfig.js';
import { fileSystemOver } from '../reading/compiler-files.js';
import { textRefusal } from '../reading/depth.js';
import { makeReadable } from '../reading/readable.js';

/** A test file that does not exist yet. */
export interface ImaginedTest {
  /** Host-relative. */
  file: string;
  text: string;
}

// Without the types of Jest the names `test` and `expect` are unknown everywhere in the host, not only here.
const unknownTestGlobals = new Set([2304, 2582, 2593, 2708]);

/** The first type error of each test, null where it has none or where the host has no tsconfig. */
export function checkTestTypes(host: Host, tests: readonly ImaginedTest[]): (string | null)[] {
  if (host.tsconfig === null) return tests.map(() => null);
  const project = new Project({
    tsConfigFilePath: path.join(host.root, host.tsconfig),
    skipAddingFilesFromTsConfig: true,
    compilerOptions: { noEmit: true, noUnusedLocals: false, noUnusedParameters: false, skipLibCheck: true },
    fileSystem: fileSystemOver(makeReadable(host.root, host.dependencyFolders)),
  });
  project.compilerOptions.set(oldResolution(project.getCompilerOptions()));
  const sources = tests.map(({ file, text }, index) => {
    const own = file.replace(/(\.[cm]?tsx?)$/, `-${index}$1`);
    const why = textRefusal(file, text);
    if (why !== null) return why;
    return project.createSourceFile(path.join(host.root, own), text, { overwrite: true });
  });
  return sources.map((source) => {
    if (typeof source === 'string') return source;
    // An error without a file is about the host's settings, which an older compiler may accept.
    const [first] = source
      .getPreEmitDiagnostics()
      .filter((diagnostic) => diagnostic.getSourceFile() === source)
      .filter((diagnostic) => !unknownTestGlobals.has(diagnostic.getCode()));
    if (!first) return null;
    const message = first.getMessageText();
    return `TS${first.getCode()}: ${typeof message === 'string' ? message : message.getMessageText()}`;
  });
}
