// Says of each delivered test what a reader would stumble over, and adds that up.
import { ts } from 'ts-morph';
import { groupBy, isAssertion } from './read-tests.mjs';

const MOST_LINES_OF_DUMP = 5;

function callsIn(node) {
  const calls = [];
  const visit = (child) => {
    if (ts.isCallExpression(child)) calls.push(child);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return calls;
}

const matcherOf = (call) =>
  ts.isPropertyAccessExpression(call.expression) && /^to[A-Z]/.test(call.expression.name.text)
    ? { name: call.expression.name.text, argument: call.arguments[0]?.getText() ?? '' }
    : null;

const isEngineError = ({ name, argument }) =>
  name === 'toThrow' && /^(Type|Range|Reference|Syntax|URI)Error$/.test(argument);

/** An assertion that says little: that nothing came back, or that something of a kind did. */
const saysLittle = ({ name, argument }) =>
  /^(toBeUndefined|toBeDefined|toBeTruthy|toBeInstanceOf)$/.test(name) ||
  (name === 'toThrow' && argument === '') ||
  /^expect\.any\((Object|Function)\)$/.test(argument);

const isNonsense = ({ argument }) =>
  /\bNaN\b|\[object Object\]|native code|undefined\b.*['"`]/.test(argument);

const literalsIn = (node) => {
  const found = [];
  const visit = (child) => {
    if (ts.isStringLiteralLike(child) && child.text.length > 2) found.push(child.text);
    else if (ts.isNumericLiteral(child) && child.text.length > 1) found.push(child.text);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return [...new Set(found)];
};

/** A title that writes out arguments says no more than the test does. */
function repeatsArguments({ title, callback, rows }) {
  if (/\bfirst call\b|%[ps]|\[object|[[{]\s*['"\w]+.*[\]}]| argument\b/.test(title))
    return !rows || /%/.test(title);
  const literals = literalsIn(callback.body).filter((text) => title.includes(text));
  return /"[^"]*"/.test(title) && / for | of | on /.test(title) ? true : literals.length >= 2;
}

const linesOf = (text) => text.split('\n').length;

const unnumbered = (title) => title.replace(/-?\d+(\.\d+)?/g, '0');

function judgeTest(test, { file, tests }, { idle, inputs }) {
  const matchers = callsIn(test.callback.body).flatMap((call) => matcherOf(call) ?? []);
  const isProperty = /\bfc\.assert\b/.test(test.text);
  const isAboutError =
    matchers.some(({ name }) => name === 'toThrow') || /\bthrows|rejects\b/.test(test.title);
  const { looked, odd } = inputs(test, file);
  const steps = idle.get(test) ?? { steps: 0, idle: [] };
  // One plain fault in the input of a test about an error is its point.
  const strange = isAboutError && odd.length === 1 ? [] : odd;
  const findings = {
    'engine error only': matchers.length > 0 && matchers.every(isEngineError),
    'empty assertion': !isProperty && matchers.length > 0 && matchers.every(saysLittle),
    'nonsense in outcome': matchers.some(isNonsense),
    'private members': /[\w)\]]\._\w|\[['"]_/.test(test.text),
    'odd input': strange.length > 0,
    dump: matchers.some(({ argument }) => linesOf(argument) > MOST_LINES_OF_DUMP),
    'title repeats arguments': repeatsArguments(test),
    'title differs in a number only': tests.some(
      (other) =>
        other !== test && other.group === test.group && unnumbered(other.title) === unnumbered(test.title),
    ),
    'idle step': steps.idle.length > 0,
  };
  const details = [...strange, ...steps.idle.map((step) => `idle: ${step}`)];
  return {
    ...test,
    file,
    count: test.rows?.length ?? 1,
    isProperty,
    lines: linesOf(test.text),
    findings,
    looked,
    odd: strange.length,
    steps: steps.steps,
    idle: steps.idle.length,
    setUp:
      test.callback.body.statements?.filter((one) => !isAssertion(one)).map((one) => one.getText()) ?? [],
    remarks: [...Object.keys(findings).filter((name) => findings[name]), ...details],
  };
}

export const judgeFile = (file, parts) => file.tests.map((test) => judgeTest(test, file, parts));

/** Statements that stand in three or more tests of one file, counted once for each time after the first. */
function duplicatedSetUp(tests) {
  const groups = groupBy(
    tests.flatMap(({ host, file, setUp }) =>
      setUp.filter((text) => text.length > 40).map((text) => `${host} ${file} ${text}`),
    ),
    (text) => text,
  );
  return [...groups.values()]
    .filter(({ length }) => length > 2)
    .reduce((sum, { length }) => sum + length - 1, 0);
}

/** The counts of many tests, each with the way in which it is shown. */
export function summarise(tests) {
  const sum = (of) => tests.reduce((total, test) => total + of(test), 0);
  const share = (part, whole) => (whole === 0 ? 0 : (100 * part) / whole);
  const count = (metric, value, unit = 'tests') => ({ metric, value, unit, shown: String(value) });
  const percent = (metric, part, whole) => ({
    metric,
    value: share(part, whole),
    unit: '%',
    shown: `${share(part, whole).toFixed(1)} % (${part} of ${whole})`,
  });
  const lengths = tests.map(({ lines }) => lines).sort((a, b) => a - b);
  const names = Object.keys(tests[0]?.findings ?? {});
  const looked = sum((test) => test.looked);
  return [
    count('tests', tests.length),
    count(
      'cases',
      sum((test) => test.count),
      'cases',
    ),
    percent('properties', tests.filter(({ isProperty }) => isProperty).length, tests.length),
    percent(
      'idle steps',
      sum((test) => test.idle),
      sum((test) => test.steps),
    ),
    percent('context-consistent inputs', looked - sum((test) => test.odd), looked),
    ...names.map((name) =>
      percent(name, tests.filter(({ findings }) => findings[name]).length, tests.length),
    ),
    count('median length', lengths[Math.floor(lengths.length / 2)] ?? 0, 'lines'),
    count('duplicated set-up', duplicatedSetUp(tests), 'statements'),
    percent('nothing to object', tests.filter(({ remarks }) => remarks.length === 0).length, tests.length),
  ];
}
