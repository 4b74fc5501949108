/** Puts candidates together into the text of a test file, in the host's own style; pure. */
import type { Candidate, ImportNeed } from './candidate.js';
import type { Host, TestConventions } from './host.js';
import { specifierFor, testStyle } from './test-path.js';

/** First line of every file that Nightshift writes; a file without it belongs to somebody else. */
export const ownMarker =
  '// Written by Nightshift: each test was run, repeated, and seen to fail when the code is broken.';

const indentBy = (text: string, indent: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '' : indent + line))
    .join('\n');

/** A string literal in the host's quotes. */
export function quote(text: string, conventions: Pick<TestConventions, 'quotes'>): string {
  const json = JSON.stringify(text)
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
  const wantsDouble =
    conventions.quotes === 'double' ? !text.includes('"') || text.includes("'") : isOnlySingle(text);
  if (wantsDouble) return json;
  return `'${json.slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;
}

const isOnlySingle = (text: string): boolean => text.includes("'") && !text.includes('"');

type Style = ReturnType<typeof testStyle>;

function namedList(needs: readonly ImportNeed[], separator: ' as ' | ': '): string {
  const names = needs.flatMap(({ binding, typeOnly }) => {
    if (binding.kind !== 'named') return [];
    const name =
      binding.imported === binding.local ? binding.local : binding.imported + separator + binding.local;
    return [typeOnly && separator === ' as ' ? `type ${name}` : name];
  });
  return [...new Set(names)].sort().join(', ');
}

function requireLines(specifier: string, needs: readonly ImportNeed[]): string[] {
  const lines: string[] = [];
  for (const { binding } of needs) {
    if (binding.kind === 'default') lines.push(`const ${binding.local} = require(${specifier}).default`);
    if (binding.kind === 'namespace') lines.push(`const ${binding.local} = require(${specifier})`);
  }
  const named = namedList(needs, ': ');
  if (named !== '') lines.push(`const { ${named} } = require(${specifier})`);
  return [...new Set(lines)];
}

function importLines(specifier: string, needs: readonly ImportNeed[], style: Style, host: Host): string[] {
  const isOwnFile = needs[0]?.from.kind === 'file';
  const lines: string[] = [];
  for (const { binding } of needs) {
    if (binding.kind === 'default') lines.push(`import ${binding.local} from ${specifier}`);
    if (binding.kind !== 'namespace') continue;
    const byDefault = isOwnFile && (style === 'esm' || host.esModuleInterop);
    if (byDefault) lines.push(`import ${binding.local} from ${specifier}`);
    else if (isOwnFile) lines.push(`import ${binding.local} = require(${specifier})`);
    else lines.push(`import * as ${binding.local} from ${specifier}`);
  }
  const named = namedList(needs, ' as ');
  if (named !== '') lines.push(`import { ${named} } from ${specifier}`);
  return [...new Set(lines)];
}

function globalsNeeded(host: Host, style: Style, candidates: readonly Candidate[]): string[] {
  const usesJest = candidates.some((candidate) => /\bjest\./.test(candidate.body));
  const { globals, testFunction } = host.conventions;
  if (globals === 'imported') return ['describe', 'expect', ...(usesJest ? ['jest'] : []), testFunction];
  return style === 'esm' && usesJest ? ['jest'] : [];
}

function importBlock(host: Host, path: string, candidates: readonly Candidate[]): string[] {
  const style = testStyle(host, path);
  const bySource = new Map<string, ImportNeed[]>();
  for (const need of candidates.flatMap((candidate) => candidate.imports)) {
    const specifier = need.from.kind === 'file' ? specifierFor(host, path, need.from.path) : need.from.name;
    bySource.set(specifier, [...(bySource.get(specifier) ?? []), need]);
  }
  const globals = globalsNeeded(host, style, candidates);
  if (globals.length > 0) {
    const needs = globals.map((name): ImportNeed => ({
      from: { kind: 'package', name: '@jest/globals' },
      binding: { kind: 'named', imported: name, local: name },
    }));
    bySource.set('@jest/globals', needs);
  }
  const isRelative = (specifier: string): number => (specifier.startsWith('.') ? 1 : 0);
  const sources = [...bySource].sort(([a], [b]) => isRelative(a) - isRelative(b) || (a < b ? -1 : 1));
  const end = host.conventions.semicolons ? ';' : '';
  return sources.flatMap(([source, needs]) => {
    const specifier = quote(source, host.conventions);
    const lines =
      style === 'require' ? requireLines(specifier, needs) : importLines(specifier, needs, style, host);
    return lines.map((line) => line + end);
  });
}

/** The import line by which a test file at this path gets what a candidate needs. */
export function importLineFor(host: Host, path: string, need: ImportNeed): string {
  const style = testStyle(host, path);
  const source = need.from.kind === 'file' ? specifierFor(host, path, need.from.path) : need.from.name;
  const specifier = quote(source, host.conventions);
  const lines =
    style === 'require' ? requireLines(specifier, [need]) : importLines(specifier, [need], style, host);
  return `${lines.join('\n')}${host.conventions.semicolons ? ';' : ''}`;
}

function testBlock(host: Host, candidate: Candidate): string {
  const { indent, testFunction, semicolons } = host.conventions;
  const head = `${testFunction}(${quote(candidate.title, host.conventions)}, ${candidate.isAsync ? 'async ' : ''}() => {`;
  return `${head}\n${indentBy(candidate.body, indent)}\n})${semicolons ? ';' : ''}`;
}

function describeBlocks(host: Host, candidates: readonly Candidate[]): string[] {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates)
    groups.set(candidate.group, [...(groups.get(candidate.group) ?? []), candidate]);
  const end = host.conventions.semicolons ? ';' : '';
  return [...groups].map(([group, members]) => {
    const tests = members.map((candidate) => indentBy(testBlock(host, candidate), host.conventions.indent));
    return `describe(${quote(group, host.conventions)}, () => {\n${tests.join('\n\n')}\n})${end}`;
  });
}

/** Jest's full name of a candidate's test: the group, a space, the title. */
export const fullNameOf = (candidate: Candidate): string => `${candidate.group} ${candidate.title}`;

/**
 * The text of a test file with these candidates.
 * @param existing the text of the file as it stands, when an earlier pass wrote it: its tests stay, the new ones follow.
 */
export function composeTestFile(
  host: Host,
  path: string,
  candidates: readonly Candidate[],
  existing: string | null = null,
): string {
  const imports = importBlock(host, path, candidates);
  const blocks = describeBlocks(host, candidates);
  if (existing === null) return `${[ownMarker, ...imports].join('\n')}\n\n${blocks.join('\n\n')}\n`;
  return extend(existing, imports, blocks);
}

const isImportLine = (line: string): boolean => /^(import\b|const .*\brequire\()/.test(line);

/** The names that an import line of ours binds. */
function boundNames(line: string): string[] {
  const inBraces = /\{([^}]*)\}/.exec(line)?.[1]?.split(',') ?? [];
  const plain = /^(?:import|const)\s+(?:\* as\s+)?(\w+)\s*(?:=|from)/.exec(line)?.[1];
  const named = inBraces.map(
    (name) =>
      name
        .trim()
        .split(/ as |:\s*/)
        .at(-1) ?? '',
  );
  return [...named, ...(plain === undefined ? [] : [plain])];
}

function extend(existing: string, imports: readonly string[], blocks: readonly string[]): string {
  const lines = existing.trimEnd().split('\n');
  const bound = new Set(lines.filter(isImportLine).flatMap(boundNames));
  const lastImport = lines.findLastIndex(isImportLine);
  const missing = imports.flatMap((line) => {
    const names = boundNames(line);
    const open = names.filter((name) => !bound.has(name));
    if (open.length === 0) return [];
    if (open.length === names.length) return [line];
    const kept = (/\{([^}]*)\}/.exec(line)?.[1] ?? '').split(',').filter((name) =>
      open.includes(
        name
          .trim()
          .split(/ as |:\s*/)
          .at(-1) ?? '',
      ),
    );
    return [line.replace(/\{[^}]*\}/, `{ ${kept.map((name) => name.trim()).join(', ')} }`)];
  });
  lines.splice(lastImport + 1, 0, ...missing);
  return `${lines.join('\n')}\n\n${blocks.join('\n\n')}\n`;
}
