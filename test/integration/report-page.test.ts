/** The page of a report in a real browser: what it does, whom it serves, what it never does. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Result } from 'axe-core';
import type { Browser, Page } from 'puppeteer-core';
import { renderPage } from '../../src/report/html/page.js';
import type { PageData } from '../../src/report/html/page-data.js';
import { describeInBrowser, openBrowser } from '../support/browser.js';
import { removeTempFolders, tempFolder } from '../support/temp-repo.js';
import { hostileTexts, samplePage } from '../unit/report/html/page-data.js';
import { keptTest, sampleReport, target, totals } from '../unit/report/sample-report.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A report in which every section has something to show. */
function fullPage(): PageData {
  const report = sampleReport({
    findings: [
      {
        kind: 'counterexample',
        target: 'src/parse.ts#parse',
        title: 'print is not undone by parse',
        detail: 'print(1) gives "1", which parse does not take back',
        reproduce: `expect(parse(print(1))).toBe(1); // ${'long '.repeat(60)}`,
      },
    ],
    tests: [
      keptTest(),
      keptTest({ id: 'c2', title: 'reads minutes', kind: 'property', target: 'src/parse.ts#print' }),
    ],
    model: { requests: 3, inputTokens: 900, outputTokens: 80, usd: 0.02, accepted: 1 },
  });
  const page = samplePage(report);
  return { ...page, runs: [...page.runs, ...page.runs, ...page.runs] };
}

const hostilePage = (): PageData => {
  const targets = hostileTexts.map((text) =>
    target(`${text}#${text}`, totals([0, 9], [0, 4]), totals([5, 9], [1, 4])),
  );
  const tests = hostileTexts.map((text, index) =>
    keptTest({ id: `c${index}`, title: text, file: `${text}.js`, target: `${text}#${text}` }),
  );
  const findings = hostileTexts.map((text) => ({
    kind: 'crash' as const,
    target: text,
    title: text,
    detail: text,
    reproduce: text,
  }));
  return samplePage(sampleReport({ targets, tests, findings }), {
    name: hostileTexts.join(' '),
    sources: new Map(hostileTexts.map((text) => [text.split('#')[0] ?? '', { text, states: 'o' }])),
    tests: new Map(hostileTexts.map((code, index) => [`c${index}`, { code, runs: 1 }])),
  });
};

describeInBrowser('the page of a report', () => {
  let browser: Browser;
  const opened: Page[] = [];
  const requests: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(async () => {
    for (const page of opened.splice(0)) await page.close();
  });
  afterAll(async () => {
    await browser.close();
    removeTempFolders();
  });

  async function show(data: PageData, { width = 1280, scheme = 'light' } = {}): Promise<Page> {
    const file = join(tempFolder(), 'report.html');
    writeFileSync(file, renderPage(data));
    const page = await browser.newPage();
    opened.push(page);
    requests.length = 0;
    complaints.length = 0;
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.setViewport({ width, height: 900 });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await page.goto(pathToFileURL(file).href);
    return page;
  }

  const openAll = (page: Page): Promise<unknown> =>
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");

  const widths = [1280, 768, 390];
  const looks = widths.flatMap((width) => ['light', 'dark'].map((scheme) => [width, scheme] as const));

  test.each(looks)(
    'at %i pixels in %s has nothing that axe objects to, and nothing beyond its edge',
    async (width, scheme) => {
      const page = await show(fullPage(), { width, scheme });
      await openAll(page);
      await page.evaluate(axe);
      const violations = (await page.evaluate('axe.run().then((found) => found.violations)')) as Result[];
      expect(violations.map(({ id, impact }) => `${impact ?? ''} ${id}`)).toEqual([]);
      const root = 'document.documentElement';
      const beyond = await page.evaluate(`${root}.scrollWidth - ${root}.clientWidth`);
      expect(beyond).toBe(0);
    },
  );

  test('asks for nothing but itself, and its policy refuses no part of it', async () => {
    const page = await show(fullPage());
    await openAll(page);
    expect(requests).toHaveLength(1);
    expect(complaints).toEqual([]);
  });

  test('does nothing that a hostile repository wants', async () => {
    const page = await show(hostilePage());
    await openAll(page);
    expect(await page.evaluate('window.taken')).toBeUndefined();
    expect(await page.$$('img, iframe, [onload], [onfocus], [onerror]')).toEqual([]);
    expect(requests).toHaveLength(1);
    expect(complaints).toEqual([]);
  });

  test('runs no script but its own, even where one got into the page', async () => {
    const page = await show(fullPage());
    await page.evaluate(`
      const script = document.createElement('script');
      script.textContent = 'window.taken = 1';
      document.body.append(script);
    `);
    expect(await page.evaluate('window.taken')).toBeUndefined();
  });

  test('a link to a test opens it in its group and puts the focus there', async () => {
    const page = await show(fullPage());
    await page.evaluate("location.hash = '#test-1'");
    await page.waitForFunction("document.activeElement.closest('details')?.id === 'test-1'");
    expect(await page.evaluate("document.querySelector('#test-1').closest('.group').open")).toBe(true);
  });

  test('the filter leaves the tests that hold every word, and says how many', async () => {
    const page = await show(fullPage());
    await page.type('#filter-text', 'property minutes');
    const left = "[...document.querySelectorAll('.test:not([hidden])')].map(({ id }) => id)";
    expect(await page.evaluate(left)).toEqual(['test-1']);
    expect(await page.evaluate("document.querySelector('#filter-count').textContent")).toBe('1 test');
  });

  test('everything can be reached and opened by keyboard', async () => {
    const page = await show(fullPage());
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the report');
    await page.focus('#file-0 > summary');
    await page.keyboard.press('Enter');
    expect(await page.evaluate("document.querySelector('#file-0').open")).toBe(true);
    await page.evaluate("document.querySelector('.wide-map a').focus()");
    await page.keyboard.press('Enter');
    await page.waitForFunction("document.activeElement.closest('details')?.id.startsWith('file-')");
  });

  test('a screen reader hears the name of each file on the map, and the state of each line', async () => {
    const page = await show(fullPage());
    await openAll(page);
    const tree = JSON.stringify(await page.accessibility.snapshot());
    expect(tree).toContain('src/parse.ts: 95.0 % of 20 statements covered, before 5.0 %');
    expect(tree).toContain('covered now: ');
  });

  test('without scripts everything is there to be read', async () => {
    const page = await browser.newPage();
    opened.push(page);
    await page.setJavaScriptEnabled(false);
    const file = join(tempFolder(), 'report.html');
    writeFileSync(file, renderPage(fullPage()));
    await page.goto(pathToFileURL(file).href);
    await page.focus('.group > summary');
    await page.keyboard.press('Enter');
    const tree = JSON.stringify(await page.accessibility.snapshot());
    expect(tree).toContain('reads minutes');
  });
});
