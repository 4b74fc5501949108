import { readJestArguments } from '../../../../src/analyze/runner/jest-options.js';
import { chooseNodeOptions } from '../../../../src/analyze/runner/node-options.js';

const read = (line: string): ReturnType<typeof readJestArguments> => readJestArguments(line.split(' '));

describe('what a script gives to Jest', () => {
  test.each([
    ['--config a.json', { config: 'a.json' }],
    ['-c a.json', { config: 'a.json' }],
    ['--config=a.json', { config: 'a.json' }],
    ['--rootDir src', { rootDir: 'src' }],
    ['--testTimeout=3000', { testTimeout: '3000' }],
    ['--test-timeout 3000', { testTimeout: '3000' }],
    ['--env=jsdom', { testEnvironment: 'jsdom' }],
    ['--projects a b --ci', { projects: ['a', 'b'] }],
    ['--projects=a --projects=b', { projects: ['a', 'b'] }],
    ['--selectProjects unit', { selectProjects: ['unit'] }],
    ['--injectGlobals=false', { injectGlobals: false }],
    ['--no-injectGlobals', { injectGlobals: false }],
    ['--automock', { automock: true }],
    ['--randomize false', { randomize: false }],
  ])('%s is kept', (line, options) => {
    expect(read(line)).toEqual({ options, patterns: [] });
  });

  test.each([
    '--coverage', '--watchAll=false', '-i', '-w 2', '--maxWorkers=50%', '--ci --silent', '--reporters default', '-u',
    '--json --outputFile out.json', '--forceExit --detectOpenHandles', '--no-cache', '--coverageReporters text lcov', '-t name',
  ])('%s is of no matter', (line) => {
    expect(read(line)).toEqual({ options: {}, patterns: [] });
  }); // prettier-ignore

  test('what is no option is a pattern of test files', () => {
    expect(read('src/unit --ci other').patterns).toEqual(['src/unit', 'other']);
    expect(read('--testPathPattern=unit').patterns).toEqual(['unit']);
    expect(read('--testPathPatterns a b').patterns).toEqual(['a', 'b']);
    expect(read('-i -- a').patterns).toEqual(['a']);
  });
});

describe('options of Node', () => {
  test('those that change how code is loaded are taken over', () => {
    const words = ['--experimental-vm-modules', '-r', './setup.js', '--import=tsx', '--no-warnings'];
    expect(chooseNodeOptions(words)).toEqual(words);
  });

  test.each([
    '--allow-fs-write=*',
    '--allow-child-process',
    '--no-experimental-permission',
    '--experimental-permission',
    '--inspect=0.0.0.0',
    '--eval',
    '--env-file=.env',
    '--experimental-policy=x',
  ])('%s is not', (option) => {
    expect(chooseNodeOptions([option, '--no-warnings'])).toEqual(['--no-warnings']);
  });
});
