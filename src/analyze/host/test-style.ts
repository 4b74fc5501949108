/** Learns how the people of a host write code: quotes, semicolons, indentation, commas, names. */
import path from 'node:path';
import type { Readable } from '../reading/readable.js';
import type { TestConventions } from '../../domain/host.js';

type Style = Pick<TestConventions, 'quotes' | 'semicolons' | 'indent' | 'trailingCommas'>;

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

function indentOf(text: string): string {
  const votes = new Map<string, number>();
  let previous = '';
  for (const line of text.split('\n')) {
    if (line.trim() === '' || /^\s*\*/.test(line)) continue;
    const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
    const step = indent.startsWith(previous) ? indent.slice(previous.length) : '';
    if (step === '\t' || step === '  ' || step === '    ') votes.set(step, (votes.get(step) ?? 0) + 1);
    previous = indent;
  }
  return [...votes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '  ';
}

/** The style that most of the text is written in. */
export function learnStyle(text: string): Style {
  const single = count(text, /(?<=[(\s,[=:])'[^'"\n]*'/g);
  const double = count(text, /(?<=[(\s,[=:])"[^'"\n]*"/g);
  const withSemicolon = count(text, /[\w)\]'"`];[ \t]*$/gm);
  const without = count(text, /^[ \t]*(?:const|let|var|import|return|expect)\b.*[\w)\]'"`][ \t]*$/gm);
  return {
    quotes: double > single ? 'double' : 'single',
    semicolons: withSemicolon >= without,
    indent: indentOf(text),
    trailingCommas: count(text, /,[ \t]*\n\s*[}\])]/g) > count(text, /[\w'"`}\])][ \t]*\n\s*[}\]][,;)]/g) / 3,
  };
}

/** The settings of a Prettier config that is plain data; Prettier's own defaults stand for what it leaves out. */
export function readPrettierStyle(root: string, ofPackage: unknown, readable: Readable): Style | null {
  const file = ['.prettierrc', '.prettierrc.json', '.prettierrc.yaml', '.prettierrc.yml']
    .map((name) => path.join(root, name))
    .find((name) => readable.isFile(name));
  if (file === undefined && (typeof ofPackage !== 'object' || ofPackage === null)) return null;
  const text = file === undefined ? JSON.stringify(ofPackage) : (readable.readText(file) ?? '');
  const setting = (name: string): string | undefined =>
    new RegExp(`["']?\\b${name}["']?\\s*:\\s*["']?([\\w-]+)`).exec(text)?.[1];
  return {
    quotes: setting('singleQuote') === 'true' ? 'single' : 'double',
    semicolons: setting('semi') !== 'false',
    indent: setting('useTabs') === 'true' ? '\t' : ' '.repeat(Number(setting('tabWidth') ?? 2)),
    trailingCommas: setting('trailingComma') !== 'none',
  };
}

const importsModules = /^[ \t]*(?:import\b(?! *\()|export\b)/m;

/**
 * Whether JavaScript is written with `import` here though Node would not take it, so that something compiles it: most tests
 * are, or where there is none, most sources.
 */
export function learnCompiledImports(texts: readonly string[]): boolean {
  const importing = texts.filter((text) => importsModules.test(text));
  const requiring = texts.filter((text) => !importsModules.test(text) && /\brequire\(/.test(text));
  return importing.length > requiring.length;
}

/** Finds the name of the test function in the host's tests, and whether they import it. */
export function learnTestNames(
  texts: readonly string[],
): Pick<TestConventions, 'testFunction' | 'globals' | 'isAutomocked'> {
  const all = texts.join('\n');
  const imported = texts.filter((text) => /from ['"]@jest\/globals['"]|['"]@jest\/globals['"]\)/.test(text));
  return {
    testFunction:
      count(all, /^[ \t]*it(?:\.\w+)*\(/gm) > count(all, /^[ \t]*test(?:\.\w+)*\(/gm) ? 'it' : 'test',
    globals: texts.length > 0 && imported.length * 2 > texts.length ? 'imported' : 'injected',
    isAutomocked: false,
  };
}
