/** The imports of a test file: rendered in the host's style, read back, and kept free of clashes; pure. */
import type { Candidate, ImportNeed } from '../domain/candidate.js';
import type { Host } from '../domain/host.js';
import { specifierFor, takesWholeAsDefault, testStyle } from './test-path.js';
import { quote } from './quote.js';

/** Since 4.5, a single name of an import may be marked as a type. */
function knowsTypeMarks({ typescript }: Host): boolean {
  const [major = 0, minor = 0] = (typescript ?? '').split('.').map(Number);
  return major > 4 || (major === 4 && minor >= 5);
}

/** @param mark what is put before the names of types */
function namedList(needs: readonly ImportNeed[], separator: ' as ' | ': ', mark = ''): string {
  const names = needs.flatMap(({ binding, typeOnly }) => {
    if (binding.kind !== 'named') return [];
    const name =
      binding.imported === binding.local ? binding.local : binding.imported + separator + binding.local;
    return [typeOnly ? mark + name : name];
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

/** `isByDefault`: what a file of the host exports as a whole is imported as its default. */
function importLines(
  specifier: string,
  needs: readonly ImportNeed[],
  { isByDefault, mark }: { isByDefault: boolean; mark: string },
): string[] {
  const isOwnFile = needs[0]?.from.kind === 'file';
  const lines: string[] = [];
  for (const { binding } of needs) {
    if (binding.kind === 'default') lines.push(`import ${binding.local} from ${specifier}`);
    if (binding.kind !== 'namespace') continue;
    if (isOwnFile && isByDefault) lines.push(`import ${binding.local} from ${specifier}`);
    else if (isOwnFile) lines.push(`import ${binding.local} = require(${specifier})`);
    else lines.push(`import * as ${binding.local} from ${specifier}`);
  }
  const named = namedList(needs, ' as ', mark);
  if (named !== '') lines.push(`import { ${named} } from ${specifier}`);
  return [...new Set(lines)];
}

const moduleOf = (host: Host, path: string, { from }: ImportNeed): string =>
  from.kind === 'file' ? specifierFor(host, path, from.path) : from.name;

/** The import lines by which a test file at this path gets all of these; packages first. */
export function renderImports(host: Host, path: string, needs: readonly ImportNeed[]): string[] {
  const style = testStyle(host, path);
  const byModule = new Map<string, ImportNeed[]>();
  for (const need of needs) {
    const module = moduleOf(host, path, need);
    byModule.set(module, [...(byModule.get(module) ?? []), need]);
  }
  const isRelative = (module: string): number => (module.startsWith('.') ? 1 : 0);
  const modules = [...byModule].sort(([a], [b]) => isRelative(a) - isRelative(b) || (a < b ? -1 : 1));
  const end = host.conventions.semicolons ? ';' : '';
  const mark = knowsTypeMarks(host) ? 'type ' : '';
  return modules.flatMap(([module, members]) => {
    const specifier = quote(module, host.conventions);
    const lines =
      style === 'require'
        ? requireLines(specifier, members)
        : importLines(specifier, members, { isByDefault: takesWholeAsDefault(host, path), mark });
    return lines.map((line) => line + end);
  });
}

/** A binding of an import statement; `what` names the way it is taken from the module. */
interface Bound {
  local: string;
  what: string;
  /** Index behind the statement. */
  end: number;
}

const statements: readonly RegExp[] = [
  /^import\s+(?<type>type\s+)?(?:(?<plain>[\w$]+)\s*,?\s*)?(?<braces>\{[^}]*\})?\s*from\s*['"](?<module>[^'"\n]+)['"];?/gm,
  /^import\s+(?<star>\*\s+as\s+[\w$]+)\s+from\s*['"](?<module>[^'"\n]+)['"];?/gm,
  /^import\s+(?<equals>[\w$]+)\s*=\s*require\(\s*['"](?<module>[^'"\n]+)['"]\s*\);?/gm,
  /^const\s+(?:(?<whole>[\w$]+)|(?<braces>\{[^}]*\}))\s*=\s*require\(\s*['"](?<module>[^'"\n]+)['"]\s*\)(?<member>\.default)?;?/gm,
];

/** The bindings of the import statements in a text, in any layout. */
function readImports(text: string): Bound[] {
  return statements.flatMap((statement) => [...text.matchAll(statement)].flatMap(readStatement));
}

function readStatement(match: RegExpExecArray): Bound[] {
  const { type, plain, braces, star, equals, whole, member, module = '' } = match.groups ?? {};
  const end = match.index + match[0].length;
  const bound: Bound[] = [];
  const add = (local: string, how: string): number => bound.push({ local, what: `${how} of ${module}`, end });
  if (plain) add(plain, 'default');
  if (star) add(star.replace(/^\*\s+as\s+/, ''), 'namespace');
  if (equals) add(equals, 'whole');
  if (whole) add(whole, member ? 'default' : 'whole');
  for (const item of braces?.slice(1, -1).split(',') ?? []) {
    const isType = type !== undefined || /^\s*type\s/.test(item);
    const [imported = '', local = imported] = item
      .trim()
      .replace(/^type\s+/, '')
      .split(/\s+as\s+|\s*:\s*/);
    if (local !== '') add(local, `${isType ? 'type ' : ''}"${imported}"`);
  }
  return bound;
}

interface Unsettled {
  candidates: readonly Candidate[];
  /** The needs of all of them. */
  globals: readonly ImportNeed[];
  /** The text that the tests are to be added to. */
  existing: string;
}

/**
 * Imports for all candidates of a file. Where two want different things by the same name, or an earlier import holds the
 * name already, the later candidate gets its own inside its body.
 *
 * @returns the needs of the file that `existing` does not fulfil; the candidates, changed where names clash; and `existing`,
 * changed where it imports as a type what is now needed as a value
 */
export function settleImports(
  host: Host,
  path: string,
  { candidates, globals, existing }: Unsettled,
): { needs: ImportNeed[]; candidates: Candidate[]; existing: string } {
  let text = existing;
  const held = new Map(readImports(existing).map(({ local, what }) => [local, what]));
  const needs: ImportNeed[] = [];
  /** Whether the need is fulfilled at the top of the file. */
  const settle = (need: ImportNeed): boolean => {
    const { local } = need.binding;
    const what = readImports(renderImports(host, path, [need]).join('\n'))[0]?.what ?? '';
    const known = held.get(local);
    if (known === undefined) {
      held.set(local, what);
      needs.push(need);
      return true;
    }
    if (known === `type ${what}`) {
      held.set(local, what);
      const at = needs.findIndex(({ binding }) => binding.local === local);
      if (at >= 0) needs[at] = need;
      else text = takeAsValue(text, local);
      return true;
    }
    // A value import serves as a type import too.
    return known === what || `type ${known}` === what;
  };
  for (const need of globals) settle(need);
  const settled = candidates.map((candidate) => {
    const inside = candidate.imports.filter((need) => !settle(need));
    if (inside.length === 0) return candidate;
    const lines = inside.map((need) => renderInside(host, path, need));
    const isAsync = candidate.isAsync || lines.some((line) => line.includes('await '));
    const changed = { ...candidate, isAsync, body: [...lines, candidate.body].join('\n') };
    delete changed.row;
    return changed;
  });
  return { needs, candidates: settled, existing: text };
}

/** Takes the `type` away before a name in the braces of an import. */
function takeAsValue(text: string, local: string): string {
  const name = local.replaceAll('$', '\\$');
  const inBraces = new RegExp(
    `^(import\\s*\\{[^}]*?)\\btype\\s+((?:[\\w$]+\\s+as\\s+)?${name})(?=\\s*[,}])`,
    'm',
  );
  return text.replace(inBraces, '$1$2');
}

/** A need as a statement inside a test. */
function renderInside(host: Host, path: string, need: ImportNeed): string {
  const style = testStyle(host, path);
  const end = host.conventions.semicolons ? ';' : '';
  const [line = ''] = renderImports(host, path, [need]);
  if (style === 'require') return line;
  const { binding } = need;
  const specifier = quote(moduleOf(host, path, need), host.conventions);
  if (need.typeOnly && binding.kind === 'named')
    return `type ${binding.local} = import(${specifier}).${binding.imported}${end}`;
  if (binding.kind === 'named') {
    const name = binding.imported === binding.local ? binding.local : `${binding.imported}: ${binding.local}`;
    return `const { ${name} } = await import(${specifier})${end}`;
  }
  const isDefault = /^import\s+[\w$]+\s+from/.test(line);
  const target = isDefault ? `{ default: ${binding.local} }` : binding.local;
  return `const ${target} = await import(${specifier})${end}`;
}

const bracedImport = /^(?<head>(?:import|const) \{)(?<names>[^}]*)\}(?<tail>.*?);?$/;

const escaped = (text: string): string => text.replaceAll(/[^\w\s]/g, '\\$&');

/** Puts import lines behind those that a text has; names of a module that has a line already join it. */
export function addImports(text: string, lines: readonly string[]): string {
  const own: string[] = [];
  let merged = text;
  for (const line of lines) {
    const { head = '', names = '', tail = '' } = bracedImport.exec(line)?.groups ?? {};
    const same = new RegExp(`^${escaped(head)}([^}]*)\\}${escaped(tail)}`, 'm');
    const known = head === '' ? undefined : same.exec(merged)?.[1];
    if (known === undefined) own.push(line);
    else {
      const all = [...known.split(','), ...names.split(',')].map((name) => name.trim());
      const list = [...new Set(all)].filter((name) => name !== '').sort();
      merged = merged.replace(same, () => `${head} ${list.join(', ')} }${tail}`);
    }
  }
  const last = Math.max(0, ...readImports(merged).map(({ end }) => end));
  const at = last > 0 ? last : merged.indexOf('\n');
  const added = own.map((line) => `\n${line}`).join('');
  return at < 0 ? merged + added : merged.slice(0, at) + added + merged.slice(at);
}
