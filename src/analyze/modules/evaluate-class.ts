/** Evaluates classes of a module's top level with their members. */
import { ts } from 'ts-morph';
import { evaluate, keyOf, makeFunction, type EvaluationPlace } from './evaluate-expression.js';
import { makeValue, memberName, prototypeOf, setMember, type Value } from './module-values.js';
import { hasModifier } from './syntax.js';

const isAccessor = (member: ts.ClassElement): member is ts.AccessorDeclaration =>
  ts.isGetAccessorDeclaration(member) || ts.isSetAccessorDeclaration(member);

function defineClassMember(member: ts.ClassElement, owner: Value, place: EvaluationPlace): void {
  if (ts.isConstructorDeclaration(member)) {
    if ((member.body?.statements.length ?? 0) === 0) return;
    makeFunction(member, place, memberName(owner, 'constructor')).home = {
      holder: owner,
      key: 'constructor',
      role: 'value',
    };
    return;
  }
  if (member.name === undefined) return;
  const isStatic = hasModifier(member, ts.SyntaxKind.StaticKeyword);
  const holder = isStatic ? owner : prototypeOf(owner);
  const key = keyOf(member.name) ?? member.name.getText();
  if (ts.isMethodDeclaration(member)) {
    if (member.body !== undefined)
      setMember({ holder, key }, makeFunction(member, place, memberName(owner, key)));
  } else if (isAccessor(member)) {
    const role = ts.isGetAccessorDeclaration(member) ? 'getter' : 'setter';
    if (member.body !== undefined) {
      setMember({ holder, key, role }, makeFunction(member, place, memberName(owner, key)));
    }
  } else if (ts.isPropertyDeclaration(member) && member.initializer !== undefined) {
    const value = evaluate(member.initializer, place, memberName(owner, key));
    if (value?.kind === 'function') setMember({ holder, key }, value);
  }
}

/** Evaluates a class with its members. */
export function makeClass(node: ts.ClassLikeDeclaration, place: EvaluationPlace, name: string): Value {
  const known = place.context.classes.get(node);
  if (known !== undefined) return known;
  const own = node.name?.text ?? 'default';
  const value = makeValue('class', { file: place.module.file, node, name: name === '' ? own : name });
  place.context.classes.set(node, value);
  const heritage = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
    ?.types[0];
  if (heritage !== undefined) {
    const base = evaluate(heritage.expression, place, '');
    if (base !== value) value.superclass = base;
  }
  for (const member of node.members) defineClassMember(member, value, place);
  return value;
}
