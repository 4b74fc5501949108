/** Prints a recorded case as the body of a test. */
import type { ImportNeed, TestRow } from '../../../domain/candidate.js';
import type { Host } from '../../../domain/host.js';
import type { Step } from '../notation/case.js';
import type { Expression } from '../notation/expression.js';
import type { Unit } from '../notation/plan.js';
import type { Observation, RecordedCase } from '../notation/recorded-case.js';
import { printCalls, printStandIns } from './print-stand-ins.js';
import { createImports, type Imports } from './imports.js';
import { folderNames, printFileObservation, printFolder, printMarked } from './print-files.js';
import { earlierFunctions } from '../notation/algebra.cjs';
import { passesOn } from './passed-on.js';
import { pinLines } from './print-pins.js';
import { printRow } from './print-row.js';
import {
  argumentName,
  chainsOf,
  instanceName,
  memberOf,
  nameFunctions,
  printChain,
  printHeld,
  printQuery,
  printReading,
  printStep,
} from './print-steps.js';
import {
  printCall,
  type PrintContext,
  printError,
  printExpectation,
  LINE,
  printMatcher,
  printCallOf,
  printToFit,
  printValue,
  WIDTH,
} from './print-value.js';

export interface PrintedBody {
  body: string;
  isAsync: boolean;
  imports: ImportNeed[];
  row?: TestRow;
}

const isHeld = (recorded: RecordedCase, index: number): boolean =>
  recorded.observations.some(
    ({ of }) => (of.kind === 'argument' || of.kind === 'calls') && of.index === index,
  );

/** A test while it is written. */
interface Writer {
  recorded: RecordedCase;
  unit: Unit;
  imports: Imports;
  lines: string[];
  end: string;
  context: PrintContext;
  /** Names of the stand-ins of the test, in the order of the case. */
  standIns: readonly string[];
  isAsync: boolean;
}

const isCallbacksOwn = ({ recorded, unit }: Writer): boolean =>
  recorded.observations.some(({ of }) => of.kind === 'calls' && passesOn(recorded, unit, of.index));

interface Arranged {
  callee: string;
  subject: string;
  last: Step | null;
  names: Map<number, string>;
}

/** Writes the statements that come before the last step; returns the last step with held arguments by name. */
function arrange(writer: Writer, shown: RecordedCase): Arranged {
  const { unit, imports, context } = writer;
  const scenario = shown.case;
  const callee = imports.nameOf(unit.access);
  const last = scenario.steps.at(-1) ?? null;
  const names = new Map<number, string>();
  const functions = nameFunctions(shown, { unit, callee }, context);
  if (functions.named.size > 0) context.named = functions.named;
  writer.lines.push(...functions.lines.map((line) => line + writer.end));
  const heard = [...functions.named.values()];
  for (const [index, arg] of (last?.args ?? []).entries()) {
    if (!isHeld(shown, index) || !last) continue;
    const known = context.named?.get(arg);
    if (known !== undefined) names.set(index, known);
    if (known !== undefined) continue;
    const wanted = argumentName(unit, last, index);
    const name = [...names.values(), ...heard, callee].includes(wanted) ? `${wanted}${index + 1}` : wanted;
    names.set(index, name);
    const answer: Expression = passesOn(shown, unit, index) ? { k: 'fn', returns: { k: 'undef' } } : arg;
    const printed = printValue(answer, { ...context, mocksFunctions: true });
    // An empty list would be one of any type, which strict TypeScript refuses.
    const type = printed === '[]' && /\.[cm]?tsx?$/.test(unit.access.module) ? ': never[]' : '';
    writer.lines.push(`const ${name}${type} = ${printed}${writer.end}`);
  }
  const chains = chainsOf(scenario.steps);
  const before = chains.at(-1)?.slice(0, -1) ?? [];
  if (chains[1]?.[0]?.on === 'held') {
    const held = printHeld(chains, { callee, taken: [...names.values(), ...heard] }, context);
    writer.isAsync ||= held.isAsync;
    writer.lines.push(...held.lines.map((line) => line + writer.end));
    return { callee: printChain(before, held.name, context), subject: held.name, last, names };
  }
  if (!unit.isClass || scenario.construct === null)
    return { callee: printChain(before, callee, context), subject: callee, last, names };
  const construction = printCall(`new ${callee}`, scenario.construct, context);
  if (!last) return { callee: construction, subject: construction, last, names };
  // An object must not hide what its own calls are given.
  for (const arg of scenario.steps.flatMap(({ args }) => args)) printValue(arg, context);
  const imported = imports.needs.map(({ binding }) => binding.local);
  const instance = instanceName(callee, [...names.values(), ...heard, ...imported]);
  writer.lines.push(`const ${instance} = ${construction}${writer.end}`);
  for (const chain of chains.slice(0, -1)) {
    const [step] = chain;
    const member = unit.members.find((item) => item.name === step?.member && item.kind === step.kind);
    if (member?.isAsync) writer.isAsync = true;
    writer.lines.push(
      `${member?.isAsync ? 'await ' : ''}${printChain(chain, instance, context)}${writer.end}`,
    );
  }
  return { callee: printChain(before, instance, context), subject: instance, last, names };
}

