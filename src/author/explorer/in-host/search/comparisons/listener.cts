/**
 * The functions that rewritten code calls in place of comparisons and look-ups: each does the same and reports its
 * operands.
 */
import type { Comparison } from './comparison.cjs';

// The host's operators take anything; these are their declared operand types.
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

type ReportOperands = (kind: Comparison['kind'], left: unknown, right: unknown, outcome: boolean) => void;

const MAX_ITEMS = 12;
const hasOwn: unknown = Reflect.get(Object.prototype, 'hasOwnProperty');

function reportItems(report: ReportOperands, items: Iterable<unknown>, wanted: unknown): void {
  let count = 0;
  for (const item of items) {
    report('equal', wanted, item, item === wanted);
    if (++count === MAX_ITEMS) return;
  }
}

function reportRegex(report: ReportOperands, regex: RegExp, text: unknown): void {
  if (typeof text !== 'string') return;
  report('regex', text, regex, new RegExp(regex.source, regex.flags.replace(/[gy]/g, '')).test(text));
}

const reportKey = (report: ReportOperands, holder: unknown, key: unknown): void => {
  if ((typeof holder !== 'object' && typeof holder !== 'function') || holder === null) return;
  if (typeof key === 'string')
    report('key', key, holder, Object.getOwnPropertyDescriptor(holder, key) !== undefined);
};

/** Notes what a method of the language is asked. */
function reportCall(report: ReportOperands, holder: unknown, name: string, [first, second]: unknown[]): void {
  if (typeof holder === 'string') {
    if (first instanceof RegExp) reportRegex(report, first, holder);
    else if (typeof first === 'string') report('text', holder, first, holder.includes(first));
  } else if (holder instanceof RegExp) reportRegex(report, holder, first);
  else if (Array.isArray(holder)) reportItems(report, holder, first);
  else if (holder instanceof Set) reportItems(report, holder, first);
  else if (holder instanceof Map) reportItems(report, holder.keys(), first);
  else if (name === 'call' && holder === hasOwn) reportKey(report, first, second);
  else if (name === 'hasOwn') reportKey(report, first, second);
  else if (name === 'hasOwnProperty') reportKey(report, holder, first);
}

type ReportAt = (site: string, ...met: Parameters<ReportOperands>) => void;

function operators(report: ReportAt): Pick<Listener, 'compare' | 'type' | 'length' | 'has' | 'instance'> {
  return {
    compare(site, operator, left, right) {
      const outcome = decide(operator, left, right);
      const isEqual = isEquality(operator);
      const reported = isEqual && isNegated(operator) ? !outcome : outcome;
      report(site, isEqual ? 'equal' : 'order', left, right, reported);
      return outcome;
    },
    type(site, operator, value, name) {
      const isOf = typeof value === name;
      report(site, 'type', value, name, isOf);
      return isNegated(operator) ? !isOf : isOf;
    },
    length(site, operator, holder, right) {
      const outcome = decide(operator, holder.length, right);
      report(site, 'length', holder, right, outcome);
      return outcome;
    },
    has(site, key, holder) {
      const outcome = key in holder;
      report(site, 'key', key, holder, outcome);
      return outcome;
    },
    instance(site, value, owner) {
      const outcome = value instanceof owner;
      report(site, 'instance', value, owner, outcome);
      return outcome;
    },
  };
}

function questions(report: ReportAt): Pick<Listener, 'call' | 'truth' | 'cases' | 'key'> {
  return {
    call(site, holder, name, args) {
      reportCall(
        (kind, left, right, outcome) => report(site, kind, left, right, outcome),
        holder,
        name,
        args,
      );
      const method = (holder as Record<string, () => unknown>)[name];
      return Reflect.apply(method as () => unknown, holder, args) as unknown;
    },
    truth(site, value) {
      report(site, 'truth', value, undefined, Boolean(value));
      return value;
    },
    cases(site, value, others) {
      try {
        for (const [index, other] of others().entries())
          report(`${site}.${index}`, 'equal', value, other, value === other);
      } catch {
        // A case that cannot be evaluated ahead of its turn.
      }
      return value;
    },
    key(site, holder, key) {
      const isHolder = (typeof holder === 'object' || typeof holder === 'function') && holder !== null;
      if (typeof key === 'string' && isHolder) report(site, 'key', key, holder, key in holder);
      return key;
    },
  };
}

/** @param report receives each pair of values, with the place of the comparison */
export const createListener = (report: ReportAt): Listener => ({
  ...operators(report),
  ...questions(report),
});
