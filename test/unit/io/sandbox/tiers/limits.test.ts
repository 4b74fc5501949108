import { limitOptions } from '../../../../../src/io/sandbox/tiers/limits.js';

test('a hard limit that is lower already is kept, because only root may raise it', () => {
  const limits = [
    'Limit                     Soft Limit           Hard Limit           Units',
    'Max data size             unlimited            unlimited            bytes',
    'Max open files            1024                 4096                 files',
  ].join('\n');
  expect(limitOptions(limits)).toEqual([
    '--data=4294967296',
    '--fsize=1073741824',
    '--core=0',
    '--nofile=4096',
  ]);
});
