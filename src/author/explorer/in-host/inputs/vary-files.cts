/** Gives cases files to work on: which lie in the test's temp folder, and which arguments are paths below it. */
import { paramsOf } from '../../notation/algebra.cjs';
import type { Case, ScratchFile, Step } from '../../notation/case.js';
import type { Expression } from '../../notation/expression.js';
import type { InputGenerator } from './generate.cjs';
import { someJson, type JsonShape } from './json-shape.cjs';
import { SCRATCH_MARK } from '../values/scratch.cjs';
import type { Random } from '../values/random.cjs';

/** Observed file accesses of the code. */
export interface FileUse {
  /** Whether the code asked the file system for anything. */
  isSeen: boolean;
  /** Names below the test's folder that it asked for. */
  asked: string[];
  /** Members that it read from what it parsed. */
  shape: JsonShape;
}

/** A case made by chance, and the kept case that it was varied from; null for a fresh one. */
export interface Variation {
  scenario: Case;
  parent: Case | null;
}

const plainNames = ['a.txt', 'b.txt', 'notes.txt', 'data.json', 'sub', 'sub/a.txt', 'sub/deep/b.txt'];
const pathLike = /path|file|dir|folder|cwd|root|dest|src|source|target|^(from|to|out|output|input|base)$/i;
const MAX_ASKED = 40;
const MAX_FILES = 6;

/** Remembers what a call asked the file system for. */
export function noteFileUse(use: FileUse, trace: { calls: number; asked: string[] }): void {
  if (trace.calls > 0) use.isSeen = true;
  for (const name of trace.asked) {
    const isNew = use.asked.length < MAX_ASKED && !use.asked.includes(name) && isName(name);
    if (isNew) use.asked.push(name);
  }
}

const isName = (name: string): boolean =>
  /^[\w@.+ -]+(\/[\w@.+ -]+){0,3}$/.test(name) && !/(^|\/)\.{1,2}(\/|$)/.test(name) && name.length <= 40;

function someName({ pools, random }: InputGenerator, use: FileUse): string {
  const roll = random.next();
  if (roll < 0.4 && use.asked.length > 0) return random.pick(use.asked);
  if (roll < 0.75) {
    const texts = random.chance(0.5) && pools.traced.length > 0 ? pools.traced : pools.strings;
    const text = texts.length > 0 ? random.pick(texts) : '';
    if (isName(text) && /[.\w]/.test(text)) {
      const name = text.startsWith('.') && random.chance(0.5) ? `a${text}` : text;
      return random.chance(0.2) ? `sub/${name}` : name;
    }
  }
  return random.pick(plainNames);
}

function someContent(generator: InputGenerator, name: string, { shape }: FileUse): string {
  const { pools, random } = generator;
  const roll = random.next();
  const text = (): string => generator.text();
  if (roll < 0.12) return '';
  if (roll < 0.3 || (/(\.json|rc)$/.test(name) && roll < 0.8)) {
    return JSON.stringify(someJson(generator, shape));
  }
  if (roll < 0.55) return text();
  const lines = Array.from({ length: 1 + random.below(3) }, () =>
    roll < 0.75
      ? text()
      : `${random.pick(pools.properties.length > 0 ? pools.properties : ['key'])}=${text()}`,
  );
  return `${lines.join('\n')}\n`;
}

function someFile(generator: InputGenerator, use: FileUse): ScratchFile {
  const path = someName(generator, use);
  const isFolder = !path.includes('.') && generator.random.chance(0.5);
  return { path, content: isFolder ? null : someContent(generator, path, use) };
}

