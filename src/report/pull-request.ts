/** The title and the description of a pull request: what a reviewer needs for a decision, in two minutes. */
import type { Report } from '../domain/report.js';
import type { DeliveryView } from './delivery.js';
import { renderMarkdown } from './markdown.js';
import { formatPercent, plural } from './numbers.js';

/** GitHub takes 65,536 characters. */
const maxCharacters = 60_000;

export interface PullRequestText {
  title: string;
  body: string;
}

function advice({ findings, tests }: Report): string[] {
  const commits = new Set(tests.flatMap(({ commit }) => commit ?? [])).size;
  const first =
    findings.length === 0
      ? 'There is no finding, so nothing needs a decision.'
      : `Decide about the ${plural(findings.length, 'finding')} below: either the code is wrong, or the expectation is. The tests here do not depend on it.`;
  return [
    '### To review this',
    '',
    `1. ${first}`,
    `2. Read one or two of the ${plural(commits, 'commit')}, one for each source file. The tests record what the code does now; where that is wrong, do not merge them but fix the code.`,
    '3. Trust the rest to the evidence: each test passed every repeat, covers code that no test covered, and fails when that code is broken.',
    '',
    'The tests are in files of their own (`*.nightshift.*`). Edit or delete any of them: what people change is theirs.',
  ];
}

/** The texts for a report; everything from the repository in them is shown as it is. */
export function describePullRequest(report: Report, delivery: DeliveryView | null): PullRequestText {
  const { before, after } = report.coverage;
  const files = new Set(
    report.targets
      .filter(({ id }) => report.tests.some((test) => test.target === id))
      .map(({ file }) => file),
  );
  const title = `test: add ${plural(report.tests.length, 'test')} for ${plural(files.size, 'file')} (statements ${formatPercent(before.statements)} → ${formatPercent(after.statements)})`;
  const whole = [...advice(report), '', renderMarkdown(report, delivery)].join('\n');
  if (whole.length <= maxCharacters) return { title, body: whole };
  const cut = whole.slice(0, maxCharacters);
  // A fold or a block of code that is cut open would take what follows with it.
  const body = `${cut.slice(0, cut.lastIndexOf('\n\n'))}\n\n</details>\n\n… cut; the summary of the job and \`nightshift report\` have all.\n`;
  return { title, body };
}
