/** Finds what a host exports that is of a declared type, or gives such a value when it is called. */
import path from 'node:path';
import { ts } from 'ts-morph';
import type { Access, Producer } from '../../domain/type-shape.js';
import { callParameters } from './declared-parameters.js';
import type { ProducerFinder, ShapeReader } from './shape-reader.js';

const maxExports = 600;
const maxMembers = 60;
const maxProducers = 30;
const maxClasses = 4;
/** Methods of exported values that give what is asked for. */
const maxMethods = 25;
/** Deep enough to leave out producers for the parameters of methods. */
const methodDepth = 4;
/** Questions to the checker for one host; those of generic types can be dear. */
const maxQuestions = 20_000;
const identifier = /^[A-Za-z_$][\w$]*$/;

/** An export, or a member of one. */
interface ProducerCandidate {
  producer: Producer;
  /** Its type or return types; more than one for overloads. */
  types: readonly ts.Type[];
}

/** An exported class, by the type of its instances. */
interface ClassCandidate {
  node: ts.Node;
  type: ts.Type;
}

interface Candidates {
  checker: ts.TypeChecker;
  values: ProducerCandidate[];
  classes: ClassCandidate[];
}

const plainFlags =
  ts.TypeFlags.Any |
  ts.TypeFlags.Unknown |
  ts.TypeFlags.Never |
  ts.TypeFlags.Void |
  ts.TypeFlags.Null |
  ts.TypeFlags.Undefined |
  ts.TypeFlags.StringLike |
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.BooleanLike |
  ts.TypeFlags.BigIntLike |
  ts.TypeFlags.ESSymbolLike;

const isPlain = (type: ts.Type): boolean => (type.flags & plainFlags) !== 0;

const isPublic = (symbol: ts.Symbol): boolean =>
  symbol.declarations?.every(
    (node) =>
      (ts.getCombinedModifierFlags(node) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) === 0,
  ) ?? true;

const resultsOf = (type: ts.Type): ts.Type[] =>
  type
    .getCallSignatures()
    .slice(0, 6)
    .map((signature) => signature.getReturnType())
    .filter((result) => !isPlain(result));

function accessOf(module: string, name: string): Access | null {
  if (name === 'default') return { module, export: { kind: 'default' }, members: [] };
  return identifier.test(name) ? { module, export: { kind: 'named', name }, members: [] } : null;
}

/** Adds the export's own value or result. */
function addValue(type: ts.Type, access: Access, into: Candidates): void {
  if (isPlain(type)) return;
  into.values.push({ producer: { access, isCall: false }, types: [type] });
  const results = resultsOf(type);
  if (results.length > 0) into.values.push({ producer: { access, isCall: true }, types: results });
}

/** Adds the members of an exported class or object: static members, functions and values. */
function addMembers(type: ts.Type, access: Access, into: Candidates): void {
  const { checker } = into;
  if (isPlain(type) || checker.isArrayType(type)) return;
  for (const member of checker.getPropertiesOfType(type).slice(0, maxMembers)) {
    const isUsable = identifier.test(member.name) && member.name !== 'prototype' && isPublic(member);
    if (!isUsable || member.name.startsWith('__@')) continue;
    addValue(checker.getTypeOfSymbol(member), { ...access, members: [member.name] }, into);
  }
}

