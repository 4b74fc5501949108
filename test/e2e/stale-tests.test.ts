/** Tests of an earlier pass that no longer fit the code are cut out, named, and written anew. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeTempFolders } from '../support/temp-repo.js';
import { runNightshift, signSource, tinyHost } from '../support/tiny-host.js';

afterAll(removeTempFolders);

test('a changed result retires the test that pins the old one', async () => {
  const host = tinyHost();
  await runNightshift(host.dir);
  const delivered = (): string => host.git('show', 'nightshift/main:sign.nightshift.test.js');
  expect(delivered()).toContain("'positive'");

  writeFileSync(join(host.dir, 'sign.js'), signSource.replace('positive', 'plus'));
  host.git('commit', '--all', '--quiet', '--message', 'feat: plus');
  const { exitCode, report } = await runNightshift(host.dir);
  expect(exitCode).toBe(0);
  const named = report?.findings.filter(({ target }) => target === 'sign.nightshift.test.js') ?? [];
  expect(named).toHaveLength(1);
  expect(delivered()).toContain("'plus'");
  expect(delivered()).not.toContain("'positive'");
  expect(delivered()).toContain("'negative'");
  expect(report?.coverage.after.branches).toEqual({ covered: 4, total: 4 });
});
