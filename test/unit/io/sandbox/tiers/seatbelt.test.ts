import { planLayout } from '../../../../../src/io/sandbox/copy/layout.js';
import { seatbeltProfile } from '../../../../../src/io/sandbox/tiers/seatbelt.js';

test('the profile lets the copy be written only when asked, and quotes paths', () => {
  const layout = planLayout({ root: '/Users/me/my "app"', dependencyFolders: [] }, '/private/tmp/box');
  const setup = {
    sandboxExec: '/usr/bin/sandbox-exec',
    layout,
    needs: { links: [], packages: [] },
    seeInside: [],
  };
  const writes = (profile: string) =>
    profile.split('\n').find((line) => line.startsWith('(allow file-write*'));
  expect(writes(seatbeltProfile(setup, false))).toBe(
    '(allow file-write* (subpath "/private/tmp/box/scratch") (literal "/dev/null"))',
  );
  expect(writes(seatbeltProfile(setup, true))).toContain('(subpath "/private/tmp/box/host/my \\"app\\"")');
  expect(seatbeltProfile(setup, true)).toContain('(deny default)');
});
