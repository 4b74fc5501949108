/** Addresses a unit of work by its content: equal inputs give equal results, so that nothing need be done twice. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ownVersion } from '../../io/system/own-version.js';
import type { InputsOf, PassRequest, Preparation } from '../pass.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Reads the sources that targets depend on. An address holds a target's file with all that it imports, the settings that an
 * author goes by, and the versions of what runs.
 */
export async function addressInputs(
  { config }: PassRequest,
  { host, session, analysis, tier }: Preparation,
): Promise<InputsOf> {
  const texts = new Map<string, string>();
  for (const file of analysis.files)
    texts.set(file, sha256(await readFile(path.join(session.box.root, file), 'utf8').catch(() => '')));
  const closures = new Map<string, string>();
  const closureOf = (file: string): string => {
    const known = closures.get(file);
    if (known !== undefined) return known;
    const files = [...reachedFrom(file, analysis.imports)].sort();
    const hash = sha256(files.map((each) => `${each} ${texts.get(each) ?? ''}`).join('\n'));
    closures.set(file, hash);
    return hash;
  };
  const settings = {
    version: ownVersion(),
    jest: host.jest.version,
    hasFastCheck: host.hasFastCheck,
    tier,
    seed: config.seed,
    targetSeconds: config.targetSeconds,
  };
  return (target, author) => {
    const model = author === 'model' ? config.model : null;
    return sha256(JSON.stringify([settings, model, target.id, target.hash, closureOf(target.file)]));
  };
}

/** A file and all that it imports, directly or through others. */
function reachedFrom(file: string, imports: Readonly<Record<string, readonly string[]>>): Set<string> {
  const reached = new Set([file]);
  for (const each of reached) for (const imported of imports[each] ?? []) reached.add(imported);
  return reached;
}
