/** Makes a target out of a unit and of what is known about its host. */
import { createHash } from 'node:crypto';
import { ts } from 'ts-morph';
import type { SourceRange, Target } from '../../domain/target.js';
import type { TypeShape } from '../../domain/type-shape.js';
import { constructorOf } from '../access/class-access.js';
import { hasHiddenModifier, type Reach } from '../access/reach.js';
import { examplesFor } from '../examples/examples.js';
import type { FunctionNode, Value } from '../modules/module-values.js';
import { callParameters, callResult } from '../types/declared-parameters.js';
import { instanceType, memberType } from '../types/declared-types.js';
import { readParameters, readReturn } from '../types/parameters.js';
import { shapeOfType } from '../types/type-shapes.js';
import { madeFunctions } from './made-functions.js';
import { readConstructor } from './class-reader.js';
import { callersOf, hintsFor } from './surroundings.js';
import type { TargetContext } from './target-context.js';

function rangeOf(node: ts.Node, source: ts.SourceFile): SourceRange {
  const at = (offset: number): SourceRange['start'] => {
    const { line, character } = source.getLineAndCharacterOfPosition(offset);
    return { line: line + 1, column: character };
  };
  return { start: at(node.getStart(source)), end: at(node.getEnd()) };
}

function docOf(node: ts.Node): string | null {
  const comments = ts.getJSDocCommentsAndTags(node).filter((part) => ts.isJSDoc(part));
  const text = comments
    .map((comment) =>
      comment
        .getText()
        .replace(/^\/\*\*?|\*\/$/g, '')
        .split('\n')
        .map((line) => line.replace(/^\s*\*? ?/, '').trimEnd())
        .join('\n')
        .trim(),
    )
    .filter((comment) => comment !== '')
    .join('\n');
  return text === '' ? null : text;
}

/** The declared type of a function, method or accessor itself. */
function declaredTypeOf(unit: Value, { declared, reader }: TargetContext): ts.Type | null {
  const own = declared.types.get(unit);
  if (own !== undefined || unit.home === null) return own ?? null;
  const { holder, key } = unit.home;
  const owner = declared.types.get(holder.prototypeOf ?? holder);
  const of = owner === undefined || holder.prototypeOf === null ? owner : instanceType(owner);
  return of == null ? null : memberType(of, key, reader.checker);
}

/** Parameters and result of a unit that is neither a class nor a constructor. */
function readSignature(
  unit: Value,
  kind: Target['kind'],
  context: TargetContext,
): Pick<Target, 'params' | 'returns'> {
  const node = unit.node as FunctionNode;
  const { reader } = context;
  const type = declaredTypeOf(unit, context);
  if (type === null) return { params: readParameters(node, reader), returns: readReturn(node, reader) };
  const isAccessor = kind.endsWith('getter') || kind.endsWith('setter');
  if (!isAccessor) {
    const params = callParameters(type, reader) ?? readParameters(node, reader);
    return { params, returns: callResult(type, reader) ?? readReturn(node, reader) };
  }
  const shape = shapeOfType(type, reader);
  const params = readParameters(node, reader).map((parameter) => ({ ...parameter, type: shape }));
  return { params, returns: kind.endsWith('getter') ? shape : { kind: 'undefined' } };
}

const idOf = (unit: Value, context: TargetContext): string =>
  `${unit.file}#${context.names.get(unit) ?? unit.name}`;

const unknown: TypeShape = { kind: 'unknown' };

/** The class that a constructor belongs to; a constructor function is its own. */
const ownerOf = (unit: Value): Value =>
  unit.node !== null && ts.isConstructorDeclaration(unit.node) ? (unit.home?.holder ?? unit) : unit;

/** The target that a unit is; `isFirst`: of its file. */
export function makeTarget(
  unit: Value,
  { reach, isFirst }: { reach: Reach; isFirst: boolean },
  context: TargetContext,
): Target {
  const node = unit.node as FunctionNode;
  const source = node.getSourceFile();
  const owner = unit.home?.holder.prototypeOf ?? (reach.kind === 'constructor' ? ownerOf(unit) : null);
  const constructorParams =
    owner !== null && reach.construct !== null && constructorOf(owner) === reach.construct
      ? readConstructor(owner, context)
      : reach.construct === null
        ? []
        : readParameters(reach.construct, context.reader);
  const isConstructor = reach.kind === 'constructor';
  const signature = isConstructor
    ? { params: constructorParams, returns: unknown }
    : readSignature(unit, reach.kind, context);
  const flags = ts.isConstructorDeclaration(node) ? ts.ModifierFlags.None : ts.getCombinedModifierFlags(node);
  const name = context.names.get(unit) ?? unit.name;
  const described = {
    name,
    kind: reach.kind,
    access: reach.access,
    member: reach.member,
    doc: docOf(node),
    ...signature,
  };
  const examples = examplesFor(described, context.examples);
  const makes = [...(isFirst ? madeFunctions(source, context) : []), ...madeFunctions(node, context)];
  return {
    id: `${unit.file}#${name}`,
    file: unit.file,
    ...described,
    range: rangeOf(node, source),
    hash: createHash('sha256').update(node.getText(source)).digest('hex'),
    isAsync: (flags & ts.ModifierFlags.Async) !== 0,
    isGenerator: 'asteriskToken' in node && node.asteriskToken !== undefined,
    constructorParams,
    ...(hasHiddenModifier(node) ? { isHidden: true } : {}),
    reachedThrough: callersOf(unit, context).map((caller) => idOf(caller, context)),
    hints: hintsFor(unit, context.mentions),
    ...(makes.length === 0 ? {} : { makes }),
    ...(examples.length === 0 ? {} : { examples }),
    reachesOutside: context.outside(unit.file),
  };
}
