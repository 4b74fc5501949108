/** Words the commit for the tests of one source file; pure. */
import { basename, dirname, extname } from 'node:path/posix';
import { printable } from '../io/system/printable.js';

/** The trailer that marks commits of Nightshift. */
export const runTrailer = 'Nightshift-Run';

const maxSubject = 72;
const bodyWidth = 72;

export interface MessageFacts {
  /** Host-relative source file. */
  file: string;
  /** Qualified names of the targets that gained, the most important first. */
  targetNames: readonly string[];
  gain: { statements: number; branches: number };
  /** Number of tests that the commit adds. */
  tests: number;
  /** `explorer`, `model`, or several with commas between. */
  author: string;
  runId: string;
  mutants: { killed: number; tried: number };
}

/** Subject of at most 72 characters, a short body, and the trailers. */
export function commitMessage(facts: MessageFacts): string {
  const { gain, mutants } = facts;
  const trailers = [
    ...facts.targetNames.map((name) => ['Nightshift-Target', `${facts.file}#${name}`]),
    ['Nightshift-Author', facts.author],
    ['Nightshift-Gain', `${counted(gain.statements, 'statement')}, ${counted(gain.branches, 'branch')}`],
    ['Nightshift-Mutants', `${mutants.killed}/${mutants.tried}`],
    [runTrailer, facts.runId],
  ].map(([key = '', value = '']) => `${key}: ${oneLine(value)}`);
  return `${subject(facts)}\n\n${wrap(body(facts))}\n\n${trailers.join('\n')}\n`;
}

/** Message of the commit that takes tests away which no longer fit the code. */
export function retireMessage({
  testFile,
  tests,
  runId,
}: {
  testFile: string;
  tests: number;
  runId: string;
}): string {
  const scope = scopeOf(testFile.replace(/\.nightshift.*$/, ''));
  const what = tests === 0 ? 'the tests' : counted(tests, 'test');
  const subject = `test${scope === '' ? '' : `(${scope})`}: retire ${what} that no longer fit the code`;
  const why = 'Nightshift delivered them for an earlier state of the code, and they fail on this one.';
  return [subject, '', wrap(why), '', `${runTrailer}: ${runId}`, ''].join('\n');
}

interface BranchFacts {
  /** The commit that the tests now stand on. */
  commit: string;
  branch: string;
  runId: string;
}

/** Message of the commit that brings the branch of tests up to a newer commit. */
export const mergeMessage = (facts: BranchFacts): string =>
  branchMessage(
    `chore: bring the tests up to ${facts.commit.slice(0, 10)}`,
    `Takes that commit as it is and keeps the tests of ${facts.branch} beside it.`,
    facts,
  );

/** Message of the first commit of a branch that goes on for another one. */
export const takeOverMessage = (facts: BranchFacts): string =>
  branchMessage(
    `test: take the tests of ${facts.branch} over`,
    `That branch cannot go on from ${facts.commit.slice(0, 10)}, so its tests stand on that commit here.`,
    facts,
  );

const branchMessage = (subject: string, body: string, { runId }: BranchFacts): string =>
  [subject, '', wrap(body), '', `${runTrailer}: ${runId}`, ''].join('\n');

function subject({ file, targetNames, gain }: MessageFacts): string {
  const scope = scopeOf(file);
  const start = `test${scope === '' ? '' : `(${scope})`}: ${achievement(gain)} `;
  const names = targetNames.map((name) => (name === 'default' ? 'the default export' : oneLine(name)));
  const last = names.map((name) => name.split('.').at(-1) ?? name);
  const wordings = [
    ...[2, 1].map((count) => listNames(names, count)),
    listNames(last, 1),
    names.length > 1 ? `${names.length} functions` : 'one function',
  ];
  const fitting = wordings.find((wording) => start.length + wording.length <= maxSubject);
  return fitting === undefined ? `${start.slice(0, maxSubject - 1).trimEnd()}…` : start + fitting;
}

const achievement = ({ statements, branches }: MessageFacts['gain']): string => {
  if (branches > 0) return `cover ${counted(branches, 'branch')} of`;
  return statements > 0 ? `cover ${counted(statements, 'statement')} of` : 'pin the behaviour of';
};

/** `parse`, `parse and format`, `parse, format and 3 more`. */
function listNames(names: readonly string[], shown: number): string {
  const rest = names.length - shown;
  const first = names.slice(0, shown);
  if (rest > 0) return `${first.join(', ')} and ${rest} more`;
  return first.join(' and ');
}

/** The file's name without extension; for an index file, its folder's. */
function scopeOf(file: string): string {
  const own = basename(file, extname(file));
  const folder = basename(dirname(file));
  const scope = own === 'index' && folder !== '.' && folder !== '' ? folder : own;
  return scope
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .slice(0, 30)
    .replace(/^[-.]+|[-.]+$/g, '');
}

function body({ tests, author, mutants }: MessageFacts): string {
  const isOne = tests === 1;
  const authors = author.replace(', ', ' and the ');
  const kept = isOne ? `Keeps 1 test by the ${authors}. It` : `Keeps ${tests} tests by the ${authors}. Each`;
  const proof = `${kept} passed every repeat run under the project's own Jest and covers code that no other test covers`;
  if (mutants.tried === 0) return `${proof}.`;
  const who = isOne ? 'it notices' : 'together they notice';
  return `${proof}; ${who} ${mutants.killed} of ${counted(mutants.tried, 'deliberate fault')} in that code.`;
}

const plurals: Readonly<Record<string, string>> = { branch: 'branches' };

const counted = (count: number, noun: string): string =>
  `${count} ${count === 1 ? noun : (plurals[noun] ?? `${noun}s`)}`;

const oneLine = (text: string): string => printable(text.replace(/\s+/g, ' ').trim());

function wrap(text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > bodyWidth) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}
