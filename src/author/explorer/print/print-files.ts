/** Prints the temp folder that a test makes for itself: the files in it, paths below it, and its removal. */
import path from 'node:path';
import type { Unit } from '../notation/plan.js';
import type { Observation, RecordedCase } from '../notation/recorded-case.js';
import { folderMark } from '../notation/expression.js';
import { freeName, type Imports } from './imports.js';
import { type PrintContext, printValue } from './print-value.js';

const PINNED_TIME = '2024-01-15T12:00:00Z';

/** Names in a test that must not be taken by its parameters or imports. */
export interface FolderNames {
  folder: string;
  join: string;
  time: string;
}

/** Names for the test of a unit; call it when what the test imports of the host is known. */
export const folderNames = (unit: Unit, imports: Imports): FolderNames => ({
  folder: freeName(unit, imports, ['folder', 'tempFolder', 'ownFolder']),
  join: freeName(unit, imports, ['join', 'joinPath']),
  time: freeName(unit, imports, ['changedAt', 'fileTime']),
});

const isPlainPath = (below: string): boolean =>
  below !== '' && !below.startsWith('/') && !below.startsWith('..') && path.posix.normalize(below) === below;

/** Source text for a text with the folder's mark in it. */
export function printMarked(
  text: string,
  { names, imports, literal }: { names: FolderNames; imports: Imports; literal: (text: string) => string },
): string {
  if (text === folderMark) return names.folder;
  const below = text.startsWith(`${folderMark}/`) ? text.slice(2) : '';
  if (isPlainPath(below) && !below.includes(folderMark)) {
    imports.addPackage('path', { kind: 'named', imported: 'join', local: names.join });
    return `${names.join}(${names.folder}, ${literal(below)})`;
  }
  const escaped = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replace(/`|\$\{/g, '\\$&');
  return `\`${escaped.replaceAll(folderMark, `\${${names.folder}}`)}\``;
}

function addFs(imports: Imports, name: string): string {
  imports.addPackage('fs', { kind: 'named', imported: name, local: name });
  return name;
}

/** A word for the folder's name, from what is tested. */
const prefixOf = (unit: Unit): string => {
  const name =
    unit.id
      .slice(unit.id.indexOf('#') + 1)
      .split('.')
      .at(-1) ?? 'test';
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').replace(/[^A-Za-z0-9]+/g, '-');
  return `${words.toLowerCase().replace(/^-|-$/g, '') || 'test'}-`;
};

/** A test that makes a folder for itself. */
interface FolderTest {
  recorded: RecordedCase;
  unit: Unit;
  names: FolderNames;
  imports: Imports;
  context: PrintContext;
}

/** The statements before the test's own ones, and those after them in any case. */
export function printFolder({ recorded, unit, names, imports, context }: FolderTest): {
  make: string;
  fill: string[];
  remove: string;
} {
  const text = (value: string): string => printValue({ k: 'lit', v: value }, context);
  imports.addPackage('path', { kind: 'named', imported: 'join', local: names.join });
  imports.addPackage('os', { kind: 'named', imported: 'tmpdir', local: 'tmpdir' });
  const place = (name: string): string => text(`${folderMark}/${name}`);
  const files = recorded.case.files ?? [];
  const fill: string[] = [];
  const made = new Set<string>();
  for (const { path: name, content } of files) {
    const needed = content === null ? name : path.posix.dirname(name);
    const isThere =
      needed === '.' || [...made].some((other) => other === needed || other.startsWith(`${needed}/`));
    if (!isThere) {
      made.add(needed);
      const isDeep = needed.includes('/');
      fill.push(`${addFs(imports, 'mkdirSync')}(${place(needed)}${isDeep ? ', { recursive: true }' : ''})`);
    }
    if (content !== null) fill.push(`${addFs(imports, 'writeFileSync')}(${place(name)}, ${text(content)})`);
  }
  if (recorded.pins.fileTimes === true && files.length > 0) {
    fill.push(`const ${names.time} = new Date(${text(PINNED_TIME)})`);
    for (const { path: name } of files)
      fill.push(`${addFs(imports, 'utimesSync')}(${place(name)}, ${names.time}, ${names.time})`);
  }
  const make = `${addFs(imports, 'mkdtempSync')}(${names.join}(tmpdir(), ${text(prefixOf(unit))}))`;
  return {
    make: `const ${names.folder} = ${make}`,
    fill,
    remove: `${addFs(imports, 'rmSync')}(${names.folder}, { recursive: true, force: true })`,
  };
}

/** The assertion for what became of a file. */
export function printFileObservation(
  { name, value }: { name: string; value: Observation['value'] },
  imports: Imports,
  context: PrintContext,
): string {
  const place = printValue({ k: 'lit', v: name === '' ? folderMark : `${folderMark}/${name}` }, context);
  const isText = value.k === 'lit' && typeof value.v === 'string';
  if (!isText) return `expect(${addFs(imports, 'existsSync')}(${place})).toBe(${printValue(value, context)})`;
  const utf8 = printValue({ k: 'lit', v: 'utf8' }, context);
  return `expect(${addFs(imports, 'readFileSync')}(${place}, ${utf8})).toBe(${printValue(value, context)})`;
}
