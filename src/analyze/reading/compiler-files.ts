/** Shows the compiler the files that the analysis may read, and takes nothing from it. */
import type { FileSystemHost, ts as Ts } from 'ts-morph';
import { ts } from 'ts-morph';
import { realpathSync } from 'node:fs';
import type { Readable } from './readable.js';
import { textRefusal } from './depth.js';

/** The file system for module resolution and for reading configs. */
export const systemOver = (files: Readable): Ts.System => ({
  ...ts.sys,
  readFile: (file) => files.readText(file) ?? undefined,
  fileExists: (file) => files.isFile(file),
  directoryExists: (folder) => files.isFolder(folder),
  readDirectory: () => [],
  writeFile: () => undefined,
});

/** A file system for ts-morph. Code of the repository that is nested too deeply is set aside when it is first read. */
export function fileSystemOver(files: Readable): FileSystemHost {
  const refuse = (): never => {
    throw new Error('the analysis writes nothing');
  };
  const readFileSync = (file: string): string => {
    const text = files.readText(file);
    // Nothing that `fileExists` denies is asked for, unless it has changed meanwhile.
    if (text === null) return '';
    if (file.includes('/node_modules/')) return text;
    const why = textRefusal(file, text);
    if (why === null) return text;
    files.setAside(file, why);
    return '';
  };
  return {
    isCaseSensitive: () => ts.sys.useCaseSensitiveFileNames,
    getCurrentDirectory: () => ts.sys.getCurrentDirectory(),
    readFileSync,
    readFile: (file) => Promise.resolve(readFileSync(file)),
    fileExistsSync: (file) => files.isFile(file),
    fileExists: (file) => Promise.resolve(files.isFile(file)),
    directoryExistsSync: (folder) => files.isFolder(folder),
    directoryExists: (folder) => Promise.resolve(files.isFolder(folder)),
    realpathSync: (file) => realpathSync(file),
    readDirSync: (folder) =>
      ts.sys.getDirectories(folder).map((name) => ({
        name: `${folder}/${name}`,
        isFile: false,
        isDirectory: true,
        isSymlink: false,
      })),
    glob: () => Promise.resolve([]),
    globSync: () => [],
    delete: refuse,
    deleteSync: refuse,
    writeFile: refuse,
    writeFileSync: refuse,
    mkdir: refuse,
    mkdirSync: refuse,
    move: refuse,
    moveSync: refuse,
    copy: refuse,
    copySync: refuse,
  };
}
