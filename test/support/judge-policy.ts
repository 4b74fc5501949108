/** Puts a body before the policy, with a usual set of imports. */
import type { Candidate, ImportNeed } from '../../src/domain/candidate.js';
import { checkPolicy } from '../../src/verify/policy.js';

export const file = (path: string, local = 'parse'): ImportNeed => ({
  from: { kind: 'file', path },
  binding: { kind: 'named', imported: local, local },
});
export const fromPackage = (name: string, local: string): ImportNeed => ({
  from: { kind: 'package', name },
  binding: { kind: 'default', local },
});

export const standardImports: ImportNeed[] = [
  file('src/parse.ts'),
  { from: { kind: 'file', path: 'src/lib.ts' }, binding: { kind: 'namespace', local: 'lib' } },
  file('src/save.ts', 'save'),
  fromPackage('fast-check', 'fc'),
  {
    from: { kind: 'package', name: 'dom-lib' },
    binding: { kind: 'named', imported: 'waitFor', local: 'waitFor' },
  },
];

function candidate(body: string, changes: Partial<Candidate> = {}): Candidate {
  return {
    id: 'c1',
    target: 'src/parse.ts#parse',
    file: 'src/parse.ts',
    author: 'model',
    kind: 'unit',
    group: 'parse',
    title: 'reads a number',
    body,
    isAsync: /\bawait\b/.test(body),
    imports: standardImports,
    ...changes,
  };
}

const options = { allowedPackages: new Set(['dom-lib', '@scope/kit']) };
export const judge = (body: string, changes?: Partial<Candidate>) =>
  checkPolicy(candidate(body, changes), options);
