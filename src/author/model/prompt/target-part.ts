/** Describes the targets of a question: how a test reaches each, what is documented, and what is uncovered; pure. */
import type { Target } from '../../../domain/target.js';
import type { TargetBrief } from '../brief.js';
import { fence, oneLine } from './fence.js';

/** Longer lists cost tokens and help no more. */
const mostGaps = 30;
const mostObservations = 8;
const mostTitles = 20;

/** Each target with how it is imported and used, and its uncovered code. */
export const describeTargets = (targets: readonly TargetBrief[]): string =>
  targets.map(describeTarget).join('\n\n');

function describeTarget({ target, access, uncovered, observations, takenTitles }: TargetBrief): string {
  const { start, end } = target.range;
  const kind = target.kind.replaceAll('-', ' ');
  const parts = [
    `Target "${target.name}": the ${kind} in lines ${start.line} to ${end.line}.${describeResult(target)}`,
    `Imported with: ${access.line}`,
    `Used as ${describeUse(target, access.callee)}.`,
  ];
  if (uncovered.length > 0) {
    const rest = uncovered.length - mostGaps;
    const lines = [...uncovered.slice(0, mostGaps), ...(rest > 0 ? [`and ${rest} more`] : [])];
    parts.push(`No test covers these yet:\n${fence(lines.join('\n'))}`);
  }
  if (observations.length > 0) {
    const some = observations.slice(0, mostObservations).join('\n\n');
    parts.push(`Bodies of tests that pass already; they show how it is called:\n${fence(some)}`);
  } else if (takenTitles.length > 0) {
    parts.push(
      `Tests of these titles exist; do not repeat them: ${takenTitles
        .slice(-mostTitles)
        .map((title) => `"${oneLine(title)}"`)
        .join(', ')}`,
    );
  }
  return parts.join('\n');
}

function describeResult(target: Target): string {
  const facts = [
    ...(target.isAsync ? [' It returns a promise.'] : []),
    ...(target.isGenerator ? [' It is a generator.'] : []),
  ];
  return facts.join('');
}

function describeUse({ kind, member }: Target, callee: string): string {
  const name = member ?? '';
  switch (kind) {
    case 'function':
      return `${callee}(...)`;
    case 'constructor':
      return `new ${callee}(...)`;
    case 'method':
      return `new ${callee}(...).${name}(...)`;
    case 'getter':
      return `new ${callee}(...).${name}, read`;
    case 'setter':
      return `new ${callee}(...).${name}, assigned`;
    case 'static-method':
      return `${callee}.${name}(...)`;
    case 'static-getter':
      return `${callee}.${name}, read`;
    case 'static-setter':
      return `${callee}.${name}, assigned`;
  }
}
