/** The knowledge of the host that following a value from function to function asks for. */
import type { ts } from 'ts-morph';
import type { TextContent, TypeShape } from '../../../domain/type-shape.js';
import type { FunctionNode } from '../../modules/module-values.js';

/** Answers what the expressions of the host's code stand for. */
export interface Callees {
  /** The function that is called by this, the constructor where it is a class; null outside of the host. */
  functionOf(callee: ts.Expression): FunctionNode | null;
  /** The type of a parameter by annotation or comment; null where neither is there. */
  declaredType(parameter: ts.ParameterDeclaration): TypeShape | null;
  /** An instance of the host's class; null for other classes and where a test cannot make one. */
  instanceOf(owner: ts.Expression): TypeShape | null;
  /** The type of what is in a constant list, or in a set made of one. */
  listed(list: ts.Expression): TypeShape | null;
  /** How a test reaches a function that parses texts, and those beside it that may write them; null where it cannot. */
  parser(node: FunctionNode): Pick<TextContent, 'reader' | 'writers'> | null;
  /** The types of the host's own arguments for a parameter, where they are declared or literals. */
  givenTypes(owner: FunctionNode, index: number): TypeShape[];
}
