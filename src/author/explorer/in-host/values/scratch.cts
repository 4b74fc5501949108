/** The temp folder of the case that runs: made before its calls, looked at after them. */
import fs from 'fs';
import os from 'os';
import path from 'path';
import type { ScratchFile } from '../../notation/case.js';
import type { folderMark } from '../../notation/expression.js';

export const SCRATCH_MARK: typeof folderMark = '\uE000';
const MAX_FILES = 40;
const MAX_BYTES = 4000;
/** When the files of a case were changed last, where that is pinned. */
const PINNED_TIME = new Date(Date.UTC(2024, 0, 15, 12, 0, 0));

/** The content of the folder: the text of each file, null for folders and binary files. */
export type Contents = Map<string, string | null>;

/** Runs a step that fails where the code under exploration has taken the rights to its own folder away. */
function attempt<T>(step: () => T, otherwise: T): T {
  try {
    return step();
  } catch {
    return otherwise;
  }
}

/** Empties a folder if it is still one; false where it is none any more. */
function empty(folder: string): boolean {
  return attempt(() => {
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) fs.rmSync(file, { recursive: true, force: true });
      else fs.unlinkSync(file);
    }
    return true;
  }, false);
}

function fill(folder: string, files: readonly ScratchFile[]): void {
  for (const { path: name, content } of files) {
    const file = path.join(folder, name);
    fs.mkdirSync(content === null ? file : path.dirname(file), { recursive: true });
    if (content !== null) fs.writeFileSync(file, content);
  }
}

/** The temp folder of one case after the other; there is none while a case needs none. */
export class Scratch {
  private folder: string | null = null;
  private isKept = false;
  private times: Date | null = null;

  /** From now on, files that are made get this time; without a pin or an offset, the time at which they are made. */
  setTimes(isPinned: boolean, offsetMs: number): void {
    this.times = isPinned ? PINNED_TIME : offsetMs === 0 ? null : new Date(Date.now() + offsetMs);
  }

  /** During the search one folder serves case after case, because making one costs more than the call. */
  keep(isKept: boolean): void {
    this.close();
    this.isKept = isKept;
  }

  /** Makes the folder for a case; that of the case before goes. */
  open(files: readonly ScratchFile[] | undefined): void {
    if (!this.isKept || this.folder === null || !empty(this.folder)) this.close();
    if (files === undefined) return;
    const folder = (this.folder ??= fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'explored-'))));
    fill(folder, files);
    if (this.times === null) return;
    for (const { path: name } of files) fs.utimesSync(path.join(folder, name), this.times, this.times);
  }

  close(): void {
    const { folder } = this;
    this.folder = null;
    if (folder !== null) attempt(() => fs.rmSync(folder, { recursive: true, force: true }), undefined);
  }

  /** The text with the folder's path in place of its mark. */
  withPath(text: string): string {
    return text.includes(SCRATCH_MARK)
      ? text.split(SCRATCH_MARK).join(this.folder ?? '/without-folder')
      : text;
  }

  /** The text with the mark in place of the folder's path. */
  withMark(text: string): string {
    const { folder } = this;
    return folder !== null && text.includes(folder) ? text.split(folder).join(SCRATCH_MARK) : text;
  }

  /** Whether a text contains the path of this machine's temp folder. */
  isRevealedIn(text: string): boolean {
    return this.folder !== null && text.includes(path.dirname(this.folder));
  }

  /** The content of the folder now; empty when there is none, or when the case has removed it. */
  list(): Contents {
    const { folder } = this;
    const found: Contents = new Map();
    if (folder !== null && fs.existsSync(folder)) attempt(() => this.collect(folder, '', found), undefined);
    return found;
  }

  /** Whether the case has removed its own folder. */
  isGone(): boolean {
    return this.folder !== null && !fs.existsSync(this.folder);
  }

  private textOf(file: string): string | null {
    if (fs.statSync(file).size > MAX_BYTES) return null;
    const text = fs.readFileSync(file, 'utf8');
    return /[\uFFFD\0]/.test(text) ? null : this.withMark(text);
  }

  private collect(folder: string, below: string, into: Contents): void {
    for (const entry of fs.readdirSync(path.join(folder, below), { withFileTypes: true })) {
      if (into.size >= MAX_FILES) return;
      const name = below === '' ? entry.name : `${below}/${entry.name}`;
      into.set(name, entry.isFile() ? this.textOf(path.join(folder, name)) : null);
      if (entry.isDirectory()) this.collect(folder, name, into);
    }
  }
}
