/** Every form that the prompt allows is one that the gate accepts. */
import { mendTest } from '../../../../../src/author/model/mend-test.js';
import { splitTests } from '../../../../../src/author/model/answer/split-tests.js';
import { idioms } from '../../../../../src/author/model/prompt/idioms.js';
import { resolveImports } from '../../../../../src/author/model/resolve-imports.js';
import type { Candidate } from '../../../../../src/domain/candidate.js';
import { checkPolicy } from '../../../../../src/verify/policy.js';
import { sampleRequest } from '../../../../support/model-request.js';

const candidate = (body: string, imports: Candidate['imports'], isAsync: boolean): Candidate => ({
  ...{ id: 'c', target: 'src/clamp.js#clamp', file: 'src/clamp.js', author: 'model', kind: 'unit' },
  ...{ group: 'clamp', title: 't', body, isAsync, imports },
});

/** Names that the snippets take from the tested code. */
const own = ['report', 'daysLeft', 'loadUser', 'countLines', 'showUser', 'parse', 'load'];
const ownImports: Candidate['imports'] = own.map((name) => ({
  from: { kind: 'file', path: 'src/own.js' },
  binding: { kind: 'named', imported: name, local: name },
}));

async function judge(body: string, importLines = ''): Promise<unknown> {
  const [written] = await splitTests(`${importLines}\n${body}`, {
    ...{ title: 't', kind: 'unit', body, isAsync: false, imports: [] },
  });
  if (written === undefined) throw new Error('no test');
  const { test, imports } = await mendTest(written, resolveImports(written, sampleRequest));
  return checkPolicy(candidate(test.body, [...ownImports, ...imports], test.isAsync), {
    allowedPackages: new Set(),
  });
}

test.each(idioms)('to $purpose', async ({ snippet, imports }) => {
  expect(await judge(snippet, imports)).toEqual({ ok: true });
});

describe('slips that are mended without a request:', () => {
  const inFolder = (
    fs: string,
    os: string,
    path: string,
  ): string => `const folder = ${fs}mkdtempSync(${path}join(${os}tmpdir(), 'test-'));
try {
  ${fs}writeFileSync(${path}join(folder, 'a.txt'), 'one');
  expect(countLines(${path}join(folder, 'a.txt'))).toBe(1);
} finally {
  ${fs}rmSync(folder, { recursive: true, force: true });
}`;

  test.each([
    [
      'modules of Node imported as a whole',
      inFolder('fs.', 'os.', 'path.'),
      "import fs from 'fs'; import * as os from 'os'; import path from 'path';",
    ],
    [
      'the same by require',
      inFolder('fs.', 'os.', 'path.'),
      "const fs = require('fs'); const os = require('os'); const path = require('path');",
    ],
    ['an expectation about a promise that nobody awaits', "expect(load('x')).rejects.toThrow('no');", ''],
    ['the same, returned', "return expect(load('x')).resolves.toBe(1);", ''],
    [
      'a spy that is not put back',
      "const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);\nreport('a');\nexpect(log).toHaveBeenCalledWith('a');",
      '',
    ],
    [
      'a clock that is not put back',
      "jest.useFakeTimers({ now: new Date('2024-05-01') });\nexpect(daysLeft('2024-05-03')).toBe(2);",
      '',
    ],
  ])('%s', async (_name, body, imports) => {
    expect(await judge(body, imports)).toEqual({ ok: true });
  });
});
