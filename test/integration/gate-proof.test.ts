/** The last proof of the gate: the host's own tests run beside what is to be delivered, and lack of time is no proof. */
import { type GateResult, verifyCandidates } from '../../src/verify/gate.js';
import { candidateFor, kitSource, kitTest } from '../support/gate-corpus/kit.js';
import { removeTempFolders } from '../support/temp-repo.js';
import { tinyHost } from '../support/tiny-host.js';
import { closeTinySessions, openTinySession } from '../support/tiny-session.js';

const harmless = candidateFor('kit.js', 'half', `expect(half(8)).toBe(4);`);
const apart = candidateFor('apart.js', 'third', `expect(third(9)).toBe(3);`);

/** Judges a harmless test, and one of another source, beside one of the host that passes in the baseline, where the session watches, and not in the proof. */
async function judgeBeside(misbehaves: string): Promise<GateResult> {
  const other = `${kitTest}
test('behaves', async () => {
  if (globalThis.__nightshift__ === undefined) ${misbehaves};
}, 900_000);
`;
  const source = 'exports.third = (n) => n / 3;\n';
  const repo = tinyHost({
    'apart.js': source,
    'kit.js': kitSource,
    'kit.test.js': kitTest,
    'other.test.js': other,
  });
  const { session, analysis, covered, hostTests } = await openTinySession(repo.dir);
  return verifyCandidates(session, {
    files: [
      { path: 'kit.nightshift.test.js', candidates: [harmless], existing: null },
      { path: 'apart.nightshift.test.js', candidates: [apart], existing: null },
    ],
    targets: analysis.targets,
    covered,
    hostTests,
    allowedPackages: new Set(),
    findTypeErrors: (tests) => Promise.resolve(tests.map(() => null)),
    seed: 1,
    startMs: 5_000,
    signal: new AbortController().signal,
    onStep: () => undefined,
  });
}

const wordsOf = ({ judged }: GateResult): string[] =>
  judged.map(({ verdict }) => (verdict.status === 'accepted' ? 'accepted' : verdict.reason));

afterAll(async () => {
  await closeTinySessions();
  removeTempFolders();
});

test('a test of the host that waits for ever is no proof for the code that it runs, and costs no other', async () => {
  const result = await judgeBeside('await new Promise(() => {})');
  expect(wordsOf(result)).toEqual(['interferes', 'accepted']);
  expect(result.findings).toEqual([expect.objectContaining({ kind: 'hang', target: 'other.test.js' })]);
}, 600_000);

test('a test of the host that fails by itself is named, and is no reason against others', async () => {
  const result = await judgeBeside('expect(1).toBe(2)');
  expect(wordsOf(result)).toEqual(['accepted', 'accepted']);
  expect(result.findings).toEqual([
    expect.objectContaining({ kind: 'flaky-host-test', target: 'other.test.js' }),
  ]);
}, 600_000);

test('a test of the host that ends its process is named, and is no reason against others', async () => {
  const result = await judgeBeside("process.kill(process.pid, 'SIGKILL')");
  expect(wordsOf(result)).toEqual(['accepted', 'accepted']);
  expect(result.findings.map(({ target }) => target)).toEqual(['other.test.js']);
}, 600_000);
