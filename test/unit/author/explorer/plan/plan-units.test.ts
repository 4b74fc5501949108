/** What is explored together, with which laws, and what has to be loaded for it. */
import {
  modulesOf,
  planUnits,
  type PlanOptions,
} from '../../../../../src/author/explorer/plan/plan-units.js';
import type { Access, Target, TargetKind } from '../../../../../src/domain/target.js';
import type { TypeShape } from '../../../../../src/domain/type-shape.js';
import { param, target } from '../support.js';

const options: PlanOptions = { seed: 1, cpuMsPerTarget: null };
const text = param('text', { kind: 'string' });
const access = (module: string, name: string, ...members: string[]): Access => ({
  module,
  export: { kind: 'named', name },
  members,
});
const plan = (targets: Target[], all = targets, changes: Partial<PlanOptions> = {}) =>
  planUnits(targets, all, { ...options, ...changes });

const cart = (kind: TargetKind, member: string | null, changes: Partial<Target> = {}): Target =>
  target(`Cart.${member ?? 'constructor'}`, {
    kind,
    member,
    access: access('src/text.js', 'Cart'),
    constructorParams: [param('currency', { kind: 'string' })],
    ...changes,
  });

describe('units', () => {
  test('a function is a unit of its own, called without a member', () => {
    const [unit, ...more] = plan([target('slug', { params: [text] })]);
    expect(more).toEqual([]);
    expect(unit).toMatchObject({
      id: 'src/text.js#slug',
      isClass: false,
      access: access('src/text.js', 'slug'),
      members: [{ target: 'src/text.js#slug', name: null, kind: 'call', params: [text] }],
    });
  });

  test('a class with all its members is one unit, its constructor apart', () => {
    const units = plan([
      cart('constructor', null),
      cart('method', 'add', { params: [text] }),
      cart('getter', 'size'),
      cart('setter', 'limit'),
    ]);
    expect(units).toHaveLength(1);
    expect(units[0]).toMatchObject({
      id: 'src/text.js#Cart.constructor',
      isClass: true,
      constructorTarget: 'src/text.js#Cart.constructor',
      constructorParams: [{ name: 'currency' }],
      members: [
        { name: 'add', kind: 'call' },
        { name: 'size', kind: 'get' },
        { name: 'limit', kind: 'set' },
      ],
    });
  });

  test('a class without a constructor of its own is known by its first member', () => {
    expect(plan([cart('method', 'add')])[0]).toMatchObject({
      id: 'src/text.js#Cart.add',
      constructorTarget: null,
    });
  });

  test('two classes of a file are two units', () => {
    const queue = cart('method', 'push', {
      id: 'src/text.js#Queue.push',
      access: access('src/text.js', 'Queue'),
    });
    expect(plan([cart('method', 'add'), queue]).map(({ id }) => id)).toEqual([
      'src/text.js#Cart.add',
      'src/text.js#Queue.push',
    ]);
  });

  test('a static method is called on its class, and static accessors are not explored', () => {
    const units = plan([cart('static-method', 'of'), cart('static-getter', 'empty')]);
    expect(units.map((unit) => unit.access)).toEqual([access('src/text.js', 'Cart', 'of')]);
    expect(units[0]).toMatchObject({ isClass: false, members: [{ name: null, kind: 'call' }] });
  });

  test('what nothing exported leads to is left out', () => {
    expect(plan([target('hidden', { access: null }), target('shown')]).map(({ id }) => id)).toEqual([
      'src/text.js#shown',
    ]);
  });

  test('an instance is looked at through getters and methods that only tell', () => {
    const [unit] = plan([
      cart('getter', 'size'),
      cart('method', 'toString'),
      cart('method', 'clear'),
      cart('method', 'getItem', { params: [text] }),
      cart('method', 'getAll', { isAsync: true }),
    ]);
    expect(unit?.queries).toEqual([
      { member: 'size', isCall: false },
      { member: 'toString', isCall: true },
    ]);
  });

  test('functions come before those that call them, also where they call each other', () => {
    const calls = (name: string, ...callers: string[]): Target =>
      target(name, { params: [text], reachedThrough: callers.map((caller) => `src/text.js#${caller}`) });
    const units = plan([
      calls('slugify', 'print'),
      calls('print'),
      calls('even', 'odd'),
      calls('odd', 'even'),
      calls('trim', 'slugify', 'print'),
    ]);
    expect(units.map(({ id }) => id.split('#')[1])).toEqual(['trim', 'slugify', 'print', 'odd', 'even']);
  });
});