function addExport(symbol: ts.Symbol, module: string, into: Candidates): void {
  const { checker } = into;
  const target = (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
  const [node] = target.declarations ?? [];
  const access = accessOf(module, symbol.name);
  const isUsed = (target.flags & (ts.SymbolFlags.Value & ~ts.SymbolFlags.Enum)) !== 0;
  if (access === null || node === undefined || !isUsed) return;
  // Members declared in another file are read from that file.
  if (!node.getSourceFile().fileName.endsWith(`/${module}`)) return;
  const type = checker.getTypeOfSymbol(target);
  addValue(type, access, into);
  const isClass = (target.flags & ts.SymbolFlags.Class) !== 0;
  if (isClass) into.classes.push({ node, type: checker.getDeclaredTypeOfSymbol(target) });
  if (isClass || isLiteral(node)) addMembers(type, access, into);
}

/** Whether a declaration is that of an object which is written out. */
function isLiteral(node: ts.Node): boolean {
  let value: ts.Expression | undefined;
  if (ts.isVariableDeclaration(node)) value = node.initializer;
  else if (ts.isExportAssignment(node)) value = node.expression;
  while (value !== undefined && (ts.isAsExpression(value) || ts.isSatisfiesExpression(value)))
    value = value.expression;
  return value !== undefined && ts.isObjectLiteralExpression(value);
}

function collect(program: ts.Program, root: string, files: readonly string[]): Candidates {
  const checker = program.getTypeChecker();
  const found: Candidates = { checker, values: [], classes: [] };
  for (const file of files) {
    const source = program.getSourceFile(path.join(root, file));
    const module = source && checker.getSymbolAtLocation(source);
    for (const symbol of module ? checker.getExportsOfModule(module) : []) {
      if (found.values.length >= maxExports) return found;
      addExport(symbol, file, found);
    }
  }
  return found;
}

/** The properties that a type asks for; symbols among them. */
const required = (type: ts.Type, checker: ts.TypeChecker): ts.Symbol[] =>
  checker.getPropertiesOfType(type).filter(({ flags }) => (flags & ts.SymbolFlags.Optional) === 0);

/** Asks the checker whether one type is of another. */
interface Asker {
  checker: ts.TypeChecker;
  isOf: (given: ts.Type, wanted: ts.Type) => boolean;
}

function makeAsker(checker: ts.TypeChecker): Asker {
  let questions = 0;
  /** Names of the properties of what is exported; by them most questions are answered. */
  const names = new Map<ts.Type, Set<ts.__String>>();
  const namesOf = (type: ts.Type): Set<ts.__String> => {
    const found =
      names.get(type) ?? new Set(checker.getPropertiesOfType(type).map(({ escapedName }) => escapedName));
    names.set(type, found);
    return found;
  };
  const hasAll = (given: ts.Type, wanted: ts.Type): boolean => {
    if (wanted.getCallSignatures().length > 0 && given.getCallSignatures().length === 0) return false;
    if (wanted.getConstructSignatures().length > 0 && given.getConstructSignatures().length === 0)
      return false;
    const own = namesOf(given);
    return required(wanted, checker).every(({ escapedName }) => own.has(escapedName));
  };
  return {
    checker,
    isOf(given, wanted) {
      if (given === wanted) return true;
      if (!hasAll(given, wanted) || questions++ >= maxQuestions) return false;
      // Arguments of generic types are settled only where a call is made; nobody has a symbol as a key by chance.
      const symbol = given.getSymbol();
      const isSame = symbol !== undefined && symbol === wanted.getSymbol() && isNamed(symbol);
      const isKeyed = required(wanted, checker).some(({ name }) => name.startsWith('__@'));
      return isSame || isKeyed || checker.isTypeAssignableTo(given, wanted);
    },
  };
}

/** Methods of exported values that give the like, as fluent interfaces have them; each once, whoever has it. */
function methodsOf(
  values: readonly ProducerCandidate[],
  wanted: ts.Type,
  { checker, isOf, reader }: Asker & { reader: ShapeReader },
): Producer[] {
  const seen = new Set<ts.Node>();
  const methods: Producer[] = [];
  const consider = (member: ts.Symbol, { access }: Producer): void => {
    const [node] = member.declarations ?? [];
    if (methods.length >= maxMethods || node === undefined || seen.has(node)) return;
    if (!identifier.test(member.name) || !isPublic(member)) return;
    seen.add(node);
    const type = checker.getTypeOfSymbol(member);
    const isLike = resultsOf(type).some((given) => isOf(given, wanted));
    const params = isLike ? callParameters(type, reader, methodDepth) : null;
    const members = [...access.members, member.name];
    if (params !== null) methods.push({ access: { ...access, members }, isCall: true, params });
  };
  for (const { producer, types } of values) {
    const members = types.flatMap((type) => checker.getPropertiesOfType(type).slice(0, maxMembers));
    for (const member of members) consider(member, producer);
  }
  return methods;
}

/** A finder over what the files export. */
export function makeProducerFinder(
  program: ts.Program,
  root: string,
  files: readonly string[],
): ProducerFinder {
  const checker = program.getTypeChecker();
  const asker = makeAsker(checker);
  const known = new Map<ts.Type, Producer[]>();
  let candidates: Candidates | null = null;
  const all = (): Candidates => (candidates ??= collect(program, root, files));
  /** Whether it is worth asking: a type that asks for nothing is that of anything. */
  const asks = (type: ts.Type): boolean =>
    required(type, checker).length > 0 ||
    type.getCallSignatures().length > 0 ||
    type.getConstructSignatures().length > 0;
  const find = (type: ts.Type, reader: ShapeReader): Producer[] => {
    const found = all().values.filter(({ types }) => types.some((given) => asker.isOf(given, type)));
    // Exports themselves before their members, stable otherwise.
    found.sort((a, b) => a.producer.access.members.length - b.producer.access.members.length);
    const values = found.filter(({ producer }) => !producer.isCall).slice(0, maxProducers / 2);
    const calls = found.filter(({ producer }) => producer.isCall).slice(0, maxProducers - values.length);
    const methods = methodsOf(values, type, { ...asker, reader });
    const names = new Set(methods.map(({ access }) => JSON.stringify(access)));
    const others = calls.filter(({ producer }) => !names.has(JSON.stringify(producer.access)));
    return [...[...values, ...others].map(({ producer }) => producer), ...methods];
  };
  return {
    producersOf(type, reader) {
      const producers = known.get(type) ?? (asks(type) ? find(type, reader) : []);
      known.set(type, producers);
      return producers;
    },
    classesOf: (type) =>
      asks(type)
        ? all()
            .classes.filter((candidate) => candidate.type !== type && asker.isOf(candidate.type, type))
            .slice(0, maxClasses)
            .map(({ node }) => node)
        : [],
  };
}

const isNamed = (symbol: ts.Symbol): boolean =>
  (symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface)) !== 0;
