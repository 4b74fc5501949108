/** What tests may do with files and with Node's functions that reach outside. */
import type { ImportNeed } from '../../../../src/domain/candidate.js';
import { judge, standardImports } from '../../../support/judge-policy.js';

const named = (module: string, name: string, local = name): ImportNeed => ({
  from: { kind: 'package', name: module },
  binding: { kind: 'named', imported: name, local },
});
const whole = (module: string, local: string): ImportNeed => ({
  from: { kind: 'package', name: module },
  binding: { kind: 'default', local },
});
const imports: ImportNeed[] = [
  ...standardImports,
  ...['mkdtempSync', 'writeFileSync', 'readFileSync', 'rmSync'].map((name) => named('fs', name)),
  named('os', 'tmpdir'),
  named('path', 'join'),
  whole('child_process', 'childProcess'),
  whole('http', 'http'),
  { from: { kind: 'file', path: 'src/parse.ts' }, binding: { kind: 'namespace', local: 'parser' } },
];
const verdictOf = (body: string) => judge(body, { imports });

const inFolder = (inside: string, closing = 'rmSync(folder, { recursive: true, force: true });'): string => `
const folder = mkdtempSync(join(tmpdir(), 'parse-'));
try {
  ${inside}
  expect(parse(join(folder, 'a.txt'))).toBe(1);
} finally {
  ${closing}
}`;

test('a temp folder that the test makes and removes may be filled and looked at', async () => {
  const body = inFolder(`writeFileSync(join(folder, 'a.txt'), 'x');
  expect(readFileSync(join(folder, 'sub', 'a.txt'), 'utf8')).toBe('x');`);
  expect(await verdictOf(body)).toEqual({ ok: true });
});

test.each([
  ['a path beside the folder', inFolder(`writeFileSync(join(folder, '../a.txt'), 'x');`)],
  ['a path of the machine', inFolder(`readFileSync('/etc/passwd');`)],
  ['a path that is computed', inFolder(`const name = parse(1); readFileSync(join(folder, name));`)],
  ['a folder that is not removed', inFolder('', 'parse();')],
  ['a folder elsewhere', `const folder = mkdtempSync('/home/x'); expect(parse(folder)).toBe(1);`],
  ['the place of temp folders', `expect(parse(join(tmpdir(), 'a'))).toBe(1);`],
  ['a function handed on', inFolder(`const write = writeFileSync; write('/etc/passwd', '');`)],
  [
    'a folder under another name',
    inFolder(`let other = folder; other = '/etc'; rmSync(other, { recursive: true });`),
  ],
])('%s is refused', async (_, body) => {
  expect(await verdictOf(body)).toMatchObject({ ok: false, reason: 'policy' });
});

test('more of fs than that cannot be imported', async () => {
  const verdict = await judge('expect(parse(1)).toBe(1);', {
    imports: [...imports, named('fs', 'symlinkSync')],
  });
  expect(verdict).toMatchObject({ ok: false, reason: 'policy' });
});

test('a function that reaches outside may be replaced, with an answer in the same breath', async () => {
  const body = `const exec = jest.spyOn(childProcess, 'execSync').mockReturnValue('main');
const fetch = jest.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response('{}', { status: 200 }));
try {
  expect(parse(1)).toBe(1);
  expect(exec).toHaveBeenCalledWith('git');
} finally {
  exec.mockRestore();
  fetch.mockRestore();
}`;
  expect(await verdictOf(body)).toEqual({ ok: true });
});

test.each([
  ['a call of the real one', `expect(childProcess.execSync('ls')).toBe(1);`],
  ['a spy that calls through', `jest.spyOn(http, 'get'); expect(parse(1)).toBe(1);`],
  ['the module handed on', `const real = http; real.get('x'); expect(parse(1)).toBe(1);`],
  [
    'a member that is computed',
    `const m = parse(1); jest.spyOn(http, m).mockReturnValue(1); expect(parse(1)).toBe(1);`,
  ],
  ['another global', `jest.spyOn(globalThis, 'eval').mockReturnValue(1); expect(parse(1)).toBe(1);`],
  ['what is tested', `jest.spyOn(parser, 'parse').mockReturnValue(1); expect(parser.parse(1)).toBe(1);`],
])('%s is refused as a stand-in', async (_, body) => {
  expect(await verdictOf(body)).toMatchObject({ ok: false, reason: 'policy' });
});