function printAct(arranged: Arranged, context: PrintContext): string {
  const { callee, last, names } = arranged;
  if (!last) return callee;
  const target = last.member === null ? callee : memberOf(callee, last.member);
  if (names.size === 0 || last.kind !== 'call') return printStep(last, callee, context);
  const args = last.args.map((arg, index) => names.get(index) ?? printValue(arg, context));
  return `${target}(${args.join(', ')})`;
}

function printObservation(
  { of, value }: Observation,
  { subject, names }: Arranged,
  { recorded, standIns, imports, context }: Writer,
): string {
  switch (of.kind) {
    case 'file':
      return printFileObservation({ name: of.path, value }, imports, context);
    case 'stand-in':
      return printCalls(standIns[of.index] ?? '', value, context);
    case 'property':
      return printExpectation(memberOf(subject, of.name), value, context);
    case 'query':
      return printExpectation(printQuery(subject, of, context), value, context);
    case 'argument':
      return printExpectation(names.get(of.index) ?? '', value, context);
    case 'heard': {
      const heard = earlierFunctions(recorded.case)[of.at];
      return printCalls((heard && context.named?.get(heard)) ?? '', value, context);
    }
    case 'calls':
      return printCalls(names.get(of.index) ?? '', value, context);
  }
}

/**
 * The last step and what is said about it, broken over lines where it would be too long for one. What takes several lines
 * to call gets its result a name.
 */
function printEnding(arranged: Arranged, writer: Writer): string[] {
  const print = (width: number, namesResult: boolean): string[] => {
    const narrow = { ...writer, context: { ...writer.context, width } };
    const act = printAct(arranged, narrow.context);
    const { outcome } = writer.recorded;
    const isNamed =
      (namesResult || act.includes('\n')) &&
      outcome.kind === 'returns' &&
      outcome.value.k !== 'undef' &&
      !isCallbacksOwn(writer);
    const lines = isNamed
      ? [`const result = ${act}`, ...printOutcome('result', arranged.subject, narrow)]
      : printOutcome(act, arranged.subject, narrow);
    writer.isAsync ||= narrow.isAsync;
    return lines;
  };
  const isLong = (line: string): boolean =>
    [line.split('\n')[0], line.split('\n').at(-1)].some((part = '') => part.length > LINE);
  const tries = [WIDTH, 60, 40, 20].flatMap((width) => [print(width, false), print(width, true)]);
  return tries.find((lines) => !lines.some(isLong)) ?? tries[0] ?? [];
}

/** How the last step is looked at, as an assertion or as a plain statement. */
function printOutcome(act: string, subject: string, writer: Writer): string[] {
  const { recorded, context } = writer;
  const { outcome } = recorded;
  const hasMore = recorded.observations.length > 0;
  switch (outcome.kind) {
    case 'throws':
    case 'rejects': {
      const matcher = printError(outcome, context);
      const thrower = outcome.isLazy ? `[...${act}]` : act;
      if (outcome.kind === 'throws')
        return [printCallOf(`expect(() => ${thrower}).toThrow`, matcher, context)];
      writer.isAsync = true;
      const reading = outcome.isLazy ? printReading(act, context) : [];
      const rejecting = outcome.isLazy ? 'read()' : act;
      return [...reading, `await expect(${rejecting}).rejects.toThrow(${matcher})`];
    }
    case 'resolves':
      writer.isAsync = true;
      if (outcome.value.k === 'undef' && hasMore) return [`await ${act}`];
      return [`await expect(${act}).resolves.${printMatcher(outcome.value, context)}`];
    case 'yields':
      if (!outcome.isAsync) return [`expect([...${act}]).${printMatcher(outcome.value, context)}`];
      writer.isAsync = true;
      return [...printReading(act, context), `expect(await read()).${printMatcher(outcome.value, context)}`];
    case 'returns-this':
      return [hasMore ? act : `expect(${act}).toBe(${subject})`];
    case 'opaque':
      return [act];
    case 'returns':
      if ((outcome.value.k === 'undef' && hasMore) || isCallbacksOwn(writer)) return [act];
      if (outcome.value.k === 'error') {
        const message = printValue({ k: 'lit', v: outcome.value.message }, context);
        return [`expect(${act}.message).toBe(${message})`];
      }
      return [printExpectation(act, outcome.value, context)];
  }
}

