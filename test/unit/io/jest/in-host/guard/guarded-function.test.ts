/** A guarded function looks like the original and refuses the calls that its rule does not allow. */
import {
  type CallRule,
  guardFunction,
  type GuardedFunction,
  type Refusing,
} from '../../../../../../src/io/jest/in-host/guard/guarded-function.cjs';

const refusing = (changes: Partial<Refusing> = {}): Refusing => ({
  mayLoad: () => false,
  standInFor: () => undefined,
  refuse: (label) => {
    throw new Error(`refused ${label}`);
  },
  ...changes,
});
const never: CallRule = { label: 'fs.read', allows: () => false };
const double = (n: unknown): unknown => Number(n) * 2;
const guard = (original: unknown, rule = never, answer = refusing()): GuardedFunction =>
  guardFunction(original, rule, answer) as GuardedFunction;

test('a call that the rule does not allow is refused by its name', () => {
  expect(() => guard(double)(4)).toThrow('refused fs.read');
});

test('an allowed call reaches the original, and its result is handed on', () => {
  const seen: unknown[] = [];
  const rule = {
    ...never,
    allows: ([n]: readonly unknown[]) => n === 4,
    onResult: (n: unknown) => void seen.push(n),
  };
  expect(guard(double, rule)(4)).toBe(8);
  expect(seen).toEqual([8]);
});

test('a module that is being loaded may call', () => {
  expect(guard(double, never, refusing({ mayLoad: () => true }))(4)).toBe(8);
});

test('a stand-in answers in the place of the original', () => {
  expect(guard(double, never, refusing({ standInFor: () => () => 'stand-in' }))(4)).toBe('stand-in');
});

test('a class cannot be constructed', () => {
  class Socket {
    isOpen = true;
  }
  expect(() => void Reflect.construct(guard(Socket), [])).toThrow('refused fs.read');
});

test('name and own properties stay, and other ways to do the same are guarded too', () => {
  const realpath = Object.assign(function realpath() {}, { native: double, version: 2 });
  const guarded = guard(realpath) as GuardedFunction & { native: GuardedFunction; version: number };
  expect([guarded.name, guarded.version]).toEqual(['realpath', 2]);
  expect(() => guarded.native(4)).toThrow('refused fs.read');
});

test('what is no function stays as it is', () => {
  expect(guardFunction(5, never, refusing())).toBe(5);
});
