/** The temp folder of the case that runs: made before its calls, looked at after them. */
import fs from 'fs';
import os from 'os';
import path from 'path';
import type { folderMark, ScratchFile } from '../../notation/expression.js';

export const SCRATCH_MARK: typeof folderMark = '\uE000';
const MAX_FILES = 40;
const MAX_BYTES = 4000;
/** When the files of a case were changed last, where that is pinned. */
const PINNED_TIME = new Date(Date.UTC(2024, 0, 15, 12, 0, 0));

/** The content of the folder: the text of each file, null for folders and binary files. */
export type Contents = Map<string, string | null>;

let folder: string | null = null;
let isKept = false;
let times: Date | null = null;

/** From now on, files that are made get this time; null leaves them the time at which they are made. */
export function setFileTimes(pinned: boolean, offsetMs: number): void {
  times = pinned ? PINNED_TIME : offsetMs === 0 ? null : new Date(Date.now() + offsetMs);
}

/** Runs a step that fails where the code under exploration has taken the rights to its own folder away. */
function attempt<T>(step: () => T, otherwise: T): T {
  try {
    return step();
  } catch {
    return otherwise;
  }
}

export function closeScratch(): void {
  const old = folder;
  folder = null;
  if (old !== null) attempt(() => fs.rmSync(old, { recursive: true, force: true }), undefined);
}

/** During the search one folder serves case after case, because making one costs more than the call. */
export function keepScratch(keep: boolean): void {
  closeScratch();
  isKept = keep;
}

/** Empties the folder if it is still one; false where it is none any more. */
function empty(kept: string): boolean {
  return attempt(() => {
    for (const entry of fs.readdirSync(kept, { withFileTypes: true })) {
      const file = path.join(kept, entry.name);
      if (entry.isDirectory()) fs.rmSync(file, { recursive: true, force: true });
      else fs.unlinkSync(file);
    }
    return true;
  }, false);
}

/** Makes the folder for a case; that of the case before goes. */
export function openScratch(files: readonly ScratchFile[] | undefined): void {
  if (!isKept || folder === null || !empty(folder)) closeScratch();
  if (files === undefined) return;
  folder ??= fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'explored-')));
  for (const { path: name, content } of files) {
    const file = path.join(folder, name);
    fs.mkdirSync(content === null ? file : path.dirname(file), { recursive: true });
    if (content !== null) fs.writeFileSync(file, content);
  }
  if (times === null) return;
  for (const { path: name } of files) fs.utimesSync(path.join(folder, name), times, times);
}

/** The text with the folder's path in place of its mark. */
export const withScratchPath = (text: string): string =>
  text.includes(SCRATCH_MARK) ? text.split(SCRATCH_MARK).join(folder ?? '/without-folder') : text;

/** The text with the mark in place of the folder's path. */
export const withScratchMark = (text: string): string =>
  folder !== null && text.includes(folder) ? text.split(folder).join(SCRATCH_MARK) : text;

/** Whether a text contains the path of this machine's temp folder. */
export const revealsScratch = (text: string): boolean =>
  folder !== null && text.includes(path.dirname(folder));

function textOf(file: string): string | null {
  if (fs.statSync(file).size > MAX_BYTES) return null;
  const text = fs.readFileSync(file, 'utf8');
  return /[\uFFFD\0]/.test(text) ? null : withScratchMark(text);
}

function collect(below: string, into: Contents): void {
  if (folder === null) return;
  for (const entry of fs.readdirSync(path.join(folder, below), { withFileTypes: true })) {
    if (into.size >= MAX_FILES) return;
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    into.set(name, entry.isFile() ? textOf(path.join(folder, name)) : null);
    if (entry.isDirectory()) collect(name, into);
  }
}

/** The content of the folder now; empty when there is none, or when the case has removed it. */
export function listScratch(): Contents {
  const found: Contents = new Map();
  if (folder !== null && fs.existsSync(folder)) attempt(() => collect('', found), undefined);
  return found;
}

/** Whether the case has removed its own folder. */
export const isScratchGone = (): boolean => folder !== null && !fs.existsSync(folder);