describe('budget', () => {
  const sized = (lines: number): Target =>
    target('f', { range: { start: { line: 1, column: 0 }, end: { line: lines, column: 1 } } });

  test('longer code gets more work, up to a bound', () => {
    const [small, large, huge, gigantic] = [5, 50, 5000, 9000].map((lines) => plan([sized(lines)])[0]);
    expect(small?.maxWork).toBeLessThan(large?.maxWork ?? 0);
    expect(huge?.maxWork).toBe(gigantic?.maxWork);
  });

  test('a time that the user set holds for each target of the unit', () => {
    const members = [cart('method', 'add'), cart('method', 'drop')];
    const [one] = plan(members.slice(1), members, { cpuMsPerTarget: 300 });
    const [both] = plan(members, members, { cpuMsPerTarget: 300 });
    expect(one?.maxWork).toBeGreaterThan(0);
    expect(both?.maxWork).toBe(2 * (one?.maxWork ?? 0));
  });
});

describe('hints', () => {
  const hinted = (strings: string[], source: string): Target =>
    target('f', {
      hints: { strings, numbers: [1, 1, 2], regexes: [{ source, flags: 'g' }], properties: ['a'] },
    });

  test('texts that match the regular expressions of the code join its literals', () => {
    const [unit] = plan([hinted(['EUR', 'EUR'], '^x\\d+$')]);
    const [literal, ...matching] = unit?.strings ?? [];
    expect(literal).toBe('EUR');
    expect(matching.length).toBeGreaterThan(0);
    for (const made of matching) expect(made).toMatch(/^x\d+$/);
    expect(unit).toMatchObject({ numbers: [1, 2], properties: ['a'] });
  });

  test('are the same for the same seed', () => {
    const hints = (seed: number) => plan([hinted([], '^[a-z]{3,8}$')], [], { seed })[0]?.strings;
    expect(hints(5)).toEqual(hints(5));
    expect(hints(5)).not.toEqual(hints(6));
  });

  test('a regular expression that leaves no printable character is passed over', () => {
    expect(plan([hinted(['EUR'], '[^\\x20-\\x7e]')])[0]?.strings).toEqual(['EUR']);
    expect(plan([hinted(['EUR'], '^[^\\\\\\]]$')])[0]?.strings.length).toBeGreaterThan(1);
  });

  test('a regular expression that cannot be compiled is passed over', () => {
    expect(plan([hinted(['EUR'], '(')])[0]?.strings).toEqual(['EUR']);
  });
});