/** A test of a function that answers through a callback: wait for it, then look at what it got. */
function printCallbackTest(index: number, arranged: Arranged, writer: Writer): void {
  const { recorded, context, lines, end } = writer;
  const indent = context.conventions.indent;
  const { last, callee } = arranged;
  const calls = recorded.observations.find(({ of }) => of.kind === 'calls' && of.index === index)?.value;
  const received: Expression =
    calls?.k === 'arr' ? (calls.items[0] ?? { k: 'arr', items: [] }) : { k: 'arr', items: [] };
  const waiting = (last?.args ?? []).map((arg, at) =>
    at === index ? '(...args) => resolve(args)' : (arranged.names.get(at) ?? printValue(arg, context)),
  );
  const target = last?.member ? memberOf(callee, last.member) : callee;
  lines.push(
    `const received = await new Promise((resolve) => {\n${indent}${target}(${waiting.join(', ')})${end}\n})${end}`,
  );
  lines.push(`expect(received).${printMatcher(received, context)}${end}`);
  writer.isAsync = true;
}

/** The body of the test for a recorded case of one of the units, with what it imports. */
export function printRecordedCase(
  host: Host,
  recorded: RecordedCase,
  { unit, units, decided }: { unit: Unit; units: readonly Unit[]; decided?: ReadonlySet<string> },
): PrintedBody {
  const imports = createImports(units);
  const context: PrintContext = {
    conventions: host.conventions,
    nameOf: imports.nameOf,
    typeNameOf: imports.typeNameOf,
    typeTextOf: imports.typeTextOf,
    mocksFunctions: false,
    ...(decided ? { decided } : {}),
  };
  const end = host.conventions.semicolons ? ';' : '';
  const writer: Writer = { recorded, unit, imports, lines: [], end, context, standIns: [], isAsync: false };
  const pins = pinLines(writer);
  const isPlain = recorded.case.files === undefined && recorded.case.standIns === undefined;
  if (isPlain) {
    writer.lines.push(...pins.before);
    writeSteps(writer, pins.after);
  } else {
    imports.nameOf(unit.access);
    writeGuarded(writer, host, pins);
  }
  const row =
    isPlain && writer.lines.length === 1 && !writer.isAsync ? printRow(recorded, unit, context) : null;
  const body = writer.lines.join('\n');
  return { body, isAsync: writer.isAsync, imports: imports.needs, ...(row ? { row } : {}) };
}

/** The case with what it needs around it, which goes whatever happens: a folder, stand-ins. */
function writeGuarded(writer: Writer, host: Host, pins: { before: string[]; after: string[] }): void {
  const { recorded, unit, imports, context, end, lines } = writer;
  const { files, standIns = [] } = recorded.case;
  const names = folderNames(unit, imports);
  context.markedText = (text, literal) => printMarked(text, { names, imports, literal });
  const folder = files ? printFolder({ recorded, unit, names, imports, context }) : null;
  const spies = printStandIns(standIns, { host, unit, imports, context });
  const inner: Writer = {
    ...writer,
    standIns: spies.names,
    lines: (folder?.fill ?? []).map((line) => line + end),
  };
  const outer = [...pins.before, ...spies.before, ...(folder ? [`${folder.make}${end}`] : [])];
  writeSteps(inner, []);
  const indented = (inside: readonly string[]): string[] =>
    inside.map(
      (line) => context.conventions.indent + line.split('\n').join(`\n${context.conventions.indent}`),
    );
  const closing = [...pins.after, ...spies.after, ...(folder ? [`${folder.remove}${end}`] : [])];
  writer.isAsync = inner.isAsync;
  lines.push(...outer, 'try {', ...indented(inner.lines), '} finally {', ...indented(closing), '}');
}

/** The calls of the case and what is expected of them. */
function writeSteps(writer: Writer, after: readonly string[]): void {
  const { recorded, lines, end, context } = writer;
  const index = recorded.awaitsCallback;
  const shown = index === null ? recorded : withoutCalls(recorded, index);
  const arranged = arrange(writer, shown);
  if (index !== null) printCallbackTest(index, arranged, writer);
  else lines.push(...printEnding(arranged, writer).map((line) => line + end));
  lines.push(...after);
  for (const observation of shown.observations)
    lines.push(
      printToFit((context) => printObservation(observation, arranged, { ...writer, context }), context) + end,
    );
}

const withoutCalls = (recorded: RecordedCase, index: number): RecordedCase => ({
  ...recorded,
  observations: recorded.observations.filter(({ of }) => !(of.kind === 'calls' && of.index === index)),
});
