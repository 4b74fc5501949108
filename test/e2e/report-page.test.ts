/** The page of a real run, from the built command line. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeTempFolders } from '../support/temp-repo.js';
import { nightshift, runNightshift, tinyHost } from '../support/tiny-host.js';

afterAll(removeTempFolders);

test('shows the sources as they were tested, with the tests that check them, also after an edit', async () => {
  const host = tinyHost();
  await runNightshift(host.dir);
  writeFileSync(join(host.dir, 'sign.js'), '// edited since\n');

  const page = nightshift(['report', host.dir, '--format', 'html']);
  expect(page.exitCode).toBe(0);
  expect(page.out).toMatch(/^<!doctype html>/);
  expect(page.out).toContain('<i class="n">  if (n &lt; 0) return &#39;negative&#39;;</i>');
  expect(page.out).toMatch(/function sign\(n\) \{<a href="#test-0">\d tests<\/a>/);
  expect(page.out).toMatch(/expect\(sign\(/);
  expect(page.out).not.toContain('edited since');

  const file = join(host.dir, '..', 'page.html');
  const written = nightshift(['report', host.dir, '--format', 'html', '--output', file]);
  expect(written).toMatchObject({ exitCode: 0, out: '' });
  expect(readFileSync(file, 'utf8')).toBe(page.out);

  // A terminal gets the path of a file, and no page.
  const typed = `${nightshift.command} report '${host.dir}' --format html`;
  // `script` gives the command a terminal.
  const { stdout } = spawnSync('script', ['-qec', typed, '/dev/null'], { encoding: 'utf8' });
  const kept = join(host.dir, '.nightshift/report.html');
  expect(stdout).toContain(`wrote ${kept}`);
  expect(stdout).not.toContain('<html');
  expect(readFileSync(kept, 'utf8')).toContain('</html>');
});
