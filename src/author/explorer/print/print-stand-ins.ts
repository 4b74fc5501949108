/** Prints stand-ins for Node's functions that reach outside, as spies with an answer of their own. */
import { takesWholeAsDefault, testStyle } from '../../../test-file/test-path.js';
import type { Host } from '../../../domain/host.js';
import type { Answer, StandIn } from '../notation/case.js';
import type { Expression } from '../notation/expression.js';
import type { Unit } from '../notation/plan.js';
import { camel, freeName, type Imports } from './imports.js';
import { printCall, type PrintContext, printValue } from './print-value.js';

export interface PrintedStandIns {
  /** Statements that put them in place. */
  before: string[];
  /** Statements that put the originals back. */
  after: string[];
  /** The name of each spy. */
  names: string[];
}

interface Printer {
  host: Host;
  unit: Unit;
  imports: Imports;
  context: PrintContext;
  /** Where types are checked, a stand-in is less than what it stands for. */
  isTyped: boolean;
  end: string;
}

const text = (printer: Printer, value: string): string => printValue({ k: 'lit', v: value }, printer.context);

/** Indented lines of a block. */
const block = (printer: Printer, lines: readonly string[]): string =>
  lines
    .map(
      (line) =>
        printer.context.conventions.indent + line.split('\n').join(`\n${printer.context.conventions.indent}`),
    )
    .join('\n');

const arrow = (printer: Printer, params: string, lines: readonly string[]): string =>
  `(${params}) => {\n${block(printer, lines)}\n}`;

/** `mockImplementation(…)`, in the dress that the compiler accepts. */
const implementation = (printer: Printer, code: string): string =>
  printer.isTyped ? `mockImplementation((${code}) as never)` : `mockImplementation(${code})`;

/** The only use of what a call was given: to answer through its last argument. */
const lastArgument = (printer: Printer, call: string): string[] => [
  `const callback = args[args.length - 1]${printer.end}`,
  `if (typeof callback === ${text(printer, 'function')}) callback(${call})${printer.end}`,
];

const argsOf = (printer: Printer): string => (printer.isTyped ? '...args: unknown[]' : '...args');

const valueMock = (printer: Printer, method: string, value: string): string =>
  `${method}(${value}${printer.isTyped ? ' as never' : ''})`;

const from = (printer: Printer, module: string, name: string): string => {
  printer.imports.addPackage(module, { kind: 'named', imported: name, local: name });
  return name;
};

/** A stream that holds a text; an empty one has nothing to give. */
const readable = (printer: Printer, body: string): string =>
  `${from(printer, 'stream', 'Readable')}.from([${text(printer, body)}])`;

function printRequest(printer: Printer, answer: Answer & { kind: 'responds' | 'disconnects' }): string[] {
  const { end, unit, imports } = printer;
  const client = freeName(unit, imports, ['client', 'clientRequest']);
  const members = ['setTimeout', 'setHeader', 'abort'].map((name) => `${name}: jest.fn()`).join(', ');
  const made = `const ${client} = Object.assign(new ${from(printer, 'stream', 'PassThrough')}(), { ${members} })${end}`;
  const emit = (event: string, value: string): string =>
    `${client}.emit(${text(printer, event)}, ${value})${end}`;
  if (answer.kind === 'disconnects') {
    const fails = emit('error', `new Error(${text(printer, answer.message)})`);
    return [
      made,
      arrow(printer, '', [
        `setImmediate(() => ${fails.slice(0, fails.length - end.length)})${end}`,
        `return ${client}${end}`,
      ]),
    ];
  }
  const response = freeName(unit, imports, ['response', 'serverResponse']);
  const answered = `const ${response} = Object.assign(${readable(printer, answer.body)}, { statusCode: ${answer.status}, headers: {} })${end}`;
  const later = arrow(printer, '', [emit('response', response), ...lastArgument(printer, response)]);
  return [
    made,
    answered,
    arrow(printer, argsOf(printer), [`setImmediate(${later})${end}`, `return ${client}${end}`]),
  ];
}

