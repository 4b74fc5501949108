/** Infers the type of a value from the function of the language that takes it, or from the class that it is compared with. */
import { ts } from 'ts-morph';
import { words } from './member-names.js';
import { asGuard, builtin, is, list, unknown, type Use } from './use.js';

const instances = words(
  'Date RegExp Map Set Error TypeError Uint8Array Buffer URL Promise ArrayBuffer WeakMap',
);

/** The type that `instanceof` asks for; null where it is no class of the language. */
export function byInstance(node: ts.Expression): Use | null {
  const name = node.getText();
  if (name === 'Array') return { kind: 'is', shape: list };
  if (name === 'Function') return { kind: 'is', shape: { kind: 'function', params: [], returns: unknown } };
  return instances.has(name) ? builtin(name) : null;
}

/** Infers a type from the library function that takes the value. */
export function classifyArgument(
  node: ts.Expression,
  call: ts.CallExpression | ts.NewExpression,
): Use | null {
  const callee = call.expression.getText();
  const index = call.arguments?.indexOf(node) ?? -1;
  if (index === -1) return null;
  if (/^(?:parseInt|parseFloat|encodeURIComponent|decodeURIComponent|decodeURI|encodeURI)$/.test(callee)) {
    return index === 0 ? is('string') : null;
  }
  if (/^(?:Math\.\w+|Date\.UTC|isNaN|isFinite|Number\.is\w+|String\.fromCharCode)$/.test(callee))
    return is('number');
  if (callee === 'String') return { kind: 'converted', shape: { kind: 'string' } };
  if (callee === 'Number') return { kind: 'converted', shape: { kind: 'number' } };
  if (callee === 'Array.isArray') return { kind: 'is', shape: list, isGuard: true };
  if (callee === 'Buffer.isBuffer') return asGuard(builtin('Buffer'));
  if (/^Object\.(?:keys|values|entries|assign|getOwnPropertyNames)$/.test(callee)) {
    return { kind: 'is', shape: { kind: 'object', properties: [] } };
  }
  // The text that a written-down regular expression is tried on.
  if (
    /^\/.*\.(?:test|exec)$/s.test(callee) ||
    /(?:regex|regexp|Regex|RegExp|_re|RE)\.(?:test|exec)$/.test(callee)
  ) {
    return is('string');
  }
  const { expression } = call;
  const isLookUp =
    ts.isPropertyAccessExpression(expression) && /^(?:includes|indexOf|has)$/.test(expression.name.text);
  return isLookUp ? { kind: 'listed', list: expression.expression } : { kind: 'argument', call, index };
}
