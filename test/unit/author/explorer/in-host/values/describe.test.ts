/** Live values become what an assertion can hold, or are refused with the reason. */
import {
  describeLive,
  describeThrown,
} from '../../../../../../src/author/explorer/in-host/values/describe.cjs';
import { SourceTexts } from '../../../../../../src/author/explorer/in-host/values/engine-errors.cjs';
import { Scratch } from '../../../../../../src/author/explorer/in-host/values/scratch.cjs';

const root = '/home/somebody/repo';
const context = { root, scratch: new Scratch(), sources: new SourceTexts([]) };
const told = (value: unknown): unknown => {
  const described = describeLive(value, context);
  return described.ok ? described.value : described.what;
};

test.each<[string, unknown, unknown]>([
  ['a text', 'a', { k: 'lit', v: 'a' }],
  ['minus zero', -0, { k: 'num', v: '-0' }],
  ['no number', NaN, { k: 'num', v: 'NaN' }],
  ['a big integer', 5n, { k: 'big', v: '5' }],
  ['a date', new Date(0), { k: 'date', ms: 0 }],
  ['a function', () => 1, { k: 'any', type: 'Function' }],
  ['a set', new Set([1]), { k: 'set', items: [{ k: 'lit', v: 1 }] }],
  [
    'a map',
    new Map([['a', 1]]),
    {
      k: 'map',
      entries: [
        [
          { k: 'lit', v: 'a' },
          { k: 'lit', v: 1 },
        ],
      ],
    },
  ],
  [
    'bytes',
    new Uint8Array([1]),
    { k: 'builtin', name: 'Uint8Array', args: [{ k: 'arr', items: [{ k: 'lit', v: 1 }] }] },
  ],
  ['an object', { a: undefined }, { k: 'obj', props: [['a', { k: 'undef' }]] }],
])('%s is told as it is', (_, value, expected) => {
  expect(told(value)).toEqual(expected);
});

test.each<[string, () => unknown, string]>([
  ['refers to itself', () => circle(), 'refers to itself'],
  ['is a promise', () => Promise.resolve(1), 'a Promise'],
  ['has no readable state', () => new Secret(), 'an object without readable state'],
  ['is too large', () => Array.from({ length: 200 }, () => 1), 'too large'],
  ['is too long', () => 'x'.repeat(2000), 'too much text'],
  ['tells a path of the machine', () => `${root}/a.js`, 'tells a path of this machine'],
  ['throws when it is read', () => thorny(), 'an object that throws when it is read'],
])('what %s is refused', (_, make, reason) => {
  expect(told(make())).toBe(reason);
});

class Secret {
  #key = 1;
  opens(key: number): boolean {
    return key === this.#key;
  }
}

function circle(): unknown {
  const ring: unknown[] = [];
  ring.push(ring);
  return ring;
}

const thorny = (): unknown =>
  Object.defineProperty({}, 'a', {
    enumerable: true,
    get() {
      throw new Error('no');
    },
  });

test('an error that the code words is told with its message, one of the engine by its class', () => {
  expect(describeThrown(new RangeError('amount is negative'), 'throws', context)).toEqual({
    kind: 'throws',
    name: 'RangeError',
    message: 'amount is negative',
    isNative: false,
  });
  expect(describeThrown(new TypeError('x is not a function'), 'throws', context)).toMatchObject({
    isNative: true,
  });
});

test('an error that a dependency throws is none of the code under test', () => {
  const thrownAt = (file: string, name = 'TypeError'): unknown => {
    const error = Object.assign(new TypeError('field argument is required'), { name });
    error.stack = `TypeError: field argument is required\n    at vary (${file}:48:11)\n    at cors (${root}/index.js:3:1)`;
    return describeThrown(error, 'throws', context);
  };
  expect(thrownAt(`${root}/node_modules/vary/index.js`)).toMatchObject({ isNative: true });
  expect(thrownAt(`${root}/lib/vary.js`)).toMatchObject({ isNative: false });
  expect(thrownAt(`${root}/node_modules/joi/index.js`, 'ValidationError')).toMatchObject({ isNative: false });
});

test("a message that stands in the source is the code's, whatever it is like", () => {
  const error = new TypeError('Expected a string in the first place');
  expect(new SourceTexts([]).isEngineError(error)).toBe(true);
  const own = new SourceTexts(["throw new TypeError('Expected a string in the first place')"]);
  expect(own.isEngineError(error)).toBe(false);
});

test('code that the engine quotes is not what the host says', () => {
  const quoting = new SourceTexts(['if (this.options.onOpen) this.options.onOpen();']);
  expect(quoting.isEngineError(new TypeError('this.options.onOpen is not a function'))).toBe(true);
  const saying = new SourceTexts(["throw new TypeError('callback is not a function')"]);
  expect(saying.isEngineError(new TypeError('callback is not a function'))).toBe(false);
});

test('an error of the system is told by its code', () => {
  const error = Object.assign(new Error("ENOENT: no such file, open '/x'"), {
    code: 'ENOENT',
    syscall: 'open',
  });
  expect(describeThrown(error, 'rejects', context)).toEqual({
    kind: 'rejects',
    name: 'Error',
    message: 'ENOENT',
    isNative: false,
  });
});

test('something thrown that is no error cannot be told', () => {
  expect(describeThrown('oops', 'throws', context)).toMatchObject({ kind: 'opaque' });
});
