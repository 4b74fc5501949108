import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { keepProbe, recallProbe } from '../../../../../src/io/sandbox/probe/probe-cache.js';
import { removeTempFolders, tempFolder } from '../../../../support/temp-repo.js';

const full = { works: true, detail: 'bubblewrap' };
const reduced = { works: true, detail: 'permission model' };
const broken = { works: false, detail: 'namespaces are refused' };

const near = process.cwd();
let folder: string;
let file: string;
beforeEach(async () => {
  folder = path.join(tempFolder(), 'nightshift');
  file = path.join(folder, 'sandbox-probe.json');
  await keepProbe(near, { full, reduced }, folder);
});
afterAll(removeTempFolders);

// Elsewhere a start of the kernel has no id, and nothing is kept.
const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('what was found is known to the next run', async () => {
  expect(await recallProbe(near, folder)).toEqual({ full, reduced });
});

onLinux(
  'a machine where the full tier does not hold is probed each time, so that mending it is noticed',
  async () => {
    await keepProbe(near, { full: broken, reduced }, folder);
    expect(existsSync(file)).toBe(false);
    expect(await recallProbe(near, folder)).toBeNull();
  },
);

onLinux('what was found under other conditions does not count', async () => {
  const entry = JSON.parse(readFileSync(file, 'utf8')) as { key: string };
  writeFileSync(
    file,
    JSON.stringify({ ...entry, key: entry.key.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) }),
  );
  expect(await recallProbe(near, folder)).toBeNull();
});

describe('what somebody else could have put there does not count:', () => {
  const isRoot = process.getuid?.() === 0;
  const plants: [string, () => void][] = [
    ['a file that others may write', () => chmodSync(file, 0o622)],
    ['a folder that others may write', () => chmodSync(folder, 0o777)],
    [
      'a link to a file',
      () => {
        renameSync(file, `${file}.real`);
        symlinkSync(`${file}.real`, file);
      },
    ],
    [
      'a link to a folder',
      () => {
        renameSync(folder, `${folder}-real`);
        symlinkSync(`${folder}-real`, folder);
      },
    ],
    ...(isRoot
      ? ([
          ['a file of another user', () => chownSync(file, 65534, 65534)],
          ['a folder of another user', () => chownSync(folder, 65534, 65534)],
        ] as [string, () => void][])
      : []),
  ];
  onLinux.each(plants)('%s', async (_name, plant) => {
    plant();
    expect(await recallProbe(near, folder)).toBeNull();
  });
});

test('garbage, or no place to keep anything, costs only the time of a probe', async () => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, '{"key":', { mode: 0o600 });
  expect(await recallProbe(near, folder)).toBeNull();
  await keepProbe(near, { full, reduced }, path.join(file, 'below-a-file'));
});
