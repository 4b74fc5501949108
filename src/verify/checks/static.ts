/** `syntax`, `policy`, `types`: what can be said of a candidate without running it. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Candidate } from '../../domain/candidate.js';
import type { Target } from '../../domain/target.js';
import { composeTestFile } from '../../test-file/test-file.js';
import type { GateContext } from '../gate-context.js';
import { checkPolicy } from '../policy.js';
import { isCopyOf } from '../policy/copies.js';
import { candidatesOf, type Rejection, type Sifted, siftThrough } from '../sift.js';
import type { PlacedFile } from '../placed-files.js';

/** Reads every candidate, and type-checks what the policy lets through. */
export const checkStatically = (context: GateContext, files: readonly PlacedFile[]): Promise<Sifted> =>
  siftThrough(files, [
    (open) => refuseByPolicy(context, open),
    (open) => refuseCopies(context, open),
    (open) => refuseByTypes(context, open),
  ]);

async function refuseByPolicy({ request }: GateContext, files: readonly PlacedFile[]): Promise<Rejection[]> {
  const rejected: Rejection[] = [];
  for (const candidate of candidatesOf(files)) {
    const policy = await checkPolicy(candidate, request);
    if (!policy.ok) rejected.push({ candidate, reason: policy.reason, detail: policy.detail });
  }
  return rejected;
}

async function refuseByTypes(
  { session, request }: GateContext,
  files: readonly PlacedFile[],
): Promise<Rejection[]> {
  const typed = files.filter((file) => /\.[cm]?tsx?$/.test(file.path));
  const tests = typed.flatMap(({ path: file, candidates }) =>
    candidates.map((candidate) => ({
      candidate,
      file,
      text: composeTestFile(session.host, { path: file, candidates: [candidate] }),
    })),
  );
  const errors = await request.findTypeErrors(tests.map(({ file, text }) => ({ file, text })));
  return tests.flatMap(({ candidate }, index): Rejection[] => {
    const detail = errors[index] ?? null;
    return detail === null ? [] : [{ candidate, reason: 'types', detail }];
  });
}

/** `weak`: a test that computes what it expects as the code does agrees with every mistake in it. */
async function refuseCopies(context: GateContext, files: readonly PlacedFile[]): Promise<Rejection[]> {
  const { ts } = await import('ts-morph');
  const targets = new Map(context.request.targets.map((target) => [target.id, target]));
  const codes = new Map<string, string>();
  const rejected: Rejection[] = [];
  for (const candidate of candidatesOf(files)) {
    const target = targets.get(candidate.target);
    if (target === undefined) continue;
    const code = codes.get(target.id) ?? (await codeOf(context, target));
    codes.set(target.id, code);
    if (isCopyOf(ts, code, oracleOf(candidate)))
      rejected.push({ candidate, reason: 'weak', detail: 'it expects what a copy of the code gives' });
  }
  return rejected;
}

/** Only a test that computes can hold a copy. */
const oracleOf = ({ body }: Candidate): string => `{${body}}`;

async function codeOf({ session }: GateContext, { file, range }: Target): Promise<string> {
  const text = await readFile(path.join(session.box.root, file), 'utf8').catch(() => '');
  const lines = text.split('\n').slice(range.start.line - 1, range.end.line);
  const last = lines.at(-1)?.slice(0, range.end.column) ?? '';
  const whole = [...lines.slice(0, -1), last].join('\n');
  return whole.slice(range.start.column);
}
