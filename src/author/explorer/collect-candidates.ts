/** Turns what the explorer wrote down about a file into candidates, with titles that are unique for each target. */
import type { Candidate, ModuleMock } from '../../domain/candidate.js';
import type { Finding } from '../../domain/finding.js';
import { explainRefusals } from '../../io/jest/run/explain-refusals.js';
import type { JestSession } from '../../io/jest/run/run-jest.js';
import type { ExplorationRun } from './exploration-run.js';
import type { ExploreRequest, ExploreResult } from './explore-request.js';
import { paramsOf } from './notation/algebra.cjs';
import type { ArgumentCount, ExploreLine } from './notation/explore-line.js';
import type { BrokenLaw, ClassLaw, HeldLaw } from './notation/law.js';
import type { Unit } from './notation/plan.js';
import type { RecordedCase } from './notation/recorded-case.js';
import { shortHash } from './plan/plan-units.js';
import { decidedMembers } from './print/decided-members.js';
import { printClassLaw } from './print/print-class-law.js';
import { printLaw, sayLaw } from './print/print-law.js';
import { nameUses, printProperty } from './print-property.js';
import { printRecordedCase } from './print/print-test.js';
import { createSourceView, type SourceView } from './title/conditions/branch-condition.js';
import { createImports } from './print/imports.js';
import { printValue, type PrintContext } from './print/print-value.js';
import type { BrokenProperty, LawProperty } from './notation/property.js';
import { sayValue } from './title/say-value.js';
import { fillPattern } from './title/row-title.js';
import { tablePattern, type TakenTitles, titleCase, type TitleTarget } from './title/title.js';

/** Adds the candidates of a file, and the targets that could not be tested, to its result. */
export function collectCandidates(
  session: JestSession,
  { request, units, lines, result }: Pick<ExplorationRun, 'request' | 'units' | 'lines' | 'result'>,
): void {
  const loaded = lines.find((line) => line.type === 'loaded');
  const view = createSourceView(request.sourceText, loaded?.branches ?? {}, loaded?.sourceMap);
  const writer: CandidateWriter = {
    session,
    request,
    units,
    view,
    taken: new Map(),
    cases: casesByTarget(lines),
  };
  const properties: Candidate[] = [];
  for (const line of lines) {
    if (line.type === 'class-law') result.candidates.unshift(...classLawCandidate(writer, line));
    if (line.type === 'broken-law') result.findings.push(brokenLawFinding(line.broken));
    if (line.type === 'property') properties.push(...propertyCandidate(writer, line));
    if (line.type === 'broken-property') result.findings.push(brokenPropertyFinding(writer, line.broken));
    if (line.type === 'law') result.candidates.unshift(...lawCandidate(writer, line.held));
    if (line.type === 'case') addCase(writer, line, result);
    if (line.type !== 'unit-end') continue;
    const { unit, calls, work, cpuMs, peakBytes } = line;
    result.searches.push({ unit, calls, work, cpuMs, peakBytes });
    const isBarren = !lines.some(
      (other) => other.type === 'unit-end' && other.unit === unit && other.kept > 0,
    );
    const isKnown = result.skipped.some(({ target }) => target === unit);
    if (isBarren && !isKnown && line.guarded.length > 0) {
      result.skipped.push({
        target: line.unit,
        reason: explainRefusals(line.guarded),
      });
    }
  }
  result.candidates.unshift(...properties);
}

interface CandidateWriter {
  session: JestSession;
  request: ExploreRequest;
  units: readonly Unit[];
  view: SourceView;
  /** Titles and clauses that are used, by target. */
  taken: Map<string, TakenTitles>;
  /** All cases by target. */
  cases: Map<string, RecordedCase[]>;
}

/** The recorded cases of each target. */
function casesByTarget(lines: readonly ExploreLine[]): Map<string, RecordedCase[]> {
  const cases = new Map<string, RecordedCase[]>();
  for (const line of lines) {
    if (line.type !== 'case') continue;
    const { recorded } = line;
    cases.set(recorded.target, [...(cases.get(recorded.target) ?? []), recorded]);
  }
  return cases;
}

