/** The policy against every hostile body of the corpus: each is refused with the construct and its line; each twin passes. */
import { evasionAttacks, sloppyAttack } from '../../../support/hostile/evasion-attacks.js';
import { fileAttacks } from '../../../support/hostile/file-attacks.js';
import { reachAttacks } from '../../../support/hostile/reach-attacks.js';
import { twins } from '../../../support/hostile/twins.js';
import { file, judge, standardImports } from '../../../support/judge-policy.js';

const attacks = [...fileAttacks, ...reachAttacks, ...evasionAttacks, sloppyAttack];
const sure = `expect(parse('1')).toBe(1);`;

const refused = attacks.filter(({ isAllowed }) => isAllowed !== true);

test.each(refused.map((attack) => [attack.kind, attack.name, attack.code] as const))(
  'refuses what %s: %s',
  async (_kind, _name, code) => {
    const at = `const at = { outside: parse('x'), mark: parse('y') };\n`;
    const result = await judge(`${at}${code.trim()}\n${sure}`, { isAsync: true });
    expect(result).toMatchObject({ ok: false });
    expect(result).toHaveProperty(
      'detail',
      expect.stringMatching(/^line \d+: .*\S|do not match$|Strict mode/),
    );
  },
);

test.each(twins.map((twin) => [twin.of, twin] as const))(
  'lets the twin of "%s" through',
  async (_of, { body, imports: more }) => {
    const imports = [...standardImports, file('src/twins.ts', 'pick'), ...more];
    expect(await judge(body, { imports })).toEqual({ ok: true });
  },
);

const ways: readonly (readonly [string, string])[] = [
  [
    'a name that a function is handed',
    `const get = (o, k) => o[k];\nget(get([], 'constr' + 'uctor'), 'constr' + 'uctor')('return process')();`,
  ],
  [
    'names that are listed while it runs',
    `const get = (o, k) => o[k];\nconst key = Object.getOwnPropertyNames(Object.getPrototypeOf([])).find((n) => n.length === 11);\nget(get([], key), key)('return process')();`,
  ],
  [
    'a variable that gets another name later',
    `let k = 'a';\nk = 'con' + 'structor';\nconst o = parse('x');\no[k];`,
  ],
  ['a counter that becomes a name', `let i = 0;\ni = 'con' + 'structor';\nconst v = [][i];`],
  ['a name put together in a list', `for (const k of ['con' + 'structor']) { const v = parse('1')[k]; }`],
  ['a name joined in a list', `for (const k of [['con', 'structor'].join('')]) { const v = parse('1')[k]; }`],
  [
    'a joined name in a callback',
    `[['con', 'structor'].join('')].forEach((k) => { const v = parse('1')[k]; });`,
  ],
  [
    'destructuring by a joined name',
    `const k = ['con', 'structor'].join('');\nconst { [k]: v } = parse('1');`,
  ],
  [
    'destructuring by what a function is handed',
    `(([k]) => { const { [k]: v } = parse('1'); })([['con', 'structor'].join('')]);`,
  ],
  ['JSON by another name', `const J = JSON;\nJ.stringify = () => '';`],
  ['JSON handed on', `((J) => { J.stringify = () => ''; })(JSON);`],
  ['JSON out of a list', `const [J] = [JSON];\nJ.stringify = () => '';`],
  ['Promise by another name', `const Q = Promise;\nQ.resolve = () => 1;`],
  ['a spy on JSON', `jest.spyOn(JSON, 'stringify').mockReturnValue('');`],
  ['a spy on a prototype', `jest.spyOn(Array.prototype, 'map').mockReturnValue([]);`],
  ['a spy on Object', `jest.spyOn(Object, 'is').mockReturnValue(true);`],
  [
    'an event attribute in markup',
    `document.body.innerHTML = '<b onclick="x()">';\ndocument.body.firstChild.click();`,
  ],
  ['a document that is written', `document.write('<script>x()</script>');`],
  ['an address that is code', `location.href = 'javascript:x()';`],
  ['a fragment made of text', `document.createRange().createContextualFragment('<b>');`],
  ['a source map', `//# sourceMappingURL=data:application/json;base64,e30=`],
  [
    'a descriptor by a joined name',
    `const { value } = Object.getOwnPropertyDescriptor(parse, 'con' + 'structor');`,
  ],
  ['a joined name in a reduction', `const F = ['con' + 'structor'].reduce((o, k) => o[k], parse);`],
  [
    "the engine's stack frames",
    `const { prepareStackTrace } = Error;\nError.prepareStackTrace = (e, s) => s;`,
  ],
  [
    "the engine's stack frames by another name",
    `const E = Error;\nE.prepareStackTrace = (e, s) => s[0].getThis();`,
  ],
  ['the global object by a plain call', `function f() { return this; }\nf();`],
  ['the global object in a callback', `[1].forEach(function () { this.x = 1; });`],
  ['new.target', `function f() { return new.target; }\nf();`],
  ['a changed expect', `Object.assign(expect, { x: 1 });`],
  ['Reflect.get in a Proxy', `const p = new Proxy({}, { get: (t, k, r) => Reflect.get(t, k, r) });`],
  ['optional chaining to the constructor', `[].filter?.['constructor']?.('x')`],
  [
    'a getter on a prototype that was looked up',
    `Object.defineProperty(Object.getPrototypeOf(parse('1')), 'x', { get: () => 1 });`,
  ],
  ['a prototype by another name', `const proto = Object.getPrototypeOf([]);\nproto.map = () => [];`],
];

test.each(ways)('refuses %s', async (_name, body) => {
  const result = await judge(`${body}\n${sure}`);
  expect(result).toMatchObject({ ok: false, detail: expect.stringMatching(/^line \d+: /) as string });
});
