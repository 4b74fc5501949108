/** The gate on real hosts, in real boxes, under real Jest: each bad test gets its reason, and costs no one else. */
import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readTestTypes } from '../../src/analyze/process/read-test-types.js';
import { composeTestFile } from '../../src/test-file/test-file.js';
import { type GateResult, verifyCandidates } from '../../src/verify/gate.js';
import {
  badCases,
  type Case,
  candidateFor,
  endlessCase,
  goodCases,
  kitSource,
  kitTest,
  rivalCases,
  spentCases,
  unluckySeed,
} from '../support/gate-corpus/kit.js';
import { removeTempFolders, type TempRepo } from '../support/temp-repo.js';
import { tinyHost } from '../support/tiny-host.js';
import { closeTinySessions, openTinySession, type TinySession } from '../support/tiny-session.js';

interface Judgement {
  repo: TempRepo;
  session: TinySession['session'];
  result: GateResult;
}

async function judge(
  files: Record<string, string>,
  testFile: string,
  cases: readonly Case[],
): Promise<Judgement> {
  const repo = tinyHost(files);
  const { session, analysis, covered } = await openTinySession(repo.dir);
  const candidates = cases.map(({ candidate }) => candidate);
  const result = await verifyCandidates(session, {
    files: [{ path: testFile, candidates, existing: null }],
    targets: analysis.targets,
    covered,
    hostTests: [],
    allowedPackages: new Set(),
    findTypeErrors: (tests) => readTestTypes(session.host, tests, new AbortController().signal),
    seed: unluckySeed,
    signal: new AbortController().signal,
    onStep: () => undefined,
  });
  return { repo, session, result };
}

const judgeKit = (cases: readonly Case[]): Promise<Judgement> =>
  judge({ 'kit.js': kitSource, 'kit.test.js': kitTest }, 'kit.nightshift.test.js', cases);

/** What was decided about each case, with its body, so that a difference names the test. */
const decisions = ({ result }: Judgement, cases: readonly Case[]): string[] =>
  cases.map(({ candidate }) => {
    const verdict = result.judged.find((judged) => judged.candidate.id === candidate.id)?.verdict;
    const word = verdict?.status === 'rejected' ? verdict.reason : verdict?.status;
    return `${word}: ${candidate.body}`;
  });

const deserved = (cases: readonly Case[]): string[] =>
  cases.map(({ expected, candidate }) => `${expected}: ${candidate.body}`);

/** Puts the delivered files beside the host's own and runs its Jest as its people would. */
function runAsUser(host: Judgement): { exitCode: number | null; output: string; tests: number } {
  const { repo, session, result } = host;
  for (const file of result.files) repo.write(file.path, composeTestFile(session.host, file));
  const done = spawnSync(process.execPath, ['node_modules/jest/bin/jest.js', '--ci', '--json'], {
    cwd: repo.dir,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  const { numPassedTests } = JSON.parse(done.stdout) as { numPassedTests: number };
  return { exitCode: done.status, output: done.stderr, tests: numPassedTests };
}

const rateSource = `export interface Order { weight: number; express?: boolean }
export const free = 50;
export function rate(order: Order): number {
  if (order.weight > 30) throw new RangeError('too heavy');
  return order.express ? order.weight * 2 : order.weight;
}
export const label = (weight: number): string => (weight > 10 ? 'heavy' : 'light');
`;

const rateHost = {
  'rate.ts': rateSource,
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      target: 'ES2022',
      module: 'commonjs',
      moduleResolution: 'bundler',
      types: ['jest'],
      strict: true,
      esModuleInterop: true,
      skipLibCheck: true,
    },
  }),
  'jest.config.js': "module.exports = { transform: { '^.+\\\\.ts$': 'ts-jest' } };\n",
};

const rate = (expected: Case['expected'], name: string, body: string): Case => ({
  expected,
  candidate: candidateFor('rate.ts', name, body),
});