function takenFor({ taken }: CandidateWriter, target: string): TakenTitles {
  const known = taken.get(target) ?? { titles: new Set(), clauses: new Set() };
  taken.set(target, known);
  return known;
}

type PrintedTest = Pick<Candidate, 'kind' | 'title' | 'body' | 'isAsync' | 'imports' | 'row'>;

function makeCandidate(request: ExploreRequest, target: string, printed: PrintedTest): Candidate {
  const { kind, title, body, isAsync, imports, row } = printed;
  return {
    id: shortHash(`${target}\n${title}\n${body}`),
    target,
    file: request.file,
    author: 'explorer',
    kind,
    group: nameIn(target).replace(/\.constructor$/, ''),
    title,
    body,
    isAsync,
    imports,
    ...(row ? { row } : {}),
  };
}

function addCase(
  writer: CandidateWriter,
  { recorded, args }: { recorded: RecordedCase; args: ArgumentCount },
  result: ExploreResult,
): void {
  const { outcome } = recorded;
  const isError = outcome.kind === 'throws' || outcome.kind === 'rejects';
  for (const candidate of caseCandidate(writer, recorded)) {
    result.candidates.push(candidate);
    result.cases.push({ candidate: candidate.id, assertsEngineError: isError && outcome.isNative, args });
  }
}

function titleTargetOf({ targets }: ExploreRequest, id: string): TitleTarget | null {
  const target = targets.find((item) => item.id === id);
  if (!target) return null;
  return {
    range: { first: target.range.start.line, last: target.range.end.line },
    params: target.params.length > 0 ? target.params : target.constructorParams,
    constructorParams: target.constructorParams,
    name: target.name,
    doc: target.doc,
  };
}

/** The target with the parameters of what the last step calls: of a function that it made, where that is known. */
function asCalled(
  target: TitleTarget | null,
  { case: { steps } }: RecordedCase,
  unit: Unit | undefined,
): TitleTarget | null {
  const last = steps.at(-1);
  const params = unit && last?.on ? paramsOf(unit, last) : null;
  return target && params ? { ...target, params } : target;
}

function caseCandidate(writer: CandidateWriter, recorded: RecordedCase): Candidate[] {
  const { session, request, units, view } = writer;
  const unit = units.find((item) => item.id === recorded.unit);
  if (!unit) return [];
  const target = asCalled(titleTargetOf(request, recorded.target), recorded, unit);
  const siblings = writer.cases.get(recorded.target) ?? [recorded];
  const title = titleCase(recorded, { view, taken: takenFor(writer, recorded.target), target, siblings });
  // Nobody would see from its title what it is for.
  if (title === null) return [];
  const { row, ...printed } = printRecordedCase(session.host, recorded, {
    unit,
    units,
    decided: decidedMembers(recorded, siblings),
  });
  const pattern = tablePattern(recorded, { target, siblings });
  const isPlain = pattern !== null && fillPattern(pattern, recorded) === title;
  const candidate = makeCandidate(request, recorded.target, {
    ...printed,
    kind: 'unit',
    title,
    ...(row ? { row: isPlain ? { ...row, pattern } : row } : {}),
  });
  const mocks = recorded.standsInEarly ? mocksOf(recorded) : [];
  return [mocks.length > 0 ? { ...candidate, mocks } : candidate];
}

/** The functions of Node's that the case replaces, for a module that takes them when it is loaded. */
function mocksOf({ case: { standIns = [] } }: RecordedCase): ModuleMock[] {
  const modules = [...new Set(standIns.flatMap(({ module }) => (module === null ? [] : [module])))];
  return modules.map((module) => ({
    module,
    members: standIns.filter((standIn) => standIn.module === module).map(({ member }) => member),
  }));
}

