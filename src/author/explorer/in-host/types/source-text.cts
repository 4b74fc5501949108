/** Writes cases as plain source text, to ask a type checker about; how it looks does not matter. */
import type { Access } from '../../../../domain/target.js';
import type { Case, Step } from '../../notation/case.js';
import type { Act, Expression } from '../../notation/expression.js';
import type { TypedPlace, Unit } from '../../notation/plan.js';

const identifier = /^[A-Za-z_$][\w$]*$/;
const quoted = (text: string): string => JSON.stringify(text);

/** The imports that a text needs, found while it is written. */
interface SourceWriter {
  place: TypedPlace;
  /** Import lines by what they import, with the local name. */
  imports: Map<string, { local: string; line: string }>;
}

const memberOf = (holder: string, member: string): string =>
  identifier.test(member) ? `${holder}.${member}` : `${holder}[${quoted(member)}]`;

function importLine({ export: exported, module }: Access, local: string, place: TypedPlace): string {
  const from = quoted(place.specifiers[module] ?? module);
  if (exported.kind === 'named') return `import { ${exported.name} as ${local} } from ${from};`;
  const isByDefault = exported.kind === 'default' || place.importsWholeByDefault;
  return isByDefault ? `import ${local} from ${from};` : `import ${local} = require(${from});`;
}

/** The name by which the text has something of the host. */
function nameOf(access: Access, { place, imports }: SourceWriter): string {
  const key = JSON.stringify([access.module, access.export]);
  const known = imports.get(key);
  const local = known?.local ?? `import${imports.size}`;
  if (!known) imports.set(key, { local, line: importLine(access, local, place) });
  return access.members.reduce(memberOf, local);
}

function brandOf({ module, export: exported }: Access, { place }: SourceWriter): string {
  const name = exported.kind === 'named' ? exported.name : 'default';
  return `import(${quoted(place.specifiers[module] ?? module)}).${name}`;
}

function writeLiteral(expression: Extract<Expression, { k: 'lit' }>, writer: SourceWriter): string {
  if (expression.access) return nameOf(expression.access, writer);
  const text = JSON.stringify(expression.v);
  return expression.brand ? `${text} as ${brandOf(expression.brand, writer)}` : text;
}

const writeKey = (key: string): string =>
  key === '__proto__' ? '["__proto__"]' : identifier.test(key) ? key : quoted(key);

function writeBuiltin(name: string, args: string): string {
  return name === 'Buffer' ? `Buffer.from(${args})` : `new ${name}(${args})`;
}

function writeAct(acts: Act, writer: SourceWriter): string {
  switch (acts.kind) {
    case 'calls': {
      const names = Array.from({ length: acts.at + 1 }, (_, index) => `given${index}`);
      const call = `given${acts.at}(${acts.args.map((arg) => write(arg, writer)).join(', ')})`;
      return `(${names.join(', ')}) => ${acts.isLater ? `{ setTimeout(() => ${call}); }` : call}`;
    }
    case 'fails':
      return acts.isAsync ? 'async () => { throw new Error(""); }' : '() => { throw new Error(""); }';
    case 'gives-back':
      return acts.isAsync ? 'async (value) => value' : '(value) => value';
    case 'compares':
      return '(a, b) => b - a';
  }
}

/** Source text of a value. */
function write(expression: Expression, writer: SourceWriter): string {
  const all = (items: readonly Expression[]): string => items.map((item) => write(item, writer)).join(', ');
  switch (expression.k) {
    case 'lit':
      return writeLiteral(expression, writer);
    case 'num':
      return expression.v;
    case 'big':
      return `BigInt(${quoted(expression.v)})`;
    case 'symbol':
      return `Symbol(${quoted(expression.v)})`;
    case 'regex':
      return '/a/';
    case 'date':
      return 'new Date(0)';
    case 'arr':
      return `[${all(expression.items)}]`;
    case 'obj': {
      const props = expression.props.map(([key, value]) => `${writeKey(key)}: ${write(value, writer)}`);
      return expression.cast ? `({ ${props.join(', ')} } as never)` : `{ ${props.join(', ')} }`;
    }
    case 'map': {
      const entries = expression.entries.map((entry) => `[${all(entry)}]`);
      return entries.length === 0 ? 'new Map()' : `new Map([${entries.join(', ')}])`;
    }
    case 'set':
      return expression.items.length === 0 ? 'new Set()' : `new Set([${all(expression.items)}])`;
    case 'fn':
      if (expression.acts) return writeAct(expression.acts, writer);
      return expression.returns.k === 'undef' ? '() => {}' : `() => (${write(expression.returns, writer)})`;
    case 'promise':
      return `Promise.resolve(${write(expression.value, writer)})`;
    case 'builtin':
      return writeBuiltin(expression.name, all(expression.args));
    case 'construct':
      return `new ${nameOf(expression.access, writer)}(${all(expression.args)})`;
    case 'ref':
      return nameOf(expression.access, writer);
    case 'call':
      return `${nameOf(expression.access, writer)}(${all(expression.args)})`;
    case 'method':
      return `${memberOf(write(expression.of, writer), expression.member)}(${all(expression.args)})`;
    case 'undef':
    case 'any':
    case 'error':
      return 'undefined';
  }
}

function writeStep({ member, kind, args }: Step, holder: string, writer: SourceWriter): string {
  const target = member === null ? holder : memberOf(holder, member);
  const written = args.map((arg) => write(arg, writer));
  if (kind === 'get') return target;
  return kind === 'set' ? `${target} = ${written[0] ?? 'undefined'}` : `${target}(${written.join(', ')})`;
}

/** Statements of the steps, each acting on the unit, on the result before, or on what is held. */
function writeSteps(scenario: Case, root: string, writer: SourceWriter): string[] {
  const lines: string[] = [];
  let holder = root;
  for (const step of scenario.steps) {
    if (step.on === 'held' && holder === root) {
      lines.push(`const held = ${lines.pop() ?? root};`);
      holder = 'held';
    }
    const before = step.on === 'result' ? (lines.pop() ?? holder) : holder;
    const text = writeStep(step, before, writer);
    lines.push(step.isAwaited ? `(await ${text})` : text);
  }
  return lines;
}

/** A module whose body is the case. */
export function writeCase(scenario: Case, unit: Unit, place: TypedPlace): string {
  const writer: SourceWriter = { place, imports: new Map() };
  const callee = nameOf(unit.access, writer);
  const lines: string[] = [];
  let root = callee;
  if (unit.isClass && scenario.construct !== null) {
    root = 'instance';
    lines.push(
      `const instance = new ${callee}(${scenario.construct.map((arg) => write(arg, writer)).join(', ')});`,
    );
  }
  lines.push(...writeSteps(scenario, root, writer).map((line) => `${line};`));
  const imports = [...writer.imports.values()].map(({ line }) => line);
  return [...imports, 'export async function check() {', ...lines, '}', ''].join('\n');
}
