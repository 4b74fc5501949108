/** `syntax`, `policy`, `types`: what can be said of a candidate without running it. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Candidate } from '../../domain/candidate.js';
import type { Target } from '../../domain/target.js';
import { checkPolicy } from '../policy.js';
import { isCopyOf } from '../policy/copies.js';
import { findTypeErrors } from '../types.js';
import { type GateState, isOpen, openFiles, reject } from '../gate-state.js';

/** Reads every candidate, and type-checks what the policy lets through. */
export async function checkStatically(state: GateState): Promise<void> {
  const { request, session } = state;
  for (const candidate of request.files.flatMap((file) => file.candidates)) {
    const policy = await checkPolicy(candidate, request);
    if (!policy.ok) reject(state, candidate, policy.reason, policy.detail);
  }
  await rejectCopies(state);
  const open = openFiles(state);
  const placeOf = new Map(
    open.flatMap((file) => file.candidates.map((candidate) => [candidate.id, file.path] as const)),
  );
  const candidates = open.flatMap((file) => file.candidates);
  const errors = await findTypeErrors(session.host, candidates, ({ id }) => placeOf.get(id) ?? '');
  for (const candidate of candidates) {
    const error = errors.get(candidate.id);
    if (error !== undefined) reject(state, candidate, 'types', error);
  }
}

/** `weak`: a test that computes what it expects as the code does agrees with every mistake in it. */
async function rejectCopies(state: GateState): Promise<void> {
  const { ts } = await import('ts-morph');
  const targets = new Map(state.request.targets.map((target) => [target.id, target]));
  const codes = new Map<string, string>();
  for (const candidate of state.request.files.flatMap((file) => file.candidates)) {
    if (!isOpen(state, candidate)) continue;
    const target = targets.get(candidate.target);
    if (target === undefined) continue;
    const code = codes.get(target.id) ?? (await codeOf(state, target));
    codes.set(target.id, code);
    if (isCopyOf(ts, code, oracleOf(candidate)))
      reject(state, candidate, 'weak', 'it expects what a copy of the code gives');
  }
}

/** Only a test that computes can hold a copy. */
const oracleOf = ({ body }: Candidate): string => `{${body}}`;

async function codeOf({ session }: GateState, { file, range }: Target): Promise<string> {
  const text = await readFile(path.join(session.box.root, file), 'utf8').catch(() => '');
  const lines = text.split('\n').slice(range.start.line - 1, range.end.line);
  const last = lines.at(-1)?.slice(0, range.end.column) ?? '';
  const whole = [...lines.slice(0, -1), last].join('\n');
  return whole.slice(range.start.column);
}
