/** Tests that look a little like attacks and are none: what keeps attacks out must let these through. */

export interface Twin {
  /** Of which attack it is the harmless twin. */
  of: string;
  body: string;
}

const twin = (of: string, body: string): Twin => ({ of, body });

export const twins: readonly Twin[] = [
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
  twin('an error of another realm', `expect(() => pick(14)()).toThrow(TypeError);`),
  twin('a process', `expect(pick(15)(typeof process)).toBe('fifteen object');`),
];

const words =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen'.split(' ');

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