describe('laws', () => {
  const unary = (name: string, changes: Partial<Target> = {}): Target =>
    target(name, { params: [text], ...changes });
  const optional = param('options', { kind: 'unknown' }, { optional: true });

  test.each([
    ['normalizePath', ['idempotent']],
    ['trimEnd', ['idempotent']],
    ['toKebab', ['idempotent']],
    ['parse', []],
    ['double', []],
  ])('%s alone suggests %j', (name, laws) => {
    expect(plan([unary(name)])[0]?.laws).toEqual(laws);
  });

  test.each([
    ['encodeId', 'decodeId'],
    ['stringify', 'parse'],
    ['formatDate', 'parseDate'],
    ['escape', 'unescape'],
    ['toHex', 'fromHex'],
  ])('%s is undone by %s', (name, inverse) => {
    const [unit] = plan([unary(name)], [unary(name), unary(inverse), unary('unrelated')]);
    expect(unit?.laws).toContain('round-trip');
    expect(unit?.partner).toEqual({
      access: access('src/text.js', inverse),
      target: `src/text.js#${inverse}`,
    });
  });

  test.each<[string, TypeShape[], string[]]>([
    ['compareVersions', [{ kind: 'string' }, { kind: 'string' }], ['antisymmetric', 'transitive']],
    ['clamp', [{ kind: 'number' }, { kind: 'number' }, { kind: 'number' }], ['bounded']],
    ['chunk', [{ kind: 'array', of: { kind: 'string' } }, { kind: 'number' }], ['whole']],
    ['sortNumbers', [{ kind: 'array', of: { kind: 'number' } }], ['ordered', 'permutation', 'idempotent']],
    ['uniqueTags', [{ kind: 'array', of: { kind: 'string' } }], ['distinct', 'idempotent']],
    ['reverse', [{ kind: 'string' }], ['involutive']],
    ['gcd', [{ kind: 'number' }, { kind: 'number' }], ['commutative']],
    ['gcd', [{ kind: 'number' }, { kind: 'string' }], []],
    ['subtract', [{ kind: 'number' }, { kind: 'number' }], []],
  ])('%s of %j suggests %j', (name, shapes, laws) => {
    const params = shapes.map((shape, index) => param(`p${index}`, shape));
    expect(plan([target(name, { params })])[0]?.laws).toEqual(laws);
  });

  test('an inverse that no test can reach makes no law', () => {
    const hidden = unary('decodeId', { access: null });
    expect(plan([unary('encodeId')], [hidden])[0]).toMatchObject({ laws: [], partner: null });
  });

  test.each<[string, Partial<Target>, boolean]>([
    ['a second parameter that is optional', { params: [text, optional] }, true],
    ['a second parameter that is required', { params: [text, text] }, false],
    ['no parameter', { params: [] }, false],
    ['a rest parameter', { params: [{ ...text, rest: true }] }, false],
    ['a promise', { isAsync: true }, false],
    ['a generator', { isGenerator: true }, false],
    ['a parameter of unknown type', { params: [param('x', { kind: 'unknown' })] }, false],
    ['a list of texts', { params: [param('x', { kind: 'array', of: { kind: 'string' } })] }, true],
  ])('with %s', (_, changes, isTried) => {
    expect(plan([unary('normalize', changes)])[0]?.laws).toEqual(isTried ? ['idempotent'] : []);
  });
});

describe('modules', () => {
  const classOf = (module: string, ...constructorParams: Target['params']): TypeShape => ({
    kind: 'class',
    name: 'C',
    access: access(module, 'C'),
    constructorParams,
  });

  test('of classes that arguments are made of are loaded, however deep they stand', () => {
    const deep: TypeShape[] = [
      { kind: 'array', of: classOf('a.ts', param('inner', classOf('b.ts'))) },
      { kind: 'union', of: [{ kind: 'tuple', of: [classOf('c.ts')] }, { kind: 'null' }] },
      { kind: 'object', properties: [{ name: 'p', type: classOf('d.ts'), optional: true }] },
      { kind: 'function', params: [], returns: classOf('e.ts') },
      { kind: 'builtin', name: 'Map', args: [{ kind: 'string' }, classOf('f.ts')] },
    ];
    const units = plan([target('f', { params: deep.map((type, index) => param(`p${index}`, type)) })]);
    expect(modulesOf('src/text.js', units)).toEqual([
      'src/text.js',
      'a.ts',
      'b.ts',
      'c.ts',
      'd.ts',
      'e.ts',
      'f.ts',
    ]);
  });

  test('of re-exports and inverses are loaded behind the explored file, each once', () => {
    const encode = target('encode', { params: [text], access: access('index.js', 'encode') });
    const decode = target('decode', { access: access('lib/decode.js', 'decode') });
    const units = plan([encode, target('other', { access: access('index.js', 'other') })], [encode, decode]);
    expect(modulesOf('src/text.js', units)).toEqual(['src/text.js', 'index.js', 'lib/decode.js']);
  });
});
