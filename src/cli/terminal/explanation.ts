/** Words an answer of the ledger for a person: what was decided about each target, why, and how to see it again. */
import type { Report } from '../../domain/report.js';
import type { Explanation } from '../../ledger/explain.js';
import type { AttemptRow, DecisionRow, FindingRow, RunRow } from '../../ledger/rows.js';
import { shellWord } from '../../report/delivery.js';
import { plural } from '../../report/numbers.js';
import { findingWords, oneLine, printable, reasonWords } from '../../report/words.js';

/** Facts that the ledger does not hold. */
export interface ExplanationContext {
  query: string;
  isVerbose: boolean;
  /** The branch that holds the tests, or null. */
  branch: string | null;
  /** How the repository runs its tests; null when no report is left. */
  runner: Report['host']['runner'] | null;
}

const indent = (lines: readonly string[], by = '  '): string[] => lines.map((line) => by + line);

/** Detail and code can have many lines, and are the repository's: they must not steer the terminal. */
const linesOf = (text: string): string[] => printable(text).trim().split('\n');

const branches = (count: number): string => (count === 1 ? '1 branch' : `${count} branches`);

function evidenceOf(row: DecisionRow): string {
  const gain = `covers ${plural(row.gainedStatements ?? 0, 'statement')} and ${branches(row.gainedBranches ?? 0)} that nothing covered before`;
  const mutants = `${row.mutantsKilled ?? 0} of ${row.mutantsTried ?? 0} mutants killed`;
  return `${gain}; ${mutants}; passed in ${plural(row.runs ?? 0, 'run')}`;
}

function describeDecision(row: DecisionRow, showsCode: boolean): string[] {
  const lines = [`${row.status} “${oneLine(row.title)}” (${row.kind}, by the ${row.author})`];
  if (row.reason === null) lines.push(`  ${evidenceOf(row)}`);
  else
    lines.push(`  ${row.reason}: ${reasonWords[row.reason]}`, ...indent(linesOf(row.detail ?? ''), '    '));
  if (row.testFile !== null) {
    const commit = row.commit === null ? '' : `, commit ${row.commit.slice(0, 12)}`;
    lines.push(`  delivered in ${oneLine(row.testFile)}${commit}`);
  }
  if (showsCode) lines.push(...indent(linesOf(row.code), '  | '));
  return lines.filter((line) => line.trim() !== '');
}

function describeAttempt({ author, status, reason, seconds }: AttemptRow): string {
  const why = reason === null ? '' : `: ${oneLine(reason)}`;
  return `the ${author} left it ${status}${why} (${seconds.toFixed(1)} s)`;
}

const describeFinding = (row: FindingRow): string[] => [
  `finding “${oneLine(row.title)}” (${findingWords[row.kind]})`,
  ...indent(linesOf(row.detail)),
  ...(row.reproduce === null ? [] : ['  see it again:', ...indent(linesOf(row.reproduce), '    ')]),
];

const describeRun = ({ id, startedAt, commit, seed, sandbox, authors }: RunRow): string =>
  `Run ${id} of ${startedAt.replace('T', ' ').slice(0, 16)}Z: ${authors.join(' and ')}, seed ${seed}, sandbox ${sandbox}${commit === null ? '' : `, on commit ${commit.slice(0, 12)}`}`;

/** Everything that a run has to say about a target. */
function describeTarget(
  explanation: Explanation,
  at: { runId: string; id: string },
  showsCode: boolean,
): string[] {
  const here = (row: { runId: string; targetId: string }): boolean =>
    row.runId === at.runId && row.targetId === at.id;
  const decisions = explanation.decisions.filter(here);
  const others = explanation.alsoProposed.filter(here);
  const lines = [
    ...explanation.attempts.filter(here).map(describeAttempt),
    ...explanation.findings
      .filter(({ runId, target }) => runId === at.runId && target === at.id)
      .flatMap(describeFinding),
    ...decisions.flatMap((row) => describeDecision(row, showsCode)),
    ...(others.length === 0 ? [] : ['also proposed for it:']),
    ...indent(others.flatMap((row) => describeOther(row))),
  ];
  return [`for ${oneLine(at.id)}`, ...indent(lines)];
}

