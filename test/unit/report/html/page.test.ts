/** What the page of a report says, and what it never lets through. */
import { attribute, html } from '../../../../src/report/html/escape.js';
import { renderPage } from '../../../../src/report/html/page.js';
import { keptTest, sampleReport, target, totals } from '../sample-report.js';
import { hostileTexts, samplePage } from './page-data.js';

const body = (page: string): string => page.slice(page.indexOf('<body>'));
const bidi = /[\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/;

describe('the page', () => {
  test('begins with the result, why to trust it, and where the tests are', () => {
    const page = renderPage(samplePage());
    expect(page).toContain('Nightshift kept 1 of 12 proposed tests (1 unit, 0 property) in 1 file.');
    expect(page).toContain('90.0 %<small>from 10.0 % (+80.0 points)');
    expect(page).toContain('passed at least 6 runs');
    expect(page).toContain('git switch nightshift/main &amp;&amp; npx jest src/parse.nightshift.test.ts');
    expect(page).toContain('Nothing needs a decision from you.');
  });

  test('shows findings before files, and each finding leads to its file', () => {
    const report = sampleReport({
      findings: [
        {
          kind: 'disagreement',
          target: 'src/parse.ts#parse',
          title: 'parse of "1e3"',
          detail: 'expected 1000\nreceived 1',
          reproduce: 'npx jest -t x',
        },
      ],
    });
    const page = renderPage(samplePage(report));
    expect(page).toContain('1 finding needs your decision');
    expect(page).toContain('expected 1000\nreceived 1');
    expect(page.indexOf('id="findings"')).toBeLessThan(page.indexOf('id="files"'));
    expect(page).toMatch(/in <a href="#file-0"><code>src\/parse\.ts#parse<\/code>/);
  });

  test('shows each line of a source with its state, and the tests of a function where it begins', () => {
    const page = renderPage(samplePage());
    expect(page).toContain(
      '<i>export function parse(text) {<a href="#test-0">1 test</a></i><i class="n">  return text;</i>',
    );
    expect(page).toContain('id="test-0"');
    expect(page).toContain('expect(parse(&#39;&#39;)).toBe(null);');
  });

  test('says of a source that cannot be shown that it is not', () => {
    expect(renderPage(samplePage(sampleReport(), { sources: new Map() }))).toContain(
      'The source is not shown',
    );
  });

  test('draws the trend from the second run on', () => {
    const { runs } = samplePage();
    const [run] = runs;
    expect(renderPage(samplePage())).toContain('This is the first run');
    const later = renderPage(samplePage(sampleReport(), { runs: run === undefined ? [] : [run, run] }));
    expect(later).toContain('<polyline class="statements"');
  });

  test('says plainly that nothing was proposed', () => {
    const report = sampleReport({ tests: [], nothing: 'Every test file fails. Run npm test first.' });
    report.funnel = { ...report.funnel, proposed: 0, accepted: 0, delivered: 0 };
    const page = renderPage(samplePage(report, { tests: new Map(), delivery: null }));
    expect(page).toContain('no test was proposed');
    expect(page).toContain('No test was kept in this run.');
    expect(page).toContain('No test: Every test file fails. Run npm test first.');
  });

  test('stays below 3 MB for three thousand files and ten thousand tests', () => {
    const files = Array.from(
      { length: 3000 },
      (_, index) => `src/folder-${index % 50}/a-file-with-a-name-${index}.ts`,
    );
    const source = { text: `const a = "<&>";\n`.repeat(400), states: 'n'.repeat(400) };
    const report = sampleReport({
      targets: files.map((file) => target(`${file}#run`, totals([0, 9], [0, 4]), totals([5, 9], [1, 4]))),
      tests: Array.from({ length: 10_000 }, (_, index) =>
        keptTest({
          id: `c${index}`,
          target: `${files[index % 3000] ?? ''}#run`,
          title: `run does ${index} things`,
        }),
      ),
    });
    const sources = new Map(files.map((file) => [file, source]));
    const tests = new Map(
      report.tests.map(({ id }) => [id, { code: 'expect(run()).toBe(1);\n'.repeat(20), runs: 6 }]),
    );
    const page = renderPage(samplePage(report, { sources, tests }));
    expect(Buffer.byteLength(page)).toBeLessThan(3_000_000);
    expect(page).toMatch(/more files\./);
    expect(page).toMatch(/more tests\./);
  });
});

describe('texts of the repository', () => {
  test.each(hostileTexts)('%j becomes neither markup nor invisible, wherever it is', (text) => {
    const report = sampleReport({
      targets: [target(`${text}#${text}`, totals([0, 9], [0, 4]), totals([5, 9], [1, 4]))],
      tests: [keptTest({ title: text, file: `${text}.test.js`, target: `${text}#${text}`, author: text })],
      findings: [{ kind: 'crash', target: text, title: text, detail: text, reproduce: text }],
    });
    const page = renderPage(
      samplePage(report, {
        name: text,
        sources: new Map([[text.split('#')[0] ?? '', { text: `${text}\n${text}`, states: 'nb' }]]),
        tests: new Map([['c1', { code: text, runs: 1 }]]),
      }),
    );
    expect(page.match(/<script\b/g)).toHaveLength(1);
    expect(page.match(/<\/script>/g)).toHaveLength(1);
    expect(body(page)).not.toMatch(/<(img|iframe|style|!--)/);
    expect(page).not.toMatch(bidi);
    expect(Buffer.from(page).toString()).toBe(page);
  });

  test('a character that is not seen is named, in content and in attributes', () => {
    expect(html('a\u202Eb')).toBe('a<b class="unseen">U+202E</b>b');
    expect(attribute('a\u202E"b')).toBe('a[U+202E]&quot;b');
    expect(html('tab\tand\nline')).toBe('tab\tand\nline');
  });

  test('names of people and emoji stay as they are', () => {
    expect(html('Zoë 👩‍💻 שלום')).toBe('Zoë 👩‍💻 שלום');
  });
});
