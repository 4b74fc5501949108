/**
 * Rewrites instrumented code so that each comparison reports its operands, on demand and below the host's own
 * transforms: what they give out is parsed once more with the Babel that the host's Jest brings along. Finding inputs
 * by such values is the idea of RedQueen (Aschermann et al., NDSS 2019).
 */
import fs from 'node:fs';
import nodeModule from 'node:module';
import type * as babelTypes from '@babel/core';

type Babel = typeof babelTypes;
type Path<Node> = babelTypes.NodePath<Node>;
type Types = Babel['types'];
type Expr = babelTypes.types.Expression;

interface Transformed {
  code: string;
}

/** Jest's transformer of one test file; its two methods have been the same from Jest 27 to 30. */
interface SourceTransformer {
  transform(file: string, ...rest: unknown[]): Transformed;
  transformAsync(file: string, ...rest: unknown[]): Promise<Transformed>;
}

/** The name of the object that rewritten code calls in the test context; see the explorer's `trace-comparisons`. */
const LISTENER = '__nightshiftListener__';
const relational = new Set(['===', '!==', '==', '!=', '<', '>', '<=', '>=']);
const mirrored: Record<string, string> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };
/** Methods of the language by which code looks for a text, matches a pattern or asks a table. */
const asking = new Set(
  (
    'startsWith endsWith includes indexOf lastIndexOf split test exec match matchAll replace replaceAll search has get ' +
    'hasOwnProperty hasOwn call'
  ).split(' '),
);
const MAX_CODE = 1_500_000;

/** Ways to Babel over what the packages of Jest 27 to 30 depend on: from Jest's command line, and from its test runner. */
const ways = [
  ['@jest/core', '@jest/transform', '@babel/core'],
  ['jest-runtime', '@jest/transform', '@babel/core'],
];

/** Babel of the host's own Jest, or null where its parts lie otherwise. */
function findBabel(starts: readonly (string | undefined)[]): Babel | null {
  for (const start of starts) {
    for (const way of start ? ways : []) {
      try {
        const first = fs.realpathSync(start ?? '');
        const last = way.reduce((place, name) => nodeModule.createRequire(place).resolve(name), first);
        return require(last) as Babel;
      } catch {
        // The next way may lead there.
      }
    }
  }
  return null;
}

/** The call of the listener's method with a number of its own for the place in the code. */
type InsertCall = (method: string, ...args: Expr[]) => Expr;

const isSimple = (t: Types, node: babelTypes.types.Node): boolean =>
  t.isIdentifier(node) ||
  t.isThisExpression(node) ||
  (t.isMemberExpression(node) && !node.computed && isSimple(t, node.object));

function rewriteTypeof(
  t: Types,
  tell: InsertCall,
  path: Path<babelTypes.types.BinaryExpression>,
): Expr | null {
  const { left, right, operator } = path.node;
  const [asked, name] = t.isUnaryExpression(left, { operator: 'typeof' }) ? [left, right] : [right, left];
  if (!t.isUnaryExpression(asked, { operator: 'typeof' }) || !t.isStringLiteral(name)) return null;
  const { argument } = asked;
  // `typeof` is the one operator that may name a variable that is not there.
  if (t.isIdentifier(argument) && !path.scope.hasBinding(argument.name, true)) return null;
  return tell('type', t.stringLiteral(operator), argument, name);
}

function rewriteLength(t: Types, tell: InsertCall, node: babelTypes.types.BinaryExpression): Expr | null {
  const { left, right, operator } = node;
  const isLength = (side: babelTypes.types.Node): side is babelTypes.types.MemberExpression =>
    t.isMemberExpression(side, { computed: false }) &&
    t.isIdentifier(side.property, { name: 'length' }) &&
    !t.isSuper(side.object);
  if (t.isPrivateName(left)) return null;
  if (isLength(left)) return tell('length', t.stringLiteral(operator), left.object, right);
  // Turned round, so what is on the left now must not care about being read later.
  if (!isLength(right) || !(t.isLiteral(left) || isSimple(t, left))) return null;
  return tell('length', t.stringLiteral(mirrored[operator] ?? operator), right.object, left);
}

