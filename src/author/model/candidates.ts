/** Makes candidates of the tests that a model wrote: which target, which imports, a title of its own, known slips mended. */
import { createHash } from 'node:crypto';
import type { Candidate, ImportNeed } from '../../domain/candidate.js';
import { hasWord, type WrittenTest } from './answer/split-tests.js';
import { namesOfTypes } from './answer/type-names.js';
import type { FileBrief, ModelRequest, TargetBrief } from './brief.js';
import { mendTest } from './mend-test.js';
import { resolveImports } from './resolve-imports.js';

/** A candidate with the promise that its test checks. */
export interface Written {
  candidate: Candidate;
  promise: string | null;
}

/** Candidates for the targets that were asked about; a body that came twice counts once. */
export async function toCandidates(
  brief: FileBrief,
  targets: readonly TargetBrief[],
  tests: readonly WrittenTest[],
): Promise<Written[]> {
  const taken = new Map(targets.map((each) => [each.target.id, new Set(each.takenTitles)]));
  const byId = new Map<string, Written>();
  for (const written of tests) {
    const found = targetOf(targets, written);
    if (found === undefined) continue;
    const request: ModelRequest = { ...brief, ...found };
    const { target } = found;
    const { test, imports } = await mendTest(written, await importsOf(written, request));
    const id = `${target.id}~model~${sha256(JSON.stringify([test.body, imports])).slice(0, 12)}`;
    if (byId.has(id)) continue;
    const titles = taken.get(target.id) ?? new Set();
    const title = uniqueTitle(test.title.replaceAll(/\s+/g, ' ').trim(), titles);
    titles.add(title);
    const { kind, body, isAsync } = test;
    const candidate: Candidate = {
      ...{ id, target: target.id, file: target.file, author: 'model', kind, group: target.name },
      ...{ title, body, isAsync, imports },
    };
    byId.set(id, { candidate, promise: written.promise ?? null });
  }
  return [...byId.values()];
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The target by the name that the model gave, else by the names in the body. */
function targetOf(targets: readonly TargetBrief[], test: WrittenTest): TargetBrief | undefined {
  const name = test.target?.trim();
  const named = targets.filter(({ target }) => target.name === name || target.id === name);
  if (named.length > 0 || targets.length === 1) return named[0] ?? targets[0];
  const isUsed = ({ target, access }: TargetBrief): boolean =>
    target.member === null
      ? hasWord(test.body, access.callee.split('.')[0] ?? access.callee)
      : new RegExp(`\\.${target.member.replaceAll(/[^\w]/g, '\\$&')}\\b`).test(test.body);
  return targets.find(isUsed) ?? targets[0];
}

async function importsOf(test: WrittenTest, request: ModelRequest): Promise<ImportNeed[]> {
  const needs = resolveImports(test, request);
  if (!request.style.typescript) return needs;
  const types = await namesOfTypes(
    test.body,
    needs.map(({ binding }) => binding.local),
  );
  return needs.map((need) =>
    need.binding.kind === 'named' && types.has(need.binding.local) ? { ...need, typeOnly: true } : need,
  );
}

const variants = ['another case', 'a third case', 'a fourth case', 'a fifth case'];

function uniqueTitle(title: string, taken: ReadonlySet<string>): string {
  if (!taken.has(title)) return title;
  for (const variant of variants) {
    if (!taken.has(`${title}, ${variant}`)) return `${title}, ${variant}`;
  }
  let count = variants.length + 2;
  while (taken.has(`${title}, case ${count}`)) count++;
  return `${title}, case ${count}`;
}
