/** What the three formats of the report show. */
import { reportSchema, sandboxTiers } from '../../../src/domain/report.js';
import type { DeliveryView } from '../../../src/report/delivery.js';
import { renderJson } from '../../../src/report/json.js';
import { renderMarkdown } from '../../../src/report/markdown.js';
import { formatDelta, formatDuration, formatPercent, rowsOfFiles } from '../../../src/report/numbers.js';
import { renderReport, renderSummary } from '../../../src/report/terminal.js';
import { keptTest, sampleReport, target, totals } from './sample-report.js';

const onBranch: DeliveryView = {
  mode: 'branch',
  branch: 'nightshift/main',
  patch: null,
  testFiles: ['src/parse.nightshift.test.ts'],
};
const plainStyle = { color: false, width: 100 };

describe('numbers', () => {
  test('100.0 % is said of complete code only, and code without branches has no percentage', () => {
    expect(formatPercent({ covered: 9999, total: 10000 })).toBe('99.9 %');
    expect(formatPercent({ covered: 3, total: 3 })).toBe('100.0 %');
    expect(formatPercent({ covered: 29, total: 100 })).toBe('29.0 %');
    expect(formatPercent({ covered: 0, total: 0 })).toBe('–');
  });

  test('a delta is the difference of the two percentages that are shown', () => {
    expect(formatDelta({ covered: 1, total: 3 }, { covered: 2, total: 3 })).toBe('+33.3');
    expect(formatDelta({ covered: 2, total: 4 }, { covered: 1, total: 4 })).toBe('−25.0');
    expect(formatDelta({ covered: 2, total: 4 }, { covered: 2, total: 4 })).toBe('');
  });

  test("a file's numbers are Istanbul's for the whole file, and not those of its targets alone", () => {
    const files = [
      { file: 'src/parse.ts', before: totals([3, 25], [0, 8]), after: totals([24, 25], [7, 8]) },
    ];
    expect(rowsOfFiles(sampleReport({ files }))).toEqual([{ ...files[0], gained: 28 }]);
  });

  test("an older report has the sums of a file's targets, and the largest gain comes first", () => {
    const [first, second] = rowsOfFiles(sampleReport());
    expect(first?.file).toBe('src/parse.ts');
    expect(first?.before.statements).toEqual({ covered: 1, total: 20 });
    expect(first?.after.branches).toEqual({ covered: 7, total: 8 });
    expect(second?.gained).toBe(0);
  });

  test('durations read naturally', () => {
    expect([8.4, 59.7, 200, 3900].map(formatDuration)).toEqual([
      '8 s',
      '1 min 0 s',
      '3 min 20 s',
      '1 h 05 min',
    ]);
  });
});

test('without a test, every format begins with the reason and what to do', () => {
  const nothing = 'Jest counts no source file; let collectCoverageFrom match the sources';
  const report = sampleReport({ nothing, tests: [] });
  expect(renderReport(report, onBranch, plainStyle).split('\n')[0]).toBe(`No test: ${nothing}`);
  expect(renderSummary(report)).toContain(`(${nothing})`);
  expect(renderMarkdown(report, onBranch)).toContain(`> No test: ${nothing}`);
});

describe('terminal', () => {
  test('shows coverage per file and in all, what was kept, why the rest was not, and what to type next', () => {
    const text = renderReport(sampleReport(), onBranch, plainStyle);
    expect(text).toMatch(/src\/parse\.ts\s+5\.0 % → {2}95\.0 %\s+\+90\.0\s+0\.0 % → {2}87\.5 %\s+\+87\.5/);
    expect(text).toMatch(/All files\s+10\.0 % → {2}90\.0 %\s+\+80\.0\s+2\.5 % → {2}75\.0 %\s+\+72\.5/);
    expect(text).toContain('1 other file not shown: unchanged');
    expect(text).toContain('Kept 1 of 12 proposed tests (1 unit, 0 property) in 1 file');
    expect(text).toMatch(/8 no-gain {4}adds no coverage\n\s+3 weak/);
    expect(text).toContain('git log --patch aaaaaaaaaaaa..nightshift/main');
    expect(text).toContain('git switch nightshift/main && npx jest src/parse.nightshift.test.ts');
    expect(text).not.toMatch(/Model:|sandbox was|finding/);
  });

  test('colour is there only when it is asked for, and no line of the table is wider than the terminal', () => {
    const long = sampleReport({
      targets: [target(`src/${'deep/'.repeat(30)}a.ts#f`, totals([0, 9], [0, 9]), totals([9, 9], [9, 9]))],
    });
    const narrow = renderReport(long, null, { color: false, width: 80 });
    const table = narrow.split('\n').filter((line) => line.includes('→'));
    expect(table.length).toBe(2);
    for (const line of table) expect(line.length).toBeLessThanOrEqual(80);
    expect(narrow).toContain('deep/a.ts');
    expect(narrow).not.toContain('\u001B');
    expect(renderReport(long, null, { color: true, width: 80 })).toContain('\u001B[1m');
  });

  test('a finding is told with both values, and escape sequences of the host do not reach the terminal', () => {
    const text = renderReport(
      sampleReport({
        findings: [
          {
            kind: 'disagreement',
            target: 'src/parse.ts#parse',
            title: 'parse\u001B[2J of "1e3"',
            detail: 'expected 1000\nreceived 1',
            reproduce: 'npx jest -t x',
          },
        ],
      }),
      null,
      plainStyle,
    );
    expect(text).toContain('1 finding for you to look at');
    expect(text).toMatch(/expected 1000\n\s+received 1/);
    expect(text).toContain('reproduce: npx jest -t x');
    expect(text).not.toContain('\u001B');
  });

  test.each(sandboxTiers)('that the sandbox was %s stands in every form', (tier) => {
    const report = sampleReport();
    report.run.sandbox = tier;
    expect(renderReport(report, null, plainStyle)).toContain(`sandbox ${tier}`);
    expect(renderMarkdown(report, null)).toContain(`sandbox ${tier}`);
    expect(renderJson(report)).toContain(`"sandbox": "${tier}"`);
  });

  test('a reduced sandbox, an interruption and the model are said', () => {
    const report = sampleReport({ model: { requests: 2, inputTokens: 900, outputTokens: 80, usd: null } });
    report.run.sandbox = 'reduced';
    report.run.outcome = 'interrupted';
    const text = renderReport(report, null, plainStyle);
    expect(text).toMatch(/interrupted after 1 min 15 s/);
    expect(text).toMatch(/sandbox was reduced.*nightshift doctor/);
    expect(text).toContain('Model: 2 requests, 900 tokens in, 80 out, price unknown');
    expect(renderSummary(report)).toBe(
      'nightshift interrupted after 1 min 15 s: kept 1 of 12 proposed tests (1 unit, 0 property) in 1 file; ' +
        'statements 10.0 % → 90.0 %, branches 2.5 % → 75.0 %',
    );
  });
});

