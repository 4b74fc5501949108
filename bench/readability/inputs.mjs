// Looks whether the arguments in tests fit what is known of the parameters: declared types, types learned from use, and the
// kind of value that a name speaks of.
import { ts } from 'ts-morph';
import { analyzeHost } from '../../dist/analyze/analyze-host.js';
import { detectHost } from '../../dist/analyze/host/detect-host.js';
import { groupBy } from './read-tests.mjs';

const literalKinds = new Map([
  [ts.SyntaxKind.TrueKeyword, 'boolean'],
  [ts.SyntaxKind.FalseKeyword, 'boolean'],
  [ts.SyntaxKind.NullKeyword, 'null'],
  [ts.SyntaxKind.RegularExpressionLiteral, 'RegExp'],
  [ts.SyntaxKind.BigIntLiteral, 'bigint'],
]);

/** The kind of value that an expression is, or null where that cannot be read from it. */
function kindOf(node) {
  if (ts.isAsExpression(node) || ts.isParenthesizedExpression(node)) return kindOf(node.expression);
  if (ts.isPrefixUnaryExpression(node)) return kindOf(node.operand);
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return 'string';
  if (ts.isNumericLiteral(node) || /^(NaN|Infinity)$/.test(node.getText())) return 'number';
  if (ts.isArrayLiteralExpression(node)) return 'array';
  if (ts.isObjectLiteralExpression(node)) return 'object';
  if (ts.isFunctionLike(node) || /^jest\.fn\(/.test(node.getText())) return 'function';
  if (node.getText() === 'undefined') return 'undefined';
  if (ts.isNewExpression(node)) return node.expression.getText();
  return literalKinds.get(node.kind) ?? null;
}

/** The kinds that a shape allows, or null where it allows any. */
function kindsOf(shape) {
  switch (shape.kind) {
    case 'unknown':
      return null;
    case 'union': {
      const all = shape.of.map(kindsOf);
      return all.includes(null) ? null : all.flat();
    }
    case 'literal':
      return [typeof shape.value];
    case 'tuple':
      return ['array'];
    case 'builtin':
      return [shape.name, ...(/Iterable/.test(shape.name) ? ['array', 'Map', 'Set', 'string'] : [])];
    case 'class':
      return [shape.name];
    case 'object':
      return ['object', ...(shape.properties.length === 0 ? ['array', 'Map', 'Set', 'Date', 'RegExp'] : [])];
    default:
      return [shape.kind];
  }
}

const lastWord = (name) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(Boolean)
    .at(-1) ?? '';

const isText = (value) => typeof value === 'string' && value !== '';
const isNumeric = (value) =>
  typeof value === 'number'
    ? Number.isFinite(value)
    : isText(value) && value.trim() !== '' && /\d/.test(value);
const isMoment = (value) =>
  typeof value === 'number'
    ? value === 0 || value > 1e6
    : isText(value) && /\d{4}|\d{1,2}[:.]\d{2}/.test(value);

/** What a value has to look like by the name of its parameter or property. */
const sense = [
  [/^(path|file|filename|filepath|dir|directory|folder)$/, isText],
  [/^(url|uri|href|link)$/, (value) => isText(value) && /[:/.]/.test(value)],
  [/^(email|mail)$/, (value) => isText(value) && value.includes('@')],
  [/^(html|markup)$/, (value) => isText(value) && value.includes('<')],
  [/^json$/, (value) => isText(value) && /^[\s[{"\d]/.test(value)],
  [/^(date|today|due|timestamp|deadline|birthday)$/, isMoment],
  [
    /^(price|amount|total|quantity|qty|percent|weight|width|height|grams|cents|year|month|port|age)$/,
    isNumeric,
  ],
  [/^(count|size|index|offset|limit|radius|factor)$/, (value) => typeof value === 'number'],
  [
    /^(name|text|title|label|message|word|prefix|suffix|currency|country|locale)$/,
    (value) => typeof value === 'string',
  ],
];

/** What speaks against an argument, or null; the number of looks is what can be said at all. */
function lookAt(node, param, tally) {
  const kind = kindOf(node);
  if (kind === null || (param.optional && kind === 'undefined')) return null;
  const kinds = kindsOf(param.type);
  const isOff = kinds !== null && !kinds.includes(kind);
  const odd = isOff ? `${param.name} is no ${kind}` : oddByName(node, param.name);
  const isKnown = kinds !== null || sense.some(([name]) => name.test(lastWord(param.name)));
  if (isKnown) tally.looked++;
  return isKnown ? odd : null;
}

function oddByName(node, name) {
  if (ts.isObjectLiteralExpression(node)) {
    const odd = node.properties.map((item) =>
      ts.isPropertyAssignment(item) ? oddByName(item.initializer, item.name.getText()) : null,
    );
    return odd.find(Boolean) ?? null;
  }
  const kind = kindOf(node);
  const fits = sense.find(([pattern]) => pattern.test(lastWord(name)))?.[1];
  if (!fits || !['string', 'number', 'boolean', 'null', 'function', 'array'].includes(kind)) return null;
  const value = ts.isStringLiteralLike(node) ? node.text : kind === 'number' ? Number(node.getText()) : null;
  return fits(value) ? null : `${name} is ${node.getText().slice(0, 40)}`;
}

const paramAt = (params, index) => params[index] ?? (params.at(-1)?.rest ? params.at(-1) : undefined);

/** Opens the analysis of a host; the function that is returned looks at all arguments of one test. */
export async function openInputs(dir) {
  const { targets } = await analyzeHost(await detectHost(dir), { include: [], exclude: [] });
  const byName = groupBy(targets, ({ name }) => name.split('.').at(-1));
  const baseOf = (file) => file.split('/').at(-1).split('.')[0];
  const find = (name, isNew, testFile) => {
    const known = isNew
      ? targets.filter(
          ({ name: own, constructorParams }) => own.startsWith(`${name}.`) && constructorParams.length > 0,
        )
      : (byName.get(name) ?? []);
    const near = known.filter(({ file }) => baseOf(file) === baseOf(testFile));
    return near[0] ?? (known.length === 1 ? known[0] : undefined);
  };
  return (test, testFile) => {
    const tally = { looked: 0, odd: [] };
    const visit = (node) => {
      if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
        const isNew = ts.isNewExpression(node);
        const { expression } = node;
        const name = ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
        const target = find(name, isNew, testFile);
        const params = isNew ? (target?.constructorParams ?? []) : (target?.params ?? []);
        for (const [index, arg] of (node.arguments ?? []).entries()) {
          const param = paramAt(params, index);
          const odd = param && !param.rest ? lookAt(arg, param, tally) : null;
          if (odd) tally.odd.push(odd);
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(test.callback.body);
    return tally;
  };
}