function describeOther({ status, title, reason, detail }: DecisionRow): string[] {
  const why = reason === null ? '' : `: ${reason}, ${reasonWords[reason]}`;
  const first = reason === null ? '' : (linesOf(detail ?? '')[0] ?? '');
  return [`${status} “${oneLine(title)}”${why}${first === '' ? '' : ` (${first})`}`];
}

function targetsOf(explanation: Explanation, runId: string): string[] {
  const rows = [...explanation.decisions, ...explanation.attempts].filter((row) => row.runId === runId);
  const findings = explanation.findings.filter((row) => row.runId === runId);
  return [...new Set([...rows.map(({ targetId }) => targetId), ...findings.map(({ target }) => target)])];
}

/** Jest takes the title as a regular expression. */
const asPattern = (title: string): string => title.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

function runCommand(files: readonly string[], title: string | null, context: ExplanationContext): string {
  const { runner, branch } = context;
  const isScript = runner?.command.startsWith('npm ') === true;
  const usual = runner?.name === 'vitest' ? 'npx vitest run' : 'npx jest';
  const start = isScript ? `${runner.command} --` : usual;
  const only = title === null ? '' : ` -t ${shellWord(asPattern(title))}`;
  const on = branch === null ? '' : `git switch ${shellWord(branch)} && `;
  return `${on}${start} ${files.map(shellWord).join(' ')}${only}`;
}

/** The commands with which everything that was said can be seen again. */
function commandsOf({ decisions, runs }: Explanation, context: ExplanationContext): string[] {
  const commits = [...new Set(decisions.flatMap(({ commit }) => commit?.slice(0, 12) ?? []))];
  const files = [...new Set(decisions.flatMap(({ testFile }) => testFile ?? []))];
  const [only] = decisions.length === 1 ? decisions : [];
  const [run] = runs;
  const again =
    run?.commit == null
      ? []
      : [
          `propose again  git worktree add --detach ../again ${run.commit.slice(0, 12)} && cd ../again && npm ci && npx nightshift run --author ${run.authors.join(',')} --seed ${run.seed} --deliver none --verbose`,
        ];
  return [
    ...(commits.length === 0 ? [] : [`read           git show ${commits.slice(0, 3).join(' ')}`]),
    ...(files.length === 0
      ? []
      : [`run            ${runCommand(files.slice(0, 4), only?.title ?? null, context)}`]),
    ...again,
  ];
}

const subjects: Readonly<Record<Explanation['matchedBy'], string>> = {
  commit: 'Commit',
  'test-file': 'Test file',
  'source-file': 'Source file',
  target: 'Target',
  title: 'Test',
  none: '',
};

function headline({ matchedBy, decisions, findings }: Explanation, { query }: ExplanationContext): string {
  const accepted = decisions.filter(({ status }) => status === 'accepted').length;
  const parts = [
    `${accepted} accepted`,
    `${decisions.length - accepted} rejected`,
    ...(findings.length === 0 ? [] : [plural(findings.length, 'finding')]),
  ];
  return `${subjects[matchedBy]} ${oneLine(query)}: ${parts.join(', ')}`;
}

/** The answer as text that ends with a line break. */
export function renderExplanation(explanation: Explanation, context: ExplanationContext): string {
  const showsCode =
    context.isVerbose || (explanation.matchedBy === 'title' && explanation.decisions.length === 1);
  const lines = [headline(explanation, context)];
  for (const run of explanation.runs) {
    lines.push('', describeRun(run));
    for (const id of targetsOf(explanation, run.id))
      lines.push(...indent(describeTarget(explanation, { runId: run.id, id }, showsCode)));
  }
  const commands = commandsOf(explanation, context);
  if (commands.length > 0) lines.push('', 'See for yourself', ...indent(commands));
  if (!showsCode && explanation.decisions.length > 0)
    lines.push('', '--verbose shows the code of each test; a title in place of the file explains one test.');
  return `${lines.join('\n')}\n`;
}
