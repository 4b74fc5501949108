/** Writes small hosts to a temp folder and analyses them. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { analyzeHost } from '../../../src/analyze/analyze-host.js';
import { detectHost } from '../../../src/analyze/host/detect-host.js';
import type { Analysis, Target } from '../../../src/domain/target.js';
import type { TypeShape } from '../../../src/domain/type-shape.js';

const made: string[] = [];

/** Writes the files, a package.json among them, and gives the folder's real path. */
export function writeHost(files: Record<string, string>): string {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'nightshift-analyze-')));
  made.push(root);
  for (const [name, text] of Object.entries({ 'package.json': '{"name":"sample"}', ...files })) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  return root;
}

/** Removes every folder that `writeHost` made. */
export function removeHosts(): void {
  for (const root of made.splice(0)) rmSync(root, { recursive: true, force: true });
}

/** Analyses a host made of these files. */
export async function analyze(files: Record<string, string>): Promise<Analysis & { root: string }> {
  const root = writeHost(files);
  return { root, ...(await analyzeHost(await detectHost(root), { include: [], exclude: [] })) };
}

/** The target of that id; fails the test when there is none. */
export function targetOf(analysis: Analysis, id: string): Target {
  const target = analysis.targets.find((candidate) => candidate.id === id);
  if (target === undefined)
    throw new Error(`no ${id} among ${analysis.targets.map((one) => one.id).join(', ')}`);
  return target;
}

/** How a test calls a target, in one line: `a.js parse`, `a.js module.helper`, `a.js Parser → next`. */
export function describeAccess({ access, member }: Target): string | null {
  if (access === null) return null;
  const exported = access.export.kind === 'named' ? access.export.name : `<${access.export.kind}>`;
  const chain = [exported, ...access.members].join('.');
  return `${access.module} ${chain}${member === null ? '' : ` → ${member}`}`;
}

/** A type in one line. */
export function describeType(type: TypeShape): string {
  switch (type.kind) {
    case 'literal':
      return JSON.stringify(type.value);
    case 'union':
      return type.of.map(describeType).join(' | ');
    case 'array':
      return `(${describeType(type.of)})[]`;
    case 'tuple':
      return `[${type.of.map(describeType).join(', ')}]`;
    case 'object': {
      const properties = type.properties.map(
        ({ name, optional, type: of }) => `${name}${optional ? '?' : ''}: ${describeType(of)}`,
      );
      return `{${[...properties, ...(type.index ? [`[]: ${describeType(type.index)}`] : [])].join(', ')}}`;
    }
    case 'function':
      return `(${type.params.map(describeType).join(', ')}) => ${describeType(type.returns)}`;
    case 'builtin':
      return `${type.name}<${type.args.map(describeType).join(', ')}>`;
    case 'class':
      return `class ${type.name}(${type.constructorParams.map((parameter) => describeType(parameter.type)).join(', ')})`;
    default:
      return type.kind;
  }
}

/** The parameters in one line. */
export const describeParams = ({ params }: Target): string =>
  params
    .map(
      ({ name, optional, rest, type }) =>
        `${rest ? '...' : ''}${name}${optional ? '?' : ''}: ${describeType(type)}`,
    )
    .join('; ');