/** Without those that cannot lie in the same folder: the same name twice, or a file where another needs a folder. */
function fitting(files: readonly ScratchFile[]): ScratchFile[] {
  const kept: ScratchFile[] = [];
  for (const file of files) {
    const clashes = kept.some(
      (other) =>
        other.path === file.path ||
        (other.content !== null && file.path.startsWith(`${other.path}/`)) ||
        (file.content !== null && other.path.startsWith(`${file.path}/`)),
    );
    if (!clashes && kept.length < MAX_FILES) kept.push(file);
  }
  return kept.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function varyFiles(generator: InputGenerator, files: readonly ScratchFile[], use: FileUse): ScratchFile[] {
  const { random } = generator;
  const copy = [...files];
  const index = random.below(Math.max(1, copy.length));
  const chosen = copy[index];
  const roll = random.next();
  if (!chosen || roll < 0.45) copy.push(someFile(generator, use));
  else if (roll < 0.6) copy.splice(index, 1);
  else if (roll < 0.7) copy[index] = { ...chosen, path: someName(generator, use) };
  else copy[index] = { ...chosen, content: someContent(generator, chosen.path, use) };
  return fitting(copy);
}

function somePath(generator: InputGenerator, files: readonly ScratchFile[], use: FileUse): Expression {
  const { random } = generator;
  const roll = random.next();
  if (roll < 0.25) return { k: 'lit', v: SCRATCH_MARK };
  const known = files.length > 0 && roll < 0.8;
  return {
    k: 'lit',
    v: `${SCRATCH_MARK}/${known ? random.pick(files).path : someName(generator, use)}`,
  };
}

/** How much a value with this name looks like a path; zero where a path cannot stand. */
function weightOf(name: string, value: Expression, isTyped: boolean): number {
  const isText = value.k === 'lit' && typeof value.v === 'string' && !value.brand && !value.access;
  if (!isText && isTyped) return 0;
  return (pathLike.test(name) ? 8 : 1) * (isText ? 3 : 1);
}

interface FilePlace {
  weight: number;
  put: (path: Expression) => Expression[];
}

/** The places among arguments where a path may stand: arguments, and members of objects and lists among them. */
function placesIn(
  items: readonly Expression[],
  nameOf: (index: number) => string,
  isTyped: boolean,
): FilePlace[] {
  return items.flatMap((item, index): FilePlace[] => {
    const replaced = (value: Expression): Expression[] =>
      items.map((old, at) => (at === index ? value : old));
    const own = { weight: weightOf(nameOf(index), item, isTyped), put: replaced };
    if (item.k === 'obj') {
      const inner = placesIn(
        item.props.map(([, value]) => value),
        (at) => item.props[at]?.[0] ?? '',
        isTyped,
      );
      const within = inner.map(({ weight, put }): FilePlace => ({
        weight,
        put: (path) => {
          const values = put(path);
          const props = item.props.map(([key, old], at): [string, Expression] => [key, values[at] ?? old]);
          return replaced({ ...item, props });
        },
      }));
      return [own, ...within];
    }
    if (item.k !== 'arr') return [own];
    const inner = placesIn(item.items, () => nameOf(index), isTyped);
    return [
      own,
      ...inner.map(({ weight, put }): FilePlace => ({
        weight,
        put: (path) => replaced({ k: 'arr', items: put(path) }),
      })),
    ];
  });
}

function pickPlace(places: readonly FilePlace[], random: Random): FilePlace | undefined {
  const total = places.reduce((sum, { weight }) => sum + weight, 0);
  let at = random.next() * total;
  return places.find(({ weight }) => {
    at -= weight;
    return weight > 0 && at <= 0;
  });
}

/** The case with a path below the folder in one place of its arguments. */
function withPath({ unit, pools, random }: InputGenerator, scenario: Case, path: Expression): Case {
  const { isTyped } = pools;
  const namesOf = (step: Step): ((index: number) => string) => {
    const params = paramsOf(unit, step) ?? [];
    return (index) => params[Math.min(index, params.length - 1)]?.name ?? '';
  };
  const inSteps = scenario.steps.map((step) => placesIn(step.args, namesOf(step), isTyped));
  const inConstruct = placesIn(
    scenario.construct ?? [],
    (index) => unit.constructorParams[index]?.name ?? '',
    isTyped,
  );
  const place = pickPlace([...inSteps.flat(), ...inConstruct], random);
  if (!place) return scenario;
  if (inConstruct.includes(place)) return { ...scenario, construct: place.put(path) };
  const steps = scenario.steps.map((step, index) =>
    inSteps[index]?.includes(place) === true ? { ...step, args: place.put(path) } : step,
  );
  return { ...scenario, steps };
}

const mentionsFolder = (scenario: Case): boolean =>
  JSON.stringify([scenario.construct, scenario.steps]).includes(SCRATCH_MARK);

/** Lets a case work on files, where the code was seen to ask for some. */
export function varyCaseFiles(
  generator: InputGenerator,
  use: FileUse,
  { scenario, parent }: Variation,
): Case {
  const { random } = generator;
  if (!use.isSeen) return scenario;
  const hasPath = mentionsFolder(scenario);
  if (!hasPath && random.chance(0.25)) return scenario;
  let files = scenario.files ?? parent?.files ?? [];
  if (files.length === 0 ? random.chance(0.8) : random.chance(0.3)) files = varyFiles(generator, files, use);
  if (random.chance(0.15)) files = varyFiles(generator, files, use);
  let varied: Case = { ...scenario, files };
  if (!hasPath || random.chance(0.15)) varied = withPath(generator, varied, somePath(generator, files, use));
  if (random.chance(0.2)) varied = withPath(generator, varied, somePath(generator, files, use));
  return varied;
}

/** The same case with less to read in its folder. */
export function* simplerFiles(scenario: Case): Generator<Case> {
  const { files, ...rest } = scenario;
  if (files === undefined) return;
  if (!mentionsFolder(scenario)) yield rest;
  for (let index = 0; index < files.length; index++)
    yield { ...scenario, files: files.filter((_, other) => other !== index) };
  for (const [index, file] of files.entries()) {
    const { content } = file;
    if (content === null || content === '') continue;
    const lines = content.split('\n');
    const shorter = [
      'hello',
      '',
      lines[0] ?? '',
      lines.slice(0, -1).join('\n'),
      content.slice(0, Math.ceil(content.length / 2)),
    ];
    for (const simple of shorter.filter((text) => text.length < content.length))
      yield {
        ...scenario,
        files: files.map((old, at) => (at === index ? { ...file, content: simple } : old)),
      };
  }
}

/** A file that is empty says less than one with a word in it. */
function costOfText(text: string): number {
  if (text === '') return 0.8;
  return (/[^\x20-\x7e\n]/.test(text) ? 3 : 0) + text.length / 16;
}

/** A name that a person would give to a file costs nothing of itself. */
export const costOfName = (name: string): number => {
  const parts = name === '' ? [] : name.split('/');
  const odd = parts.filter((part) => !/^[a-z]{3,}[\w-]*$|^[a-z][\w-]*(\.[a-z]{2,}\w*)+$/i.test(part));
  return 1 + 0.3 * parts.length + odd.length + (/[^\x20-\x7e]/.test(name) ? 4 : 0);
};

/** How much there is to read in the folder of a case. */
export const costOfFiles = ({ files }: Case): number =>
  files === undefined
    ? 0
    : files.reduce(
        (sum, { path, content }) => sum + costOfName(path) + (content === null ? 0 : costOfText(content)),
        3,
      );
