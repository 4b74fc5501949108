/** Puts candidates together into the text of a test file, in the host's own style; pure. */
import type { Candidate, ImportNeed } from '../domain/candidate.js';
import type { Host } from '../domain/host.js';
import { quote } from './quote.js';
import { shareSetup } from './shared-setup.js';
import { addImports, renderImports, settleImports } from './test-imports.js';
import { testStyle } from './test-path.js';
import { groupRows, tableBlock } from './test-table.js';

/** First line of every file that Nightshift writes; a file without it belongs to somebody else. */
export const ownMarker =
  '// Written by Nightshift: each test was run, repeated, and seen to fail when the code is broken.';

/** Whether a line of code leaves a template literal open; strings and comments on the line are looked through. */
function leavesTemplateOpen(line: string, wasOpen: boolean): boolean {
  let isOpen = wasOpen;
  let quoteChar = '';
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at);
    if (char === '\\') at++;
    else if (quoteChar !== '') quoteChar = char === quoteChar ? '' : quoteChar;
    else if (char === '`') isOpen = !isOpen;
    else if (!isOpen && (char === '"' || char === "'")) quoteChar = char;
    else if (!isOpen && line.startsWith('//', at)) break;
  }
  return isOpen;
}

/** Indents code; lines inside of a template literal are text and stay as they are. */
function indentBy(text: string, indent: string): string {
  let isText = false;
  return text
    .split('\n')
    .map((line) => {
      const shown = isText || line === '' ? line : indent + line;
      isText = leavesTemplateOpen(line, isText);
      return shown;
    })
    .join('\n');
}

const isVitest = (host: Host): boolean => host.runner.name === 'vitest';

/** A test that was written for Jest, in the words of Vitest. */
const inVitest = (candidate: Candidate): Candidate => ({
  ...candidate,
  body: candidate.body.replace(/\bjest\./g, 'vi.'),
});

/** Vitest gives nothing to a test file unless its configuration says so; what is imported is always there. */
function vitestGlobals({ conventions }: Host, candidates: readonly Candidate[]): ImportNeed[] {
  const usesMocks = candidates.some(({ body, mocks }) => /\bvi\./.test(body) || mocks !== undefined);
  const names = ['describe', 'expect', conventions.testFunction, ...(usesMocks ? ['vi'] : [])];
  return names.map((name) => ({
    from: { kind: 'package', name: 'vitest' },
    binding: { kind: 'named', imported: name, local: name },
  }));
}

function globalsNeeded(host: Host, path: string, candidates: readonly Candidate[]): ImportNeed[] {
  if (isVitest(host)) return vitestGlobals(host, candidates);
  const { globals, testFunction, isAutomocked } = host.conventions;
  const usesJest =
    isAutomocked || candidates.some(({ body, mocks }) => /\bjest\./.test(body) || mocks !== undefined);
  const names = globals === 'injected' ? [] : ['describe', 'expect', testFunction];
  // Where Jest gives `jest` to a module as a parameter, a `const` of that name is a syntax error.
  const isGiven = testStyle(host, path) === 'require' ? globals !== 'required' : globals === 'injected';
  if (usesJest && (!isGiven || testStyle(host, path) === 'esm')) names.push('jest');
  return names.map((name) => ({
    from: { kind: 'package', name: '@jest/globals' },
    binding: { kind: 'named', imported: name, local: name },
  }));
}

/** The first line of a test when all modules are mocked by default. */
const unmockLine = ({ conventions }: Host): string[] =>
  conventions.isAutomocked ? [`jest.disableAutomock()${conventions.semicolons ? ';' : ''}`] : [];

/** The import line by which a test file at this path gets what a candidate needs. */
export const importLineFor = (host: Host, path: string, need: ImportNeed): string =>
  renderImports(host, path, [need]).join('\n');

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
    const tests = groupRows(members).map((item) => {
      const block = Array.isArray(item) ? tableBlock(host, item) : testBlock(host, item);
      return indentBy(block, host.conventions.indent);
    });
    return `describe(${quote(group, host.conventions)}, () => {\n${tests.join('\n\n')}\n})${end}`;
  });
}

/** One statement for each module of which functions are replaced; other members stay as they are. */
function mockLines(host: Host, candidates: readonly Candidate[]): string[] {
  const { conventions } = host;
  const members = new Map<string, Set<string>>();
  for (const mock of candidates.flatMap(({ mocks = [] }) => mocks)) {
    const known = members.get(mock.module) ?? new Set<string>();
    for (const member of mock.members) known.add(member);
    members.set(mock.module, known);
  }
  const end = conventions.semicolons ? ';' : '';
  return [...members].sort().map(([module, names]) => {
    const name = quote(module, conventions);
    const replaced = [...names].sort().map((member) => `${member}: jest.fn()`);
    if (isVitest(host)) {
      const made = [...names]
        .sort()
        .map((member) => `${member}: vi.fn()`)
        .join(', ');
      return `vi.mock(${name}, async (importOriginal) => ({ ...(await importOriginal()), ${made} }))${end}`;
    }
    return `jest.mock(${name}, () => ({ ...jest.requireActual(${name}), ${replaced.join(', ')} }))${end}`;
  });
}

const isOfJest = (importLine: string): boolean => /['"]@jest\/globals['"]/.test(importLine);

/** Jest's full name of a candidate's test: the group, a space, the title. */
export const fullNameOf = (candidate: Candidate): string => `${candidate.group} ${candidate.title}`;

/** The content of a test file at its host-relative path. */
export interface TestFileContent {
  path: string;
  candidates: readonly Candidate[];
  /** The text of the file as it is, when an earlier pass wrote it: its tests stay, the new ones follow. */
  existing?: string | null;
}

/** The text of a test file with these candidates. */
export function composeTestFile(host: Host, file: TestFileContent): string {
  const { path, existing = null } = file;
  const candidates = isVitest(host) ? file.candidates.map(inVitest) : file.candidates;
  const globals = globalsNeeded(host, path, candidates);
  const settled = settleImports(host, path, { candidates, globals, existing: existing ?? '' });
  const imports = renderImports(host, path, settled.needs);
  const known = [settled.existing, ...imports].join('\n');
  const { candidates: shown, builders } = shareSetup(host, settled.candidates, known);
  const blocks = [...builders, ...describeBlocks(host, shown)];
  const mocks = [...unmockLine(host), ...mockLines(host, candidates)].filter(
    (line) => !settled.existing.includes(line),
  );
  // Where nothing moves `jest.mock` up, it has to stand before what it is about.
  const at = testStyle(host, path) === 'require' ? imports.findIndex((line) => !isOfJest(line)) : -1;
  imports.splice(at < 0 ? imports.length : at, 0, ...mocks);
  if (existing !== null)
    return `${addImports(settled.existing.trimEnd(), imports)}\n\n${blocks.join('\n\n')}\n`;
  const { fileHint } = host.conventions;
  const head = [ownMarker, ...(fileHint === undefined ? [] : [fileHint]), ...imports];
  return `${head.join('\n')}\n\n${blocks.join('\n\n')}\n`;
}
