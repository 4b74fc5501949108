/** A transformer that type-checks is kept from it while the code is mutated. */
import ts from 'typescript';
import { skipTypeChecks, viewOf } from '../../../../../../src/io/jest/in-host/guard/type-checks.cjs';

const text = "export const size: number = 'large';";
const servicesOf = (compiler: typeof ts, options: ts.CompilerOptions = {}): ts.LanguageService =>
  compiler.createLanguageService({
    getCompilationSettings: () => ({ noLib: true, ...options }),
    getScriptFileNames: () => ['a.ts'],
    getScriptVersion: () => '1',
    getScriptSnapshot: () => ts.ScriptSnapshot.fromString(text),
    getCurrentDirectory: () => '/',
    getDefaultLibFileName: () => 'lib.d.ts',
    fileExists: () => false,
    readFile: () => undefined,
  });
const errorsIn = (service: ts.LanguageService): number =>
  service.getSemanticDiagnostics('a.ts').filter(({ file }) => file?.fileName === 'a.ts').length;

afterEach(() => skipTypeChecks(false));

test('types are judged as ever while nothing else is asked for', () => {
  expect(errorsIn(servicesOf(viewOf(ts) as typeof ts))).toBe(1);
});

test('types are not judged while they are skipped, by services that were open before too', () => {
  const open = servicesOf(viewOf(ts) as typeof ts);
  skipTypeChecks(true);
  expect([errorsIn(open), errorsIn(servicesOf(viewOf(ts) as typeof ts))]).toEqual([0, 0]);
  skipTypeChecks(false);
  expect(errorsIn(open)).toBe(1);
});

test('code is given out in spite of errors, although the repository would not have it', () => {
  const service = servicesOf(viewOf(ts) as typeof ts, { noEmitOnError: true });
  expect(service.getEmitOutput('a.ts').outputFiles).toEqual([]);
  skipTypeChecks(true);
  const lenient = servicesOf(viewOf(ts) as typeof ts, { noEmitOnError: true });
  expect(lenient.getEmitOutput('a.ts').outputFiles[0]?.text).toContain("'large'");
});

test('the rest of the compiler stays, and whatever is no compiler', () => {
  const view = viewOf(ts) as typeof ts;
  expect([view.version, viewOf(ts)]).toEqual([ts.version, view]);
  expect(viewOf('typescript')).toBe('typescript');
});
