/** Turns what the explorer wrote down about a file into candidates, with titles that are unique for each target. */
import type { Candidate, ModuleMock } from '../../domain/candidate.js';
import { explainRefusals } from '../../io/jest/explain-refusals.js';
import type { JestSession } from '../../io/jest/run-jest.js';
import type { ExploreRequest, ExploreResult } from './explore-files.js';
import type { ArgumentCount, ExploreLine, HeldLaw, RecordedCase, Unit } from './expression.js';
import { shortHash } from './plan-units.js';
import { printLaw } from './print-law.js';
import { printRecordedCase } from './print-test.js';
import { createSourceView, type SourceView, titleCase } from './title.js';

/** Adds the candidates, and the targets that could not be tested, to the result. */
export function collectCandidates(
  session: JestSession,
  request: ExploreRequest,
  units: readonly Unit[],
  lines: readonly ExploreLine[],
  result: ExploreResult,
): void {
  const loaded = lines.find((line) => line.type === 'loaded');
  const view = createSourceView(request.sourceText, loaded?.branches ?? {}, loaded?.sourceMap);
  const writer: CandidateWriter = { session, request, view, taken: new Map(), clauses: new Map() };
  for (const line of lines) {
    if (line.type === 'law') result.candidates.unshift(...lawCandidate(writer, line.held, units));
    if (line.type === 'case') addCase(writer, line, units, result);
    if (line.type !== 'unit-end') continue;
    const { unit, calls, work, cpuMs, peakBytes } = line;
    result.searches.push({ unit, calls, work, cpuMs, peakBytes });
    const isBarren = !lines.some(
      (other) => other.type === 'unit-end' && other.unit === unit && other.kept > 0,
    );
    const isTold = result.skipped.some(({ target }) => target === unit);
    if (isBarren && !isTold && line.guarded.length > 0) {
      result.skipped.push({
        target: line.unit,
        reason: explainRefusals(line.guarded),
      });
    }
  }
}

interface CandidateWriter {
  session: JestSession;
  request: ExploreRequest;
  view: SourceView;
  /** Titles and clauses that are used, by target. */
  taken: Map<string, Set<string>>;
  clauses: Map<string, Set<string>>;
}

const setFor = (map: Map<string, Set<string>>, key: string): Set<string> => {
  const set = map.get(key) ?? new Set<string>();
  map.set(key, set);
  return set;
};

function makeCandidate(
  request: ExploreRequest,
  target: string,
  kind: Candidate['kind'],
  title: string,
  printed: Pick<Candidate, 'body' | 'isAsync' | 'imports'>,
): Candidate {
  const group = target.slice(target.indexOf('#') + 1);
  const id = shortHash(`${target}\n${title}\n${printed.body}`);
  return {
    id,
    target,
    file: request.file,
    author: 'explorer',
    kind,
    group,
    title,
    body: printed.body,
    isAsync: printed.isAsync,
    imports: printed.imports,
  };
}

function addCase(
  writer: CandidateWriter,
  { recorded, args }: { recorded: RecordedCase; args: ArgumentCount },
  units: readonly Unit[],
  result: ExploreResult,
): void {
  const { outcome } = recorded;
  const isError = outcome.kind === 'throws' || outcome.kind === 'rejects';
  for (const candidate of caseCandidate(writer, recorded, units)) {
    result.candidates.push(candidate);
    result.cases.push({ candidate: candidate.id, assertsEngineError: isError && outcome.isNative, args });
  }
}

function caseCandidate(writer: CandidateWriter, recorded: RecordedCase, units: readonly Unit[]): Candidate[] {
  const { session, request, view } = writer;
  const unit = units.find((item) => item.id === recorded.unit);
  if (!unit) return [];
  const target = request.targets.find((item) => item.id === recorded.target);
  const title = titleCase(
    recorded,
    view,
    setFor(writer.taken, recorded.target),
    setFor(writer.clauses, recorded.target),
    target ? { first: target.range.start.line, last: target.range.end.line } : null,
  );
  const printed = printRecordedCase(session.host, recorded, unit, units);
  const candidate = makeCandidate(request, recorded.target, 'unit', title, printed);
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

function lawCandidate(writer: CandidateWriter, held: HeldLaw, units: readonly Unit[]): Candidate[] {
  const { session, request } = writer;
  const unit = units.find((item) => item.id === held.unit);
  const target = request.targets.find((item) => item.id === held.target);
  if (!unit || !target || !session.host.hasFastCheck) return [];
  const printed = printLaw(session.host, held, unit, target, request.seed);
  if (!printed) return [];
  setFor(writer.taken, target.id).add(printed.title);
  return [makeCandidate(request, target.id, 'property', printed.title, printed)];
}
