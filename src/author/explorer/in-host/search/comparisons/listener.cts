/** What rewritten code calls in place of comparing and asking: each does what the code did, and tells what met. */
import type { Comparison } from './trace-comparisons.cjs';

// What the host's operators are given may be anything; these are the operators' own declared operands.
type Comparable = number;

/** The functions that rewritten code calls, by the names that the rewriting gives them. */
interface Listener {
  compare(site: string, operator: string, left: Comparable, right: Comparable): boolean;
  type(site: string, operator: string, value: unknown, name: unknown): boolean;
  length(site: string, operator: string, holder: { length: number }, right: Comparable): boolean;
  has(site: string, key: string, holder: object): boolean;
  instance(site: string, value: unknown, owner: new () => object): boolean;
  call(site: string, holder: unknown, name: string, args: unknown[]): unknown;
  truth(site: string, value: unknown): unknown;
  cases(site: string, value: unknown, others: () => unknown[]): unknown;
  key(site: string, holder: unknown, key: unknown): unknown;
}

function decide(operator: string, left: Comparable, right: Comparable): boolean {
  switch (operator) {
    case '===':
      return left === right;
    case '!==':
      return left !== right;
    case '==':
      return left == right;
    case '!=':
      return left != right;
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '<=':
      return left <= right;
    default:
      return left >= right;
  }
}

const isEquality = (operator: string): boolean => operator.endsWith('==');
const isNegated = (operator: string): boolean => operator.startsWith('!');

type Tell = (kind: Comparison['kind'], left: unknown, right: unknown, outcome: boolean) => void;

const MAX_ITEMS = 12;
const hasOwn: unknown = Reflect.get(Object.prototype, 'hasOwnProperty');

function tellItems(tell: Tell, items: Iterable<unknown>, wanted: unknown): void {
  let count = 0;
  for (const item of items) {
    tell('equal', wanted, item, item === wanted);
    if (++count === MAX_ITEMS) return;
  }
}

function tellRegex(tell: Tell, regex: RegExp, text: unknown): void {
  if (typeof text !== 'string') return;
  tell('regex', text, regex, new RegExp(regex.source, regex.flags.replace(/[gy]/g, '')).test(text));
}

const tellKey = (tell: Tell, holder: unknown, key: unknown): void => {
  if ((typeof holder !== 'object' && typeof holder !== 'function') || holder === null) return;
  if (typeof key === 'string')
    tell('key', key, holder, Object.getOwnPropertyDescriptor(holder, key) !== undefined);
};

/** Notes what a method of the language is asked. */
function tellCall(tell: Tell, holder: unknown, name: string, [first, second]: unknown[]): void {
  if (typeof holder === 'string') {
    if (first instanceof RegExp) tellRegex(tell, first, holder);
    else if (typeof first === 'string') tell('text', holder, first, holder.includes(first));
  } else if (holder instanceof RegExp) tellRegex(tell, holder, first);
  else if (Array.isArray(holder)) tellItems(tell, holder, first);
  else if (holder instanceof Set) tellItems(tell, holder, first);
  else if (holder instanceof Map) tellItems(tell, holder.keys(), first);
  else if (name === 'call' && holder === hasOwn) tellKey(tell, first, second);
  else if (name === 'hasOwn') tellKey(tell, first, second);
  else if (name === 'hasOwnProperty') tellKey(tell, holder, first);
}

type TellAt = (site: string, ...met: Parameters<Tell>) => void;

function operators(tell: TellAt): Pick<Listener, 'compare' | 'type' | 'length' | 'has' | 'instance'> {
  return {
    compare(site, operator, left, right) {
      const outcome = decide(operator, left, right);
      const isEqual = isEquality(operator);
      const isTold = isEqual && isNegated(operator) ? !outcome : outcome;
      tell(site, isEqual ? 'equal' : 'order', left, right, isTold);
      return outcome;
    },
    type(site, operator, value, name) {
      const isOf = typeof value === name;
      tell(site, 'type', value, name, isOf);
      return isNegated(operator) ? !isOf : isOf;
    },
    length(site, operator, holder, right) {
      const outcome = decide(operator, holder.length, right);
      tell(site, 'length', holder, right, outcome);
      return outcome;
    },
    has(site, key, holder) {
      const outcome = key in holder;
      tell(site, 'key', key, holder, outcome);
      return outcome;
    },
    instance(site, value, owner) {
      const outcome = value instanceof owner;
      tell(site, 'instance', value, owner, outcome);
      return outcome;
    },
  };
}

function questions(tell: TellAt): Pick<Listener, 'call' | 'truth' | 'cases' | 'key'> {
  return {
    call(site, holder, name, args) {
      tellCall((kind, left, right, outcome) => tell(site, kind, left, right, outcome), holder, name, args);
      const method = (holder as Record<string, () => unknown>)[name];
      return Reflect.apply(method as () => unknown, holder, args) as unknown;
    },
    truth(site, value) {
      tell(site, 'truth', value, undefined, Boolean(value));
      return value;
    },
    cases(site, value, others) {
      try {
        for (const [index, other] of others().entries())
          tell(`${site}.${index}`, 'equal', value, other, value === other);
      } catch {
        // A case that cannot be evaluated ahead of its turn.
      }
      return value;
    },
    key(site, holder, key) {
      const isHolder = (typeof holder === 'object' || typeof holder === 'function') && holder !== null;
      if (typeof key === 'string' && isHolder) tell(site, 'key', key, holder, key in holder);
      return key;
    },
  };
}

/** @param tell hears of each pair of values, with the place where they met */
export const createListener = (tell: TellAt): Listener => ({ ...operators(tell), ...questions(tell) });