function printChild(printer: Printer, answer: Answer & { kind: 'exits' }): string[] {
  const { end } = printer;
  const child = freeName(printer.unit, printer.imports, ['child', 'childProcessStandIn']);
  const streams = [
    `stdin: new ${from(printer, 'stream', 'PassThrough')}()`,
    `stdout: ${readable(printer, answer.output)}`,
    `stderr: ${readable(printer, answer.errors)}`,
    'kill: jest.fn()',
  ];
  const emitter = `new ${from(printer, 'events', 'EventEmitter')}()`;
  const made = `const ${child} = Object.assign(${emitter}, {\n${block(printer, [streams.join(',\n')])}\n})${end}`;
  const emit = (event: string): string => `${child}.emit(${text(printer, event)}, ${answer.code})${end}`;
  const later = arrow(printer, '', [emit('exit'), emit('close')]);
  return [made, arrow(printer, '', [`setImmediate(${later})${end}`, `return ${child}${end}`])];
}

/** Statements that come first, and the call that gives the spy its answer. */
function printAnswer(printer: Printer, answer: Answer): { first: string[]; mock: string } {
  const error = (message: string): string => `new Error(${text(printer, message)})`;
  const plain = (mock: string): { first: string[]; mock: string } => ({ first: [], mock });
  switch (answer.kind) {
    case 'returns':
      return plain(valueMock(printer, 'mockReturnValue', printValue(answer.value, printer.context)));
    case 'rejects':
      return plain(valueMock(printer, 'mockRejectedValue', error(answer.message)));
    case 'throws':
      return plain(
        implementation(printer, arrow(printer, '', [`throw ${error(answer.message)}${printer.end}`])),
      );
    case 'calls-back': {
      const values = answer.values.map((value) => printValue(value, printer.context)).join(', ');
      return plain(implementation(printer, arrow(printer, argsOf(printer), lastArgument(printer, values))));
    }
    case 'fetched': {
      const made = `new Response(${text(printer, answer.body)}, { status: ${answer.status} })`;
      return plain(implementation(printer, `async () => ${made}`));
    }
    case 'responds':
    case 'disconnects':
    case 'exits': {
      const lines = answer.kind === 'exits' ? printChild(printer, answer) : printRequest(printer, answer);
      return { first: lines.slice(0, -1), mock: implementation(printer, lines.at(-1) ?? '') };
    }
  }
}

/** The local name of Node's module, imported as the host imports such. */
function moduleName(printer: Printer, module: string): string {
  const style = testStyle(printer.host, printer.unit.access.module);
  const isWhole = style === 'require' || !takesWholeAsDefault(printer.host, printer.unit.access.module);
  const local = freeName(printer.unit, printer.imports, [camel(module), `${camel(module)}Module`]);
  printer.imports.addPackage(module, { kind: isWhole ? 'namespace' : 'default', local });
  return local;
}

/** Spies for the stand-ins of a case. */
export function printStandIns(
  standIns: readonly StandIn[],
  parts: { host: Host; unit: Unit; imports: Imports; context: PrintContext },
): PrintedStandIns {
  const end = parts.host.conventions.semicolons ? ';' : '';
  const isTyped = /\.[cm]?tsx?$/.test(parts.unit.access.module);
  const printer: Printer = { ...parts, end, isTyped };
  const printed: PrintedStandIns = { before: [], after: [], names: [] };
  for (const { module, member, answer } of standIns) {
    const holder = module === null ? 'globalThis' : moduleName(printer, module);
    const taken = new Set(printed.names);
    const wanted = freeName(parts.unit, parts.imports, [member, `${member}Spy`]);
    const name = taken.has(wanted) ? `${wanted}${printed.names.length + 1}` : wanted;
    const { first, mock } = printAnswer(printer, answer);
    const spy = `jest.spyOn(${holder}, ${text(printer, member)})`;
    printed.names.push(name);
    printed.before.push(...first, `const ${name} = ${spy}.${mock}${end}`);
    printed.after.push(`${name}.mockRestore()${end}`);
  }
  return printed;
}

/** The assertion for what a stand-in was called with. */
export function printCalls(name: string, value: Expression, context: PrintContext): string {
  const calls = value.k === 'arr' ? value.items : [];
  if (calls.length === 0) return `expect(${name}).not.toHaveBeenCalled()`;
  const [only] = calls;
  if (calls.length === 1 && only?.k === 'arr')
    return printCall(`expect(${name}).toHaveBeenCalledWith`, only.items, context);
  return `expect(${name}.mock.calls).toEqual(${printValue(value, context)})`;
}