function rewriteBinary(
  t: Types,
  tell: InsertCall,
  path: Path<babelTypes.types.BinaryExpression>,
): Expr | null {
  const { left, right, operator } = path.node;
  if (t.isPrivateName(left)) return null;
  if (operator === 'in') return tell('has', left, right);
  if (operator === 'instanceof') return tell('instance', left, right);
  if (!relational.has(operator)) return null;
  return (
    rewriteTypeof(t, tell, path) ??
    rewriteLength(t, tell, path.node) ??
    tell('compare', t.stringLiteral(operator), left, right)
  );
}

/** The value whose truth decides, behind what Istanbul put in front of it. */
function decidingPlaces(
  t: Types,
  node: babelTypes.types.Node,
  put: (by: Expr) => void,
): [Expr, (by: Expr) => void][] {
  if (t.isSequenceExpression(node)) {
    const { expressions } = node;
    const last = expressions.at(-1);
    return last ? decidingPlaces(t, last, (by) => void (expressions[expressions.length - 1] = by)) : [];
  }
  if (t.isUnaryExpression(node, { operator: '!' }))
    return decidingPlaces(t, node.argument, (by) => void (node.argument = by));
  if (t.isLogicalExpression(node)) {
    return [
      ...decidingPlaces(t, node.left, (by) => void (node.left = by)),
      ...decidingPlaces(t, node.right, (by) => void (node.right = by)),
    ];
  }
  const isValue = t.isIdentifier(node) || t.isMemberExpression(node) || t.isCallExpression(node);
  return isValue ? [[node, put]] : [];
}

/** `holder.method(...)` of one of those methods, as a call that reports the look-up. */
function rewriteCall(t: Types, tell: InsertCall, node: babelTypes.types.CallExpression): Expr | null {
  const { callee } = node;
  if (!t.isMemberExpression(callee, { computed: false }) || !t.isIdentifier(callee.property)) return null;
  if (t.isSuper(callee.object) || !asking.has(callee.property.name) || node.arguments.length === 0)
    return null;
  const args = node.arguments.filter(
    (arg): arg is Expr | babelTypes.types.SpreadElement => t.isExpression(arg) || t.isSpreadElement(arg),
  );
  return tell('call', callee.object, t.stringLiteral(callee.property.name), t.arrayExpression(args));
}

function casesOf(t: Types, node: babelTypes.types.SwitchStatement): Expr[] {
  return node.cases.flatMap(({ test }) => (test && (t.isLiteral(test) || isSimple(t, test)) ? [test] : []));
}

/** Reports the values whose truth decides: of tests, of `!`, and of the left sides of `&&`, `||` and `??`. */
function truthVisitor(t: Types, tell: InsertCall, told: WeakSet<object>): babelTypes.Visitor {
  const tellTruth = (node: babelTypes.types.Node, put: (by: Expr) => void): void => {
    for (const [value, replace] of decidingPlaces(t, node, put)) {
      if (!told.has(value)) replace(tell('truth', value));
    }
  };
  return {
    LogicalExpression: {
      exit: ({ node }) => tellTruth(node.left, (by) => void (node.left = by)),
    },
    UnaryExpression: {
      exit({ node }) {
        if (node.operator === '!') tellTruth(node.argument, (by) => void (node.argument = by));
      },
    },
    'IfStatement|ConditionalExpression|WhileStatement': {
      exit({ node }: Path<babelTypes.types.Node>) {
        const holder = node as babelTypes.types.IfStatement;
        tellTruth(holder.test, (by) => void (holder.test = by));
      },
    },
  };
}

