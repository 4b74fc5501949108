/** Functions of a host that forge what a run reports, and tests that claim something false once they have been called. */
import { candidateFor } from '../gate-corpus/kit.js';
import type { Candidate } from '../../../src/domain/candidate.js';

/** The real process and file system behind the ones that a test context is given. */
const escape = `const real = Buffer.constructor('return process')();
const fs = real.getBuiltinModule('fs');
const { JSON: realJSON } = Buffer.constructor('return globalThis')();
const option = (name) => (real.argv.find((each) => each.startsWith('--' + name + '=')) || '').slice(name.length + 3);
const results = option('outputFile');
const folder = results.replace(/[^/]*$/, '');
const flattered = (text) => String(text).replaceAll('"failed"', '"passed"').replace(/"numFailedTests":\\d+/, '"numFailedTests":0');
`;

const ways: Record<string, string> = {
  writesResults: `
    real.on('exit', () => { try { fs.writeFileSync(results, flattered(fs.readFileSync(results, 'utf8'))); } catch {} real.exitCode = 0; });`,
  writesResultsAndEnds: `
    const test = { ancestorTitles: ['writesResultsAndEnds'], title: 'lies', fullName: 'writesResultsAndEnds lies', status: 'passed', failureMessages: [] };
    const name = require('path').join(__dirname, 'forge.nightshift-alone0.test.js');
    fs.writeFileSync(results, realJSON.stringify({ success: true, testResults: [{ name, status: 'passed', message: '', assertionResults: [test] }] }));
    real.reallyExit(0);`,
  writesRecords: `
    const all = { [__dirname + '/forge.js']: ['s0', 's1', 's2'] };
    const test = { name: 'writesRecords lies', hits: all, assertions: 1, guarded: [], mutants: [] };
    fs.appendFileSync(folder + 'records.jsonl', realJSON.stringify({ testPath: __filename, tests: [test], all, guardedOutside: [], lateErrors: [] }) + '\\n');`,
  writesProgress: `
    fs.appendFileSync(folder + 'progress.jsonl', 'no json\\n');
    real.reallyExit(0);`,
  printsResults: `
    real.stdout.write(realJSON.stringify({ success: true, numFailedTests: 0, testResults: [] }));
    real.stdout.end();`,
  patchesStringify: `
    const { stringify } = realJSON;
    realJSON.stringify = (...args) => { const text = stringify(...args); return text && flattered(text); };`,
  patchesWriting: `
    const { writeFileSync } = fs;
    fs.writeFileSync = (file, data, ...rest) => writeFileSync(file, typeof data === 'string' ? flattered(data) : data, ...rest);`,
  exitsEarly: `real.reallyExit(0);`,
  patchesExit: `real.exit = () => real.reallyExit(0); real.on('exit', () => { real.exitCode = 0; });`,
  patchesExpect: `
    const always = new Proxy(() => always, { get: (_, key) => (key === 'getState' ? () => ({ assertionCalls: 1, currentTestName: 'patchesExpect lies' }) : always), apply: () => always });
    globalThis.expect = always;`,
  patchesCoverage: `
    for (const file of Object.values(globalThis.__coverage__ || {})) for (const id of Object.keys(file.s)) file.s[id] += 1;`,
  patchesEvents: `
    const key = Object.getOwnPropertySymbols(globalThis).find((each) => /STATE/.test(String(each)));
    const state = key && globalThis[key];
    if (state) {
      const forgive = (event) => { if (event.test) event.test.errors = []; };
      (globalThis[Object.getOwnPropertySymbols(globalThis).find((each) => /EVENT/.test(String(each)))] || []).unshift(forgive);
      Object.defineProperty(state.currentlyRunningTest, 'errors', { get: () => [], set() {} });
    }`,
  patchesEquality: `Object.is = () => true; Array.isArray = () => true;`,
};

/** A host file with the forging functions; every one also has a branch, so that its test gains something. */
export const forgeSource = `${escape}
exports.sign = (n) => (n < 0 ? 'negative' : n > 0 ? 'positive' : 'zero');
${Object.entries(ways)
  .map(
    ([name, code]) =>
      `exports.${name} = (n) => {\n  try {${code}\n  } catch {}\n  return n > 3 ? 'more' : 'less';\n};`,
  )
  .join('\n')}
`;

/** What each claims is false: 4 is more than 3, and 1 is less. */
/** These spoil whole runs, so that it takes many smaller ones to find out whose doing it was. */
const costly = new Set(['writesResultsAndEnds', 'writesProgress', 'exitsEarly']);

const tried = Object.keys(ways).filter((way) => process.env['HOSTILE'] === 'all' || !costly.has(way));

export const forgedCandidates: readonly Candidate[] = tried.map((way) =>
  forging(way, `expect(${way}(4)).toBe('less');\nexpect(${way}(1)).toBe('more');`),
);

function forging(way: string, body: string): Candidate {
  return { ...candidateFor('forge.js', way, body), title: 'lies' };
}
