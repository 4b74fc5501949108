import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isShowable, readHostText } from '../../../../../src/io/sandbox/copy/host-text.js';
import { removeTempFolders, tempFolder } from '../../../../support/temp-repo.js';

const dir = tempFolder();
const root = path.join(dir, 'host');

beforeAll(() => {
  mkdirSync(path.join(root, 'lib'), { recursive: true });
  for (const file of ['.env', 'credentials.json', 'lib/id_rsa', 'lib/a.js', '../outside.js'])
    writeFileSync(path.join(root, file), `text of ${file}`);
  symlinkSync('../.env', path.join(root, 'lib/env.js'));
  symlinkSync('../../outside.js', path.join(root, 'lib/outside.js'));
  symlinkSync('a.js', path.join(root, 'lib/b.js'));
});
afterAll(removeTempFolders);

test.each(['.env', 'credentials.json', 'lib/id_rsa', 'lib/env.js', 'lib/outside.js', 'lib/none.js'])(
  '%s is shown to nobody',
  async (file) => {
    expect(isShowable(root, file)).toBe(false);
    await expect(readHostText(root, file)).rejects.toThrow('not to be shown');
  },
);

test('sources are shown, also by a link inside of the host', async () => {
  expect(await readHostText(root, 'lib/b.js')).toBe('text of lib/a.js');
});