const rateCases: readonly Case[] = [
  rate('types', 'rate', `expect(rate({ weight: '3' })).toBe(3);`),
  rate('types', 'rate', `const order = { weigth: 3 };\nexpect(rate(order)).toBe(3);`),
  rate('fails', 'rate', `expect(rate({ weight: 3, express: true })).toBe(3);`),
  rate('weak', 'label', `label(3);\nexpect(label).toBeDefined();`),
  rate('accepted', 'rate', `expect(rate({ weight: 3, express: true })).toBe(6);`),
  rate('accepted', 'rate', `expect(() => rate({ weight: 31 })).toThrow(RangeError);`),
  rate('accepted', 'label', `expect(label(11)).toBe('heavy');`),
];

const bad = badCases();
const mixed = [...bad, ...goodCases, ...spentCases, ...rivalCases];
let alone: Judgement;
let together: Judgement;
let endless: Judgement;
let typed: Judgement;

beforeAll(async () => {
  const endlessCases = [endlessCase, ...goodCases.slice(0, 1)];
  const both = async (): Promise<void> => {
    typed = await judge(rateHost, 'rate.nightshift.test.ts', rateCases);
    alone = await judgeKit(goodCases);
  };
  [together, endless] = await Promise.all([judgeKit(mixed), judgeKit(endlessCases), both()]);
}, 240_000);

afterAll(async () => {
  await closeTinySessions();
  removeTempFolders();
});

describe('a CommonJS host', () => {
  test('every candidate gets the verdict it deserves', () => {
    const cases = [...bad, ...goodCases, ...spentCases];
    expect(decisions(together, cases)).toEqual(deserved(cases));
  });

  test('bad candidates in the same file change nothing for the good ones', () => {
    expect(decisions(alone, goodCases)).toEqual(deserved(goodCases));
    expect(decisions(together, goodCases)).toEqual(decisions(alone, goodCases));
  });

  test('a test that never ends is told apart from its neighbour', () => {
    const cases = [endlessCase, ...goodCases.slice(0, 1)];
    expect(decisions(endless, cases)).toEqual(deserved(cases));
  });

  test('of two tests that disturb each other, one stays', () => {
    const words = decisions(together, rivalCases).map((decision) => decision.split(':')[0]);
    expect(words.sort()).toEqual(['accepted', 'flaky']);
  });

  test('what is refused is explained', () => {
    const refused = together.result.judged.flatMap(({ verdict }) =>
      verdict.status === 'rejected' ? [verdict.detail] : [],
    );
    expect(refused.filter((detail) => detail.trim() === '')).toEqual([]);
    expect(refused.join('\n')).toMatch(
      /reaches outside the sandbox: it touches files .*\(fs\.writeFileSync\)/,
    );
    expect(refused.join('\n')).toContain('it ends or steers the whole process (process.exit)');
    expect(refused.join('\n')).toContain('far too late');
  });
});

describe('a host with ts-jest', () => {
  test('every candidate gets the verdict it deserves', () => {
    expect(decisions(typed, rateCases)).toEqual(deserved(rateCases));
  });
});

describe.each([
  ['CommonJS', () => together, 'kit.js', kitSource],
  ['ts-jest', () => typed, 'rate.ts', rateSource],
] as const)('whatever is accepted (%s)', (_, judgement, source, text) => {
  test('has evidence: it passed several times, gained coverage and killed a mutant', () => {
    const { accepted } = judgement().result;
    const poor = accepted.filter(({ evidence: { runs, gain, mutants } }) => {
      const isGain = gain.statements + gain.branches > 0;
      return runs < 2 || !isGain || mutants.killed < 1 || mutants.tried < mutants.killed;
    });
    expect(accepted.length).toBeGreaterThan(0);
    expect(poor).toEqual([]);
  });

  test('is what the files hold, and passes as its user would run it', () => {
    const host = judgement();
    const delivered = host.result.files.flatMap((file) => file.candidates.map(({ id }) => id));
    expect(delivered).toEqual(host.result.accepted.map(({ candidate }) => candidate.id));
    const own = source === 'kit.js' ? 1 : 0;
    expect(runAsUser(host)).toMatchObject({ exitCode: 0, tests: delivered.length + own });
  });

  test('leaves the copy as it was: sources unbroken, no test file behind', async () => {
    const { session, repo } = judgement();
    expect(await readFile(join(session.box.root, source), 'utf8')).toBe(text);
    expect(repo.read(source)).toBe(text);
    const left = await readdir(session.box.root);
    expect(left.filter((file) => file.includes('.nightshift'))).toEqual([]);
  });
});