const nameIn = (target: string): string => target.slice(target.indexOf('#') + 1);

/** A law that names suggest and that plain input breaks: the code or the names are wrong, which a person has to say. */
function brokenLawFinding({ target, law, partner, inputs, output }: BrokenLaw): Finding {
  const name = nameIn(target);
  const call = `${name}(${inputs.map((input) => sayValue(input, 80)).join(', ')})`;
  const inverse = partner && (law === 'round-trip' || law === 'accepted') ? nameIn(partner.target) : '';
  const given = output === null ? 'something that cannot be shown' : sayValue(output, 120);
  return {
    kind: 'counterexample',
    target,
    title: `${name} suggests by its name that it ${sayLaw(law, inverse)}, and does not`,
    detail: `${call} gives ${given}${inverse === '' ? '' : `, which ${inverse} does not take back`}`,
  };
}

function lawCandidate(writer: CandidateWriter, held: HeldLaw): Candidate[] {
  const { session, request, units } = writer;
  const unit = units.find((item) => item.id === held.unit);
  const target = request.targets.find((item) => item.id === held.target);
  if (!unit || !target || !session.host.hasFastCheck) return [];
  const printed = printLaw(session.host, held, { unit, units, target, seed: request.seed });
  if (!printed) return [];
  takenFor(writer, target.id).titles.add(printed.title);
  return [makeCandidate(request, target.id, { ...printed, kind: 'property' })];
}

function propertyCandidate(
  writer: CandidateWriter,
  { unit: id, property }: { unit: string; property: LawProperty },
): Candidate[] {
  const { session, request, units } = writer;
  const unit = units.find((item) => item.id === id);
  if (!unit || !session.host.hasFastCheck) return [];
  const printed = printProperty(session.host, property, { units, seed: request.seed });
  takenFor(writer, property.target).titles.add(printed.title);
  return [makeCandidate(request, property.target, { ...printed, kind: 'property' })];
}

/** A law that names promise, with the smallest sensible input that breaks it. */
function brokenPropertyFinding(
  { session, units }: CandidateWriter,
  { property, inputs, expected, actual }: BrokenProperty,
): Finding {
  const unit = units.filter(({ access }) => JSON.stringify(access) === JSON.stringify(property.uses[0]));
  const imports = createImports(unit);
  const { conventions } = session.host;
  const context: PrintContext = {
    conventions,
    nameOf: imports.nameOf,
    typeNameOf: imports.typeNameOf,
    typeTextOf: imports.typeTextOf,
    mocksFunctions: false,
  };
  const given = property.inputs.map(([name], at) => {
    const value = inputs[at] ?? { k: 'undef' as const };
    return `const ${name} = ${printValue(value, context)};`;
  });
  const lines = nameUses(property.lines, property, imports).map((line) =>
    /[{}]$/.test(line) ? line : `${line};`,
  );
  const say = (value: BrokenProperty['actual']): string =>
    value === null ? 'something that cannot be shown' : sayValue(value, 120);
  return {
    kind: 'counterexample',
    target: property.target,
    title: `does not hold: ${nameIn(property.target)} ${property.title}`,
    detail: `it is ${say(actual)} and should be ${say(expected)} for ${property.inputs.map(([name], at) => `${name} ${sayValue(inputs[at] ?? { k: 'undef' }, 120)}`).join(', ')}`,
    reproduce: [...given, ...lines].join('\n'),
  };
}

function classLawCandidate(
  writer: CandidateWriter,
  { unit: id, law }: { unit: string; law: ClassLaw },
): Candidate[] {
  const { session, request, units } = writer;
  const unit = units.find((item) => item.id === id);
  if (!unit || !session.host.hasFastCheck) return [];
  const printed = printClassLaw(session.host, law, { unit, units, seed: request.seed });
  if (!printed) return [];
  takenFor(writer, law.target).titles.add(printed.title);
  return [makeCandidate(request, law.target, { ...printed, kind: 'property' })];
}
