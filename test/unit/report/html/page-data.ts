/** Data for pages, for tests to vary. */
import type { Report } from '../../../../src/domain/report.js';
import type { PageData } from '../../../../src/report/html/page-data.js';
import { sampleReport } from '../sample-report.js';

/** A page of the sample report with one source and one test. */
export function samplePage(report: Report = sampleReport(), changes: Partial<PageData> = {}): PageData {
  const { run, coverage, findings } = report;
  return {
    name: 'parser',
    report,
    delivery: {
      mode: 'branch',
      branch: 'nightshift/main',
      patch: null,
      testFiles: ['src/parse.nightshift.test.ts'],
    },
    sources: new Map([
      ['src/parse.ts', { text: 'export function parse(text) {\n  return text;\n}\n', states: ' n' }],
    ]),
    tests: new Map([['c1', { code: "expect(parse('')).toBe(null);", runs: 6 }]]),
    runs: [{ run, coverage, findings, kept: report.funnel.accepted }],
    ...changes,
  };
}

/** Names and texts as an attacker would choose them. */
export const hostileTexts = [
  '</script><script>window.taken = 1</script>',
  '</style><img src=x onerror="window.taken = 1">',
  '"><svg onload="window.taken = 1">',
  "' onfocus='window.taken = 1' autofocus='",
  '<!--<script>',
  ']]><iframe srcdoc="<script>top.taken = 1</script>">',
  'access\u202E\u2066// admin only\u2069\u2066',
  'zero\u200Bwidth\uFEFF\u0007\u2028',
  'half a pair \uD800 here',
  '{{constructor.constructor("window.taken = 1")()}}',
  'javascript:window.taken=1',
];
