/** The ledger as a file: damage, versions, and several processes at once. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import Database from 'libsql';
import ts from 'typescript';
import { openLedger } from '../../src/ledger/ledger.js';
import { refusal } from '../support/refusal.js';
import { closeLedgers, openTemp, rejected, start } from '../support/ledger-entries.js';
import { tempFolder } from '../support/temp-repo.js';

afterAll(closeLedgers);

describe('damage', () => {
  const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

  test('of the whole file is told with the remedy, and the file is left as it is', async () => {
    const path = join(tempFolder(), 'ledger.db');
    writeFileSync(path, 'this is no database, but it is all there is'.repeat(200));
    const before = digest(path);
    const error = await refusal(() => openLedger(path));
    expect(error.message).toContain(`the ledger ${path} is damaged`);
    expect(error.remedy).toContain('Move it away');
    expect(digest(path)).toBe(before);
  });

  test('in the middle of the file is noticed at opening', async () => {
    const path = join(tempFolder(), 'ledger.db');
    const ledger = openTemp(path);
    for (let index = 0; index < 200; index++) ledger.recordVerdict('r1', rejected(`c${index}`));
    ledger.close();
    // What is in the journal would take the place of what gets damaged.
    const raw = new Database(path);
    raw.pragma('wal_checkpoint(TRUNCATE)');
    raw.close();
    const bytes = readFileSync(path);
    expect(bytes.length).toBeGreaterThan(20_000);
    bytes.fill(0x5a, 4096, bytes.length - 100);
    writeFileSync(path, bytes);
    const before = digest(path);
    expect((await refusal(() => openLedger(path))).message).toContain('is damaged');
    expect(digest(path)).toBe(before);
  });

  test('is not what a ledger of a newer version is', async () => {
    const path = join(tempFolder(), 'ledger.db');
    openTemp(path).close();
    const raw = new Database(path);
    raw.exec('PRAGMA user_version = 99');
    raw.close();
    expect(await refusal(() => openLedger(path))).toMatchObject({ code: 'usage' });
  });

  test('does not come from an empty file left behind by a full disk', () => {
    const path = join(tempFolder(), 'ledger.db');
    writeFileSync(path, '');
    const ledger = openTemp(path);
    start(ledger, 'r1');
    expect(ledger.listRuns(1)).toHaveLength(1);
  });
});

test('a closed ledger is whole without its journal', () => {
  const path = join(tempFolder(), 'ledger.db');
  const ledger = openTemp(path);
  start(ledger, 'r1');
  ledger.close();
  const copy = join(tempFolder(), 'ledger.db');
  copyFileSync(path, copy);
  expect(openTemp(copy).listRuns(9)).toMatchObject([{ id: 'r1' }]);
});

test('several processes may create and fill one ledger at the same time', async () => {
  const path = join(tempFolder(), 'ledger.db');
  const program = writeProgram();
  const run = promisify(execFile);
  const workers = ['a', 'b', 'c', 'd'];
  await Promise.all(workers.map((name) => run(process.execPath, [program, path, name])));
  const ledger = openTemp(path);
  const found = ledger.listRuns(1000).map(({ id }) => id.slice(0, 1));
  for (const name of workers) expect(found.filter((id) => id === name)).toHaveLength(100);
});

/** The ledger as plain JavaScript for other processes, with a program that writes a hundred runs. */
function writeProgram(): string {
  const root = process.cwd();
  const folder = tempFolder();
  const sources = ['domain', 'ledger'].flatMap((name) =>
    readdirSync(join(root, 'src', name)).map((file) => join(name, file)),
  );
  for (const source of [...sources, 'io/system/system-error.ts', 'io/files/temp-folder.ts']) {
    const text = readFileSync(join(root, 'src', source), 'utf8');
    const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
    const target = join(folder, source.replace(/ts$/, 'js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, ts.transpileModule(text, { compilerOptions: options }).outputText);
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const program = join(folder, 'program.js');
  writeFileSync(
    program,
    `import { openLedger } from './ledger/ledger.js';
    const [path, name] = process.argv.slice(2);
    const ledger = openLedger(path);
    const run = { startedAt: 'now', commit: null, branch: null, seed: 1, sandbox: 'full', authors: [] };
    for (let index = 0; index < 100; index++) ledger.startRun({ ...run, id: name + index });
    ledger.close();`,
  );
  return program;
}