describe('delivery', () => {
  const see = (delivery: Partial<DeliveryView>): string =>
    renderReport(sampleReport(), { ...onBranch, ...delivery }, plainStyle);

  test('each way of delivery has its own commands', () => {
    expect(see({ mode: 'patch', branch: null, patch: '.nightshift/patches/r 1.patch' })).toContain(
      "git apply '.nightshift/patches/r 1.patch' && npx jest",
    );
    expect(see({ mode: 'commit', branch: null })).toContain('git log --patch -1');
    expect(see({ mode: 'worktree', branch: null })).toContain(
      'git status --short -- src/parse.nightshift.test.ts',
    );
    expect(see({ mode: 'none', branch: null, testFiles: [] })).toContain('No test was delivered');
  });

  test('many files are run by a pattern, and the way the host starts Jest is kept', () => {
    const testFiles = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}.nightshift.test.js`);
    expect(see({ testFiles, jestCommand: 'node jest.js' })).toContain(
      String.raw`node jest.js '\.nightshift\.'`,
    );
  });

  test('a file name cannot break out of the command', () => {
    expect(see({ testFiles: ["a'; rm -rf x.test.js"] })).toContain(
      String.raw`npx jest 'a'\''; rm -rf x.test.js'`,
    );
  });
});

describe('markdown', () => {
  test('has the numbers, the commands and each kept test with its evidence', () => {
    const text = renderMarkdown(sampleReport(), onBranch);
    expect(text).toContain('| **All files** | 10.0 % | 90.0 % (+80.0) | 2.5 % | 75.0 % (+72.5) |');
    expect(text).toContain('| `src/parse.ts` | 5.0 % | 95.0 % (+90.0) | 0.0 % | 87.5 % (+87.5) |');
    expect(text).toContain('```sh\ngit log --patch');
    expect(text).toMatch(
      /\| refuses an empty text \| `src\/parse\.ts#parse` \| unit, explorer \| 3 statements, 1 branch \| 4 of 5 \|/,
    );
  });

  test('titles and details cannot break the table or the block they stand in', () => {
    const text = renderMarkdown(
      sampleReport({
        tests: [keptTest({ title: 'splits "a|b" at `|`\n<img src=x>', target: 'src/a.ts#a|b' })],
        findings: [{ kind: 'crash', target: 't', title: 'T', detail: 'before\n```\nafter' }],
      }),
      onBranch,
    );
    const row = text.split('\n').find((line) => line.includes('splits')) ?? '';
    expect(row.replaceAll('\\|', '').match(/\|/g)).toHaveLength(6);
    expect(row).not.toContain('<img');
    expect(text).toContain('````\nbefore\n```\nafter\n````');
  });
});

describe('json', () => {
  test('is valid, complete, and the same whatever the order in which the report was built', () => {
    const report = sampleReport();
    const shuffled = JSON.parse(
      JSON.stringify(Object.fromEntries(Object.entries(report).reverse())),
    ) as typeof report;
    shuffled.funnel.rejected = Object.fromEntries(
      Object.entries(report.funnel.rejected).reverse(),
    ) as typeof report.funnel.rejected;
    expect(renderJson(shuffled)).toBe(renderJson(report));
    expect(reportSchema.parse(JSON.parse(renderJson(report)))).toEqual(report);
  });

  test('a report that breaks its own format is refused with the place', () => {
    const report = sampleReport();
    report.run.seconds = -1;
    expect(() => renderJson(report)).toThrow(/run\.seconds/);
  });
});