/** The plugin that puts the calls of the listener in; places are numbered in the order of the text. */
function createPlugin(t: Types, label: string): babelTypes.PluginObj {
  let count = 0;
  const told = new WeakSet<object>();
  const tell: InsertCall = (method, ...args) => {
    const callee = t.memberExpression(t.identifier(LISTENER), t.identifier(method));
    const call = t.callExpression(callee, [t.stringLiteral(`${label}${count++}`), ...args]);
    told.add(call);
    return call;
  };
  return {
    visitor: {
      // Istanbul's own function stays as it is.
      FunctionDeclaration(path) {
        if (path.node.id?.name.startsWith('cov_')) path.skip();
      },
      BinaryExpression: {
        exit(path) {
          const by = rewriteBinary(t, tell, path);
          if (by) path.replaceWith(by);
        },
      },
      CallExpression: {
        exit(path) {
          if (told.has(path.node)) return;
          const by = rewriteCall(t, tell, path.node);
          if (by) path.replaceWith(by);
        },
      },
      ...truthVisitor(t, tell, told),
      SwitchStatement: {
        exit({ node }) {
          const cases = casesOf(t, node);
          if (cases.length === 0) return;
          const list = t.arrowFunctionExpression(
            [],
            t.arrayExpression(cases.map((item) => t.cloneNode(item))),
          );
          node.discriminant = tell('cases', node.discriminant, list);
        },
      },
      MemberExpression: {
        exit({ node }) {
          const { object, property, computed } = node;
          if (!computed || t.isLiteral(property) || !t.isExpression(property) || told.has(property)) return;
          if (isSimple(t, object)) node.property = tell('key', t.cloneNode(object), property);
        },
      },
    },
  };
}

/** The code with traced comparisons; unchanged when it cannot be parsed. */
function rewrite(babel: Babel, code: string, label: string): string {
  if (!code.includes('__coverage__') || code.length > MAX_CODE) return code;
  try {
    const done = babel.transformSync(code, {
      babelrc: false,
      configFile: false,
      compact: true,
      sourceType: 'unambiguous',
      parserOpts: { allowReturnOutsideFunction: true },
      plugins: [() => createPlugin(babel.types, label)],
    });
    return done?.code ?? code;
  } catch {
    return code;
  }
}

const isTransformer = (value: unknown): value is SourceTransformer =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Partial<SourceTransformer>).transform === 'function' &&
  typeof (value as Partial<SourceTransformer>).transformAsync === 'function' &&
  'transformSource' in value;

/** The transformer is a member of the runtime up to Jest 30.4, and a member of a member after. */
function findTransformer(runtime: object): SourceTransformer | null {
  const members = Object.values(runtime) as unknown[];
  const inner = members.flatMap((member): unknown[] =>
    typeof member === 'object' && member !== null ? Object.values(member) : [],
  );
  return [...members, ...inner].find(isTransformer) ?? null;
}

interface ComparisonSwitch {
  /** Switches tracing for modules loaded from now on; false when unavailable. */
  set(isOn: boolean): boolean;
}

/**
 * Loads modules of one test context with traced comparisons.
 * @param starts files of the host's Jest from which the search for Babel begins
 */
export function openComparisons(runtime: object, starts: readonly (string | undefined)[]): ComparisonSwitch {
  let isOn = false;
  let babel: Babel | null | undefined;
  const rewritten = new Map<string, { from: string; to: string }>();
  const again = <T extends Transformed>(file: string, transformed: T): T => {
    if (!isOn || !babel) return transformed;
    const known = rewritten.get(file);
    if (known?.from === transformed.code) return { ...transformed, code: known.to };
    const label = `${rewritten.size}:`;
    const to = rewrite(babel, transformed.code, label);
    rewritten.set(file, { from: transformed.code, to });
    return { ...transformed, code: to };
  };
  const tap = (): boolean => {
    const transformer = findTransformer(runtime);
    babel = transformer ? findBabel(starts) : null;
    if (!transformer || !babel) return false;
    const sync = transformer.transform.bind(transformer);
    const async = transformer.transformAsync.bind(transformer);
    transformer.transform = (file, ...rest) => again(file, sync(file, ...rest));
    transformer.transformAsync = async (file, ...rest) => again(file, await async(file, ...rest));
    return true;
  };
  return {
    set(wanted) {
      if (babel === undefined) tap();
      isOn = wanted && babel !== null;
      return isOn;
    },
  };
}
