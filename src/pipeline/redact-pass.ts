/** Masks secrets in what a pass says and writes down: events, rows of the ledger, the report. */
import type { PassEvent } from '../domain/events.js';
import type { Finding } from '../domain/finding.js';
import type { Report } from '../domain/report.js';
import type { Judged } from '../domain/verdict.js';
import type { Secrets } from '../io/system/redact.js';
import type { Ledger } from '../ledger/ledger.js';
import type { PassRequest } from './pass.js';

type Redact = Secrets['redact'];

/** A request whose observer receives no secret. */
export const redactRequest = (request: PassRequest, { redact }: Secrets): PassRequest => ({
  ...request,
  observer: (event) => request.observer(redactEvent(event, redact)),
});

/** An event with nothing secret in its texts. */
function redactEvent(event: PassEvent, redact: Redact): PassEvent {
  switch (event.type) {
    case 'step':
    case 'note':
      return { ...event, text: redact(event.text) };
    case 'sandbox':
      return { ...event, detail: redact(event.detail) };
    case 'finding':
      return { ...event, finding: redactFinding(event.finding, redact) };
    case 'verdict':
      return { ...event, ...redactJudged(event, redact) };
    case 'host':
    case 'idle':
    case 'baseline':
    case 'selected':
    case 'file':
    case 'file-done':
    case 'progress':
    case 'delivered':
      return event;
  }
}

function redactFinding(finding: Finding, redact: Redact): Finding {
  const { kind, target, title, detail, reproduce } = finding;
  const redacted = { kind, target: redact(target), title: redact(title), detail: redact(detail) };
  return reproduce === undefined ? redacted : { ...redacted, reproduce: redact(reproduce) };
}

/** Masks the text of a verdict; ids stay as they are, because rows are found by them. */
export function redactJudged({ candidate, verdict }: Judged, redact: Redact): Judged {
  const { group, title, body } = candidate;
  return {
    candidate: { ...candidate, group: redact(group), title: redact(title), body: redact(body) },
    verdict: verdict.status === 'accepted' ? verdict : { ...verdict, detail: redact(verdict.detail) },
  };
}

/** A ledger that receives no secret. Deliveries hold none: candidates with secrets are refused before. */
export function redactLedger(ledger: Ledger, redact: Redact): Ledger {
  return {
    ...ledger,
    recordVerdict: (runId, judged) => ledger.recordVerdict(runId, redactJudged(judged, redact)),
    recordFinding: (runId, finding) => ledger.recordFinding(runId, redactFinding(finding, redact)),
    recordTarget: ({ reason, ...rest }) =>
      ledger.recordTarget({ ...rest, reason: reason === null ? null : redact(reason) }),
  };
}

/** A report with nothing secret in its texts. */
export function redactReport(report: Report, redact: Redact): Report {
  return {
    ...report,
    ...(report.nothing === undefined ? {} : { nothing: redact(report.nothing) }),
    targets: report.targets.map(({ reason, ...rest }) =>
      reason === undefined ? rest : { ...rest, reason: redact(reason) },
    ),
    tests: report.tests.map((test) => ({ ...test, title: redact(test.title) })),
    findings: report.findings.map((finding) => {
      const { reproduce, ...rest } = finding;
      return redactFinding(reproduce === undefined ? rest : { ...rest, reproduce }, redact);
    }),
  };
}
