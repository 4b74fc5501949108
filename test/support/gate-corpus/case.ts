/** What a case of the gate's corpus is: code under test, a candidate for it, and the verdict that it deserves. */
import type { Candidate, ImportNeed } from '../../../src/domain/candidate.js';
import type { Reason } from '../../../src/domain/verdict.js';

/** The kinds of host that the corpus is written out for. */
export const hostKinds = ['commonjs', 'ts-jest', 'babel-typescript', 'esm', 'react'] as const;
export type HostKind = (typeof hostKinds)[number];

export type Expected = Reason | 'accepted';

export interface CorpusCase {
  /** Unique; also the title of the test. */
  name: string;
  expected: Expected;
  /** Where a kind of host decides otherwise for a good reason. */
  expectedIn?: Partial<Record<HostKind, Expected>>;
  /** Other verdicts that are as good, where the kind of host or the machine decides which comes first. */
  orElse?: Expected | readonly Expected[];
  /** Only for these kinds. */
  only?: readonly HostKind[];
  /**
   * Exported TypeScript that the case brings along; all of a corpus become one module. The test imports what it names
   * of it. Cases with the same text share the code.
   */
  source: string;
  body: string;
  /** Imports besides those of `source`. */
  imports?: readonly ImportNeed[];
  /** For bodies in which `await` does not tell. */
  isAsync?: boolean;
}

/** Writes a list of cases that share an expectation; later fields win. */
export const cases = (
  expected: Expected,
  list: readonly (Omit<CorpusCase, 'expected' | 'source'> & { source?: string; expected?: Expected })[],
): CorpusCase[] => list.map((item) => ({ source: '', expected, ...item }));

export const fromPackage = (name: string, binding: ImportNeed['binding']): ImportNeed => ({
  from: { kind: 'package', name },
  binding,
});

export const named = (name: string): ImportNeed['binding'] => ({
  kind: 'named',
  imported: name,
  local: name,
});

/** The names that a source exports. */
export const exportedNames = (source: string): string[] =>
  [...source.matchAll(/^export (?:async )?(?:function\*?|const|let|class) (\w+)/gm)].map(
    ([, name]) => name ?? '',
  );

/** The candidate of a case, for a host whose module is `file`. */
export function candidateOf(item: CorpusCase, file: string): Candidate {
  const { name, source, body, imports = [] } = item;
  const used = exportedNames(source).filter((exported) => new RegExp(`\\b${exported}\\b`).test(body));
  const isProperty = /\bfc\./.test(body);
  const fastCheck = fromPackage('fast-check', { kind: 'namespace', local: 'fc' });
  return {
    id: name,
    target: `${file}#${used[0] ?? 'none'}`,
    file,
    author: 'model',
    kind: isProperty ? 'property' : 'unit',
    group: used[0] ?? 'nothing',
    title: name,
    body,
    isAsync: item.isAsync ?? /\bawait\b/.test(body),
    imports: [
      ...used.map((local): ImportNeed => ({ from: { kind: 'file', path: file }, binding: named(local) })),
      ...imports.map((need): ImportNeed =>
        isSelf(need) ? { ...need, from: { kind: 'file', path: file } } : need,
      ),
      ...(isProperty ? [fastCheck] : []),
    ],
  };
}

/** Stands for the module under test, whose name differs between hosts. */
export const itself = 'itself';

const isSelf = ({ from }: ImportNeed): boolean => from.kind === 'package' && from.name === itself;

/** What a case deserves in a host of this kind, given what it got. */
export function deserved(item: CorpusCase, kind: HostKind, got: string): string {
  const others = [item.orElse ?? []].flat();
  if (others.some((other) => other === got)) return got;
  return item.expectedIn?.[kind] ?? item.expected;
}
