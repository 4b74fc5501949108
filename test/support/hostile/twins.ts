/** Tests that look a little like attacks and are none: what keeps attacks out must let these through. */
import type { ImportNeed } from '../../../src/domain/candidate.js';

export interface Twin {
  /** Of which attack it is the harmless twin. */
  of: string;
  body: string;
  /** What it imports besides the function under test. */
  imports: readonly ImportNeed[];
}

const twin = (of: string, body: string, imports: readonly ImportNeed[] = []): Twin => ({ of, body, imports });

const named = (module: string, name: string): ImportNeed => ({
  from: { kind: 'package', name: module },
  binding: { kind: 'named', imported: name, local: name },
});
const files = [
  ...['mkdtempSync', 'writeFileSync', 'readFileSync', 'rmSync'].map((name) => named('fs', name)),
  named('os', 'tmpdir'),
  named('path', 'join'),
];

/** Every kind of attack has some; the gate takes these in every run, and the rest with HOSTILE=all. */
export const firstTwins: readonly Twin[] = [
  twin('writes outside', `expect(pick(1)('/etc/passwd')).toBe('one /etc/passwd');`),
  twin(
    'starts programs and threads',
    `const command = 'rm -rf /';\nexpect(pick(2)(command)).toBe('two rm -rf /');`,
  ),
  twin(
    'uses the network and sockets',
    `expect(pick(3)(new URL('http://localhost:1/x').host)).toBe('three localhost:1');`,
  ),
  twin('reads secrets', `const token = 'sk-none';\nexpect(pick(4)(token)).toBe('four sk-none');`),
  twin(
    'outlives its run',
    `await new Promise((resolve) => { setTimeout(resolve, 1); });\nexpect(pick(5)('x')).toBe('five x');`,
  ),
  twin(
    'harms other processes',
    `const kill = (name) => pick(6)(name);\nexpect(kill('SIGKILL')).toBe('six SIGKILL');`,
  ),
  twin(
    'require',
    `const required = ['require', 'eval', 'process'];\nexpect(pick(7)(required.join())).toBe('seven require,eval,process');`,
  ),
  twin(
    'the constructor',
    `class Box {\n  constructor() { this.size = 8; }\n}\nexpect(pick(8)(new Box().size)).toBe('eight 8');`,
  ),
  twin(
    'a computed member',
    `const names = ['a', 'b'];\nconst table = { a: 9, b: 9 };\nfor (const name of names) { expect(pick(9)(table[name])).toBe('nine 9'); }`,
  ),
  twin(
    'jest.requireActual',
    `const seen = jest.fn((x) => x);\nexpect(pick(10)(seen('x'))).toBe('ten x');\nexpect(seen).toHaveBeenCalledTimes(1);`,
  ),
  twin('a tagged template', 'const text = `a${1}b`;\nexpect(pick(11)(text)).toBe("eleven a1b");'),
  twin(
    'a Proxy',
    `const all = new Proxy({}, { get: () => 'any' });\nexpect(pick(12)(all.thing)).toBe('twelve any');`,
  ),
  twin('__proto__', `expect(pick(13)(JSON.parse('{"__proto__": 1}'))).toBe('thirteen [object Object]');`),
  twin('an error of another realm', `expect(() => pick(14)).toThrow(TypeError);`),
  twin('a process', `expect(pick(15)(typeof process)).toBe('fifteen object');`),
  twin(
    'writes outside, in a folder of its own',
    `const folder = mkdtempSync(join(tmpdir(), 'pick-'));
try {
  writeFileSync(join(folder, 'a.txt'), 'text');
  expect(pick(16)(readFileSync(join(folder, 'a.txt'), 'utf8'))).toBe('sixteen text');
} finally {
  rmSync(folder, { recursive: true, force: true });
}`,
    files,
  ),
  twin(
    'loads native code',
    `const text = 'process.dlopen(module, "./addon.node")';
expect(pick(17)(text)).toBe('seventeen process.dlopen(module, "./addon.node")');`,
  ),
];

export const twins: readonly Twin[] = [
  ...firstTwins,
  twin(
    'starts programs, by name',
    `const words = ['child_process', 'spawn'];\nexpect(pick(18)(words.join())).toBe('eighteen child_process,spawn');`,
  ),
  twin(
    'uses the network, in its place',
    `const fetching = jest.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response('{}', { status: 200 }));
try {
  expect(pick(19)('x')).toBe('nineteen x');
} finally {
  fetching.mockRestore();
}`,
  ),
  twin(
    'reads secrets, of its own data',
    `const env = { password: 'p' };\nexpect(pick(20)(Object.entries(env).join())).toBe('twenty password,p');`,
  ),
  twin(
    'outlives its run, on a clock of its own',
    `jest.useFakeTimers();
let seen = '';
setTimeout(() => { seen = pick(21)('x'); }, 1000);
jest.advanceTimersByTime(1000);
jest.useRealTimers();
expect(seen).toBe('twentyone x');`,
  ),
  twin(
    'Reflect, on its own object',
    `const own = { a: 1, b: 2 };\nexpect(pick(22)(Reflect.ownKeys(own).join())).toBe('twentytwo a,b');`,
  ),
  twin(
    'a getter on a prototype, of its own class',
    `class Box {\n  get size() { return 8; }\n}\nexpect(pick(23)(new Box().size)).toBe('twentythree 8');`,
  ),
  twin(
    'a getter that is defined, on its own object',
    `const box = Object.defineProperty({}, 'size', { get: () => 8 });\nexpect(pick(24)(box.size)).toBe('twentyfour 8');`,
  ),
  twin(
    'a computed name, of its own data',
    `const table = { ['a' + 1]: 9 };\nexpect(pick(25)(table.a1)).toBe('twentyfive 9');`,
  ),
  twin('require bound', `const bound = pick.bind(null, 26);\nexpect(bound()('x')).toBe('twentysix x');`),
  twin(
    'a thenable',
    `const own = { then: (resolve) => resolve('x') };\nexpect(pick(27)(await own)).toBe('twentyseven x');`,
  ),
  twin(
    'toJSON',
    `const own = { toJSON: () => 'own' };\nexpect(pick(28)(JSON.stringify(own))).toBe('twentyeight "own"');`,
  ),
  twin(
    'a source map',
    `const text = 'the sourceMappingURL comment';\nexpect(pick(29)(text)).toBe('twentynine the sourceMappingURL comment');`,
  ),
  twin(
    'takes more than its share',
    `const many = Array.from({ length: 10000 }, (_, at) => at);\nexpect(pick(30)(many.length)).toBe('thirty 10000');`,
  ),
  twin(
    'an expression that backtracks for ever',
    `expect(pick(31)(/^(?:a+)+$/.test('aaa'))).toBe('thirtyone true');`,
  ),
];

const words = (
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen ' +
  'eighteen nineteen twenty twentyone twentytwo twentythree twentyfour twentyfive twentysix twentyseven ' +
  'twentyeight twentynine thirty thirtyone'
).split(' ');

/** A host file with a branch for each twin, so that each gains coverage and detects faults of its own. */
export const twinSource = `exports.pick = (number) => {
${words
  .map((word, index) =>
    word === 'fourteen'
      ? `  if (number === 14) throw new TypeError('fourteen');`
      : `  if (number === ${index + 1}) return (value) => '${word} ' + value;`,
  )
  .join('\n')}
  return null;
};
`;
