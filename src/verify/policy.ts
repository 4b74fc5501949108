/** The gate's first check: reads a candidate, without running it, and refuses what tests have no need of. */
import type { Candidate } from '../domain/candidate.js';
import { refuseAssertions } from './policy/outcome/assertions.js';
import { parseBody } from './policy/body.js';
import { refuseConstructs } from './policy/constructs.js';
import { refuseImports } from './policy/imports.js';
import { refuseReferences } from './policy/references.js';
import { refuseLaws } from './policy/outcome/laws.js';
import { refuseLeaving } from './policy/outcome/restores.js';
import { refuseScratchFiles } from './policy/scratch-files.js';
import { refuseSize } from './policy/size.js';
import { refuseSourceText } from './policy/source-text.js';
import { refuseMocks, refuseStandIns } from './policy/stand-ins.js';

export type PolicyResult = { ok: true } | { ok: false; reason: 'syntax' | 'policy'; detail: string };

/** A title is a sentence. */
const MOST_TITLE = 300;

export interface PolicyOptions {
  /** Packages that the host declares and that its tests may import; `fast-check` always may. */
  allowedPackages: ReadonlySet<string>;
  /** Which secret stands in a text, in words that hold nothing of it. */
  findSecret?: (text: string) => string | undefined;
}

/**
 * Whether a candidate parses and keeps to the policy: it imports only the host's files, allowed packages and Node's
 * modules that reach nothing outside; every other name is its own, of the language, or of Jest; it holds no construct
 * that leads behind a value or never ends, and no secret; it puts back the spies and clocks it sets; and it asserts something with an expectation that certainly runs, is
 * awaited, and can fail. `detail` names the construct and its line in the body.
 */
export async function checkPolicy(candidate: Candidate, options: PolicyOptions): Promise<PolicyResult> {
  const parsed = await parseBody(candidate);
  if (!parsed.ok) return { ok: false, reason: 'syntax', detail: parsed.detail };
  const { body } = parsed;
  const directive = refuseDirective(candidate.body);
  if (directive !== undefined) return { ok: false, reason: 'policy', detail: directive };
  const long = [candidate.group, candidate.title].find((text) => text.length > MOST_TITLE);
  if (long !== undefined)
    return { ok: false, reason: 'policy', detail: `a title of ${long.length} characters` };
  const secret = refuseSecrets(candidate, options.findSecret);
  if (secret !== undefined) return { ok: false, reason: 'policy', detail: secret };
  const badImport = refuseImports(candidate.imports, options.allowedPackages) ?? refuseMocks(candidate);
  if (badImport !== undefined) return { ok: false, reason: 'policy', detail: badImport };
  const refusal =
    refuseSize(body) ??
    refuseConstructs(body) ??
    refuseReferences(body) ??
    refuseScratchFiles(body) ??
    refuseStandIns(body) ??
    refuseLaws(body) ??
    refuseSourceText(body, candidate.target) ??
    refuseAssertions(body) ??
    refuseLeaving(body);
  if (refusal === undefined) return { ok: true };
  const isWhole = refusal.node === body.root;
  const detail = isWhole ? refusal.words : `line ${body.lineOf(refusal.node)}: ${refusal.words}`;
  return { ok: false, reason: 'policy', detail };
}

/** A test that holds a secret would carry it into the host's history; masked, it would be another test. */
function refuseSecrets(candidate: Candidate, find: PolicyOptions['findSecret']): string | undefined {
  const { group, title, body, imports } = candidate;
  if (find === undefined) return undefined;
  const whole = find([group, title, body, JSON.stringify(imports)].join('\n'));
  if (whole === undefined) return undefined;
  const line = body.split('\n').findIndex((each) => find(each) !== undefined);
  return `${line < 0 ? '' : `line ${line + 1}: `}it holds a secret, ${whole}`;
}

/** Loaders and transforms obey these comments wherever they stand, even inside of a text. */
function refuseDirective(text: string): string | undefined {
  const lines = text.split('\n');
  const index = lines.findIndex((line) => /[#@]\s*source(?:Mapping)?URL\s*=/.test(line));
  return index < 0 ? undefined : `line ${index + 1}: a comment that names a source map or a source`;
}
