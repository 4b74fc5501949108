/** Allows stand-ins in one shape only: a spy on a named function of Node's that is given an answer in the same breath. */
import type { ts } from 'ts-morph';
import type { Candidate } from '../../domain/candidate.js';
import { bare, cite, findFirst, type Body, type Refusal } from './body.js';

/** Node's modules whose functions a test may replace, never call. */
export const replaceableModules: ReadonlySet<string> = new Set(['child_process', 'http', 'https', 'dns']);

/** Globals that a test may replace, never call. */
const replaceableGlobals: ReadonlySet<string> = new Set(['fetch']);

const answers = /^mock(?:ReturnValue|ResolvedValue|RejectedValue|Implementation)$/;

const identifier = /^[A-Za-z_$][\w$]*$/;

/** The first module that a candidate wants replaced for its whole file and must not, in words, or undefined. */
export function refuseMocks({ mocks = [] }: Candidate): string | undefined {
  const odd = mocks.find(
    ({ module, members }) =>
      !replaceableModules.has(module) || members.some((member) => !identifier.test(member)),
  );
  return odd && `"${odd.module}" is not a module that tests may replace`;
}

/** The first stand-in that is not of this shape, or undefined. */
export function refuseStandIns(body: Body): Refusal | undefined {
  const { ts, root } = body;
  return (
    root.body &&
    findFirst(ts, root.body, (node) => {
      if (isSpy(ts, node)) return refuseOwnSpy(body, node);
      if (!ts.isIdentifier(node) || !isReplaceable(body, node)) return undefined;
      return isAnsweredSpy(body, node)
        ? undefined
        : { node: node.parent, words: `"${cite(node.parent)}": ${shape(body, node.text)}` };
    })
  );
}

const shape = (body: Body, name: string): string =>
  `"${name}" of Node's "${body.builtins.get(name)?.module ?? ''}" may only be replaced: jest.spyOn(${name}, "member").mockReturnValue(…) or another answer`;

/** A name that stands for one of the modules; members and names of the body do not. */
function isReplaceable(body: Body, node: ts.Identifier): boolean {
  const { ts } = body;
  const { parent } = node;
  const isMember =
    (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) && parent.name === node;
  if (isMember || body.declarationOf(node) !== undefined) return false;
  return replaceableModules.has(body.builtins.get(node.text)?.module ?? '');
}

/** `jest.spyOn(module, 'member').mockReturnValue(…)`, from the module's name. */
export function isAnsweredSpy(body: Body, node: ts.Identifier): boolean {
  const { ts } = body;
  const spy = node.parent;
  if (!isSpy(ts, spy) || spy.arguments[0] !== node) return false;
  const member = spy.arguments[1];
  if (member === undefined || spy.arguments.length > 2 || !ts.isStringLiteral(member)) return false;
  if (node.text === 'globalThis' && !replaceableGlobals.has(member.text)) return false;
  const access = spy.parent;
  if (!ts.isPropertyAccessExpression(access) || !answers.test(access.name.text)) return false;
  const call = access.parent;
  return ts.isCallExpression(call) && call.expression === access && call.arguments.length === 1;
}

const isSpy = (ts: Body['ts'], node: ts.Node): node is ts.CallExpression =>
  ts.isCallExpression(node) && bare(ts, node.expression).getText() === 'jest.spyOn';

/** A test that replaces a member of what it tests tests the replacement. */
function refuseOwnSpy(body: Body, spy: ts.CallExpression): Refusal | undefined {
  const { ts } = body;
  const [holder] = spy.arguments;
  const name = holder && bare(ts, holder);
  const isOwn = name !== undefined && ts.isIdentifier(name) && body.ownModule.has(name.text);
  return isOwn ? { node: spy, words: `"${cite(spy)}" replaces what is tested` } : undefined;
}
