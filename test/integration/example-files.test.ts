/** Where each developer keeps a file of secrets, the copy has the example that the repository tracks. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PassEvent } from '../../src/domain/events.js';
import { noteWithheld } from '../../src/pipeline/prepare/what-is-tested.js';
import { full, makeHost, open, writeTree } from '../support/boxes.js';

const secret = 'TOKEN=real-secret';
const example = 'TOKEN=made-up';

describe.each([
  ['.env', '.env.example'],
  ['.env', 'example.env'],
  ['.env.test', '.env.test.template'],
  ['packages/api/.env', 'packages/api/.env.dist'],
  ['secrets.json', 'secrets.sample.json'],
  ['config/credentials.json', 'config/credentials.json.sample'],
])('%s beside a tracked %s', (file, sample) => {
  full('is the example in the copy, and the secret stays outside', async () => {
    const host = await makeHost({ [file]: secret, [sample]: example });
    const box = await open(host, 'full', { tracked: new Set([sample]) });
    expect(await readFile(join(box.root, file), 'utf8')).toBe(example);
    expect([...box.examples]).toEqual([[file, sample]]);
  });
});

full('an example of a file that is not there makes none', async () => {
  const box = await open(await makeHost({ '.env.example': example }), 'full', {
    tracked: new Set(['.env.example']),
  });
  expect(existsSync(join(box.root, '.env'))).toBe(false);
});

full('a file that git tracks is copied as it is', async () => {
  const host = await makeHost({ '.env.test': 'MODE=test', '.env.test.example': example });
  const box = await open(host, 'full', { tracked: new Set(['.env.test', '.env.test.example']) });
  expect(await readFile(join(box.root, '.env.test'), 'utf8')).toBe('MODE=test');
});

full('an example that git does not track is no example', async () => {
  const box = await open(await makeHost({ '.env': secret, '.env.example': example }), 'full');
  expect(existsSync(join(box.root, '.env'))).toBe(false);
});

full('the example is taken from the commit that is tested, and a refreshed copy keeps it', async () => {
  const host = await makeHost({ '.env': secret, '.env.example': 'TOKEN=changed' });
  const committed = {
    contents: new Map([['.env.example', Buffer.from(example)]]),
    uncommitted: new Set<string>(),
  };
  const box = await open(host, 'full', { tracked: new Set(['.env.example']), committed });
  await writeTree(host.root, { '.env': 'TOKEN=another-secret' });
  await box.refresh(['.env']);
  expect(await readFile(join(box.root, '.env'), 'utf8')).toBe(example);
});

test('the user reads which example was used, and what has none', () => {
  const texts: string[] = [];
  const observer = (event: PassEvent): void => {
    if (event.type === 'note') texts.push(event.text);
  };
  noteWithheld({ withheld: ['.env', '.npmrc'], examples: new Map([['.env', '.env.example']]) }, { observer });
  expect(texts).toEqual([
    '.env is not copied into the sandbox, because git does not track it and it looks like a secret. The tests run with .env.example in its place.',
    'Not copied into the sandbox, because git does not track it and it looks like a secret: .npmrc. Tests that need it cannot pass there; a tracked example with made-up values, such as .npmrc.example, is used in its place.',
  ]);
});
